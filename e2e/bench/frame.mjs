// What a frame costs: milliseconds of the main thread, from Chromium's own counters. docs/performance.md has the figures.
//   cargo xtask test e2e && PAXOS_BROWSER=$(command -v chromium) node e2e/bench/frame.mjs
import { chromium } from '@playwright/test';
import { launchOptions } from '../browser.mjs';
import { DIST, serve } from '../server.mjs';

const ROUNDS = 5;
const ROUND_MS = 800;
const COUNTERS = ['TaskDuration', 'ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration'];

const names = (letter, count) => Array.from({ length: count }, (_, nth) => letter + (nth + 1));
/** A scene in which so many proposals are under way at once, for longer than a measurement takes. */
function busy({ proposers, acceptors, proposals }) {
  const all = names('P', proposers);
  const starts = Array.from({ length: proposals }, (_, nth) => {
    const who = all[nth % proposers];
    return nth < proposers ? `propose ${who} v${nth + 1}` : `timeout ${who}`;
  });
  const head = ['title "Busy"', `proposers ${all.join(' ')}`, `acceptors ${names('A', acceptors).join(' ')}`, 'learners L1'];
  return [...head, 'delay 8000', ...starts, 'run 8000'].join('\n');
}
const script = (text) => `script=${Buffer.from(text).toString('base64url')}`;
const crowd = script(busy({ proposers: 5, acceptors: 9, proposals: 34 }));
const five = script(busy({ proposers: 4, acceptors: 5, proposals: 4 }));
/** A log of five replicas after twenty seconds of three clients that send as fast as they are answered. */
const log = script(
  ['title "A log"', 'clients C1 C2 C3', 'replicas R1 R2 R3 R4 R5', 'delay 100..400', 'heartbeat 500', 'election 1500..3000']
    .concat(['commands 50..100', 'slide "Under load"', 'timeout R1', 'run 30000'])
    .join('\n'),
);

/** Each case: the link, the panels that are opened besides, whether it plays, and from where. */
const CASES = {
  'phase 1, paused': ['scene=phase-1&view=stage', [], false],
  'phase 1': ['scene=phase-1&view=stage', [], true],
  '5 acceptors, 20 messages, stage': [`${five}&view=stage`, [], true],
  '5 acceptors, 20 messages, all views': [`${five}&view=stage,time,board,log`, ['State', 'Invariants'], true],
  '15 nodes, 306 messages, stage': [`${crowd}&view=stage`, [], true],
  '15 nodes, 306 messages, all views': [`${crowd}&view=stage,time,board,log`, ['State', 'Invariants'], true],
  'a log of 5 under load, stage': [`${log}&view=stage`, [], true, 20000],
  'a log of 5 under load, all views': [`${log}&view=stage,time,board,log`, ['State', 'Invariants'], true, 20000],
};

const server = await serve(process.env.DIST ?? DIST);
const browser = await chromium.launch(launchOptions);

/** Milliseconds a frame over most of a second, by counter, and the frames in it. */
async function measure(page, session, plays, start) {
  const counters = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
  await page.getByRole('slider', { name: 'Time' }).fill(String(start));
  await page.waitForTimeout(400); // The address is written.
  if (plays) await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.waitForTimeout(100); // What came of the click is drawn.
  const before = await counters();
  const count = await page.evaluate(
    (limit) =>
      new Promise((resolve) => {
        let frames = 0;
        const start = performance.now();
        const next = (now) => (limit < now - start ? resolve(frames) : (frames++, requestAnimationFrame(next)));
        requestAnimationFrame(next);
      }),
    ROUND_MS,
  );
  const after = await counters();
  if (plays) await page.getByRole('button', { name: 'Pause', exact: true }).click();
  return COUNTERS.map((name) => ((after[name] - before[name]) * 1000) / count).concat(count);
}

const median = (all) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)];
const wanted = process.argv[2] ?? '';
console.log(`${' '.repeat(36)}   task  script  layout   style  (ms a frame)   frames in ${ROUND_MS} ms`);
for (const [name, [link, panels, plays, start = 0]] of Object.entries(CASES).filter(([name]) => name.includes(wanted))) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(new URL(`#${link}`, server.url).href);
  await page.locator('#node-A1, #node-R1').waitFor();
  for (const panel of panels) await page.getByRole('button', { name: new RegExp(`^${panel}`) }).first().click();
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await measure(page, session, plays, start));
  const shown = [0, 1, 2, 3].map((at) => median(rounds.map((row) => row[at])).toFixed(2).padStart(7)).join(' ');
  console.log(`${name.padEnd(36)}${shown}${String(median(rounds.map((row) => row[4]))).padStart(22)}`);
  await page.close();
}
await browser.close();
await server.close();
