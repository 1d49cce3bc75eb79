// The browser keeps nothing, or has no room left: the page does all else.

import type { Page } from '@playwright/test';
import { expect, test } from './fixture';
import { crash, labels, pageRun } from './paxos';

test.use({ quiet: false }); // What cannot be kept is told on the console too.

type Way = 'no storage at all' | 'reading throws' | 'writing throws' | 'everything throws';

/** The storage of this browser fails. */
function fails(page: Page, way: Way): Promise<void> {
  return page.addInitScript((way) => {
    const refuse = () => {
      throw new DOMException('It is forbidden.', 'SecurityError');
    };
    if (way === 'no storage at all') {
      for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { configurable: true, get: refuse });
      return;
    }
    const methods = { 'reading throws': ['getItem', 'key'], 'writing throws': ['setItem', 'removeItem'], 'everything throws': ['getItem', 'key', 'setItem', 'removeItem', 'clear'] }[way];
    for (const name of methods) (Storage.prototype as any)[name] = refuse;
    if (way === 'everything throws') Object.defineProperty(Storage.prototype, 'length', { get: refuse });
  }, way);
}

for (const way of ['no storage at all', 'reading throws', 'writing throws', 'everything throws'] as const) {
  test(`where there is ${way}, a run of one’s own is made, and its link opens it`, async ({ page }) => {
    const uncaught: string[] = [];
    page.on('pageerror', (error) => uncaught.push(error.message));
    await fails(page, way);
    await page.goto('/#scene=phase-2&slide=2&t=3300');
    await page.locator('.narration[data-of]').waitFor();
    await crash(page, 'A2');
    await expect.poll(() => page.url()).toContain('crash.A2');
    const [shown, run] = [await labels(page), await pageRun(page)];
    // Everything that is kept: words, language, the score of a question, a draft.
    await page.getByLabel('Words').selectOption({ index: 1 });
    await page.getByLabel('Words').selectOption({ index: 0 });
    await page.getByRole('button', { name: 'Edit as a scene' }).click();
    await page.locator('.script textarea').pressSequentially(' ');
    await expect(page.locator('.script textarea')).toHaveValue(/crash A2/);
    await page.goto('about:blank');
    await page.goto(`/#scene=phase-2&slide=2&t=3300&do=3300:crash.A2`);
    await expect.poll(() => labels(page)).toEqual(shown);
    expect((await pageRun(page)).nodes).toEqual(run.nodes);
    // A bare address opens where the reader was last, as far as that is kept, and can be read.
    await page.goto('about:blank');
    await page.goto('/');
    await page.locator('.narration[data-of]').waitFor();
    await expect(page.getByRole('heading', { name: 'This explainer has broken' })).toHaveCount(0);
    expect(uncaught).toEqual([]);
  });
}

test('where it is full, the reader is told once, and the link still holds the run', async ({ page }) => {
  await page.goto('/#scene=phase-2&slide=2&t=3300');
  await page.locator('.narration[data-of]').waitFor();
  // Really full: to the last byte that this browser gives.
  await page.evaluate(() => {
    let size = 1 << 20;
    for (let nth = 0; 0 < size; nth++) {
      try {
        localStorage.setItem(`other-${nth}`, 'x'.repeat(size));
      } catch {
        size = Math.floor(size / 2);
      }
    }
  });
  await crash(page, 'A2');
  const notice = page.getByRole('alert').filter({ hasText: 'storage is full' });
  await expect(notice).toContainText('The link in the address still holds the one on show');
  await notice.getByRole('button', { name: 'Dismiss' }).click();
  await crash(page, 'A1');
  await expect.poll(() => page.url()).toContain('crash.A1');
  await expect(notice).toHaveCount(0);
  await page.reload();
  await expect(page.locator('#node-A1')).toHaveAttribute('aria-label', /crashed/);
  await expect(page.locator('#node-A2')).toHaveAttribute('aria-label', /crashed/);
});

test('what was kept, and is no such thing, is passed over and not touched', async ({ page }) => {
  const odd = {
    'paxos-explainer.place': 'scene=%E0%A4%A&t=-1&do=~~~',
    'paxos-explainer.words': '{"',
    'paxos-explainer.language': 'qps',
    'paxos-explainer.score': '\u0000\uFFFF',
    'paxos-explainer.reached': 'nowhere try-free',
    'paxos-explainer.runs.scene:phase-2': '999999999999\n{"half',
    'paxos-explainer.scene draft scene:phase-2': '99999\nx',
    'paxos-explainer.editing': 'nothing',
  };
  await page.addInitScript((odd) => Object.entries(odd).forEach(([key, value]) => localStorage.getItem(key) ?? localStorage.setItem(key, value)), odd);
  await page.goto('/');
  await page.locator('.narration[data-of]').waitFor();
  await page.evaluate(() => void (location.hash = 'scene=phase-2'));
  await expect.poll(async () => (await pageRun(page)).title).toContain('Phase 2');
  // Where the reader is now has taken the place of where it was; all else stands there for whoever can read it.
  const { 'paxos-explainer.place': _, ...others } = odd;
  await expect.poll(() => page.evaluate(() => localStorage.getItem('paxos-explainer.place'))).toContain('scene=phase-2');
  expect(await page.evaluate((keys) => Object.fromEntries(keys.map((key) => [key, localStorage.getItem(key)])), Object.keys(others))).toEqual(others);
});

test('what another page keeps of the same scene stays', async ({ page, context }) => {
  const other = await context.newPage();
  for (const each of [page, other]) {
    await each.goto('/#scene=phase-2&slide=2&t=3300');
    await each.locator('.narration[data-of]').waitFor();
  }
  await crash(page, 'A1');
  const kept = () => page.evaluate(() => localStorage.getItem('paxos-explainer.runs.scene:phase-2') ?? '');
  await expect.poll(kept).toContain('crash A1');
  await crash(other, 'A2');
  await expect.poll(kept).toContain('crash A2');
  expect(await kept()).toContain('crash A1');
});
