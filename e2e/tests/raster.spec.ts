// A figure is read by a rasteriser that has nothing to do with browsers, and its picture is that of the page.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Page } from '@playwright/test';
import { DIST } from '../server.mjs';
import { difference, exported, native, rasterised, shrunk, timeAsInFigures } from './figure';
import { expect, test } from './fixture';

// Where there is no room for a panel below the stage: with one open the page lays its stage out lower than a figure.
test.use({ viewport: { width: 1180, height: 740 } });

/**
 * How much two pictures of the same may differ, of 255, on the whole and in the worst block. Edges of shapes fall otherwise
 * in the two, and fonts may: the same has come to 1.0 and 7, and each of the changes below to 17 and more.
 */
const SAME = { mean: 2.5, worst: 12 };

/** What there is to compare with: drawings of the page, copied to its upper left corner, side by side, in their own size. */
async function seen(page: Page, drawings: string, width: number, height: number) {
  await page.evaluate(
    ([drawings, width, height]) => {
      const alone = document.createElement('div');
      alone.id = 'alone';
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(
        `#alone { position: fixed; inset: 0; z-index: 99; display: flex; background: var(--paper) }
         #alone svg { flex: none; max-width: none; max-height: none }
         #alone svg.stage { width: ${width}px; height: ${height}px }
         #alone .time-cursor { display: none }`,
      );
      document.adoptedStyleSheets.push(sheet);
      for (const drawing of document.querySelectorAll(drawings as string)) {
        const around = drawing.closest('.time-chart')?.cloneNode(false) as Element | undefined;
        around?.append(drawing.cloneNode(true));
        alone.append(around ?? drawing.cloneNode(true));
      }
      document.querySelector('#page')?.append(alone);
    },
    [drawings, width, height],
  );
  const shot = await page.screenshot({ clip: { x: 0, y: 0, width, height } });
  await page.locator('#alone').evaluate((alone) => alone.remove());
  return shot;
}

/** How much a figure differs from what is to be seen of the page; the figure itself gives the size. */
async function comparing(page: Page, drawings: string, figure: string) {
  const [, width = 0, height = 0] = (/viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(figure) ?? []).map(Number);
  const shot = await seen(page, drawings, width, height);
  const size = [Math.round(width / 2), Math.round(height / 2)] as const;
  return async (svg: string) => difference(await rasterised(svg, ...size), await shrunk(shot, ...size));
}

/** A message under way: its line, and the head of it. */
const ARROW = /<g><path d="M[^"]*" fill="none"[^>]*\/><path d="M[^"]*" fill="#[^>]*\/><\/g>/g;

/** One thing less, or otherwise. */
const CHANGES: Record<string, (svg: string) => string> = {
  'an arrow is missing': (svg) => svg.replace([...svg.matchAll(ARROW)].map(([arrow]) => arrow).sort((a, b) => b.length - a.length)[0] ?? '', ''),
  'a card is of another colour': (svg) => svg.replace(/(<rect [^>]*height="1\d\d" rx="12" fill=")#ffffff/, '$1#f1efea'),
  'the edge of a card is of another colour': (svg) => svg.replace('stroke="#b54708"', 'stroke="#0067a5"'),
  'a name is missing': (svg) => svg.replace(/<text [^>]*>A2<\/text>/, ''),
  'a small text is missing': (svg) => svg.replace(/<text [^>]*>promised<\/text>/, ''),
  'a card lies elsewhere': (svg) => svg.replace(/translate\(312 57\)/, 'translate(312 63)'),
};

const MOMENTS = [
  ['contention', 1900],
  ['phase-2', 3500],
  ['mp-take-over', 4200],
  ['consensus', 2200],
] as const;

for (const theme of ['light', 'dark'] as const) {
  test(`the stage as a rasteriser draws it is the stage of the page, ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme });
    for (const [scene, at] of MOMENTS) {
      await page.goto('about:blank');
      await page.goto(`/#scene=${scene}&t=${at}`);
      await page.locator('.stage .node').first().waitFor();
      const svg = native(scene, at, '--colours', theme);
      const found = await (await comparing(page, '.stage', svg))(svg);
      expect(found.mean, `${scene}: ${JSON.stringify(found)}`).toBeLessThan(SAME.mean);
      expect(found.worst, `${scene}: ${JSON.stringify(found)}`).toBeLessThan(SAME.worst);
    }
  });

  test(`and so is the space-time diagram, ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme });
    await page.goto('/#scene=contention&t=4200');
    await timeAsInFigures(page);
    const svg = native('contention', 4200, '--time', '--colours', theme);
    const compare = await comparing(page, '.time-names, .time-region > svg', svg);
    const found = await compare(svg);
    expect(found.mean, JSON.stringify(found)).toBeLessThan(SAME.mean);
    expect(found.worst, JSON.stringify(found)).toBeLessThan(SAME.worst);
    const less = await compare(svg.replace(/<text [^>]*>A2<\/text>/, ''));
    expect(less.worst, JSON.stringify(less)).toBeGreaterThan(SAME.worst);
  });
}

test('the comparison finds what is missing or otherwise', async ({ page }) => {
  await page.goto('/#scene=contention&t=1900');
  await page.locator('.stage .node').first().waitFor();
  const svg = await exported(page);
  const compare = await comparing(page, '.stage', svg);
  for (const [what, change] of Object.entries(CHANGES)) {
    const changed = change(svg);
    expect(changed, what).not.toBe(svg);
    const found = await compare(changed);
    expect(found.worst, `${what}: ${JSON.stringify(found)}`).toBeGreaterThan(SAME.worst);
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
