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

/** What a system asks for is a setting of Firefox; Chromium is told page by page. */
const FIREFOX = { reduced: { 'ui.prefersReducedMotion': 1 }, dark: { 'ui.systemUsesDarkTheme': 1 } };

/**
 * Starts one of them.
 *
 * @param {'chromium' | 'firefox'} name
 * @param {{ downloads?: string, reduced?: boolean, dark?: boolean }} wants where Firefox saves files; less motion; dark colours
 * @returns {Promise<import('puppeteer-core').Browser>}
 */
export async function launch(name, { downloads, reduced, dark } = {}) {
  const known = KNOWN[name];
  if (!known) throw new Error(`There is no browser "${name}"; there are ${Object.keys(KNOWN).join(' and ')}.`);
  const executablePath = process.env[known.variable] || onPath(known.usual);
  if (!executablePath) throw new Error(`There is no ${name}; set ${known.variable} to the path of one.`);
  // A search in the worker may hold a slow machine up for longer than a command may take by default.
  const shared = { browser: known.browser, executablePath, headless: true, protocolTimeout: 120_000 };
  if (name === 'firefox') {
    const saved = downloads && { 'browser.download.folderList': 2, 'browser.download.dir': downloads, 'browser.download.alwaysOpenPanel': false };
    return puppeteer.launch({ ...shared, extraPrefsFirefox: { ...saved, ...(reduced && FIREFOX.reduced), ...(dark && FIREFOX.dark) } });
  }
  // As root Chromium runs only without its sandbox, which guards the machine against pages of others.
  const args = [...launchOptions.args, '--no-sandbox'];
  return puppeteer.launch({ ...shared, args });
}

function onPath(program) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));
}
