// The program comes in two parts: what the first view needs, and the rest.

import type { Page } from '@playwright/test';
import { expect, test } from './fixture';

// A part that is held back is missed, and the console says so.
test.use({ quiet: false });

const REST = '**/page-*_rest.wasm';

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
    let asked = 0;
    await page.route(REST, (route) => {
      asked += 1;
      return route.abort();
    });
    const parted = await visit(page);
    // Once when the page had drawn its first scene, and never because something was lacking: xtask/first-view.txt lists
    // what is not to lack, and `cargo xtask profile` makes it anew.
    expect(asked).toBe(1);
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
  let asked = 0;
  await page.route(REST, (route) => {
    asked += 1;
    return route.abort();
  });
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
  expect(asked).toBe(1);
});

test('what needs the rest before it is there waits for it', async ({ page }) => {
  let go = () => {};
  const gone = new Promise<void>((resolve) => (go = resolve));
  const kinds: string[] = [];
  await page.route(REST, async (route) => {
    // The dialog has a page of its own in it.
    if (route.request().frame() !== page.mainFrame()) return route.continue();
    kinds.push(route.request().resourceType());
    if (kinds.length === 1) await gone;
    await route.continue();
  });
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
