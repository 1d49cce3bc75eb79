// To be a proposer: see what it sees, pick a value, see the worlds that look the same, play the run in which it breaks, and
// come back.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixture';

const quiz = (page: Page) => page.locator('.quiz');
const choice = (page: Page, text: string) => quiz(page).locator('.ask-choice', { hasText: text });
const worlds = (page: Page) => quiz(page).locator('.world');

/** Opens the question of a scene as those do who test themselves: at its slide. */
async function asked(page: Page, scene: string, slide: number): Promise<void> {
  await page.goto(`/#scene=${scene}&slide=${slide}`);
  await page.locator('svg.stage').waitFor();
  await page.locator('.ask-open', { hasText: 'You are' }).click();
  await expect(quiz(page)).toContainText('Which value do you send?');
}

test('as long as nothing is picked, only what the proposer knows is to be seen', async ({ page }) => {
  await asked(page, 'case-why-highest', 4);
  await expect(quiz(page).locator('.pick-seen li')).toHaveText([
    'You have asked with 12, and want cow.',
    'A1 has promised 12, and reports 10 cat.',
    'A3 promises 12, and reports 11 dog: that arrives now.',
    'You have heard no PROMISE from A2.',
  ]);
  await expect(page.locator('.narration h1')).toHaveText(/^You are P3\./);
  const a2 = page.locator('svg.stage [aria-label*="A2, which P3 does not see"]');
  await expect(a2).toHaveCount(1);
  await expect(page.locator('svg.stage')).not.toContainText('chosen');
  await expect(page.locator('.eyes select')).toBeDisabled();
  await expect(worlds(page)).toHaveCount(0);
  expect((await new AxeBuilder({ page }).include('.narration').analyze()).violations).toEqual([]);
});

test('a wrong pick shows the worlds, plays the run in which it breaks, and leads back', async ({ page }) => {
  await asked(page, 'case-why-highest', 4);
  await choice(page, 'cat').click();
  await expect(quiz(page).locator('.ask-verdict')).toContainText('Not so.');
  await expect(quiz(page).locator('.pick-sum')).toHaveText(
    '4 worlds look like this to P3. In 2 of them, a value is chosen already. In 3 of them cat breaks agreement: another value is chosen, or still can be.',
    { timeout: 20_000 },
  );
  await expect(worlds(page)).toHaveCount(4);
  await expect(quiz(page).locator('.world.breaks')).toHaveCount(3);
  await expect(worlds(page).filter({ hasText: 'as in this scene' })).toHaveCount(1);
  await expect(worlds(page).first()).toContainText('dog is chosen.');
  await expect(worlds(page).first()).toContainText('cat breaks agreement');
  expect((await new AxeBuilder({ page }).include('.narration').analyze()).violations).toEqual([]);
  await quiz(page).getByRole('button', { name: 'Play the one in which it breaks' }).click();
  await expect(page.locator('.ask-back')).toBeVisible();
  await page.keyboard.press('End');
  await expect(page.locator('svg.stage')).toContainText('chosen');
  for (let slide = 0; slide < 12 && (await page.locator('.narration h1', { hasText: 'as well' }).count()) === 0; slide += 1) {
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
  }
  await expect(page.locator('.narration h1')).toHaveText('cat is chosen as well');
  await expect(page.locator('.caution')).toContainText('This is not Paxos');
  await page.getByRole('button', { name: 'Back to the question' }).click();
  await expect(quiz(page).locator('.pick-sum')).toContainText('4 worlds look like this to P3.');
  await expect(choice(page, 'cat')).toHaveAttribute('aria-pressed', 'true');
});

test('the right pick breaks nothing, and it is said what would have', async ({ page }) => {
  await asked(page, 'case-why-highest', 4);
  await choice(page, 'dog').focus();
  await page.keyboard.press('Enter');
  await expect(quiz(page).locator('.ask-verdict')).toContainText('Right.');
  await expect(quiz(page).locator('.pick-sum')).toContainText('In none of them can dog break agreement.', { timeout: 20_000 });
  await expect(quiz(page).locator('.pick-worlds')).toContainText('cat would have broken it in 3 of them.');
  await expect(quiz(page).locator('.world.breaks')).toHaveCount(0);
  await expect(quiz(page).getByRole('button', { name: 'Play the one' })).toHaveCount(0);
});

test('where nothing is reported, no world breaks', async ({ page }) => {
  await asked(page, 'case-proposer-fails-free', 4);
  await choice(page, 'cat').click();
  await expect(quiz(page).locator('.pick-worlds')).toContainText('no value that is sent breaks agreement', { timeout: 20_000 });
  await expect(quiz(page).locator('.world.breaks')).toHaveCount(0);
});

test('many worlds are cut short, and all of them are shown when asked for', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await asked(page, 'case-not-chosen-seen', 5);
  await choice(page, 'dog').click();
  await expect(worlds(page)).toHaveCount(12, { timeout: 30_000 });
  await quiz(page).getByRole('button', { name: 'Show all of them' }).click();
  await expect(worlds(page)).toHaveCount(25);
  const widest = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(widest).toBeLessThanOrEqual(360);
});
