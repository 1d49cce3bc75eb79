// Runs one compiled wasm test crate in a headless browser, Chromium or the Firefox of the system:
//   node wasm-tests.mjs chromium|firefox CRATE
//
// Cargo calls this in place of the test binary (it is the target's `runner`).
// `wasm-bindgen-test-runner` turns the crate into a page and serves it; with
// NO_HEADLESS it leaves the browser to us, which spares everybody a WebDriver
// that fits the browser's version. What the page prints is printed here while
// it appears, and ends in cargo's own `test result:` line.

import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import { launchOptions } from './browser.mjs';
import { launch } from './browsers.mjs';

/** Silence for this long means that the tests hang, or never started. */
const PATIENCE_MS = 60_000;

const [name, ...crate] = process.argv.slice(2);
const runner = spawn('wasm-bindgen-test-runner', crate, {
  env: { ...process.env, NO_HEADLESS: '1', WASM_BINDGEN_TEST_ADDRESS: '127.0.0.1:0' },
  stdio: ['ignore', 'pipe', 'inherit'],
});

let browser;
try {
  const url = await addressOf(runner);
  browser = name === 'firefox' ? await launch(name) : await chromium.launch(launchOptions);
  process.exitCode = await runPage(await browser.newPage(), url);
} catch (error) {
  console.error(`The wasm tests could not run: ${error.message}`);
  process.exitCode = 1;
} finally {
  await browser?.close();
  runner.kill();
}

/** Waits for the runner to say where it serves the tests. */
function addressOf(runner) {
  return new Promise((found, failed) => {
    let said = '';
    runner.stdout.setEncoding('utf8').on('data', (text) => {
      said += text;
      const url = /http:\/\/[\d.:]+/.exec(said);
      if (url) found(url[0]);
    });
    runner.on('error', failed);
    // The runner exits with 0 where a crate holds no wasm test at all.
    runner.on('exit', (code) => failed(new Error(`${said.trim()} (the runner ended with ${code})`)));
  });
}

/** Opens the tests, prints what they print, and returns the exit code. */
async function runPage(page, url) {
  const consoleLines = [];
  page.on('console', (message) => consoleLines.push(message.text()));
  page.on('pageerror', (error) => consoleLines.push(error.message));
  page.on(name === 'firefox' ? 'error' : 'crash', () => consoleLines.push('the page crashed'));
  await page.goto(url);

  let printed = 0;
  let heard = Date.now();
  for (;;) {
    const text = await textOf(page, heard + PATIENCE_MS - Date.now());
    if (text === null || heard + PATIENCE_MS <= Date.now()) {
      console.error(`Nothing happened for ${PATIENCE_MS / 1000} s. The page's console:`);
      console.error(consoleLines.join('\n') || '(empty)');
      return 1;
    }
    const end = text.lastIndexOf('\n') + 1;
    if (printed < end) {
      process.stdout.write(text.slice(printed, end));
      printed = end;
      heard = Date.now();
    }
    const result = /^test result: (\w+)/m.exec(text);
    if (result && end === text.length) return result[1] === 'ok' ? 0 : 1;
    await sleep(50);
  }
}

/** What the page shows; null where it gives no answer, as in an endless loop. */
function textOf(page, milliseconds) {
  const answer = page.evaluate(() => document.getElementById('output').textContent);
  // The browser is closed on an unanswered question; that is no error any more.
  answer.catch(() => {});
  return Promise.race([answer, sleep(milliseconds, null, { ref: false })]);
}
