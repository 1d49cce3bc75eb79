// What is to be seen before the page runs, and that nothing jumps when it does.

import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { DIST } from '../server.mjs';
import { expect, test } from './fixture';

/** Holds the program back until somebody lets it go. */
async function heldBack(page: Page) {
  let go = () => {};
  const gone = new Promise<void>((resolve) => (go = resolve));
  await page.route('**/*.wasm', async (route) => {
    await gone;
    await route.continue();
  });
  return { go };
}

/** Where things are, in pixels. */
async function box(page: Page, selector: string) {
  const box = await page.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`${selector} is not to be seen`);
  return box;
}

const figure = (page: Page) => page.locator('img.poster');
const source = (page: Page) => figure(page).evaluate((image) => (image as HTMLImageElement).currentSrc.split('/').pop());

const ROOMS = [
  [1280, 800],
  [1024, 768],
  [1440, 900],
  [780, 900],
  [720, 900],
  [412, 860],
  [360, 740],
] as const;

for (const [width, height] of ROOMS) {
  test(`the first figure stands where the page draws it then, ${width} by ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    const { go } = await heldBack(page);
    await page.goto('/');
    await expect(figure(page)).toBeVisible();
    await expect.poll(() => figure(page).evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
    await expect(figure(page)).toHaveAttribute('alt', /^Backed now: nobody backs anything/);
    await expect(page.getByRole('heading', { name: 'Nobody has said anything' })).toBeVisible();
    await expect(page.getByText('Paxos Explainer is starting')).toBeVisible();
    expect(await source(page)).toBe(width <= 640 ? 'first-tall.svg' : 'first.svg');
    const before = [await box(page, '.poster'), await box(page, '.narration h1'), await box(page, '.narration > p:not(.count)')];
    go();
    await page.locator('svg.stage').waitFor();
    const after = [await box(page, '.stage'), await box(page, '.narration h1'), await box(page, '.narration > p:not(.count)')];
    for (const [place, there] of before.entries()) {
      const now = after[place];
      for (const side of ['x', 'y', 'width', 'height'] as const) {
        expect(Math.abs((now?.[side] ?? NaN) - there[side]), `${place}, ${side}: ${there[side]} and ${now?.[side]}`).toBeLessThanOrEqual(3);
      }
    }
    await expect(page.locator('.first')).toHaveCount(0);
  });
}

test('the first figure stays until there is a scene to show', async ({ page }) => {
  let go = () => {};
  const gone = new Promise<void>((resolve) => (go = resolve));
  await page.route('**/consensus.paxos', async (route) => {
    await gone;
    await route.continue();
  });
  const wanted = page.waitForRequest('**/consensus.paxos');
  await page.goto('/');
  await wanted;
  await expect(figure(page)).toBeVisible();
  await expect(page.getByText('Loading the scene')).toBeHidden();
  const before = await box(page, '.poster');
  go();
  await page.locator('svg.stage').waitFor();
  expect(await box(page, '.stage')).toEqual(before);
  await expect(figure(page)).toHaveCount(0);
});

test('parts of the page have the same place too', async ({ page }) => {
  for (const [ui, width, height] of [['player', 900, 600], ['minimal', 700, 500], ['none', 700, 450]] as const) {
    await page.setViewportSize({ width, height });
    const { go } = await heldBack(page);
    await page.goto('about:blank');
    await page.goto(`/?ui=${ui}`);
    const before = await box(page, '.poster');
    go();
    await page.locator('svg.stage').waitFor();
    const after = await box(page, '.stage');
    for (const side of ['x', 'y', 'width', 'height'] as const) {
      expect(Math.abs(after[side] - before[side]), `${ui}, ${side}`).toBeLessThanOrEqual(3);
    }
    await page.unroute('**/*.wasm');
  }
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('the first figure and its caption are there, by day and by night', async ({ page }) => {
    await page.goto('/');
    await expect(figure(page)).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Nobody has said anything' })).toBeVisible();
    await expect(page.locator('noscript > p')).toBeInViewport();
    await expect(page.getByText('is starting')).toBeHidden();
    await page.screenshot({ path: process.env.PAXOS_SHOTS ? join(process.env.PAXOS_SHOTS, 'noscript.png') : undefined });
  });
});

test('it is dark where the system or the address says so', async ({ page }) => {
  await heldBack(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/');
  expect(await source(page)).toBe('first-dark.svg');
  await page.goto('about:blank');
  await page.goto('/?theme=light');
  expect(await source(page)).toBe('first.svg');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('about:blank');
  await page.goto('/#theme=dark');
  expect(await source(page)).toBe('first-dark.svg');
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(ground).toBe('rgb(21, 23, 26)');
  await page.setContent(`<iframe src="${page.url().split('#')[0]}?theme=dark" width="400" height="300"></iframe>`);
});

test('another scene has its own figure, and what has none has a neutral line', async ({ page }) => {
  await heldBack(page);
  const missing: string[] = [];
  page.on('response', (response) => {
    if (400 <= response.status()) missing.push(response.url());
  });
  await page.goto('/#scene=contention&slide=2&t=1450');
  expect(await source(page)).toBe('contention-2.svg');
  await expect(figure(page)).toHaveAttribute('alt', 'They keep interrupting each other');
  await expect.poll(() => figure(page).evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
  await expect(page.getByText('is starting')).toBeVisible();
  await expect(page.locator('.narration')).not.toContainText('five people');
  for (const address of ['#scene=contention&slide=99', '#scene=nowhere', '#src=x.paxos', '#script=abc', '#do=100:crash.F1', '#scene=contention&names=mit&slide=2']) {
    await page.goto('about:blank');
    await page.goto(`/${address}`);
    await expect(page.getByText('is starting')).toBeVisible();
    await expect(figure(page), address).toHaveCount(0);
  }
  expect(missing).toEqual([]);
});

test.describe('the single file', () => {
  // It says why it cannot start.
  test.use({ quiet: false });

  test('has its first figure inside, which stays where it cannot start', async ({ page }) => {
    await page.addInitScript(() => Reflect.deleteProperty(self, 'DecompressionStream'));
    await page.goto(pathToFileURL(join(DIST, 'paxos-explainer.html')).href);
    await expect(page.getByRole('alert')).toContainText('too old for this page');
    // Where the page cannot start, its first figure can still be seen, and nothing lies on it.
    await expect(figure(page)).toBeVisible();
    expect(await figure(page).evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
    const [said, seen] = [await box(page, '[role=alert]'), await box(page, '.poster')];
    expect(said.y + said.height).toBeLessThanOrEqual(seen.y + 1);
  });
});
