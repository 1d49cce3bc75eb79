// A figure is read by a rasteriser that has nothing to do with browsers, and its picture is that of the page.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Page } from '@playwright/test';
import { DIST } from '../server.mjs';
import { difference, exported, rasterised, shrunk } from './figure';
import { expect, test } from './fixture';

test.use({ viewport: { width: 1180, height: 740 } });

/**
 * Fonts differ between the two, and so does where the edges of shapes fall. Pictures that are the same have come to a
 * mean below 1.6 and a worst block below 30; what is taken away below makes some block worse than 40.
 */
const SAME = { mean: 3, worst: 34 };

/** How much the figure differs from the stage that is on show. */
async function compared(page: Page, svg: string) {
  const [, width = 0, height = 0] = (/viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? []).map(Number);
  // The page without itself: only the stage, as large as the figure.
  const png = await page.locator('.stage').evaluate(
    async (stage, [width, height]) => {
      const alone = document.createElement('div');
      alone.id = 'alone';
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`#alone { position: fixed; inset: 0; z-index: 99; background: var(--paper) } #alone > svg { position: absolute; left: 0; top: 0; width: ${width}px; height: ${height}px; max-height: none; max-width: none }`);
      document.adoptedStyleSheets.push(sheet);
      alone.append(stage.cloneNode(true));
      document.body.append(alone);
      return null;
    },
    [width, height],
  );
  expect(png).toBeNull();
  const shot = await page.screenshot({ clip: { x: 0, y: 0, width, height } });
  await page.locator('#alone').evaluate((alone) => alone.remove());
  const size = [Math.round(width / 2), Math.round(height / 2)] as const;
  return async (svg: string) => difference(await rasterised(svg, ...size), await shrunk(shot, ...size));
}

/** One thing less, or otherwise. */
const MUTATIONS: Record<string, (svg: string) => string> = {
  'an arrow is missing': (svg) => svg.replace(/<g><path d="M[^"]*" fill="none"[^>]*\/><path d="M[^"]*" fill="#[^>]*\/><\/g>/, ''),
  'a card has another colour': (svg) => svg.replace(/(<rect [^>]*height="1?\d\d[^"]*" rx="1\d" fill=")#ffffff/, '$1#d08080'),
  'a text is missing': (svg) => svg.replace(/<text [^>]*font-size="1[5-9][^>]*>A2<\/text>/, ''),
  'the whole is moved': (svg) => svg.replaceAll('translate(', 'translate(1'),
};

test('the stage as a rasteriser draws it is the stage of the page', async ({ page }) => {
  for (const address of ['#scene=contention&t=1450', '#scene=milestones&slide=5&t=100%25', '#scene=mp-take-over&t=4200', '#scene=consensus&slide=4&t=100%25']) {
    await page.goto('about:blank');
    await page.goto(`/${address}`);
    await page.locator('.stage .node').first().waitFor();
    const svg = await exported(page);
    const compare = await compared(page, svg);
    const same = await compare(svg);
    console.log(address, same);
    expect(same.mean, address).toBeLessThan(SAME.mean);
    expect(same.worst, address).toBeLessThan(SAME.worst);
  }
});

test('the comparison finds what is missing or otherwise', async ({ page }) => {
  await page.goto('/#scene=contention&t=1450');
  await page.locator('.stage .node').first().waitFor();
  const svg = await exported(page);
  const compare = await compared(page, svg);
  for (const [what, mutate] of Object.entries(MUTATIONS)) {
    const mutant = mutate(svg);
    expect(mutant, what).not.toBe(svg);
    const found = await compare(mutant);
    console.log(what, found);
    expect(SAME.worst < found.worst || SAME.mean < found.mean, `${what}: ${JSON.stringify(found)}`).toBe(true);
  }
});

test('every figure of the course is drawn without a warning', async () => {
  test.setTimeout(180_000);
  const folder = join(DIST, 'figures');
  const names = readdirSync(folder).filter((name) => name.endsWith('.svg'));
  expect(names.length).toBeGreaterThan(400);
  for (const name of names) {
    const drawn = sharp(readFileSync(join(folder, name)), { failOn: 'warning' });
    const { channels } = await drawn.resize(190).flatten({ background: '#fff' }).stats();
    // Something is on it.
    expect(Math.max(...channels.map(({ stdev }) => stdev)), name).toBeGreaterThan(4);
  }
});
