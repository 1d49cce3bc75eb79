import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixture';
import { open, pageRun } from './paxos';

test.use({ viewport: { width: 1280, height: 800 } });

const FAILS = 'A proposer fails, and its value is heard of';
const panel = (page: Page) => page.getByRole('region', { name: 'Time line', exact: true });
const chart = (page: Page) => panel(page).locator('.time-region > svg');
const cursor = (page: Page) => panel(page).locator('.time-cursor');
const says = (page: Page) => panel(page).locator('.time-says');
const slider = (page: Page) => page.getByRole('slider', { name: 'Time' });
const now = async (page: Page) => (await pageRun(page, 'now')).time;

/** Opens the panel where the scene or the window has not. */
async function unfold(page: Page) {
  const tab = page.getByRole('button', { name: 'Time', exact: true });
  if ((await tab.getAttribute('aria-expanded')) !== 'true') await tab.click();
  await expect(chart(page)).toBeVisible();
}

/** A point of the page in the middle of a message's way, or at its first mark. */
function middle(page: Page, id: string) {
  return page.locator(`#${id}`).evaluate((group) => {
    const path = group.querySelector('path')!;
    const at = path.getPointAtLength(path.getTotalLength() / 2).matrixTransform(path.getScreenCTM()!);
    return { x: at.x, y: at.y };
  });
}

test('opens by itself under the stage, and a click on the ground goes to that time', async ({ page }) => {
  await open(page, FAILS);
  await slider(page).fill('10900');
  await expect(chart(page)).toBeVisible();
  const ground = (await chart(page).boundingBox())!;
  await page.mouse.click(ground.x + ground.width / 2, ground.y + 37);
  const there = await now(page);
  expect(there).toBeGreaterThan(4000);
  expect(there).toBeLessThan(7000);
  await page.mouse.move(ground.x + ground.width / 2, ground.y + 37);
  await page.mouse.down();
  await page.mouse.move(ground.x + 40, ground.y + 37, { steps: 4 });
  await page.mouse.up();
  expect(await now(page), 'the playhead can be dragged').toBeLessThan(1000);
});

test('a click on a dot stands at that very step, and lights what it depends on and what came of it', async ({ page }) => {
  await open(page, FAILS);
  await slider(page).fill('10900');
  const dot = page.locator('#time-step-1 circle').first();
  const box = (await dot.boundingBox())!;
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  expect(await now(page)).toBe(1000);
  expect((await pageRun(page, 'now')).nodes.filter((node) => node.promised === '1')).toHaveLength(1);
  await expect(page.locator('.time-chart.dims')).toBeVisible();
  await slider(page).fill('10900');
  await expect(page.locator('.thing.lit:not(.later) #time-step-0')).toHaveCount(1);
  await expect(page.locator('.thing.lit.later [id^=time-step]').first()).toBeVisible();
  expect(await page.locator('.thing:not(.lit)').count()).toBeGreaterThan(3);
  await page.keyboard.press('Escape');
  await expect(page.locator('.time-chart.dims')).toHaveCount(0);
});

test('what is pointed at lights on the stage, and the other way round; a click stands where it ends', async ({ page }) => {
  await open(page, FAILS);
  await slider(page).fill('700');
  const at = await middle(page, 'time-message-1');
  await page.mouse.move(at.x, at.y);
  await expect(page.locator('#pill-1')).toHaveClass(/lit/);
  await expect(page.locator('#pill-0')).not.toHaveClass(/lit/);
  await expect(says(page)).toHaveText('PREPARE 1, P1 to A2: sent at 0.0 s, on its way.');
  await page.locator('#pill-0').hover();
  await expect(page.locator('.thing.lit #time-message-0')).toHaveCount(1);
  await expect(page.locator('.thing.lit #time-message-1')).toHaveCount(0);
  await slider(page).fill('1500');
  const done = await middle(page, 'time-message-0');
  await page.mouse.click(done.x, done.y);
  expect(await now(page)).toBe(1000);
});

test('one tab stop, from which keys go along lines and between them', async ({ page }) => {
  await open(page, FAILS);
  await slider(page).fill('2200');
  await panel(page).getByRole('button', { name: 'Zoom in' }).focus();
  await page.keyboard.press('Tab');
  await expect(cursor(page)).toBeFocused();
  await expect(cursor(page)).toHaveAccessibleName(/^2\.0 s: P1 /);
  await page.keyboard.press('ArrowDown');
  await expect(cursor(page)).toBeFocused();
  await expect(cursor(page)).toHaveAccessibleName(/^1\.0 s: A1 promises 1/);
  await expect(says(page)).toHaveText(/^1\.0 s: A1 promises 1/);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(cursor(page)).toHaveAccessibleName(/^0\.0 s: P1 wants cat/);
  await page.keyboard.press('Enter');
  expect(await now(page)).toBe(0);
  await expect(cursor(page)).toHaveAttribute('aria-pressed', 'true');
  await expect(cursor(page)).toBeFocused();
  await page.keyboard.press('.');
  await expect(cursor(page)).toHaveAccessibleName(/^1\.0 s: A1 promises 1/);
  await expect(cursor(page), 'the focus stays where the playhead goes').toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await pageRun(page, 'now')).nodes.filter((node) => node.promised === '1').length).toBe(3);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('button', { name: 'Pause' }), 'left and right alone turn slides').toBeVisible();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Tab');
  await expect(cursor(page)).not.toBeFocused();
});

test('the diagram is zoomed about the playhead, and nodes without a part in it are folded away', async ({ page }) => {
  await open(page, 'They keep interrupting each other');
  await unfold(page);
  const inside = async () => {
    const [head, region] = await Promise.all([page.locator('#time-playhead').boundingBox(), panel(page).locator('.time-region').boundingBox()]);
    return region!.x <= head!.x && head!.x + head!.width <= region!.x + region!.width;
  };
  await slider(page).fill('8000');
  const before = (await chart(page).boundingBox())!.width;
  for (let nth = 0; nth < 3; nth++) await panel(page).getByRole('button', { name: 'Zoom in' }).click();
  expect((await chart(page).boundingBox())!.width).toBeGreaterThan(7 * before);
  expect(await inside()).toBe(true);
  await slider(page).fill('0');
  await page.locator('body').click({ position: { x: 2, y: 2 } });
  expect(await inside()).toBe(true);
  await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(2500);
  expect(await inside(), 'it follows while it plays').toBe(true);
  await page.keyboard.press(' ');
  await panel(page).getByRole('button', { name: 'Fit' }).click();
  expect((await chart(page).boundingBox())!.width).toBeLessThan(before + 2);
});

test('neither what has ended nor what is under way is drawn again while time goes on', async ({ page }) => {
  await open(page, 'They keep interrupting each other');
  await unfold(page);
  await slider(page).fill('3500');
  await page.locator('body').click({ position: { x: 2, y: 2 } });
  await page.keyboard.press(' ');
  await page.waitForTimeout(100);
  const changed = await page.evaluate(async () => {
    const counts = { ended: 0, rest: 0, watched: 0 };
    const kinds = ['message', 'gone', 'to-come', 'step', 'life', 'axis'].map((kind) => `[id^=time-${kind}]`);
    const ended = [...document.querySelectorAll(kinds.join())];
    counts.watched = ended.length;
    new MutationObserver((records) => {
      for (const { target } of records) {
        const is = ended.some((group) => group.contains(target) || group.parentElement === target);
        counts[is ? 'ended' : 'rest']++;
      }
    }).observe(document.querySelector('.time-chart')!, { attributes: true, childList: true, characterData: true, subtree: true });
    await new Promise((resolve) => setTimeout(resolve, 900));
    return counts;
  });
  expect(changed.watched).toBeGreaterThan(20);
  expect(changed.ended).toBe(0);
  expect(changed.rest).toBeGreaterThan(5);
});

test('what is under way is seen up to the playhead, and from there on faintly', async ({ page }) => {
  await page.goto('/#scene=contention&t=3100&view=stage,time');
  const found = await page.locator('.time-region').evaluate((region) => {
    const spot = (id: string) => region.querySelector(id)!.getBoundingClientRect();
    // The line in the midst of the playhead's handle.
    const { left, width } = spot('#time-playhead');
    const windows = [...region.querySelectorAll('svg svg')].map((svg) => {
      const own = svg.parentElement!.closest('svg')!.getBoundingClientRect().left;
      const at = [(svg as SVGSVGElement).x, (svg as SVGSVGElement).width].map((length) => length.baseVal.value);
      return { from: own + at[0], to: own + at[0] + at[1] };
    });
    const whole = [...region.querySelectorAll('[id^=time-gone]')].map((gone) => gone.getBoundingClientRect().width);
    const rest = [...region.querySelectorAll('[id^=time-to-come]')].map((rest) => rest.getBoundingClientRect().width);
    return { head: left + width / 2, windows, whole, rest };
  });
  expect(found.whole.length).toBeGreaterThan(1);
  expect(found.rest).toEqual(found.whole);
  const [toCome, gone] = found.windows;
  expect(toCome.from).toBeCloseTo(found.head, 0);
  expect(gone.to).toBeCloseTo(found.head, 0);
  expect(gone.from).toBeLessThan(found.head - 50);
});

for (const [width, height] of [[1280, 800], [360, 740]] as const) {
  test(`is without fault for axe at ${width} px, and its texts are legible`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page, FAILS);
    await unfold(page);
    await slider(page).fill('9000');
    const found = await new AxeBuilder({ page }).include('.panel.time').analyze();
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    const sizes = await page.locator('.panel.time svg text').evaluateAll((texts) =>
      texts.map((text) => Number(text.getAttribute('font-size')) * (text as SVGTextElement).getScreenCTM()!.a),
    );
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(11);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    const small = await panel(page).getByRole('button').evaluateAll((all) =>
      all.filter((button) => !button.matches('.time-cursor')).map((button) => button.getBoundingClientRect()).filter((box) => box.width < 24 || box.height < 24).length,
    );
    expect(small).toBe(0);
  });
}

test('a moment is told in one way: by the bar, by the log, and by the diagram', async ({ page }) => {
  await page.goto('/#scene=contention&t=4450&view=stage,time,log');
  const clock = page.locator('.controls .time');
  const current = page.locator('.log-frame [aria-current=step] .log-time');
  await expect(current).toHaveText('4.450 s');
  await expect(clock).toHaveText('4.450 s');
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /^4\.450 s, /);
  await page.goto('/#scene=contention&t=1000&view=stage,time,log');
  await page.reload();
  await expect(clock).toHaveText('1.0 s');
});

test('while a run plays, its time is told by tenths', async ({ page }) => {
  await page.goto('/#scene=contention&t=4450');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(page.locator('.controls .time')).toHaveText(/^\d+\.\d s$/);
});
