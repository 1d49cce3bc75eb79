// The element's own part, in a host with a strict policy and with a stand-in for the page in its frame.
// What the page itself answers is in embed.spec.ts.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, inflateRawSync } from 'node:zlib';
import type { Frame, Page } from '@playwright/test';
import { expect, test } from './fixture';
import { ROOT } from './paxos';

/** What a test uses of the element. */
type Explainer = HTMLElement & Record<string, any>;

const ELEMENT = join(ROOT, 'static/paxos-explainer.js');

test.beforeEach(async ({ context }) => {
  await context.route('**/hosts/*', (route) => {
    route.fulfill({ path: join(ROOT, 'e2e/hosts', new URL(route.request().url()).pathname.split('/').at(-1)!) });
  });
  await context.route(/\/(paxos-explainer\.js|widget\.mjs)(\?|$)/, (route) => {
    route.fulfill({ path: join(ROOT, 'static', new URL(route.request().url()).pathname.slice(1)), contentType: 'text/javascript' });
  });
});

/** Opens the bare host, and puts this into it. */
async function put(page: Page, html: string): Promise<void> {
  await page.goto('/hosts/host.html');
  await page.locator('#notes').evaluate((notes, html) => {
    notes.innerHTML = html;
  }, html);
}

const FAKE = 'base="fake.html" loading="eager"';

/** Does something with the element. */
function on<T>(page: Page, act: (element: Explainer) => T | Promise<T>): Promise<T> {
  return page.locator('paxos-explainer').first().evaluate(act as (element: Element) => T | Promise<T>);
}

/** The frame of the element, once it is there. */
async function frame(page: Page, at = 0): Promise<Frame> {
  const handle = await page.locator('paxos-explainer').nth(at).locator('iframe').elementHandle();
  const frame = await handle!.contentFrame();
  await frame!.waitForFunction('window.heard');
  return frame!;
}

/** The keys with which the frame was opened. */
async function keys(page: Page, at = 0): Promise<Record<string, string>> {
  const src = await page.locator('paxos-explainer').nth(at).locator('iframe').getAttribute('src');
  return Object.fromEntries(new URLSearchParams(new URL(src!).hash.slice(1)));
}

/** What the frame has heard, without the numbers of the calls. */
const heard = (frame: Frame) =>
  frame.evaluate(() => (window as any).heard.map(({ paxos, rid, ...rest }: Record<string, unknown>) => rest));

const say = (frame: Frame, type: string, rest = {}) =>
  frame.evaluate(([type, rest]) => (window as any).say(type, rest), [type, rest] as const);

test('it fits into 4 kB', () => {
  expect(gzipSync(readFileSync(ELEMENT), { level: 9 }).length).toBeLessThanOrEqual(4096);
});

test('attributes are the keys of the frame, and a scene in the element is its script', async ({ page }) => {
  await page.goto('/hosts/element.html');
  expect(await keys(page)).toEqual({ scene: 'contention', slide: '2', ui: 'player', id: 'first', autoplay: '1' });
  const { script, ...rest } = await keys(page, 1);
  expect(rest).toEqual({});
  expect(script).toMatch(/^z\.[\w-]+$/);
  expect(inflateRawSync(Buffer.from(script.slice(2), 'base64url')).toString()).toBe('title "Mine"\nacceptors 3');
  const first = page.locator('paxos-explainer').first().locator('iframe');
  await expect(first).toHaveAttribute('title', 'Paxos Explainer: contention');
  await expect(first).toHaveAttribute('loading', 'lazy');
  await expect(first).toHaveAttribute('allow', 'fullscreen; clipboard-write');
  await expect(first).toHaveAttribute('part', 'frame');
});

test('without deflate a scene goes as it is', async ({ page }) => {
  await page.addInitScript('delete window.CompressionStream');
  await page.goto('/hosts/element.html');
  expect(Buffer.from((await keys(page, 1)).script, 'base64url').toString()).toBe('title "Mine"\nacceptors 3');
});

test('calls wait for the frame, go out in their order, and come back', async ({ page }) => {
  await put(page, `<paxos-explainer base="fake.html?mute" name="one"></paxos-explainer>`);
  const calls = on(page, (element) => {
    element.told = [];
    return Promise.all([
      element.ready(),
      element.play(),
      element.seek('50%'),
      element.seek({ marker: 'chosen' }),
      element.stepForward(),
      element.stepBack(),
      element.nextSlide(),
      element.previousSlide(),
      element.reset(),
      element.act('crash', 'A2'),
      element.setState('97:crash.A2'),
      element.getState(),
      element.getRun(),
      element.exportAs('svg'),
      element.load({ scene: 'phase-1', slide: 2 }),
      element.pause(),
    ]);
  });
  const inside = await frame(page);
  expect(await heard(inside)).toEqual([]);
  await inside.evaluate('start()');
  const [ready, ...values] = await calls;
  expect(ready).toEqual({ duration: 1000, markers: [{ id: 'chosen', label: 'cat is chosen', time: 400 }] });
  expect(values.slice(10, 13)).toEqual(['97:crash.A2', { title: 'A run' }, '<svg>']);
  const id = 'one';
  expect(await heard(inside)).toEqual([
    { type: 'play', id },
    { type: 'seek', id, to: '50%' },
    { type: 'seek', id, to: { marker: 'chosen' } },
    { type: 'step', id, by: 1 },
    { type: 'step', id, by: -1 },
    { type: 'slide', id, by: 1 },
    { type: 'slide', id, by: -1 },
    { type: 'reset', id },
    { type: 'act', id, args: ['crash', 'A2'] },
    { type: 'setState', id, state: '97:crash.A2' },
    { type: 'getState', id },
    { type: 'getRun', id },
    { type: 'export', id, format: 'svg' },
    { type: 'load', id, scene: 'phase-1', slide: 2 },
    { type: 'pause', id },
  ]);
});

test('a wrong call fails with what was expected', async ({ page }) => {
  await put(page, `<paxos-explainer ${FAKE}></paxos-explainer>`);
  const wrong = await on(page, (element) => element.act('crush', 'A2').catch((error: Error) => [error instanceof Error, error.message]));
  expect(wrong).toEqual([true, 'act expected "crash" and a node, but got "crush".']);
  const alone = await page.evaluate(() => (document.createElement('paxos-explainer') as any).play().catch((error: Error) => error.message));
  expect(alone).toMatch(/not in a document/);
});
