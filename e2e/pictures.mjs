// Takes the pictures of docs/pictures anew, from the release build.
//   cargo xtask test e2e && PAXOS_BROWSER=$(command -v chromium) node e2e/pictures.mjs
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { launchOptions } from './browser.mjs';
import { DIST, serve } from './server.mjs';

const FOLDER = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const server = await serve(DIST);
const browser = await chromium.launch(launchOptions);

/** Each picture: the scene, and the time in it, in virtual milliseconds. */
const PICTURES = {
  consensus: ['consensus', 3900],
  nutshell: ['nutshell', 2300],
  chosen: ['phase-2', 5600],
  'carry-on': ['carry-on', 11_700],
  milestones: ['milestones', 7600],
  broken: ['case-accept-always', 60_000],
};

/** The widths and heights at which each is taken, and in which colours. */
const SHAPES = [
  [1280, 800, 'light'],
  [1280, 800, 'dark'],
  [1024, 768, 'light'],
  [360, 740, 'light'],
];

for (const [width, height, colorScheme] of SHAPES) {
  for (const [name, [scene, time]] of Object.entries(PICTURES)) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme });
    // A reader who comes back finds the scene where it was left.
    await page.addInitScript((place) => localStorage.setItem('paxos-explainer.place', place), `${scene} 0`);
    await page.goto(server.url);
    const slider = page.getByRole('slider', { name: 'Time' });
    await slider.waitFor();
    await slider.fill(String(Math.min(time, Number(await slider.getAttribute('max')))));
    await page.evaluate(() => document.activeElement?.blur());
    await page.waitForTimeout(500); // Text that is still to come fades.
    const theme = colorScheme === 'dark' ? '-dark' : '';
    await page.screenshot({ path: `${FOLDER}${name}-${width}${theme}.png` });
    await page.close();
  }
}
await browser.close();
await server.close();
