// The style comes in two parts: what the first view needs (static/page.css), and the rest (static/rest.css), which comes with
// the rest of the program.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { DIST } from '../server.mjs';
import { expect, test } from './fixture';
import { heldBack } from './rest';

// A part that is held back is missed, and the console says so.
test.use({ quiet: false });

const REST = '**/rest-*.css';
const NAME = readdirSync(DIST).find((name) => /^rest-[0-9a-f]{16}\.css$/.test(name)) ?? '';
const text = () => readFileSync(join(DIST, NAME), 'utf8');

/** What looks otherwise when the style of the rest is there: of all that is to be seen, and where. */
async function differences(page: Page): Promise<string[]> {
  return page.evaluate(async (text) => {
    const looks = () => {
      const seen = new Map<string, string>();
      for (const [nth, element] of document.querySelectorAll('*').entries()) {
        // What is printed is put together when it is asked for; until then its place is empty.
        if (!element.checkVisibility() || element.matches('.handout:empty')) continue;
        const { x, y, width, height } = element.getBoundingClientRect();
        for (const part of ['', '::before', '::after']) {
          const style = getComputedStyle(element, part);
          if (part && style.content === 'none') continue;
          const name = `${nth}: ${element.localName}.${element.getAttribute('class') ?? ''}${part}`;
          const look = [...style].map((property) => `${property}: ${style.getPropertyValue(property)}`);
          seen.set(name, [...look, `its place: ${[x, y, width, height].join(' ')}`].join('; '));
        }
      }
      return seen;
    };
    // Where the rest has come meanwhile its style is taken away for the first look.
    const own = [...document.adoptedStyleSheets];
    document.adoptedStyleSheets = [];
    const before = looks();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [sheet];
    const after = looks();
    document.adoptedStyleSheets = own;
    const told: string[] = [];
    for (const name of new Set([...before.keys(), ...after.keys()])) {
      const [one, other] = [before.get(name), after.get(name)];
      if (!one || !other) told.push(`${name} is to be seen in one of them alone`);
      else if (one !== other) {
        const own = one.split('; ');
        told.push(`${name} is { ${other.split('; ').filter((line) => !own.includes(line)).join('; ')} } with it`);
      }
    }
    return [`${before.size} looked at`, ...told.slice(0, 20)];
  }, text());
}

/** Holds that there is something to be seen, and that it all looks the same. */
async function holds(page: Page, where: string) {
  const [size, ...told] = await differences(page);
  expect(told, where).toEqual([]);
  expect(parseInt(size ?? ''), where).toBeGreaterThan(10);
}

for (const [width, height] of [[1280, 800], [1024, 768], [360, 740], [760, 420]] as const) {
  test(`the first view is the same without the style of the rest, ${width} by ${height}`, async ({ page }) => {
    // Each look at all properties of all that is to be seen takes its time.
    test.slow();
    await page.setViewportSize({ width, height });
    await page.goto('/');
    await page.locator('.narration[data-of]').waitFor();
    await holds(page, 'opened');
    await page.emulateMedia({ colorScheme: 'dark' });
    await holds(page, 'dark');
    const play = page.getByRole('button', { name: 'Play', exact: true });
    await play.click();
    await expect(page.locator('.narration[data-of] .count')).toContainText('Slide 2');
    await expect(play).toBeVisible();
    await page.emulateMedia({ colorScheme: 'light' });
    await page.keyboard.press('PageDown');
    await page.keyboard.press(',');
    await expect(play).toBeVisible();
    await holds(page, 'a step back');
    // After a key the focus is to be seen.
    await play.focus();
    await holds(page, 'the focus on a button');
    await page.locator('.stage .node').first().hover();
    await holds(page, 'a pointer on a node');
    await page.emulateMedia({ forcedColors: 'active' });
    await holds(page, 'colours of the system');
  });

  test(`and so is what is printed of it before the rest has come, ${width} by ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.route(REST, (route) => route.abort());
    await page.goto('/');
    await page.locator('.narration[data-of]').waitFor();
    await page.emulateMedia({ media: 'print' });
    await holds(page, 'paper');
    expect(await page.evaluate(() => document.adoptedStyleSheets.length)).toBe(0);
  });
}

const LINKS = ['', '#lang=de', '?ui=player', '?ui=minimal', '?ui=none', '?ui=player&captions=0', '?ui=minimal&captions=1', '?captions=0', '#theme=dark', '#theme=projector', '#theme=print', '#scene=contention&slide=3', '#scene=contention&slide=99', '#lang=de&scene=contention&slide=3'];

for (const [width, height] of [[1280, 800], [760, 420], [360, 740]] as const) {
  test(`what stands there before the program runs is the same without it too, ${width} by ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.route('**/*.wasm', () => {});
    for (const link of LINKS) {
      await page.goto('about:blank');
      await page.goto(`/${link}`);
      await page.locator('.first .wait').first().waitFor({ state: 'attached' });
      await page.waitForLoadState('load');
      const [, ...told] = await differences(page);
      expect(told, link).toEqual([]);
    }
  });
}

test('and so is what tells that something has failed', async ({ page }) => {
  await page.route(REST, (route) => route.fulfill({ status: 404 }));
  await page.goto('/#scene=contention');
  await expect(page.getByRole('alert')).toContainText(/A part of this page is missing: the server answers 404 to rest-\w+\.css/);
  await holds(page, 'a link');
  await page.goto('about:blank');
  await page.goto('/');
  await page.locator('.narration[data-of]').waitFor();
  await page.getByRole('button', { name: 'Share' }).click();
  await expect(page.getByRole('alert')).toContainText('A part of this explainer could not be fetched');
  await expect(page.getByText(/The browser asked for rest-\w+\.css, and it did not come/)).toBeVisible();
  await holds(page, 'a click');
  await page.unroute(REST);
  await page.getByRole('button', { name: 'Load again and go on' }).click();
  await page.getByRole('button', { name: 'Share' }).click();
  await expect(page.getByRole('dialog').first()).toHaveCSS('border-radius', '12px');
});

/** Notes how round the first dialog is in the very moment in which it is opened. */
async function noteFirstDialog(page: Page) {
  await page.addInitScript(() => {
    const look = () => {
      const dialog = document.querySelector('dialog[open]');
      if (!dialog) return;
      (globalThis as unknown as { round: string }).round = getComputedStyle(dialog).borderRadius;
      watch.disconnect();
    };
    const watch = new MutationObserver(look);
    watch.observe(document, { subtree: true, childList: true, attributes: true });
  });
}

const round = (page: Page) => page.evaluate(() => (globalThis as unknown as { round?: string }).round);

test('what needs the rest before it is there is never seen without its style', async ({ page }) => {
  const { kinds, go } = await heldBack(page, REST);
  await noteFirstDialog(page);
  await page.goto('/');
  await page.locator('.narration[data-of]').waitFor();
  await expect.poll(() => kinds).toEqual(['fetch']);
  await page.getByRole('button', { name: 'Share' }).click();
  await expect.poll(() => round(page)).toBe('12px');
  expect(kinds).toEqual(['fetch', 'xhr']);
  // When it comes the other way too, nothing is done twice.
  go();
  await page.waitForLoadState('networkidle');
  expect(await page.evaluate(() => document.adoptedStyleSheets.length)).toBe(1);
});

test('it comes when the first scene is drawn, and with a link before anything is', async ({ page }) => {
  const order: string[] = [];
  page.on('request', (request) => order.push(request.url().split('/').pop() ?? ''));
  await page.goto('/');
  await expect.poll(() => order).toContain(NAME);
  expect(order.indexOf('consensus.paxos')).toBeGreaterThan(0);
  expect(order.indexOf('consensus.paxos')).toBeLessThan(order.indexOf(NAME));
  await expect.poll(() => page.evaluate(() => document.adoptedStyleSheets.length)).toBe(1);

  await page.goto('about:blank');
  await page.addInitScript(() => {
    new MutationObserver((_, watch) => {
      if (!document.querySelector('svg.stage')) return;
      (globalThis as unknown as { round: string }).round = String(document.adoptedStyleSheets.length);
      watch.disconnect();
    }).observe(document, { subtree: true, childList: true });
  });
  await page.goto('/#scene=contention');
  await page.locator('svg.stage').waitFor();
  expect(await round(page)).toBe('1');
});

test('a browser that takes no style as an object fetches it by its element', async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(CSSStyleSheet.prototype, 'replaceSync'));
  await page.goto('/#scene=contention');
  await page.locator('svg.stage').waitFor();
  await page.getByRole('button', { name: 'Share' }).click();
  await expect(page.getByRole('dialog').first()).toHaveCSS('border-radius', '12px');
});
