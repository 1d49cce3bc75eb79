import type { Page } from '@playwright/test';
import { expect, test } from './fixture';

test.use({ viewport: { width: 1280, height: 720 } });

const captions = (page: Page) => page.locator('.narration');

async function open(page: Page, link: string): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`/#${link}&theme=projector`);
  await page.locator('.stage').waitFor();
  await expect(captions(page)).toHaveAttribute('data-read', /./);
}

test('captions that a hall has no room for are set smaller, and what is still below is hinted at', async ({ page }) => {
  await open(page, 'scene=nutshell&slide=2');
  const size = () => captions(page).evaluate((it) => Number.parseFloat(getComputedStyle(it).fontSize));
  const usual = await size();
  await expect(captions(page)).not.toHaveAttribute('data-tight');
  await open(page, 'scene=case-gaps-applied-past&slide=3&lang=de');
  await expect(captions(page)).toHaveAttribute('data-tight', '');
  expect(await size()).toBeLessThan(usual);
  await page.setViewportSize({ width: 1280, height: 520 });
  await page.reload();
  await page.locator('.stage').waitFor();
  await expect(captions(page), 'and there it is not enough').toHaveAttribute('data-more', '');
});

test('what the slide says at its end is not hinted at before', async ({ page }) => {
  await open(page, 'scene=phase-2&slide=3');
  await expect(captions(page)).not.toHaveAttribute('data-more');
});

test('keys do nothing behind the page of Break it', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto('/#scene=phase-1&slide=2');
  await page.locator('.stage').waitFor();
  const place = () => page.locator('.controls input[type=range]').inputValue();
  const before = await place();
  await page.getByRole('button', { name: 'Break it', exact: true }).first().click();
  await expect(page.locator('.breaking h1')).toBeFocused();
  for (const key of ['ArrowRight', 'PageDown', 'End', ' ']) await page.keyboard.press(key);
  await page.getByRole('button', { name: '‹ Back to the stage' }).click();
  await page.locator('.stage').waitFor();
  expect(await place()).toBe(before);
});
