// What a frame costs while phase 1 plays: milliseconds of the main thread, from Chromium's own counters.
//   cargo xtask test e2e && PAXOS_BROWSER=$(command -v chromium) node e2e/bench/frame.mjs
import { chromium } from '@playwright/test';
import { launchOptions } from '../browser.mjs';
import { DIST, serve } from '../server.mjs';

const ROUNDS = 5;
const COUNTERS = ['TaskDuration', 'ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration'];

const server = await serve(DIST);
const browser = await chromium.launch(launchOptions);
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
await page.goto(new URL('#scene=phase-1', server.url).href);
await page.locator('#node-A1').waitFor();
const session = await page.context().newCDPSession(page);
await session.send('Performance.enable');

const counters = async () => {
  const { metrics } = await session.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
};
const frames = (ms) =>
  page.evaluate(
    (limit) =>
      new Promise((resolve) => {
        let count = 0;
        const start = performance.now();
        const next = (now) => (limit < now - start ? resolve(count) : (count++, requestAnimationFrame(next)));
        requestAnimationFrame(next);
      }),
    ms,
  );

/** Milliseconds a frame over most of a second, while the slide plays or while nothing does. */
async function measure(isPlaying) {
  await page.getByRole('slider', { name: 'Time' }).fill('0');
  if (isPlaying) await page.getByRole('button', { name: 'Play', exact: true }).click();
  const before = await counters();
  const count = await frames(800);
  const after = await counters();
  return COUNTERS.map((name) => ((after[name] - before[name]) * 1000) / count).concat(count);
}

const rows = [];
for (const isPlaying of [false, true]) {
  for (let round = 0; round < ROUNDS; round++) {
    rows.push([isPlaying ? 'phase 1 plays' : 'paused', ...(await measure(isPlaying))]);
  }
}
console.log('                  task  script  layout  style  (ms a frame)   frames in 0.8 s');
for (const kind of ['paused', 'phase 1 plays']) {
  const of = rows.filter(([name]) => name === kind);
  const median = (at) => of.map((row) => row[at]).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)];
  const shown = [1, 2, 3, 4].map((at) => median(at).toFixed(2).padStart(7)).join(' ');
  console.log(`${kind.padEnd(14)} ${shown}${String(median(5)).padStart(22)}`);
}
await browser.close();
await server.close();
