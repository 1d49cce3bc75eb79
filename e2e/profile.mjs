// Which ways the functions of the page's program go while a reader opens it, plays, steps and turns to the next slides:
// prints the numbers of the points that they come to. `cargo xtask profile` calls it with the folder of a page whose program
// notes them.
import { chromium } from '@playwright/test';
import { launchOptions } from './browser.mjs';
import { serve } from './server.mjs';
import { wander } from './wander.mjs';

/** What says where in memory the program has its notes, and how many (xtask/split/src/hits.rs). */
const NOTES = ['notes.from', 'notes.count'];
/** How long a reader takes from key to key, in milliseconds; who does not wait meets the program at work. */
const PATIENCE = { calm: 400, brisk: 150, hasty: 30 };

const server = await serve(process.argv[2]);
const browser = await chromium.launch(launchOptions);
const hits = new Set();

/** How many readers go by chance, each by a seed of its own; the tests have some of them. */
const READERS = 24;

/** Runs in the page, from before its first byte: keeps the program, and plays as soon as one can. */
function prepare(isHasty) {
  const { instantiate, instantiateStreaming } = WebAssembly;
  const keep = (made) => {
    globalThis.program = made.instance ?? made;
    return made;
  };
  WebAssembly.instantiate = async (...given) => keep(await instantiate(...given));
  WebAssembly.instantiateStreaming = async (...given) => keep(await instantiateStreaming(...given));
  const look = () => {
    const play = [...document.querySelectorAll('.controls button')].find((button) => button.textContent.includes('Play'));
    if (play) play.click();
    else requestAnimationFrame(look);
  };
  if (isHasty) requestAnimationFrame(look);
}

/** What hands do that do nothing yet: the pointer crosses the page, the keys go from place to place, the window changes. */
async function lookAround(page) {
  const { width, height } = page.viewportSize();
  await page.mouse.move(0, 0);
  for (const [x, y] of [[0.9, 0.2], [0.1, 0.5], [0.6, 0.9], [0.4, 0.3]]) await page.mouse.move(x * width, y * height, { steps: 12 });
  await page.mouse.wheel(0, 300);
  for (let nth = 0; nth < 6; nth++) await page.keyboard.press('Tab');
  await page.setViewportSize({ width: width - 40, height: height - 60 });
  await page.waitForTimeout(200);
}

/** What a window hears when it is left, and when it goes. */
function leave() {
  for (const name of ['blur', 'focus', 'pagehide', 'pageshow', 'beforeunload']) dispatchEvent(new Event(name));
  document.dispatchEvent(new Event('visibilitychange'));
}

/** A first visit, in a window and in colours, on a machine so many times as slow. */
async function visit(options, manner = 'calm', slow = 1) {
  const page = await browser.newPage(options);
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slow });
  await page.addInitScript(prepare, manner === 'hasty');
  await page.goto(server.url);
  await page.locator('.narration[data-of]').waitFor();
  const turns = async (keys) => {
    for (const key of keys) {
      await page.keyboard.press(key);
      await page.waitForTimeout(PATIENCE[manner]);
    }
  };
  if (manner !== 'hasty') {
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.waitForTimeout(manner === 'calm' ? 3000 : 700);
  }
  await turns(['PageDown', 'PageDown']);
  await page.waitForTimeout(2000);
  await turns([',', '.', 'PageDown', 'PageUp', 'ArrowRight', 'ArrowLeft', 'Home', 'End', 'PageDown', ',', ',', '.', '.', 'k']);
  await page.getByRole('slider', { name: 'Time' }).fill('2000');
  await turns(['k', 'k']);
  if (manner === 'calm') await lookAround(page);
  await page.evaluate(leave);
  await note(page);
  await page.close();
}

/** A first visit of a reader who goes by chance. */
async function visitByChance(seed) {
  const page = await browser.newPage();
  await page.addInitScript(prepare, false);
  await page.goto(server.url);
  await page.locator('.narration[data-of]').waitFor();
  await wander(page, seed);
  await note(page);
  await page.close();
}

/** Keeps which points the program of a page has come to. */
async function note(page) {
  const ran = await page.evaluate((names) => {
    const { exports } = globalThis.program;
    const notes = new Uint8Array(exports.memory.buffer, ...names.map((name) => exports[name].value));
    return [...notes.entries()].filter(([, note]) => note === 1).map(([number]) => number);
  }, NOTES);
  ran.forEach((number) => hits.add(number));
}

const WINDOWS = [{ width: 1280, height: 800 }, { width: 360, height: 740 }, { width: 820, height: 1180 }, { width: 1920, height: 1080 }];
for (const viewport of WINDOWS) {
  await visit({ viewport, colorScheme: 'light' });
}
await visit({ viewport: { width: 1280, height: 800 }, colorScheme: 'dark', reducedMotion: 'reduce' });

for (const slow of [1, 4, 8]) {
  for (const manner of ['hasty', 'brisk']) await visit({ viewport: WINDOWS[0] }, manner, slow);
}
await visit({ viewport: WINDOWS[1] }, 'brisk', 6);

for (let seed = 1; seed <= READERS; seed++) await visitByChance(seed);

await browser.close();
await server.close();
console.log([...hits].sort((left, right) => left - right).join(' '));
