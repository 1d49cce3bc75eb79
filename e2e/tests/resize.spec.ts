import type { Page } from '@playwright/test';
import { expect, test } from './fixture';
import { heard, openHost, type Said } from './host';

/** Opens a page in a frame of this size, with a host that gives it the height that it asks for. */
async function open(page: Page, keys: string, width: number, height: number): Promise<void> {
  await page.setViewportSize({ width: Math.max(width, 400), height: 900 });
  await openHost(page, 'obeys.html', `?width=${width}&height=${height}&frame=${encodeURIComponent(`/index.html#${keys}`)}`);
  await expect.poll(async () => (await heard(page, 'resize')).length, { timeout: 20_000 }).toBeGreaterThan(0);
}

/** The height that is asked for once nothing more is said. */
async function settled(page: Page): Promise<number> {
  let before = -1;
  await expect
    .poll(async () => {
      const all = await heard(page, 'resize');
      const is = all.length === before;
      before = all.length;
      return is;
    }, { intervals: [500] })
    .toBe(true);
  return (await heard(page, 'resize')).at(-1)!.height as number;
}

/** What in the frame is cut or scrolls. */
function cut(page: Page): Promise<string[]> {
  return page.frames()[1].evaluate(() => {
    const all = [document.documentElement, ...document.querySelectorAll('.page, .narration, .dock, .theatre, .controls')];
    const scrolls = all.filter((it) => getComputedStyle(it).display !== 'contents' && it.clientHeight + 1 < it.scrollHeight);
    const sideways = document.documentElement.clientWidth < document.documentElement.scrollWidth ? ['sideways'] : [];
    return [...sideways, ...scrolls.map((it) => `${it.className || it.tagName}: ${it.clientHeight} of ${it.scrollHeight}`)];
  });
}

const SCENES = ['ui=player&scene=contention', 'ui=player&captions=0&scene=contention', 'ui=minimal&scene=nutshell', 'ui=minimal&captions=1&scene=nutshell', 'ui=none&scene=contention', 'ui=player&view=stage,time&scene=case-proposer-fails', 'ui=player&view=stage,log&scene=nutshell&t=100%25', 'ui=player&interact=none&scene=mp-take-over', 'ui=player&view=board&scene=contention'];

for (const width of [320, 500, 600, 900]) {
  test(`in a frame of ${width} px nothing scrolls once its host has obeyed, and the height does not hang on the one before`, async ({ page }) => {
    test.setTimeout(240_000);
    for (const keys of SCENES) {
      const heights = [];
      for (const height of [150, 480, 1600]) {
        await open(page, keys, width, height);
        heights.push(await settled(page));
        expect(await cut(page), `${keys}, from ${height}`).toEqual([]);
      }
      expect(heights[1], keys).toBe(heights[0]);
      expect(heights[2], keys).toBe(heights[0]);
      expect(heights[0], keys).toBeLessThan(2000);
    }
  });
}

test('a host is told a whole number, in both ways, and no more often than needed', async ({ page }) => {
  await open(page, 'ui=player&scene=contention&id=n1', 600, 300);
  const height = await settled(page);
  expect(Number.isInteger(height)).toBe(true);
  const all = (await page.evaluate(() => (window as unknown as { heard: Said[] }).heard)) as (Said & { at: number })[];
  expect(all.filter((said) => said.type === 'resize').at(-1)).toMatchObject({ paxos: 1, id: 'n1', height });
  const plain = all.filter((said) => said.type === 'setHeight');
  expect(plain.at(-1)).toEqual({ type: 'setHeight', height, at: expect.any(Number) });
  expect(plain.length).toBe(all.filter((said) => said.type === 'resize').length);
});

test('the height follows the width, and is the most that the scene has needed', async ({ page }) => {
  await open(page, 'ui=player&scene=nutshell', 900, 300);
  const wide = await settled(page);
  const frame = page.frameLocator('iframe');
  const seen = [wide];
  for (let slide = 0; slide < 4; slide++) {
    await frame.getByRole('button', { name: /^Next/ }).click();
    if (await frame.getByRole('button', { name: 'Pause' }).isVisible()) await frame.getByRole('button', { name: /^Next/ }).click();
    seen.push(await settled(page));
  }
  expect(seen, 'it never becomes less').toEqual([...seen].sort((one, other) => one - other));
  expect(await cut(page)).toEqual([]);
  await page.evaluate(() => document.querySelector('iframe')!.setAttribute('width', '340'));
  await expect.poll(() => settled(page)).not.toBe(seen.at(-1));
  expect(await cut(page)).toEqual([]);
  const told = (await heard(page, 'resize')) as (Said & { at: number })[];
  const gaps = told.slice(1).map((said, at) => said.at - told[at].at);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(90);
});

test('a host that does not obey is not asked again and again, and the whole page asks for nothing', async ({ page }) => {
  await open(page, 'ui=player&scene=contention', 600, 300);
  await settled(page);
  await page.evaluate(() => { (window as unknown as { obeys: boolean }).obeys = false; document.querySelector('iframe')!.setAttribute('height', '420'); });
  const before = (await heard(page, 'resize')).length;
  await page.waitForTimeout(600);
  expect((await heard(page, 'resize')).length).toBe(before);
  await openHost(page, 'obeys.html', `?width=900&height=600&frame=${encodeURIComponent('/index.html#ui=full&scene=contention')}`);
  await expect.poll(async () => (await heard(page, 'ready')).length, { timeout: 20_000 }).toBe(1);
  await page.waitForTimeout(400);
  expect(await heard(page, 'resize', 'setHeight')).toEqual([]);
});
