// The worker that searches comes to an end in the midst of it: the panel says so, all else goes on, and the next search
// has another worker. What the workshop itself does then is in workshop.spec.ts.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { DIST } from '../server.mjs';
import { withLittleMemory } from './breaks';
import { expect, test } from './fixture';
import { labels, pageRun } from './paxos';

test.use({ quiet: false }); // The console says so.
// Whoever misses a worker waits for it first.
test.setTimeout(60_000);

/** A search that takes longer than this test, and one that is over at once. */
const [LONG, SHORT] = ['break=paxos,proposers-3,ballots-5,each-4', 'break=value-own'];
const WASM = readdirSync(DIST).find((name) => /^worker-.*\.wasm$/.test(name))!;

const state = (page: Page) => page.locator('.breaking-state');
const again = (page: Page) => page.locator('.breaking .start');

async function searches(page: Page, link = LONG): Promise<void> {
  await page.goto(`/#scene=phase-2&slide=2&t=3300&${link}`);
  await expect(page.locator('.breaking')).toBeVisible();
  if (link === LONG) await expect(state(page).locator('.count')).toContainText(/[1-9]/, { timeout: 20_000 });
}

/** It can be asked again; meanwhile the stage is to be had, and moves. */
async function goesOn(page: Page): Promise<void> {
  await again(page).click();
  await expect(state(page).locator('.count')).toContainText(/[1-9]/, { timeout: 20_000 });
  await expect(state(page).locator('.notice')).toHaveCount(0);
  await page.locator('.breaking .call-off').click();
  await page.evaluate(() => (window as any).paxosExplainer.seek(0));
  await page.evaluate(() => (window as any).paxosExplainer.play());
  const now = () => page.evaluate(() => (window as any).paxosExplainer.currentTime as number);
  const before = await now();
  await expect.poll(now).toBeGreaterThan(before);
}

const CUT_OFF = 'The search was cut off: the browser has ended it';

test('a worker that the browser ends', async ({ page }) => {
  await searches(page);
  await page.workers()[0]!.evaluate(() => self.close());
  // Nobody is told of that: it is missed after a while.
  await expect(state(page).locator('.notice')).toContainText(CUT_OFF, { timeout: 20_000 });
  await goesOn(page);
});

test('a worker that the browser ends before it is ready', async ({ page }) => {
  let go = () => {};
  const gone = new Promise<void>((resolve) => (go = resolve));
  await page.route('**/worker-*.wasm', async (route) => {
    await gone;
    await route.continue().catch(() => {});
  });
  const asked = page.waitForRequest('**/worker-*.wasm');
  await page.goto(`/#scene=phase-2&slide=2&t=3300&${SHORT}`);
  await asked;
  await page.workers()[0]!.evaluate(() => self.close());
  go();
  // It is missed, and another one takes up what was asked.
  await expect(page.locator('.example')).toBeVisible({ timeout: 25_000 });
});

test('a worker that breaks', async ({ page }) => {
  await searches(page);
  await page.workers()[0]!.evaluate(() => {
    setTimeout(() => {
      throw new Error('It has broken.');
    });
  });
  await expect(state(page).locator('.notice')).toContainText(CUT_OFF);
  await goesOn(page);
});

test('a search that runs out of memory', async ({ page }) => {
  const little = withLittleMemory(readFileSync(join(DIST, WASM)), 150);
  let isLittle = true;
  await page.route('**/worker-*.wasm', (route) => (isLittle ? route.fulfill({ body: little, contentType: 'application/wasm' }) : route.continue()));
  await page.goto(`/#scene=phase-2&slide=2&t=3300&${LONG}`);
  await expect(state(page).locator('.notice')).toContainText(CUT_OFF, { timeout: 30_000 });
  const shown = await labels(page);
  isLittle = false;
  await goesOn(page);
  expect(shown.length).toBe((await labels(page)).length);
});

test('a search in a corner of the page that runs out of memory takes nothing else with it', async ({ page }) => {
  await page.addInitScript(() => {
    (window as any).Worker = class {
      constructor() {
        throw new DOMException('It is forbidden.', 'SecurityError');
      }
    };
  });
  const little = withLittleMemory(readFileSync(join(DIST, WASM)), 150);
  let isLittle = true;
  await page.route('**/worker-*.wasm', (route) => (isLittle ? route.fulfill({ body: little, contentType: 'application/wasm' }) : route.continue()));
  await page.goto(`/#scene=phase-2&slide=2&t=3300&${LONG}`);
  await expect(state(page).locator('.notice')).toContainText(CUT_OFF, { timeout: 30_000 });
  await expect(page.getByRole('heading', { name: 'This explainer has broken' })).toHaveCount(0);
  await page.evaluate(() => (window as any).paxosExplainer.seek(0));
  expect((await pageRun(page)).title).toContain('Phase 2');
});

test('a search that is called off is over in the worker too', async ({ page }) => {
  await page.addInitScript(() => {
    (window as any).said = 0;
    const Real = Worker;
    (window as any).Worker = class extends Real {
      constructor(...made: ConstructorParameters<typeof Worker>) {
        super(...made);
        this.addEventListener('message', () => void ((window as any).said += 1));
      }
    };
  });
  await searches(page);
  const said = () => page.evaluate(() => (window as any).said as number);
  const before = await said();
  await expect.poll(said, { message: 'it tells how far it is' }).toBeGreaterThan(before + 1);
  await page.locator('.breaking .call-off').click();
  await expect(page.locator('.breaking .call-off')).toHaveCount(0);
  // What it was about to say may still come.
  await page.waitForTimeout(500);
  const last = await said();
  await page.waitForTimeout(2000);
  expect(await said(), 'nobody goes on with it').toBe(last);
});

test('an explainer that is taken away takes its worker with it, and refuses who waits', async ({ page }) => {
  await page.route('**/scenes/contention.paxos', () => {}); // It never comes.
  await searches(page);
  expect(page.workers()).toHaveLength(1);
  const pending = page.evaluate(() => (window as any).paxosExplainer.load({ scene: 'contention' }).then(() => 'done', (why: Error) => why.message));
  await page.evaluate(() => (window as any).paxosExplainer.destroy());
  expect(await pending).toContain('has been taken away');
  await expect.poll(() => page.workers().length).toBe(0);
});

test('the script that finds a worker its place does not come, and is tried again', async ({ page }) => {
  await page.route('**/workshop.js', (route) => route.abort());
  await page.goto(`/#scene=phase-2&slide=2&t=3300&${SHORT}`);
  await expect(state(page).locator('.notice')).toContainText('The checker could not be loaded. See whether you are online, and try again.');
  await page.unrouteAll();
  await again(page).click();
  await expect(page.locator('.example')).toBeVisible({ timeout: 20_000 });
});

test('a worker that cannot be fetched, and one that is damaged', async ({ page }) => {
  let answer: object | null = null;
  await page.route('**/worker-*.wasm', (route) => (answer ? route.fulfill(answer) : route.abort()));
  await page.goto(`/#scene=phase-2&slide=2&t=3300&${SHORT}`);
  await expect(state(page).locator('.notice')).toContainText('The checker could not be loaded. See whether you are online, and try again.');
  answer = { body: Buffer.from('<!doctype html>'), contentType: 'application/wasm' };
  await again(page).click();
  await expect(state(page).locator('.notice')).toContainText('The checker could not be loaded');
  await page.unrouteAll();
  await again(page).click();
  await expect(page.locator('.example')).toBeVisible({ timeout: 20_000 });
});
