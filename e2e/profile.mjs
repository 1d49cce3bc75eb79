// Which functions of the page's program run while a reader opens it, plays, steps and turns to the next slides: prints
// their numbers. `cargo xtask profile` calls it with the folder of a page whose program notes what has run.
import { chromium } from '@playwright/test';
import { launchOptions } from './browser.mjs';
import { serve } from './server.mjs';

/** The beginning of the name of what a function sets when it runs (xtask/src/split/hits.rs). */
const HIT = 'hit.';

const server = await serve(process.argv[2]);
const browser = await chromium.launch(launchOptions);
const hits = new Set();

/** A first visit, in a window and in colours. */
async function visit(options) {
  const page = await browser.newPage(options);
  await page.addInitScript(() => {
    const { instantiate, instantiateStreaming } = WebAssembly;
    const keep = (made) => {
      globalThis.program = made.instance ?? made;
      return made;
    };
    WebAssembly.instantiate = async (...given) => keep(await instantiate(...given));
    WebAssembly.instantiateStreaming = async (...given) => keep(await instantiateStreaming(...given));
  });
  await page.goto(server.url);
  await page.locator('.narration[data-of]').waitFor();
  const play = page.getByRole('button', { name: 'Play', exact: true });
  const turns = async (key, times) => {
    for (let nth = 0; nth < times; nth += 1) {
      await page.keyboard.press(key);
      await page.waitForTimeout(400);
    }
  };
  await play.click();
  await page.waitForTimeout(3000);
  await turns('PageDown', 2);
  await page.waitForTimeout(2000);
  for (const key of [',', '.', 'PageDown', 'PageUp', 'ArrowRight', 'ArrowLeft', 'Home', 'End', 'k']) await turns(key, 1);
  await page.getByRole('slider', { name: 'Time' }).fill('2000');
  await turns('k', 2);
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

await browser.close();
await server.close();
console.log([...hits].sort((left, right) => left - right).join(' '));
