// What is to be seen before the page runs, and that nothing jumps when it does.

import { readFileSync } from 'node:fs';
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

/** The file that is shown: beside the page, or held in it. */
async function source(page: Page) {
  const address = await figure(page).evaluate((image) => (image as HTMLImageElement).currentSrc);
  const [, held] = /^data:image\/svg\+xml,(.*)$/s.exec(address) ?? [];
  if (held === undefined) return address.split('/').pop();
  const drawing = decodeURIComponent(held);
  return ['first.svg', 'first-dark.svg', 'first-tall.svg', 'first-tall-dark.svg'].find((name) => readFileSync(join(DIST, name), 'utf8') === drawing);
}

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
    // Whatever the link was to: it is said where the rest is.
    await expect(page.locator('noscript > p')).toContainText('the first slide of the course');
    await page.setViewportSize({ width: 360, height: 740 });
    await expect(page.locator('.head').getByText('Paxos Explainer')).toBeVisible();
    await page.screenshot({ path: process.env.PAXOS_SHOTS ? join(process.env.PAXOS_SHOTS, 'noscript.png') : undefined });
    await page.getByRole('link', { name: 'figures' }).click();
    await expect(page.getByRole('heading', { name: 'Figures', exact: true })).toBeVisible();
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

test('a link to a slide shows what the slide before has left, with the title and the words of the slide itself', async ({ page }) => {
  const { go } = await heldBack(page);
  await page.goto('/#scene=case-why-highest&slide=3');
  expect(await source(page)).toBe('case-why-highest-2.svg');
  await expect(figure(page)).toHaveAttribute('alt', 'Two reports: the highest id decides');
  await expect.poll(() => figure(page).evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
  await expect(page.getByText('is starting')).toBeVisible();
  await expect(page.locator('.narration > p').nth(1)).toBeVisible();
  const told = () => page.locator('.narration').evaluate((it) => [...it.querySelectorAll(':scope > h1, :scope > p')].slice(0, 4).map((part) => [part.textContent, part.className]));
  const places = async () => [await box(page, '.narration h1'), await box(page, '.narration > p:not(.count)')];
  const [said, there] = [await told(), await places()];
  go();
  await page.locator('svg.stage').waitFor();
  expect(said.length).toBeGreaterThan(2);
  expect((await told()).slice(0, said.length)).toEqual(said);
  expect(await places()).toEqual(there);
});

test('what has no figure has words', async ({ page }) => {
  await heldBack(page);
  const missing: string[] = [];
  page.on('response', (response) => {
    if (400 <= response.status()) missing.push(response.url());
  });
  const wait = page.getByText('is starting');
  const unknown = ['#scene=contention&slide=99', '#scene=nowhere', '#src=x.paxos', '#script=abc', '#do=100:crash.F1', '#scene=contention&names=mit&slide=2'];
  const midst = ['#scene=contention&slide=2&t=1450', '#scene=contention&t=1450', '#t=900', '#scene=contention&slide=1'];
  for (const address of [...unknown, ...midst]) {
    await page.goto('about:blank');
    await page.goto(`/${address}`);
    await expect(wait).toBeVisible();
    await expect(figure(page), address).toHaveCount(0);
    await expect(page.locator('.narration')).not.toContainText('ive people');
    if (address.includes('contention') && midst.includes(address)) await expect(wait).toContainText('They keep interrupting each other');
  }
  // A wide figure could not be read on a phone.
  await page.setViewportSize({ width: 360, height: 740 });
  for (const ui of ['full', 'none']) {
    await page.goto('about:blank');
    await page.goto(`/?ui=${ui}#scene=contention&slide=3`);
    await expect(wait).toHaveText('Paxos Explainer is starting: They keep interrupting each other, slide 3 …');
    await expect(wait).toBeInViewport({ ratio: 1 });
    await expect(figure(page)).toHaveCount(0);
  }
  expect(missing).toEqual([]);
});

test('a figure without a narration says what is starting to who does not see it', async ({ page }) => {
  await heldBack(page);
  await page.setViewportSize({ width: 700, height: 450 });
  await page.goto('/?ui=none&scene=contention&slide=3');
  expect(await source(page)).toBe('contention-2.svg');
  await expect(page.locator('.first')).toMatchAriaSnapshot(`
    - main:
      - img "They keep interrupting each other"
    - paragraph: "Paxos Explainer is starting: They keep interrupting each other, slide 3 …"
  `);
});

test('the figure of another slide has the ground of the stage, by day and by night', async ({ page }) => {
  await heldBack(page);
  for (const theme of ['light', 'dark', 'projector', 'print']) {
    await page.goto('about:blank');
    await page.goto(`/?theme=${theme}&scene=contention&slide=3`);
    await expect.poll(() => figure(page).evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
    const { x, y, width, height } = await box(page, '.theatre');
    // Left of the figure, and within it.
    const strip = await page.screenshot({ clip: { x, y: y + height - 30, width, height: 4 } });
    const colours = await page.evaluate(async (bytes) => {
      const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))]));
      const canvas = new OffscreenCanvas(picture.width, picture.height);
      const context = canvas.getContext('2d');
      context?.drawImage(picture, 0, 0);
      const data = context?.getImageData(8, 0, picture.width - 16, picture.height).data ?? [];
      const all = new Set<string>();
      for (let place = 0; place < data.length; place += 4) all.add([data[place], data[place + 1], data[place + 2]].join(' '));
      return [...all];
    }, strip.toString('base64'));
    expect(colours, theme).toHaveLength(1);
  }
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
