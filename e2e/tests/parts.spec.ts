// The program comes in two parts: what the first view needs, and the rest.

import type { Page } from '@playwright/test';
import { wander } from '../wander.mjs';
import { expect, test } from './fixture';
import { heldBack } from './rest';

// A part that is held back is missed, and the console says so.
test.use({ quiet: false });

const REST = '**/page-*_rest.wasm';

/** The rest never comes; in what ways it is asked for: `fetch` beforehand, `xhr` where a function of it is lacking. */
async function withoutRest(page: Page): Promise<Set<string>> {
  const kinds = new Set<string>();
  await page.route(REST, (route) => {
    kinds.add(route.request().resourceType());
    return route.abort();
  });
  return kinds;
}

/** What the page shows. What it says aloud hangs on how fast things follow each other. */
const shown = (page: Page) => page.locator('#page').evaluate((place) => place.innerHTML.replaceAll(/<p aria-live="polite"[^>]*>.*?<\/p>/g, ''));

/** Opens the page, plays its first slide, steps, and goes on to the next slides; gives what is shown at each stop. */
async function visit(page: Page): Promise<string[]> {
  const stops: string[] = [];
  const play = page.getByRole('button', { name: 'Play', exact: true });
  const stop = async () => {
    await expect(play).toBeVisible();
    stops.push(await shown(page));
  };
  await page.goto('/');
  await page.locator('.narration[data-of]').waitFor();
  await stop();
  await play.click();
  await expect(page.locator('.narration[data-of] .count')).toContainText('Slide 2');
  for (const key of ['PageDown', ',', '.', 'PageDown', 'PageDown', 'PageUp', 'Home', 'End']) {
    await page.keyboard.press(key);
    await stop();
  }
  return stops;
}

for (const viewport of [{ width: 1280, height: 800 }, { width: 360, height: 740 }]) {
  test(`the first view needs nothing of the rest, ${viewport.width} wide`, async ({ page, context }) => {
    await page.setViewportSize(viewport);
    const kinds = await withoutRest(page);
    const parted = await visit(page);
    // Fetched when the page had drawn its first scene, and never because something was lacking: xtask/first-view.txt lists
    // what is not to lack, and `cargo xtask profile` makes it anew.
    expect([...kinds]).toEqual(['fetch']);
    await page.close();
    const other = await context.newPage();
    await other.setViewportSize(viewport);
    await other.addInitScript(() => localStorage.clear());
    expect(parted).toEqual(await visit(other));
  });
}

test('nor does who plays at once, on a slow machine', async ({ page }) => {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const kinds = await withoutRest(page);
  await page.addInitScript(() => {
    const look = () => {
      const play = [...document.querySelectorAll<HTMLButtonElement>('.controls button')].find((button) => button.textContent?.includes('Play'));
      if (play) play.click();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto('/');
  await expect(page.locator('.narration[data-of] .count')).toContainText('Slide 2');
  for (const key of ['PageDown', 'PageDown', 'PageUp', ',', '.']) await page.keyboard.press(key);
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  expect([...kinds]).toEqual(['fetch']);
});

for (const seed of [3, 8, 17]) {
  test(`nor does who looks, plays and steps by chance, as seed ${seed} has it`, async ({ page }) => {
    const kinds = await withoutRest(page);
    await page.goto('/');
    await page.locator('.narration[data-of]').waitFor();
    const done = await wander(page, seed);
    expect([...kinds], done.join(', ')).toEqual(['fetch']);
  });
}

test('what needs the rest before it is there waits for it', async ({ page }) => {
  const { kinds, go } = await heldBack(page, REST);
  await page.goto('/');
  await page.locator('.narration[data-of]').waitFor();
  await expect.poll(() => kinds).toEqual(['fetch']);
  await page.getByRole('button', { name: 'Share' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(kinds).toEqual(['fetch', 'xhr']);
  // When it comes the other way too, nothing is done twice.
  go();
  await page.waitForLoadState('networkidle');
  await page.keyboard.press('Escape');
  await page.locator('#node-F1').click();
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('the rest is fetched when the first scene is drawn', async ({ page }) => {
  const order: string[] = [];
  page.on('request', (request) => order.push(request.url().split('/').pop() ?? ''));
  await page.goto('/');
  await expect.poll(() => order.some((name) => name.endsWith('_rest.wasm'))).toBe(true);
  const rest = order.findIndex((name) => name.endsWith('_rest.wasm'));
  expect(order.indexOf('consensus.paxos')).toBeGreaterThan(0);
  expect(order.indexOf('consensus.paxos')).toBeLessThan(rest);
});

test('a link waits for the whole program, and says which part is missing', async ({ page }) => {
  await page.route(REST, (route) => route.fulfill({ status: 404 }));
  await page.goto('/#scene=contention');
  await expect(page.getByRole('alert')).toContainText(/A part of this page is missing: the server answers 404 to page-\w+_rest\.wasm/);
});

test('a rest that does not come at first is fetched again', async ({ page }) => {
  const kinds: string[] = [];
  await page.route(REST, (route) => {
    // The dialog has a page of its own in it.
    if (route.request().frame() !== page.mainFrame()) return route.continue();
    kinds.push(route.request().resourceType());
    return kinds.length < 3 ? route.abort() : route.continue();
  });
  await page.clock.install();
  await page.goto('/');
  await page.locator('.narration[data-of]').waitFor();
  for (const [nth, wait] of [2_000, 10_000].entries()) {
    await expect.poll(() => kinds.length).toBe(nth + 1);
    // The page may hear only a moment later that nothing has come, and begins to wait then.
    await expect
      .poll(async () => {
        await page.clock.runFor(wait);
        return kinds.length;
      })
      .toBe(nth + 2);
  }
  // Its style comes with it; the network has been idle before, and that says nothing.
  await expect.poll(() => page.evaluate(() => document.adoptedStyleSheets.length)).toBeGreaterThan(0);
  // With all of it there nothing more is asked for.
  await page.keyboard.press('PageDown');
  await page.getByRole('button', { name: 'Share' }).click();
  await expect(page.getByRole('dialog').first()).toBeVisible();
  expect(kinds.slice(0, 3)).toEqual(['fetch', 'fetch', 'fetch']);
  expect(kinds).not.toContain('xhr');
});

for (const isOffline of [false, true]) {
  test(`what needs a rest that does not come says so, ${isOffline ? 'without a network' : 'with one'}, and leads back`, async ({ page, context }) => {
    await page.route(REST, (route) => (isOffline ? route.abort() : route.fulfill({ status: 404 })));
    await page.goto('/');
    await page.locator('.narration[data-of]').waitFor();
    await page.keyboard.press('PageDown');
    await expect.poll(() => page.url()).toContain('slide=2');
    await context.setOffline(isOffline);
    await page.getByRole('button', { name: 'Share' }).click();
    const alert = page.getByRole('alert');
    await expect(alert).toContainText(isOffline ? 'A part of this page could not be fetched. See whether you are online' : 'A part of this explainer could not be fetched');
    await expect(page.getByText('our mistake')).toHaveCount(0);
    await context.setOffline(false);
    await page.unroute(REST);
    if (isOffline) {
      await page.reload();
    } else {
      await expect(page.getByText(/The browser asked for page-\w+_rest\.wasm, and it did not come/)).toBeVisible();
      await page.getByRole('button', { name: 'Load again and go on' }).click();
    }
    await expect(page.locator('.narration[data-of] .count')).toContainText('Slide 2');
    await page.getByRole('button', { name: 'Share' }).click();
    await expect(page.getByRole('dialog').first()).toBeVisible();
  });
}
