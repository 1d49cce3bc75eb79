// Starts the browsers that stand on the system, Chromium or Firefox, by one library for both.
//
// Playwright drives a Firefox of its own making; Puppeteer speaks WebDriver BiDi, which every Firefox has.

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { launchOptions } from './browser.mjs';

/** What a browser is called on the command line, and where it is found where the variable does not say. */
const KNOWN = {
  chromium: { browser: 'chrome', variable: 'PAXOS_BROWSER', usual: 'chromium' },
  firefox: { browser: 'firefox', variable: 'PAXOS_FIREFOX', usual: 'firefox-esr' },
};

/**
 * Starts one of them.
 *
 * @param {'chromium' | 'firefox'} name
 * @returns {Promise<import('puppeteer-core').Browser>}
 */
export async function launch(name) {
  const known = KNOWN[name];
  if (!known) throw new Error(`There is no browser "${name}"; there are ${Object.keys(KNOWN).join(' and ')}.`);
  const executablePath = process.env[known.variable] || onPath(known.usual);
  if (!executablePath) throw new Error(`There is no ${name}; set ${known.variable} to the path of one.`);
  return puppeteer.launch({
    browser: known.browser,
    executablePath,
    headless: true,
    // A search in the worker may hold a slow machine up for longer than a command may take by default.
    protocolTimeout: 120_000,
    ...(name === 'chromium'
      ? { args: [...launchOptions.args, '--no-sandbox', '--js-flags=--expose-gc'] }
      : { extraPrefsFirefox: { 'dom.disable_open_during_load': true } }),
  });
}

function onPath(program) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));
}
