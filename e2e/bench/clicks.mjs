// From a click to the picture of what came of it, at a quarter of this machine's speed. docs/performance.md has the figures.
//   cargo xtask dist e2e/dist && PAXOS_BROWSER=$(command -v chromium) node e2e/bench/clicks.mjs [PART OF AN ACT]
import { chromium } from '@playwright/test';
import { launchOptions } from '../browser.mjs';
import { DIST, serve } from '../server.mjs';
import { median, table, tellLoad, verdict } from './told.mjs';

const ROUNDS = 9;
const CPU_RATE = 4;
/** What people take for at once, in milliseconds. */
const AIM = 100;

const server = await serve(process.env.DIST ?? DIST, 0, 'index.html', { gzip: true });
const browser = await chromium.launch(launchOptions);
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
page.setDefaultTimeout(30_000);

/** From when the system has the click to the task after the frame in which `is` holds: then that has been handed over. */
await page.addInitScript(() => {
  globalThis.arm = (is) => {
    globalThis.took = undefined;
    const holds = new Function(`return ${is}`);
    const clicked = ({ timeStamp }) => {
      const look = () =>
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => (holds() ? (globalThis.took = performance.now() - timeStamp) : look());
          channel.port2.postMessage(0);
        });
      look();
    };
    addEventListener('pointerup', clicked, { capture: true, once: true });
  };
});

/** Clicks with the mouse, and waits for what is then to be seen. */
async function press(locator, is) {
  await locator.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await locator.boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.waitForTimeout(150);
  await page.evaluate((is) => arm(is), is);
  await page.mouse.down();
  await page.mouse.up();
  await page.waitForFunction(() => globalThis.took !== undefined);
  const took = await page.evaluate(() => globalThis.took);
  await page.waitForTimeout(250); // What may wait until after the picture is done: the address, the storage.
  return took;
}

const button = (name) => page.getByRole('button', { name, exact: true }).filter({ visible: true }).first();
/** The menu of a node, opened. */
async function menuOf(node) {
  await page.locator(`#node-${node}`).click();
  return page.getByRole('dialog', { name: `What to do with ${node}` });
}
const open = (link) => page.goto(new URL(`#${link}`, server.url).href).then(() => page.locator('svg.stage').waitFor());
const fresh = async (link) => {
  await page.goto('about:blank');
  await open(link);
  await page.waitForTimeout(600); // It has settled.
};

const SCENE = 'scene=phase-1&slide=2';
const is = (selector) => `document.querySelector(${JSON.stringify(selector)}) !== null`;
/** A panel's tab: the panel is closed, and a click opens it. */
const tab = (name, word) => [() => closed(name), () => press(button(new RegExp(`^${name}`)), is(`#panel-${word}`))];

/** What is done before each round, and what is measured. */
const ACTS = {
  'a step forward': [() => {}, () => press(button('Step forward'), 'true')],
  'a step back': [() => {}, () => press(button('Step back'), 'true')],
  'play': [() => fresh(SCENE), () => press(button('Play'), `[...document.querySelectorAll('.controls button')].some((it) => it.ariaLabel === 'Pause')`)],
  'a node’s menu': [() => fresh(SCENE), () => press(page.locator('#node-A1'), is('[role=dialog]'))],
  'crash': [
    () => fresh(SCENE).then(() => menuOf('A1')),
    (menu) => press(menu.getByRole('button', { name: 'Crash' }), `/crashed/.test(document.querySelector('#node-A1').ariaLabel)`),
  ],
  'propose': [
    () => fresh(SCENE).then(() => menuOf('P2')),
    (menu) => press(menu.getByRole('button', { name: 'Propose', exact: true }), is('.fork')),
  ],
  'the board': tab('Board', 'board'),
  'the log': tab('Log', 'log'),
  'the state': tab('State', 'state'),
  'the invariants': tab('Invariants', 'invariants'),
  'another scene, fetched': [
    () => fresh(SCENE),
    () => press(button('Phase 2: the value'), `document.querySelector('.narration')?.dataset.of === 'phase-2 0'`),
  ],
};

/** Closes a panel. */
async function closed(name) {
  const it = button(new RegExp(`^${name}`));
  if ((await it.getAttribute('aria-expanded')) === 'true') await it.click();
  await page.waitForTimeout(300);
}

tellLoad('before');
const session = await page.context().newCDPSession(page);
await fresh(SCENE);
await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_RATE });
const rows = [];
const wanted = process.argv[2] ?? '';
for (const [name, [before, act]] of Object.entries(ACTS).filter(([name]) => name.includes(wanted))) {
  const times = [];
  for (let round = 0; round < ROUNDS; round++) {
    times.push(await act(await before()));
  }
  const worst = Math.max(...times);
  rows.push([name, median(times).toFixed(0), worst.toFixed(0), verdict(worst, AIM)]);
}
console.log(`\nFrom click to picture at a ${CPU_RATE}th of the speed; ${ROUNDS} clicks each, in ms\n`);
table(['', 'median', 'worst', 'aim'], rows);
tellLoad('after');
await browser.close();
await server.close();
