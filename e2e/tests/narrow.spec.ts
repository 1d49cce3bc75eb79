import type { Page } from '@playwright/test';
import { expect, test } from './fixture';

// A phone: the text stands above and below the stage.
test.use({ viewport: { width: 360, height: 740 } });

const more = (page: Page) => page.locator('.read-on');
const last = (page: Page) => page.locator('.narration > p:is(.to-come, .at-end)').last();

/** What is on top in the middle of an element, if that is in the window. */
const isOnTop = (element: Element) => {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return there !== null && (element === there || element.contains(there));
};

for (const lang of ['en', 'de']) {
  test(`what a slide says at its end is hinted at where it lies below the window, ${lang}`, async ({ page }) => {
    await page.goto(`/#scene=phase-2&slide=3&lang=${lang}`);
    await expect(page.locator('#node-A1')).toBeVisible();
    await expect(more(page), 'not before it is said').toHaveCount(0);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect(more(page)).toBeVisible();
    expect(await page.evaluate(() => window.scrollY), 'nothing is scrolled for the reader').toBe(0);
    expect(await more(page).evaluate(isOnTop)).toBe(true);
    await more(page).click();
    await expect.poll(() => last(page).evaluate(isOnTop)).toBe(true);
    const bar = (await page.locator('.controls').boundingBox())!;
    const said = (await last(page).boundingBox())!;
    expect(said.y + said.height).toBeLessThanOrEqual(bar.y);
    const hint = (await more(page).boundingBox())!;
    expect(hint.y + hint.height, 'the hint stands above what it hints at').toBeLessThanOrEqual(said.y);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });
}

test('what a slide says at its end takes the place above the stage of what was to come', async ({ page }) => {
  await page.goto('/#scene=mp-retry&slide=2');
  await expect(page.locator('#node-R1')).toBeVisible();
  const [first, stage] = [page.locator('.narration > h1 + p'), page.locator('.stage')];
  const tops = async () => Promise.all([first, last(page), stage].map(async (part) => (await part.boundingBox())!.y));
  const [toCome, , before] = await tops();
  expect(toCome).toBeLessThan(before);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(last(page)).toContainText('C1 knows nothing');
  expect(await last(page).evaluate(isOnTop), 'without a scroll').toBe(true);
  const [past, said, after] = await tops();
  expect(said).toBeLessThan(after);
  expect(after).toBeLessThan(past);
  await expect(more(page), 'nothing is to be looked for').toHaveCount(0);
  await page.keyboard.press(',');
  await expect(last(page)).toBeHidden();
  const [again, , stands] = await tops();
  expect(again).toBeLessThan(stands);
});

test('a slide on which nothing happens is read from its first words on', async ({ page }) => {
  await page.goto('/#scene=carry-on&slide=9');
  const [first, stage] = [page.locator('.narration > h1 + p'), page.locator('.stage')];
  await expect(first).toContainText('Had P2 sent its value at once');
  const [words, picture] = await Promise.all([first, stage].map(async (part) => (await part.boundingBox())!.y));
  expect(words).toBeLessThan(picture);
  await expect(more(page), 'and the rest is hinted at').toBeVisible();
});

test('a slide that says nothing more at its end hints at nothing', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto('/#scene=phase-2&t=100%25');
  await expect(last(page)).toBeVisible();
  await expect(more(page), 'beside a stage it is read at once').toBeHidden();
});

for (const width of [340, 360, 412]) {
  test(`the head has two rows in German as well, ${width} wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 740 });
    await page.goto('/#scene=phase-2&lang=de');
    await expect(page.locator('#node-A1')).toBeVisible();
    const rows = await page.locator('.head > *').evaluateAll((all) => {
      const middles = all.map((part) => part.getBoundingClientRect()).filter(({ height }) => 0 < height);
      return new Set(middles.map(({ top, height }) => Math.round((top + height / 2) / 8))).size;
    });
    expect(rows).toBe(2);
  });
}

for (const scene of ['mp-retry&slide=3', 'bank&slide=4', 'mp-members&slide=6', 'mp-take-over&slide=5']) {
  test(`no word stands out of its cell, so that it could be read as another: ${scene}`, async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(`/#scene=${scene}`);
    await page.locator('.narration[data-of]').waitFor();
    const found = await page.locator('.stage').evaluate((stage) => {
      const out: string[] = [];
      let cells = 0;
      for (const text of stage.querySelectorAll<SVGTextElement>('[id^=log-] text[text-anchor=middle][font-weight="700"]')) {
        const { x, y, width, height } = text.getBBox();
        const middle = { x: x + width / 2, y: y + height / 2 };
        const around = [...text.parentElement!.querySelectorAll('rect')].map((rect) => rect.getBBox());
        const holds = around.filter((box) => box.width < 100 && box.x <= middle.x && middle.x <= box.x + box.width && box.y <= middle.y && middle.y <= box.y + box.height);
        const cell = holds.sort((one, other) => one.width - other.width)[0];
        if (cell === undefined) continue;
        cells++;
        if (x < cell.x - 0.5 || cell.x + cell.width + 0.5 < x + width) out.push(`${text.textContent}: ${width} in ${cell.width}`);
      }
      return { out, cells };
    });
    expect(found.cells).toBeGreaterThan(2);
    expect(found.out).toEqual([]);
  });
}
