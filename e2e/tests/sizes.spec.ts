import type { Page } from '@playwright/test';
import { expect, test } from './fixture';

const STORY = 'scene=case-proposer-fails';

/** Opens a link, and every panel that is there. */
async function openAll(page: Page, link: string): Promise<void> {
  await page.goto(`/#${link}`);
  await page.locator('#node-A1').waitFor();
  const closed = page.locator('.tabs [aria-expanded=false]');
  while ((await closed.count()) !== 0) await closed.first().click();
}

for (const width of [320, 360, 480, 641, 768, 1024, 1100, 1280, 1500, 1920]) {
  test(`with every panel open at ${width} px the page does not scroll sideways, and no panel is cut`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    for (const link of [`${STORY}&t=60%25`, 'scene=contention&t=100%25']) {
      await openAll(page, link);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), link).toBeLessThanOrEqual(width);
      const cut = await page.evaluate(() => {
        const dock = document.querySelector('.dock')!.getBoundingClientRect();
        const panels = [...document.querySelectorAll('.dock > .panel')].map((panel) => ({ panel, at: panel.getBoundingClientRect() }));
        return panels.filter(({ at }) => at.left < dock.left - 1 || dock.right + 1 < at.right).map(({ panel }) => panel.id);
      });
      expect(cut, link).toEqual([]);
    }
  });
}

test('nothing forbids to zoom', async ({ page }) => {
  await page.goto('/');
  const viewport = await page.locator('meta[name=viewport]').getAttribute('content');
  expect(viewport).not.toMatch(/user-scalable|maximum-scale|minimum-scale/);
});

/** The sizes of the texts on the stage, as they are on the screen. */
function sizes(page: Page): Promise<{ text: string; px: number }[]> {
  return page.locator('.stage text').evaluateAll((all) =>
    all
      .filter((text) => text.textContent !== '')
      .map((text) => ({
        text: text.textContent!,
        px: Number(text.getAttribute('font-size')) * (text as SVGGraphicsElement).getScreenCTM()!.d,
      })));
}

test('in a hall every word on the stage can be read from the back row at 1024x768', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  const smallest = async (theme: string) => {
    await page.goto(`/?theme=${theme}#${STORY}&theme=${theme}&t=60%25`);
    await page.locator('#node-A1').waitFor();
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    const all = await sizes(page);
    return { least: Math.min(...all.map(({ px }) => px)), name: all.find(({ text }) => text === 'A1')!.px };
  };
  const hall = await smallest('projector');
  expect(hall.least, 'a fiftieth of the height of the picture').toBeGreaterThanOrEqual(768 / 50);
  expect(hall.name).toBeGreaterThanOrEqual(20);
  const usual = await smallest('light');
  expect(hall.least / usual.least, 'and larger than elsewhere').toBeGreaterThan(1.15);
});

test('a link says which views there are', async ({ page }) => {
  const views = async (link: string) => {
    await page.goto(`/?${link}#${link}`);
    await page.getByRole('contentinfo', { name: 'Controls' }).waitFor();
    const panels = await page.locator('.dock > .panel').evaluateAll((all) => all.map((panel) => panel.id));
    return [(await page.locator('.stage').count()) === 1 ? 'stage' : '', ...panels].filter((name) => name !== '');
  };
  expect(await views(`${STORY}&view=stage`)).toEqual(['stage']);
  expect(await views(`${STORY}&view=stage,time,log`)).toEqual(['stage', 'panel-time', 'panel-log']);
  expect(await views(`${STORY}&view=board`)).toEqual(['panel-board']);
  await expect(page.locator('#panel-board'), 'it stands where the stage would be').toBeInViewport();
  expect(await views(`${STORY}&ui=player&view=stage,time`)).toEqual(['stage', 'panel-time']);
  await expect(page.getByRole('group', { name: 'To see' })).toHaveCount(0);
  expect(await views(`${STORY}&ui=player`), 'in a player there is the stage alone').toEqual(['stage']);
});
