import type { Page } from '@playwright/test';
import { expect, test } from './fixture';
import { open } from './paxos';

/** Counts the frames and the timers that the page asks for. */
async function count(page: Page): Promise<() => Promise<Record<string, number>>> {
  await page.addInitScript(() => {
    const counts = ((window as unknown as { counts: Record<string, number> }).counts = { frames: 0, timers: 0 });
    const frame = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (callback) => (counts['frames']!++, frame(callback));
    const timeout = window.setTimeout.bind(window);
    (window as { setTimeout: unknown }).setTimeout = (...all: Parameters<typeof timeout>) => (counts['timers']!++, timeout(...all));
  });
  return () => page.evaluate(() => ({ ...(window as unknown as { counts: Record<string, number> }).counts }));
}

/** As if the page went behind another one, or came back. */
function hide(page: Page, hidden: boolean): Promise<void> {
  return page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

for (const motion of ['no-preference', 'reduce'] as const) {
  test(`paused or hidden, nothing runs: no frame, no timer (motion: ${motion})`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: motion });
    const counts = await count(page);
    const rest = async (why: string) => {
      await page.waitForTimeout(2000); // The address has been written.
      const before = await counts();
      await page.waitForTimeout(1000);
      expect(await counts(), why).toEqual(before);
    };
    const kind = motion === 'reduce' ? 'timers' : 'frames';
    await open(page, 'Phase 1: the floor');
    const before = (await counts())[kind]!;
    await page.keyboard.press('ArrowRight');
    await page.waitForTimeout(300);
    await hide(page, true);
    expect((await counts())[kind]! - before, 'while it plays, it asks for the next').toBeGreaterThan(motion === 'reduce' ? 0 : 3);
    await rest('hidden');
    const hidden = (await counts())[kind]!;
    await hide(page, false);
    await page.waitForTimeout(200);
    expect((await counts())[kind]!, 'back in sight, it plays on').toBeGreaterThan(hidden);
    await page.keyboard.press('k');
    await rest('paused');
  });
}

test('what does not move is not rendered again', async ({ page }) => {
  await open(page, 'Phase 1: the floor');
  await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(100);
  const touched = await page.evaluate(async () => {
    const changed = { still: 0, moving: 0 };
    const watch = (selector: string, kind: 'still' | 'moving') => {
      const observer = new MutationObserver((records) => (changed[kind] += records.length));
      document.querySelectorAll(selector).forEach((node) =>
        observer.observe(node, { attributes: true, childList: true, characterData: true, subtree: true }));
    };
    watch('.stage .node, #lanes', 'still');
    watch('#pill-0', 'moving');
    await new Promise((resolve) => setTimeout(resolve, 400));
    return changed;
  });
  expect(touched.still).toBe(0);
  expect(touched.moving).toBeGreaterThan(3);
});

test('a step makes nothing anew on the stage that stands there already', async ({ page }) => {
  await page.goto('/#scene=mp-take-over&view=stage');
  await expect(page.locator('#node-R1')).toBeVisible();
  await page.getByRole('slider', { name: 'Time' }).fill('2000');
  const made = await page.evaluate(async () => {
    const named = (nodes: Node[]) => nodes.flatMap((node) => (node instanceof Element && node.id ? [node.id] : []));
    const stage = document.querySelector('.stage')!;
    const step = document.querySelector<HTMLButtonElement>('[aria-label="Step forward"]')!;
    const all = { again: [] as string[], come: 0 };
    for (let nth = 0; nth < 12; nth++) {
      const seen: MutationRecord[] = [];
      const watch = new MutationObserver((records) => seen.push(...records));
      watch.observe(stage, { childList: true });
      step.click();
      await new Promise((drawn) => setTimeout(drawn, 100));
      watch.disconnect();
      const gone = new Set(seen.flatMap(({ removedNodes }) => named([...removedNodes])));
      const come = new Set(seen.flatMap(({ addedNodes }) => named([...addedNodes])));
      all.again.push(...[...come].filter((id) => gone.has(id)));
      all.come += come.size;
    }
    return all;
  });
  expect(made.again).toEqual([]);
  expect(made.come, 'trails come').toBeGreaterThan(3);
});

test('the picture of an act comes before the address and the storage', async ({ page }) => {
  await open(page, 'Phase 1: the floor');
  await page.locator('#node-A1').click();
  await page.waitForTimeout(400); // What came before has been written.
  await page.evaluate(() => {
    const order = ((window as unknown as { order: string[] }).order = [] as string[]);
    const [replace, frame] = [history.replaceState.bind(history), window.requestAnimationFrame.bind(window)];
    history.replaceState = (...all) => (order.push('address'), replace(...all));
    addEventListener('click', () => frame(() => order.push('frame')), { capture: true, once: true });
  });
  await page.getByRole('button', { name: 'Crash' }).click();
  await expect(page.locator('#node-A1')).toHaveAttribute('aria-label', /crashed/);
  await expect.poll(() => page.evaluate(() => (window as unknown as { order: string[] }).order.slice(0, 2))).toEqual(['frame', 'address']);
});

test('without motion the same slide plays in still steps', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, 'Phase 1: the floor');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  const times = new Set<string>();
  while (await page.getByRole('button', { name: 'Pause' }).isVisible()) {
    times.add((await page.locator('.facts .time').textContent()) ?? '');
    await page.waitForTimeout(50);
  }
  expect([...times].every((time) => ['0.0 s', '1.5 s'].includes(time)), [...times].join()).toBe(true);
  await expect(page.locator('#node-A1')).toHaveAttribute('aria-label', /promised 5/);
});

for (const width of [320, 360, 768, 1024, 1280]) {
  test(`at ${width} px nothing scrolls sideways`, async ({ page }) => {
    await page.setViewportSize({ width, height: 740 });
    await open(page, 'Phase 2: the value');
    await page.getByRole('slider', { name: 'Time' }).fill('3300');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await expect(page.locator('.stage')).toBeVisible();
  });
}
