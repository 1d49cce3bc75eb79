// The page in two languages: which it speaks, that the choice changes nothing but words, that no text is in no table,
// and that there is room for longer texts.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { DIST } from '../server.mjs';
import { expect, test } from './fixture';
import { unbracketed, withoutRoom } from './language';

const shown = (page: Page) => page.locator('svg.stage').waitFor();
const language = (page: Page) => page.locator('html').getAttribute('lang');
const heading = (page: Page) => page.locator('.narration h1');
const choice = (page: Page) => page.locator('.head .language select');

/** The texts of the first slide of a scene, as its file has it. */
async function slideOf(page: Page, file: string, nth = 0): Promise<string> {
  const text = await (await page.request.get(file)).text();
  return [...text.matchAll(/^slide "(.*)"$/gm)][nth]![1]!.replaceAll('\\"', '"');
}

test.describe('which language', () => {
  test('English by itself, and then nothing more is fetched', async ({ page }) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto('/#scene=phase-2');
    await shown(page);
    expect(await language(page)).toBe('en');
    expect(asked.filter((path) => /\/words\/|\/de\//.test(path))).toEqual([]);
  });

  test('by link, whatever the region', async ({ page }) => {
    await page.goto('/#scene=phase-2&lang=de-CH');
    await shown(page);
    expect(await language(page)).toBe('de');
    await expect(heading(page)).toHaveText(await slideOf(page, 'scenes/de/phase-2.paxos'));
    expect(await slideOf(page, 'scenes/de/phase-2.paxos')).not.toBe(await slideOf(page, 'scenes/phase-2.paxos'));
  });

  test.describe('that the page does not speak', () => {
    test.use({ quiet: false }); // The notice stands in the console too.

    test('a link to a language that is not spoken is told, once, and it is English', async ({ page }) => {
      await page.goto('/#scene=phase-2&lang=fr');
      await shown(page);
      expect(await language(page)).toBe('en');
      await expect(page.getByText('does not speak that')).toHaveCount(1);
    });
  });

  test.describe('of the browser', () => {
    test.use({ locale: 'de-DE' });

    test('is spoken where it is one of ours', async ({ page }) => {
      await page.goto('/#scene=phase-2');
      await shown(page);
      expect(await language(page)).toBe('de');
      await expect(choice(page)).toHaveValue('de');
    });

    test('gives way to the link, and to what was chosen', async ({ page }) => {
      await page.goto('/#scene=phase-2&lang=en');
      await shown(page);
      expect(await language(page)).toBe('en');
      await page.goto('/?again#scene=phase-2');
      await shown(page);
      await choice(page).selectOption('en');
      await expect.poll(() => language(page)).toBe('en');
      await page.goto('/?afresh#scene=phase-1');
      await shown(page);
      expect(await language(page)).toBe('en');
    });

    test('no English narration stands there while the page starts', async ({ page }) => {
      let go = () => {};
      const gone = new Promise<void>((resolve) => (go = resolve));
      await page.route('**/*.wasm', async (route) => {
        await gone;
        await route.continue();
      });
      await page.goto('/');
      await expect(page.getByText('Paxos Explainer startet …')).toBeVisible();
      await expect(page.getByText('Nobody has said anything')).toHaveCount(0);
      go();
      await shown(page);
    });
  });
});

test('a change keeps the scene, the moment and an own run, and the focus stays', async ({ page }) => {
  await page.goto('/#scene=phase-2&do=97:crash.A2&t=50%25');
  await shown(page);
  await expect(page.locator('#node-A2.crashed, #node-A2[class*=down], #node-A2')).toHaveCount(1);
  const runs = () => page.evaluate(() => new URLSearchParams(location.hash.slice(1) || location.search.slice(1)).get('do'));
  const label = () => page.locator('.stage .node').evaluateAll((all) => all.length);
  const before = [await runs(), await label(), await page.getByRole('slider').first().inputValue()];
  await choice(page).focus();
  await choice(page).selectOption('de');
  await expect.poll(() => language(page)).toBe('de');
  const title = (await (await page.request.get('scenes/de/phase-2.paxos')).text()).match(/^title "(.*)"$/m)![1]!;
  await expect(page.locator('.head .crumb')).toContainText(title);
  await expect(choice(page)).toBeFocused();
  expect([await runs(), await label(), await page.getByRole('slider').first().inputValue()]).toEqual(before);
  await expect.poll(() => page.evaluate(() => location.href)).toContain('lang=de');
  await choice(page).selectOption('en');
  await expect.poll(() => language(page)).toBe('en');
  const english = (await (await page.request.get('scenes/phase-2.paxos')).text()).match(/^title "(.*)"$/m)![1]!;
  await expect(page.locator('.head .crumb')).toContainText(english);
  expect(await runs()).toBe(before[0]);
});

test('a guide that is open is told in the other language', async ({ page }) => {
  await page.goto('/#scene=phase-2');
  await shown(page);
  await page.locator('.head .contents').click();
  const first = page.locator('.guide .scenes li').first();
  await expect(first).toContainText('What is asked of consensus');
  await choice(page).selectOption('de');
  await expect(first).not.toContainText('What is asked of consensus');
});

test.describe('where the table cannot be had', () => {
  test.use({ quiet: false });

  test('the page is English and says why', async ({ page }) => {
    await page.route('**/words/de.txt', (route) => route.fulfill({ status: 404, body: '' }));
    await page.goto('/#scene=phase-2&lang=de');
    await shown(page);
    expect(await language(page)).toBe('en');
    await expect(page.getByText(/Deutsch cannot be had/)).toHaveCount(1);
    await expect(heading(page)).toHaveText(await slideOf(page, 'scenes/phase-2.paxos'));
  });

  test('a choice of it is taken back', async ({ page }) => {
    await page.route('**/words/de.txt', (route) => route.fulfill({ body: 'English without German\n' }));
    await page.goto('/#scene=phase-2');
    await shown(page);
    await choice(page).selectOption('de');
    await expect(page.getByText(/Deutsch cannot be had/)).toHaveCount(1);
    await expect(choice(page)).toHaveValue('en');
    expect(await language(page)).toBe('en');
  });
});

test('the single file speaks German too', async ({ page, context }) => {
  await context.route('**/*', (route) => (route.request().url().startsWith('file:') ? route.continue() : route.abort()));
  await page.goto(`${pathToFileURL(join(DIST, 'paxos-explainer.html')).href}#scene=phase-2&lang=de`);
  await shown(page);
  expect(await language(page)).toBe('de');
  await expect(heading(page)).not.toHaveText('');
});

test('guests speak one language, and say so on their own box', async ({ page }) => {
  await page.goto('/#scene=phase-2');
  await shown(page);
  const lang = await page.evaluate(async () => {
    const place = document.createElement('div');
    document.body.append(place);
    const api = (window as unknown as { paxosExplainer: { mount(place: Element, keys: object): { getState(): Promise<unknown> } } }).paxosExplainer;
    await api.mount(place, { scene: 'phase-1', lang: 'de' }).getState();
    return place.shadowRoot!.querySelector('.paxos-ground')!.getAttribute('lang');
  });
  expect(lang).toBe('de');
  await expect.poll(() => language(page), 'the page speaks as its guest does').toBe('de');
});

// From here on in the pseudo-language.

const LONG = 'lang=qps-ploc';
const ROOMS = [
  [1280, 800],
  [1024, 768],
  [360, 740],
] as const;

/** What can be opened, and how. */
const SIGHTS: Record<string, (page: Page) => Promise<void>> = {
  poll: async (page) => open(page, 'consensus'),
  'first slide': async (page) => open(page, 'phase-2'),
  'middle of a run': async (page) => open(page, 'phase-2', '&t=50%25'),
  contention: async (page) => open(page, 'contention', '&t=60%25'),
  'all panels': async (page) => {
    await open(page, 'case-proposer-fails', '&t=70%25');
    await openAll(page);
  },
  'all panels of a log': async (page) => {
    await open(page, 'mp-take-over', '&t=60%25');
    await openAll(page);
  },
  'a rule switched off': async (page) => open(page, 'case-value-own', '&t=90%25'),
  objective: async (page) => open(page, 'try-free'),
  card: async (page) => open(page, 'acceptor-card'),
  'node menu': async (page) => {
    await open(page, 'phase-2', '&t=40%25');
    await page.locator('.stage .node').first().focus();
    await page.keyboard.press('Enter');
  },
  'message menu': async (page) => {
    await open(page, 'phase-2', '&t=15%25');
    await page.locator('.stage .message').first().focus();
    await page.keyboard.press('Enter');
  },
  help: async (page) => {
    await open(page, 'phase-2');
    await page.locator('.head .help-open').click();
  },
  share: async (page) => {
    await open(page, 'phase-2');
    await page.locator('.share-open').first().click();
  },
  export: async (page) => {
    await open(page, 'phase-2');
    const button = page.locator('.head .takeout-open');
    if (await button.isVisible()) await button.click();
  },
  editor: async (page) => {
    await open(page, 'phase-2');
    const button = page.locator('.head .edit').first();
    if (await button.isVisible()) await button.click();
  },
  'new run': async (page) => {
    await open(page, 'phase-2');
    const button = page.locator('.head .new-run').first();
    if (await button.isVisible()) await button.click();
  },
  'break it': async (page) => {
    await page.goto(`/#scene=phase-2&${LONG}&break=paxos`);
    await page.locator('.breaking').waitFor();
  },
  comparison: async (page) => {
    await open(page, 'case-value-own', '&t=50%25');
    const button = page.locator('.compare-open').first();
    if ((await button.count()) && (await button.isVisible())) await button.click();
  },
  questions: async (page) => {
    await open(page, 'phase-2');
    const question = page.locator('.ask-open, .think button').first();
    if ((await question.count()) && (await question.isVisible())) await question.click();
  },
};
for (const [nth, guide] of ['contents', 'scratch', 'misreadings', 'questions', 'objectives'].entries()) {
  SIGHTS[`guide ${guide}`] = async (page) => {
    await open(page, 'phase-2');
    await page.locator('.head .contents').click();
    await page.locator('.guide').waitFor();
    const ways = page.locator('.guide nav.tabs button');
    if (nth < (await ways.count())) await ways.nth(nth).click();
    await page.waitForTimeout(200);
  };
}

async function open(page: Page, scene: string, more = ''): Promise<void> {
  await page.goto(`/#scene=${scene}${more}&${LONG}`);
  await shown(page);
}

async function openAll(page: Page): Promise<void> {
  const closed = page.locator('.dock .tabs button[aria-expanded=false]');
  for (let left = await closed.count(); 0 < left; left -= 1) await closed.first().click();
}

test.describe('in the pseudo-language', () => {
  test.slow();

  for (const [sight, see] of Object.entries(SIGHTS)) {
    test(`no text bypasses the tables: ${sight}`, async ({ page }) => {
      await see(page);
      expect(await unbracketed(page)).toEqual([]);
    });
  }

  for (const [width, height] of ROOMS) {
    for (const [sight, see] of Object.entries(SIGHTS)) {
      test(`there is room for longer texts, ${width} by ${height}: ${sight}`, async ({ page }) => {
        await page.setViewportSize({ width, height });
        await see(page);
        expect(await withoutRoom(page)).toEqual([]);
      });
    }
  }
});
