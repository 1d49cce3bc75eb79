// What a frame costs: milliseconds of the main thread, from Chromium's own counters. docs/performance.md has the figures.
//   cargo xtask dist e2e/dist && PAXOS_BROWSER=$(command -v chromium) node e2e/bench/frame.mjs [PART OF A NAME]
// With the word `growth` it measures how a frame grows with the nodes, the messages under way and the events of the run.
import { chromium } from '@playwright/test';
import { launchOptions } from '../browser.mjs';
import { DIST, serve } from '../server.mjs';
import { median, table, tellLoad } from './told.mjs';

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
/** A log of five replicas, and three clients that send as fast as they are answered. */
const LOAD = ['title "A log"', 'clients C1 C2 C3', 'replicas R1 R2 R3 R4 R5', 'delay 100..400', 'heartbeat 500', 'election 1500..3000', 'commands 50..100', 'slide "Under load"', 'timeout R1'];
const log = script([...LOAD, 'run 30000'].join('\n'));

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

/** What grows, and the scene of each size; each is measured in the last seconds of its run. */
const GROWTH = {
  nodes: [[1, 1], [1, 3], [2, 5], [4, 7], [5, 9]].map(([proposers, acceptors]) => script(busy({ proposers, acceptors, proposals: Math.ceil(30 / acceptors) }))),
  messages: [1, 2, 6, 11, 22, 34].map((proposals) => script(busy({ proposers: 5, acceptors: 9, proposals }))),
  events: [25, 90, 320, 960, 3000].map((steps) => script([...LOAD, `run steps ${steps}`, 'run 4000'].join('\n'))),
};

const server = await serve(process.env.DIST ?? DIST);
const browser = await chromium.launch(launchOptions);

/** Milliseconds a frame over most of a second, by counter, and the frames in it. */
async function measure(page, session, plays, start) {
  const counters = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
  const slider = page.getByRole('slider', { name: 'Time' });
  await slider.fill(String(0 <= start ? start : Math.max(0, Number(await slider.getAttribute('max')) + start)));
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

/** The medians of some rounds: the counters, and the frames. */
async function medians(link, panels, plays, start) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(new URL(`#${link}`, server.url).href);
  await page.locator('#node-A1, #node-R1').waitFor();
  for (const panel of panels) await page.getByRole('button', { name: new RegExp(`^${panel}`) }).first().click();
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await measure(page, session, plays, start));
  // How large it is, as the run tells: nodes, messages under way at the end of a measurement, events.
  const sizes = await page.evaluate(async () => {
    const [all, now] = [await globalThis.paxosExplainer.getRun(), await globalThis.paxosExplainer.getRun('now')];
    return { nodes: all.nodes.length, messages: now.in_flight.length, events: all.events.length };
  });
  await page.close();
  const times = COUNTERS.map((_, at) => median(rounds.map((row) => row[at])).toFixed(2));
  return { cells: [...times, median(rounds.map((row) => row[COUNTERS.length]))], sizes };
}

const HEADS = ['task', 'script', 'layout', 'style', `frames in ${ROUND_MS} ms`];
const wanted = process.argv[2] ?? '';
tellLoad('before');
if (wanted === 'growth') {
  for (const [what, links] of Object.entries(GROWTH)) {
    for (const [views, panels] of [['stage', []], ['stage,time', []]]) {
      const rows = [];
      for (const link of links) {
        const { cells, sizes } = await medians(`${link}&view=${views}`, panels, true, what === 'events' ? -4000 : 0);
        rows.push([sizes[what], ...cells]);
      }
      console.log(`\nAs ${what} grow, ${views.replace(',', ' and ')}: ms a frame\n`);
      table([what, ...HEADS], rows);
    }
  }
} else {
  const rows = [];
  for (const [name, [link, panels, plays, start = 0]] of Object.entries(CASES).filter(([name]) => name.includes(wanted))) {
    rows.push([name, ...(await medians(link, panels, plays, start)).cells]);
  }
  console.log('\nWhat a frame costs: ms of the main thread\n');
  table(['', ...HEADS], rows);
}
tellLoad('after');
await browser.close();
await server.close();
