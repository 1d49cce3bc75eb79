// Time jumps, stands still, or is not told for an hour: what plays goes on from where it was.

import type { Page } from '@playwright/test';
import { expect, test } from './fixture';

const HOUR = 3_600_000;
/** The most virtual milliseconds that may pass by a single frame, however late it comes. */
const LEAP_MAX = 600;

type Clocks = Window & { leap: { frames: number; now: number; date: number } };

/** All clocks that the page may ask, each of which can be moved. */
function movable(page: Page): Promise<void> {
  return page.addInitScript(() => {
    const leap = { frames: 0, now: 0, date: 0 };
    Object.assign(window, { leap });
    const [frame, now, date] = [window.requestAnimationFrame.bind(window), performance.now.bind(performance), Date.now];
    window.requestAnimationFrame = (callback) => frame((at) => callback(at + leap.frames));
    performance.now = () => now() + leap.now;
    Date.now = () => date() + leap.date;
  });
}

const leap = (page: Page, ms: number, ...which: (keyof Clocks['leap'])[]) =>
  page.evaluate(([ms, which]) => which.forEach((one) => ((window as unknown as Clocks).leap[one] += ms)), [ms, which] as const);

const now = (page: Page) => page.evaluate(() => (window as any).paxosExplainer.currentTime as number);
const isPaused = (page: Page) => page.evaluate(() => (window as any).paxosExplainer.paused as boolean);

/** The times that are told while something happens. */
async function told(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const times: number[] = [];
    document.querySelector('#page')!.addEventListener('timeupdate', (event) => times.push((event as CustomEvent).detail.time));
    Object.assign(window, { times });
  });
  return () => page.evaluate(() => (window as any).times);
}

/** Plays a long stretch: at a quarter of the speed, slides one after the other. */
async function plays(page: Page): Promise<void> {
  await page.goto('/#scene=contention&t=0&speed=0.25&autoplay=1');
  await page.locator('.narration[data-of]').waitFor();
  await expect.poll(() => now(page)).toBeGreaterThan(20);
}

/** A clock that the test turns. Its numbers for frames are larger than those of a browser, which fit into 32 bits. */
async function turned(page: Page): Promise<void> {
  await page.clock.install();
  await page.addInitScript(() => {
    const [frame, cancel] = [window.requestAnimationFrame, window.cancelAnimationFrame];
    const ids = new Map<number, number>();
    let next = 1;
    window.requestAnimationFrame = (callback) => {
      ids.set(next, frame(callback));
      return next++;
    };
    window.cancelAnimationFrame = (id) => cancel(ids.get(id)!);
  });
}

/** As if the page went behind another one, or came back. */
function hide(page: Page, hidden: boolean): Promise<void> {
  return page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (hidden ? 'hidden' : 'visible') });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

for (const [name, ms] of [['forward', HOUR], ['backward', -HOUR]] as const) {
  test(`all clocks leap an hour ${name} while it plays`, async ({ page }) => {
    await movable(page);
    await plays(page);
    const times = await told(page);
    const before = await now(page);
    await leap(page, ms, 'frames', 'now', 'date');
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const after = await now(page);
    expect(after).toBeGreaterThanOrEqual(before);
    expect(after - before, 'it does not leap through the run').toBeLessThan(LEAP_MAX);
    await expect.poll(() => now(page), 'it goes on').toBeGreaterThan(after + 20);
    expect(await isPaused(page)).toBe(false);
    const length = (await times()).length;
    await expect.poll(async () => (await times()).length, 'and is told').toBeGreaterThan(length + 1);
    const all = await times();
    expect(all).toEqual([...all].sort((one, other) => one - other));
    expect(Math.min(...all)).toBeGreaterThanOrEqual(0);
  });
}

test('the date alone is set back: hosts are still told that time passes', async ({ page }) => {
  await movable(page);
  await plays(page);
  const times = await told(page);
  await leap(page, -HOUR, 'date');
  await expect.poll(async () => (await times()).length).toBeGreaterThan(2);
});

test('a clock that jumps to and fro at every frame does not stop it, nor lead before the beginning', async ({ page }) => {
  await movable(page);
  await plays(page);
  const seen: number[] = [];
  for (const ms of [HOUR, -2 * HOUR, 1e12, -1e12, HOUR]) {
    await leap(page, ms, 'frames', 'now', 'date');
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    seen.push(await now(page));
  }
  expect(seen).toEqual([...seen].sort((one, other) => one - other));
  expect(seen[0]).toBeGreaterThanOrEqual(0);
  const last = await now(page);
  await page.evaluate(() => (window as any).paxosExplainer.seek(0));
  await page.evaluate(() => (window as any).paxosExplainer.play());
  await expect.poll(() => now(page)).toBeGreaterThan(10);
  expect(last).toBeGreaterThan(0);
});

test('hidden for an hour, it stands where it was and then plays on', async ({ page }) => {
  await turned(page);
  await page.goto('/#scene=contention&t=0&speed=0.25');
  await page.locator('.narration[data-of]').waitFor();
  await page.evaluate(() => void (window as any).paxosExplainer.play());
  await page.clock.runFor(1000);
  const before = await now(page);
  expect(before).toBeGreaterThan(0);
  await hide(page, true);
  const left = await now(page);
  // An hour, in which a browser lets timers run once a minute.
  for (let minute = 0; minute < 60; minute++) await page.clock.fastForward(60_000);
  expect(await now(page)).toBe(left);
  expect(await isPaused(page)).toBe(false);
  await hide(page, false);
  await page.clock.runFor(100);
  const back = await now(page);
  expect(back).toBeGreaterThanOrEqual(left);
  expect(back - left).toBeLessThan(LEAP_MAX);
  await page.clock.runFor(1000);
  expect(await now(page)).toBeGreaterThan(back);
});

test('a computer that sleeps for an hour while nothing is told to be hidden', async ({ page }) => {
  await turned(page);
  await page.goto('/#scene=contention&t=0&speed=0.25');
  await page.locator('.narration[data-of]').waitFor();
  await page.evaluate(() => void (window as any).paxosExplainer.play());
  await page.clock.runFor(1000);
  const before = await now(page);
  await page.clock.fastForward(HOUR);
  await page.clock.runFor(50);
  const after = await now(page);
  expect(after).toBeGreaterThanOrEqual(before);
  expect(after - before).toBeLessThan(LEAP_MAX);
  await page.clock.runFor(1000);
  expect(await now(page)).toBeGreaterThan(after);
});
