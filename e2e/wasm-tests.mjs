// Runs one compiled wasm test crate in a headless browser.
//
// Cargo calls this in place of the test binary (it is the target's `runner`).
// `wasm-bindgen-test-runner` turns the crate into a page and serves it; with
// NO_HEADLESS it leaves the browser to us, which spares everybody a WebDriver
// that fits the browser's version. What the page prints is printed here while
// it appears, and ends in cargo's own `test result:` line.

import { spawn } from 'node:child_process';
import { chromium } from '@playwright/test';
import { launchOptions } from './browser.mjs';

/** Silence for this long means that the tests hang, or never started. */
const PATIENCE_MS = 60_000;

const runner = spawn('wasm-bindgen-test-runner', process.argv.slice(2), {
  env: { ...process.env, NO_HEADLESS: '1', WASM_BINDGEN_TEST_ADDRESS: '127.0.0.1:0' },
  stdio: ['ignore', 'pipe', 'inherit'],
});

let browser;
try {
  const url = await addressOf(runner);
  browser = await chromium.launch(launchOptions);
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
  const console_lines = [];
  page.on('console', (message) => console_lines.push(message.text()));
  page.on('pageerror', (error) => console_lines.push(error.message));
  page.on('crash', () => console_lines.push('the page crashed'));
  await page.goto(url);

  let printed = 0;
  let heard = Date.now();
  for (;;) {
    const text = await page.evaluate(() => document.getElementById('output').textContent);
    const end = text.lastIndexOf('\n') + 1;
    if (end > printed) {
      process.stdout.write(text.slice(printed, end));
      printed = end;
      heard = Date.now();
    }
    const result = /^test result: (\w+)/m.exec(text);
    if (result && end === text.length) return result[1] === 'ok' ? 0 : 1;
    if (Date.now() - heard > PATIENCE_MS) {
      console.error(`Nothing happened for ${PATIENCE_MS / 1000} s. The page's console:`);
      console.error(console_lines.join('\n') || '(empty)');
      return 1;
    }
    await page.waitForTimeout(50);
  }
}
