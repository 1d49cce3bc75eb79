// Errands: what would hold the page up is done beside it, wherever the page stands.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Frame, Page } from '@playwright/test';
import { DIST, serve } from '../server.mjs';
import { expect, test } from './fixture';

type Told = { report: string; states: number; status?: string; sentence?: string; trouble?: string; spent?: number };

const CLUSTER = 'title "A cluster"\nproposers P1 P2\nacceptors A1 A2 A3\nnetwork manual\n';
/** A search that takes a fraction of a second, and one that takes a minute. */
const [SHORT, LONG] = [3, 6].map((ballots) => search({ ballots, each: 3 }));

function search(limits: object, rule = ''): string {
  const bounds = { crashes: 0, requests: 0, beats: 0, states: 40_000_000, bytes: 2 ** 31 };
  const scene = `${CLUSTER}${rule}\nslide "Nothing yet"\n`;
  const goal = rule === '' ? 'nothing' : 'worst';
  return JSON.stringify({ version: 3, errand: 'search', scene, values: ['cat', 'dog'], goal, limits: { ...bounds, ...limits } });
}

/** Opens a workshop on a page, as the page itself does. `base` is where its files lie, where the page does not say so. */
async function opened(page: Page | Frame, base?: string): Promise<void> {
  await page.evaluate(async (base) => {
    let script = document.querySelector<HTMLScriptElement>('script[data-paxos-workshop]');
    if (!script) {
      script = document.createElement('script');
      const own = document.querySelector<HTMLScriptElement>('script[data-js]')?.src ?? base;
      script.src = new URL('workshop.js', own).href;
      document.head.append(script);
      await new Promise((loaded) => script!.addEventListener('load', loaded));
    }
    const heard: [number, object][] = [];
    const shop = (script as any).paxosWorkshop((number: number, report: object) => heard.push([number, report]));
    Object.assign(window, { heard, shop });
  }, base);
}

const start = (page: Page | Frame, number: number, text: string) =>
  page.evaluate(([number, text]) => (window as any).shop.start(number, text), [number, text] as const);

/** What has been told of an errand. */
const heard = (page: Page | Frame, number: number): Promise<Told[]> =>
  page.evaluate((number) => (window as any).heard.filter(([of]: [number]) => of === number).map(([, report]: [number, Told]) => report), number);

/** The last thing that is told of an errand. */
async function end(page: Page | Frame, number: number): Promise<Told> {
  const last = async () => (await heard(page, number)).at(-1);
  await expect.poll(async () => (await last())?.report ?? 'nothing', { timeout: 20_000 }).toMatch(/done|problem|trouble/);
  return (await last())!;
}

/** Does a short errand, and says whether it was done by a worker. */
async function works(page: Page, where: Page | Frame = page): Promise<'worker' | 'corner'> {
  await start(where, 1, SHORT);
  expect(await end(where, 1)).toMatchObject({ report: 'done', status: 'complete', states: expect.any(Number) });
  return page.workers().length === 0 ? 'corner' : 'worker';
}

async function theatre(page: Page, address = '/'): Promise<void> {
  await page.goto(address);
  await page.locator('.stage').waitFor();
}

/** No worker is to be had. */
const noWorkers = (page: Page) =>
  page.addInitScript(() => {
    (window as any).Worker = class {
      constructor() {
        throw new DOMException('It is forbidden.', 'SecurityError');
      }
    };
  });

test('nothing of it is fetched before it is asked for', async ({ page }) => {
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await theatre(page);
  await page.keyboard.press('ArrowRight');
  const ours = () => requests.map((url) => url.split('/').pop()).filter((name) => /^work/.test(name ?? ''));
  expect(ours()).toEqual([]);
  expect(page.workers()).toEqual([]);
  expect(await page.content()).not.toMatch(/worker-[0-9a-f]{16}/);
  await opened(page);
  expect(await works(page)).toBe('worker');
  expect(ours().sort()).toEqual(['workshop.js', expect.stringMatching(/^worker-[0-9a-f]{16}\.js$/), expect.stringMatching(/_bg\.wasm$/), 'workshop.js'].sort());
});

test('a search tells how far it is, and can be called off', async ({ page }) => {
  await theatre(page);
  await opened(page);
  await start(page, 1, LONG);
  await expect.poll(async () => (await heard(page, 1)).length).toBeGreaterThan(3);
  await start(page, 2, SHORT);
  expect((await end(page, 2)).status, 'two go by turns').toBe('complete');
  await page.evaluate(() => (window as any).shop.cancel(1));
  const told = await heard(page, 1);
  const states = told.map(({ report, states }) => (report === 'progress' ? states : 0));
  expect(states).toEqual([...states].sort((one, other) => one - other));
  expect(Math.min(...states)).toBeGreaterThan(0);
  await page.waitForTimeout(400);
  expect(await heard(page, 1), 'and nothing more is told of it').toEqual(told);
  await start(page, 3, SHORT);
  expect((await end(page, 3)).status).toBe('complete');
});

test('a wrong rule has its example at once, and what cannot be searched a sentence', async ({ page }) => {
  await theatre(page);
  await opened(page);
  await works(page);
  const before = Date.now();
  await start(page, 2, search({ ballots: 3, each: 2 }, 'rule value own'));
  expect(await end(page, 2)).toMatchObject({ status: 'found', example: { finding: 'two-chosen' } });
  expect(Date.now() - before).toBeLessThan(5000);
  await start(page, 3, SHORT.replace('acceptors', 'akzeptors'));
  expect((await end(page, 3)).sentence).toContain('cannot be played');
});

test('the page is not held up while a worker searches', async ({ page }) => {
  await theatre(page);
  await opened(page);
  await works(page);
  /** The longest that a timer was late, in milliseconds, and how many turns there were. */
  const turns = () =>
    page.evaluate(async () => {
      let [late, count] = [0, 0];
      for (const stop = performance.now() + 1000; performance.now() < stop; count++) {
        const before = performance.now();
        await new Promise((resolve) => setTimeout(resolve, 4));
        late = Math.max(late, performance.now() - before - 4);
      }
      return { late, count };
    });
  const idle = await turns();
  await start(page, 2, LONG);
  await expect.poll(async () => (await heard(page, 2)).length).toBeGreaterThan(0);
  const busy = await turns();
  await page.evaluate(() => (window as any).shop.end());
  // As a part of what it is without, since a busy machine is late by itself.
  expect(busy.count / idle.count).toBeGreaterThan(0.5);
});

test('in a corner of the page it is done between the frames', async ({ page }) => {
  await noWorkers(page);
  await theatre(page);
  await opened(page);
  expect(await works(page)).toBe('corner');
  const frames = () =>
    page.evaluate(async () => {
      let count = 0;
      for (const stop = performance.now() + 1000; performance.now() < stop; count++) await new Promise(requestAnimationFrame);
      return count;
    });
  const idle = await frames();
  await start(page, 2, LONG);
  await expect.poll(async () => (await heard(page, 2)).length).toBeGreaterThan(0);
  const busy = await frames();
  const seen = (await heard(page, 2)).length;
  await page.evaluate(() => (window as any).shop.cancel(2));
  expect(busy / idle).toBeGreaterThan(0.5);
  expect(seen, 'and it goes on').toBeGreaterThan(2);
});

test.describe('where something is amiss', () => {
  test.use({ quiet: false }); // The console says so.

  test('a worker that was ended is missed, and the next errand gets another', async ({ page }) => {
    await theatre(page);
    await opened(page);
    await start(page, 1, LONG);
    await expect.poll(async () => (await heard(page, 1)).length).toBeGreaterThan(0);
    await page.workers()[0].evaluate(() => self.close());
    expect(await end(page, 1)).toEqual({ report: 'trouble', trouble: 'died' });
    await start(page, 2, SHORT);
    expect((await end(page, 2)).status).toBe('complete');
  });

  test('a worker that breaks says so at once', async ({ page }) => {
    await theatre(page);
    await opened(page);
    await start(page, 1, LONG);
    await expect.poll(async () => (await heard(page, 1)).length).toBeGreaterThan(0);
    await page.workers()[0].evaluate(() => void setTimeout(() => { throw new Error('out of memory'); }));
    expect(await end(page, 1)).toEqual({ report: 'trouble', trouble: 'died' });
    await start(page, 2, SHORT);
    expect((await end(page, 2)).status).toBe('complete');
  });

  test('a program that is missing is missed, and tried again', async ({ page }) => {
    await theatre(page);
    let isDown = true;
    await page.route('**/worker-*', (route) => (isDown ? route.abort() : route.continue()));
    await opened(page);
    await start(page, 1, SHORT);
    expect(await end(page, 1)).toEqual({ report: 'trouble', trouble: 'missing' });
    isDown = false;
    await start(page, 2, SHORT);
    expect((await end(page, 2)).status).toBe('complete');
  });

  test.describe('of a host', () => {
    test.use({ keepsPolicy: false });

    test('where a policy forbids workers, a corner of the page does it', async ({ page }) => {
      const server = await serve(DIST, 0, 'index.html', { headers: { 'Content-Security-Policy': "worker-src 'none'" } });
      await theatre(page, server.url);
      await opened(page);
      expect(await works(page)).toBe('corner');
      await server.close();
    });
  });

  test('in a sandboxed frame of another site', async ({ page }) => {
    const server = await serve(DIST, 0, 'index.html', { headers: { 'Access-Control-Allow-Origin': '*' } });
    await page.goto('/scenes/consensus.paxos');
    await page.evaluate((src) => {
      const frame = document.createElement('iframe');
      frame.setAttribute('sandbox', 'allow-scripts');
      Object.assign(frame, { src, width: '900', height: '600' });
      document.body.replaceChildren(frame);
    }, server.url);
    const frame = (await (await page.waitForSelector('iframe')).contentFrame())!;
    await frame.locator('.stage').waitFor();
    await opened(frame);
    expect(await works(page, frame)).toBe('worker');
    expect(page.workers()[0].url()).toMatch(/^blob:null/);
    await server.close();
  });

  test('on the page of another site that has mounted an explainer', async ({ page }) => {
    const folder = mkdtempSync(join(tmpdir(), 'paxos-notes-'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html><link rel="icon" href="data:,"><title>Notes</title><body>');
    const [notes, other] = [await serve(folder), await serve(DIST, 0, 'index.html', { headers: { 'Access-Control-Allow-Origin': '*' } })];
    const lost: string[] = [];
    page.on('requestfailed', (request) => lost.push(`${request.url()} ${request.failure()?.errorText}`));
    await page.goto(notes.url);
    await opened(page, other.url);
    expect(await works(page)).toBe('worker');
    expect(lost).toEqual([]);
    await notes.close();
    await other.close();
    rmSync(folder, { recursive: true });
  });
});

test.describe('the single file', () => {
  const SINGLE = pathToFileURL(join(DIST, 'paxos-explainer.html')).href;

  test('has the worker inside', async ({ page, context }) => {
    await context.setOffline(true);
    await theatre(page, SINGLE);
    await opened(page);
    expect(await works(page)).toBe('worker');
  });

  test('and does without a worker', async ({ page }) => {
    await noWorkers(page);
    await theatre(page, SINGLE);
    await opened(page);
    expect(await works(page)).toBe('corner');
    await opened(page);
    await start(page, 2, SHORT);
    expect((await end(page, 2)).status, 'and so does the next one').toBe('complete');
  });
});
