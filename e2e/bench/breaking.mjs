// How long it takes from a click on a switch of "Break it" to the picture, in milliseconds. docs/checker.md has the figures.
//   cargo xtask dist e2e/dist && PAXOS_BROWSER=$(command -v chromium) node e2e/bench/breaking.mjs [PART OF A RULE]
import { chromium } from '@playwright/test';
import { launchOptions } from '../browser.mjs';
import { DIST, serve } from '../server.mjs';

const ROUNDS = 5;
/** A search that finds nothing has its verdict for a picture. */
const OVER = '.example, .breaking-state:not(.runs) p';

const server = await serve(process.env.DIST ?? DIST);
const browser = await chromium.launch(launchOptions);
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });

/** Notes when the worker is asked, and when it has answered. */
await page.addInitScript(() => {
  const post = Worker.prototype.postMessage;
  globalThis.times = {};
  Worker.prototype.postMessage = function (message, ...rest) {
    if ('text' in message) {
      times.asked = performance.now();
      this.addEventListener('message', ({ data }) => data.isDone && (times.answered = performance.now()), { once: false });
    }
    return post.call(this, message, ...rest);
  };
});

/** From the click until what has come of it was painted. */
function press(rule) {
  return page.evaluate(
    ([rule, over]) =>
      new Promise((resolve) => {
        const states = () => Number((document.querySelector('.breaking-state')?.textContent ?? '').match(/([\d,]+) states? searched/)?.[1].replaceAll(',', ''));
        const clicked = performance.now();
        const look = () => {
          if (document.querySelector(over)) {
            // A frame that was begun is on the screen once the next one begins.
            const drawn = performance.now();
            requestAnimationFrame(() => {
              const painted = performance.now();
              resolve({ ask: times.asked - clicked, search: times.answered - times.asked, draw: drawn - times.answered, total: painted - clicked, states: states() });
            });
          } else requestAnimationFrame(look);
        };
        document.querySelector(`[data-rule="${rule}"]`).click();
        requestAnimationFrame(look);
      }),
    [rule, OVER],
  );
}

async function again() {
  const back = page.locator('.example .break-again');
  if (await back.isVisible()) await back.click();
  await page.getByRole('button', { name: 'All rules on' }).click();
}

const median = (all) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)];
const wanted = process.argv[2] ?? '';
await page.goto(new URL('#scene=consensus', server.url).href);
await page.locator('.break-open').filter({ visible: true }).first().click();
await page.locator('.breaking').waitFor();
const rules = await page.locator('[data-rule]').evaluateAll((all) => all.map((one) => one.dataset.rule));
await page.waitForTimeout(1500); // The worker is there.
console.log(`${'rule'.padEnd(28)}    ask  search    draw   total   the slowest   (ms; medians of ${ROUNDS} clicks)`);
for (const rule of rules.filter((rule) => rule.includes(wanted))) {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push(await press(rule));
    await again();
  }
  const shown = ['ask', 'search', 'draw', 'total'].map((part) => median(rounds.map((round) => round[part])).toFixed(0).padStart(7)).join(' ');
  const slowest = Math.max(...rounds.map((round) => round.total)).toFixed(0);
  console.log(`${rule.padEnd(26)}${shown}${slowest.padStart(14)}`);
}
await browser.close();
await server.close();
