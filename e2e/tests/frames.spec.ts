// The page in plain frames of other pages: what authors paste everywhere.

import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Frame, Page } from '@playwright/test';
import { DIST, serve } from '../server.mjs';
import { expect, test } from './fixture';
import { heard, openFrame } from './host';

const SCENES = ['consensus', 'nutshell', 'phase-1', 'phase-2', 'carry-on', 'milestones', 'learning', 'contention', 'bank', 'mp-steady'];

/** Opens a page with a strict policy and a lazy frame for each of these addresses. */
async function notes(page: Page, addresses: string[], look = ''): Promise<void> {
  const file = (name: string) => readFileSync(new URL(`../hosts/${name}`, import.meta.url), 'utf8');
  const frames = addresses.map((src, nth) => `<iframe title="Figure ${nth + 1}" loading="lazy" src="${src.replaceAll('&', '&amp;')}"></iframe>`);
  const body = file('ten.html').replace('<!-- figures -->', `<div class="${look}">${frames.join('\n')}</div>`);
  await page.route('**/notes/ten.html', (route) => route.fulfill({ body, contentType: 'text/html; charset=utf-8' }));
  await page.route('**/notes/ten.css', (route) => route.fulfill({ body: file('ten.css'), contentType: 'text/css' }));
  await page.goto('/notes/ten.html');
}

const explainer = (frame: Frame) => frame.url().includes('index.html');
const figures = (page: Page) => page.frames().filter(explainer);
const time = (frame: Frame) => frame.evaluate(() => (window as any).paxosExplainer.currentTime as number);

test('ten lazy frames start as they come into sight, and leave the focus and the place of the notes alone', async ({ page }) => {
  await notes(page, SCENES.map((scene) => `../index.html#scene=${scene}`));
  const untouched = () => page.evaluate(() => [scrollY, document.activeElement?.tagName]);
  await expect.poll(() => figures(page).length).toBeGreaterThan(0);
  expect(figures(page).length, 'those far below wait').toBeLessThan(10);
  await page.frameLocator('iframe').first().locator('.stage').waitFor();
  expect(await untouched()).toEqual([0, 'BODY']);
  await page.getByRole('link', { name: 'A link of the host' }).focus();
  for (let nth = 0; nth < SCENES.length; nth++) {
    await page.locator('iframe').nth(nth).scrollIntoViewIfNeeded();
    await expect(page.frameLocator('iframe').nth(nth).locator('.stage')).toBeVisible();
  }
  expect(figures(page).length).toBe(10);
  expect(await page.evaluate(() => document.activeElement?.tagName), 'the focus is where it was').toBe('A');
  const before = await page.evaluate(() => scrollY);
  for (const frame of figures(page)) {
    await frame.evaluate(() => (window as any).paxosExplainer.seek('50%'));
    await frame.evaluate(() => (window as any).paxosExplainer.nextSlide());
  }
  expect(await page.evaluate(() => scrollY), 'no figure scrolls the notes').toBe(before);
});

test('a figure out of sight stands still, and goes on when it comes back', async ({ page }) => {
  await notes(page, ['../index.html#scene=contention&autoplay=1&loop=1&speed=0.5', '../index.html#scene=nutshell']);
  await page.frameLocator('iframe').first().locator('.stage').waitFor();
  const [first] = figures(page);
  await expect.poll(() => time(first), 'it plays').toBeGreaterThan(0);
  await page.evaluate(() => scrollTo(0, 1200));
  await page.waitForTimeout(300);
  const left = await time(first);
  await page.waitForTimeout(700);
  expect(await time(first)).toBe(left);
  await page.evaluate(() => scrollTo(0, 0));
  await expect.poll(() => time(first)).toBeGreaterThan(left);
});

test('a figure that was told that it is out of sight asks anew when it is to play', async ({ page }) => {
  // As it came to a slide of a deck that was still sliding in, and was told nothing more when that stood.
  await page.addInitScript(() => {
    let asked = 0;
    const entry = (isIntersecting: boolean) =>
      Object.create(IntersectionObserverEntry.prototype, { isIntersecting: { value: isIntersecting } });
    Object.defineProperty(window, 'IntersectionObserver', {
      value: class {
        constructor(readonly heard: (entries: unknown[]) => void) {}
        observe() {
          const isFirst = asked++ === 0;
          setTimeout(() => this.heard([entry(!isFirst)]));
        }
        unobserve() {}
        disconnect() {}
      },
    });
  });
  await notes(page, ['../index.html#scene=contention']);
  await page.frameLocator('iframe').locator('.stage').waitFor();
  const [frame] = figures(page);
  await page.frameLocator('iframe').getByRole('button', { name: /^Next/ }).click();
  await expect.poll(() => time(frame), 'it plays').toBeGreaterThan(0);
});

test('in a dark host a figure is dark, and never white', async ({ page }) => {
  // What a test asks of the browser would hold for frames too, whatever their host says.
  await page.emulateMedia({ colorScheme: null });
  await notes(page, ['../index.html#scene=nutshell', '../index.html#scene=nutshell&theme=light'], 'dark');
  const ground = async (nth: number) => {
    const frame = page.frameLocator('iframe').nth(nth);
    await frame.locator('.stage').waitFor();
    const colour = await frame.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
    const [red, green, blue] = colour.match(/\d+/g)!.map(Number);
    return (red + green + blue) / 3;
  };
  expect(await ground(0)).toBeLessThan(60);
  await page.locator('iframe').nth(1).scrollIntoViewIfNeeded();
  expect(await ground(1), 'an author may say otherwise').toBeGreaterThan(200);
});

for (const ui of ['full', 'player', 'minimal', 'none']) {
  test(`at 320 px ui=${ui} is not cut`, async ({ page }) => {
    await notes(page, [`../index.html#scene=contention&ui=${ui}`], 'narrow');
    const frame = page.frameLocator('iframe').first();
    await frame.locator('.stage').waitFor();
    const wide = await frame.locator('html').evaluate((html) => [html.scrollWidth, html.clientWidth]);
    expect(wide[0]).toBeLessThanOrEqual(wide[1]);
    const small = await frame.locator('button:visible').evaluateAll((all) =>
      all.filter((button) => !button.className.includes('skip')).map((button) => button.getBoundingClientRect()).filter(({ width, height }) => Math.min(width, height) < 24).length,
    );
    expect(small, 'buttons too small to touch').toBe(0);
  });
}

test('keys that mean nothing to a figure reach the page around it', async ({ page }) => {
  await openFrame(page, 'scene=nutshell&keys=forward');
  const frame = page.frames()[1];
  await frame.locator('.stage').focus();
  for (const key of ['ArrowRight', 'PageDown', 'f7', 'x', 'Tab']) await frame.locator('.stage').press(key === 'f7' ? 'F7' : key);
  await expect.poll(async () => (await heard(page, 'key')).map((said) => said.key)).toEqual(['ArrowRight', 'PageDown', 'F7', 'x']);
  expect(await frame.evaluate(() => (window as any).paxosExplainer.slide), 'arrows are the host’s').toBe(1);
  await frame.locator('.play').press('Enter');
  expect((await heard(page, 'key')).length, 'a button keeps its own').toBe(4);
});

test('by default arrows turn the slides of the figure, and nothing is said of them', async ({ page }) => {
  await openFrame(page, 'scene=nutshell');
  await page.frames()[1].locator('.stage').press('ArrowRight');
  await expect.poll(() => page.frames()[1].evaluate(() => (window as any).paxosExplainer.slide)).toBe(2);
  expect(await heard(page, 'key')).toEqual([]);
});

test('where storage throws, a figure works', async ({ page }) => {
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, { get: () => { throw new DOMException('The operation is insecure.', 'SecurityError'); } });
    }
  });
  await openFrame(page, 'scene=phase-1');
  const frame = page.frames()[1];
  await frame.evaluate(() => (window as any).paxosExplainer.act('crash', 'A1'));
  await expect(frame.locator('#node-A1')).toHaveAttribute('aria-label', /crashed/);
  await expect(frame.locator('.notices p')).toHaveCount(0);
});

test.describe('of another site', () => {
  test.use({ quiet: false }); // Two servers are two origins.

  test('a figure plays, speaks and is spoken to', async ({ page, context }) => {
    const complaints: string[] = [];
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    const folder = mkdtempSync(join(tmpdir(), 'paxos-notes-'));
    cpSync(fileURLToPath(new URL('../hosts/frame.html', import.meta.url)), join(folder, 'index.html'));
    const [notes, other] = [await serve(folder), await serve(DIST)];
    try {
      await page.goto(`${notes.url}?frame=${encodeURIComponent(`${other.url}index.html#scene=nutshell&id=a1`)}`);
      await expect.poll(async () => (await heard(page)).map((said) => said.type), { timeout: 15_000 }).toContain('ready');
      const answer = await page.evaluate(() => (window as any).ask('seek', { to: '100%' }));
      expect(answer).toEqual({});
      expect((await heard(page, 'chosen'))[0]).toMatchObject({ value: 'cat' });
      await expect(page.frameLocator('iframe').locator('.stage')).toBeVisible();
      expect(complaints).toEqual([]);
    } finally {
      await notes.close();
      await other.close();
      rmSync(folder, { recursive: true });
    }
  });
});
