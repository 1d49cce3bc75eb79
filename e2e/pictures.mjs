// Takes the pictures of docs/pictures anew, from the release build.
//   cargo xtask test e2e && PAXOS_BROWSER=$(command -v chromium) node e2e/pictures.mjs
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { launchOptions } from './browser.mjs';
import { DIST, serve } from './server.mjs';

const FOLDER = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const server = await serve(DIST);
const browser = await chromium.launch(launchOptions);

const seek = (page, time) => page.getByRole('slider', { name: 'Time' }).fill(String(time));
const open = async (page, title) => {
  const scene = page.getByRole('button', { name: title, exact: true, includeHidden: true });
  await scene.evaluate((button) => button.closest('details')?.setAttribute('open', ''));
  await scene.click();
  await page.locator('.crumb', { hasText: title }).waitFor();
  await page.locator('.stage').waitFor();
};

/** Each picture: its name, and how to get there. */
const PICTURES = {
  'nutshell-mid-flight': async (page) => {
    await open(page, 'One round in six steps');
    await seek(page, 2300);
  },
  'phase-1-majority': async (page) => {
    await open(page, 'Phase 1: the floor');
    await seek(page, 4700);
  },
  chosen: async (page) => {
    await open(page, 'Phase 2: the value');
    await seek(page, 5600);
  },
  'crashed-acceptor': async (page) => {
    await open(page, 'One round in six steps');
    await seek(page, 2000);
    await page.locator('#node-A3').click();
    await page.getByRole('button', { name: 'Crash', exact: true }).click();
    await seek(page, 6700);
  },
};

for (const colorScheme of ['light', 'dark']) {
  for (const [name, go] of Object.entries(PICTURES)) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme });
    await page.goto(server.url);
    await page.locator('.stage').waitFor();
    await go(page);
    await page.evaluate(() => document.activeElement?.blur());
    await page.waitForTimeout(500); // Text that is still to come fades.
    await page.screenshot({ path: `${FOLDER}${name}-${colorScheme}.png` });
    await page.close();
  }
}
await browser.close();
await server.close();
