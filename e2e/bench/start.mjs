// What a reader with a slow telephone and a slow line waits for: until the first picture, and until the page answers.
// docs/performance.md has the figures, and says what is slowed down by how much.
//   cargo xtask dist e2e/dist && PAXOS_BROWSER=$(command -v chromium) node e2e/bench/start.mjs [PART OF A CASE]
import { chromium } from '@playwright/test';
import { launchOptions } from '../browser.mjs';
import { DIST, serve } from '../server.mjs';
import { median, table, tellLoad, verdict } from './told.mjs';

const ROUNDS = 5;
/** A quarter of this machine's speed; 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back. */
const CPU_RATE = 4;
const LINE = { offline: false, latency: 150, downloadThroughput: (1.6e6 / 8), uploadThroughput: (750e3 / 8) };
/** The aims, in milliseconds. */
const PICTURE_MAX = 1500;
const ANSWERS_MAX = 8000;

/** The addresses that are opened: what stands behind the page's own, and what is on show there. */
const CASES = { 'the page': '', 'a scene by its link': '#scene=phase-1', 'the same as an embedded figure': '#scene=phase-1&ui=player' };

/** Runs in the page, from before its first byte: notes when the picture is there, and when a click on Play is answered. */
function watch() {
  globalThis.seen = {};
  const note = (name, at) => (seen[name] ??= at);
  // The first picture is an image of the HTML, or, under a link, the figure of that slide; where there is none, what the
  // program draws.
  const picture = location.hash === '' ? '/first' : '/figures/';
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => note('content', entry.startTime))).observe({ type: 'paint', buffered: true });
  const marked = () => document.querySelectorAll('img.poster:not([elementtiming])').forEach((image) => image.setAttribute('elementtiming', 'picture'));
  new MutationObserver(marked).observe(document, { childList: true, subtree: true });
  new PerformanceObserver((list) => {
    for (const { url, renderTime, loadTime } of list.getEntries()) if (url.includes(picture)) note('picture', renderTime || loadTime);
  }).observe({ type: 'element', buffered: true });
  const button = (name) => [...document.querySelectorAll('.controls button')].find((it) => it.ariaLabel === name || it.textContent.trim() === name);
  const look = () => {
    const stage = document.querySelector('svg.stage');
    if (stage) note('drawn', performance.now());
    const play = button('Play') ?? button('Next');
    if (play && !seen.there) {
      note('there', performance.now());
      play.click();
    }
    // That it plays is drawn with the next frame.
    if (seen.there && button('Pause')) return requestAnimationFrame(() => note('answers', performance.now()));
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

const server = await serve(process.env.DIST ?? DIST, 0, 'index.html', { gzip: true });
const browser = await chromium.launch(launchOptions);

/** One visit by somebody who was never here. */
async function visit(link) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', LINE);
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_RATE });
  await page.addInitScript(watch);
  await page.goto(new URL(link, server.url).href, { waitUntil: 'commit' });
  await page.waitForFunction(() => globalThis.seen?.answers, null, { timeout: 120_000 });
  const seen = await page.evaluate(() => {
    const fetched = ['navigation', 'resource'].flatMap((kind) => performance.getEntriesByType(kind)).filter(({ responseEnd }) => responseEnd <= seen.answers);
    return { ...seen, bytes: fetched.reduce((sum, { transferSize }) => sum + transferSize, 0), requests: fetched.length };
  });
  await context.close();
  return { ...seen, picture: seen.picture ?? seen.drawn };
}

tellLoad('before');
const rows = [];
const wanted = process.argv[2] ?? '';
for (const [name, link] of Object.entries(CASES).filter(([name]) => name.includes(wanted))) {
  const visits = [];
  for (let round = 0; round < ROUNDS; round++) visits.push(await visit(link));
  const of = (part) => median(visits.map((one) => one[part]));
  const ms = (part) => of(part).toFixed(0);
  // The aims are for the page as one comes to it.
  const aims = link === '' ? [verdict(of('picture'), PICTURE_MAX), verdict(of('answers'), ANSWERS_MAX)] : ['', ''];
  rows.push([name, ms('content'), ms('picture'), aims[0], ms('there'), ms('answers'), aims[1], (of('bytes') / 1000).toFixed(0), of('requests')]);
}
console.log(`\nAt a ${CPU_RATE}th of the speed, 1.6 Mbit/s, 150 ms, nothing in the cache; medians of ${ROUNDS}, in ms\n`);
table(['', 'first content', 'first picture', 'aim', 'Play is there', 'and answers', 'aim', 'kB until then', 'requests'], rows);
tellLoad('after');
await browser.close();
await server.close();
