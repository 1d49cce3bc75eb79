// Which functions of the page's program run while a reader opens it, plays, steps and turns to the next slides: prints
// their numbers. `cargo xtask profile` calls it with the folder of a page whose program notes what has run.
import { chromium } from '@playwright/test';
import { launchOptions } from './browser.mjs';
import { serve } from './server.mjs';

/** The beginning of the name of what a function sets when it runs (xtask/split/src/hits.rs). */
const HIT = 'hit.';
/** How long a reader takes from key to key, in milliseconds; who does not wait meets the program at work. */
const PATIENCE = { calm: 400, hasty: 30 };

const server = await serve(process.argv[2]);
const browser = await chromium.launch(launchOptions);
const hits = new Set();

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
  if (manner === 'calm') {
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.waitForTimeout(3000);
  }
  await turns(['PageDown', 'PageDown']);
  await page.waitForTimeout(2000);
  await turns([',', '.', 'PageDown', 'PageUp', 'ArrowRight', 'ArrowLeft', 'Home', 'End', 'k']);
  await page.getByRole('slider', { name: 'Time' }).fill('2000');
  await turns(['k', 'k']);
  const ran = await page.evaluate((hit) => {
    const all = Object.entries(globalThis.program.exports);
    return all.filter(([name, it]) => name.startsWith(hit) && it.value === 1).map(([name]) => Number(name.slice(hit.length)));
  }, HIT);
  ran.forEach((number) => hits.add(number));
  await page.close();
}

for (const viewport of [{ width: 1280, height: 800 }, { width: 360, height: 740 }]) {
  await visit({ viewport, colorScheme: 'light' });
}
await visit({ viewport: { width: 1280, height: 800 }, colorScheme: 'dark', reducedMotion: 'reduce' });

for (const slow of [1, 4, 8]) await visit({ viewport: { width: 1280, height: 800 } }, 'hasty', slow);

await browser.close();
await server.close();
console.log([...hits].sort((left, right) => left - right).join(' '));
