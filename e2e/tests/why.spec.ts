import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixture';
import { labels, menuOf, open, pageRun, playOut } from './paxos';

const FAILS = 'A proposer fails, and its value is heard of';
const GONE = 'The majority is gone';

/** Goes to the end of the slide of this number, from 1. */
async function toSlide(page: import('@playwright/test').Page, slide: number) {
  for (let shown = 1; shown < slide; shown++) await playOut(page);
}

async function violations(page: import('@playwright/test').Page) {
  const found = await new AxeBuilder({ page }).analyze();
  return found.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`);
}

test('why this value: the path is lit, is walked by keyboard, and goes out by Escape', async ({ page }) => {
  await open(page, FAILS);
  await toSlide(page, 5);
  const asks = page.getByRole('region', { name: 'Questions' });
  const ask = asks.getByRole('button', { name: 'Why is cat chosen?' });
  await expect(ask).toHaveAttribute('aria-pressed', 'false');
  await ask.focus();
  await page.keyboard.press('Enter');
  await expect(ask).toHaveAttribute('aria-pressed', 'true');
  await expect(asks.getByRole('status')).toContainText(
    'cat is chosen because A1 and A2 accepted 2 cat; P2 had to send cat, because A1’s PROMISE reported 1 cat'.replace('’', "'"),
  );
  const stage = page.locator('.stage');
  await expect(stage).toHaveClass(/dims/);
  for (const node of ['P1', 'P2', 'A1', 'A2']) await expect(page.locator(`#node-${node}`)).toHaveClass(/lit/);
  await expect(page.locator('#node-A3')).not.toHaveClass(/lit/);
  expect(await violations(page)).toEqual([]);

  const links = asks.getByRole('list', { name: /From the result/ }).getByRole('button');
  await expect(links).toHaveCount(6);
  const times: number[] = [];
  for (let nth = 0; nth < 6; nth++) {
    await page.keyboard.press('Tab');
    await expect(links.nth(nth)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(links.nth(nth)).toHaveAttribute('aria-current', 'step');
    times.push((await pageRun(page, 'now')).time);
  }
  expect(times, 'it goes back in time').toEqual([...times].sort((a, b) => b - a));
  expect(times[5]).toBe(0);
  await expect(asks.getByRole('status'), 'the answer stays').toContainText('cat is chosen because');
  await page.keyboard.press('Escape');
  await expect(stage).not.toHaveClass(/dims/);
  await expect(page.locator('.asks .answer')).toHaveCount(0);
});

test('why is asked of a node in its menu', async ({ page }) => {
  await open(page, FAILS);
  await toSlide(page, 4);
  const menu = await menuOf(page, 'P2');
  await menu.getByRole('button', { name: 'Why has P2 sent cat?' }).click();
  await expect(menu).toHaveCount(0);
  await expect(page.locator('.asks .answer')).toContainText("P2 had to send cat, because A1's PROMISE reported 1 cat; A1 had accepted it from P1");
});

test('why nothing: its buttons release the run, one after the other', async ({ page }) => {
  await open(page, GONE);
  await toSlide(page, 3);
  const asks = page.getByRole('region', { name: 'Questions' });
  await asks.getByRole('button', { name: 'Why is nothing chosen?' }).click();
  await expect(asks.getByRole('status')).toContainText('A2 and A3 are down.');
  expect(await violations(page)).toEqual([]);
  await asks.getByRole('button', { name: 'Restart A2' }).click();
  await expect.poll(() => labels(page)).toContainEqual(expect.stringMatching(/^Acceptor A2, up/));
  await asks.getByRole('button', { name: "Let P1's timer fire" }).click();
  await playOut(page);
  expect((await pageRun(page)).chosen.map((vote) => vote.value)).toEqual(['cat']);
  await expect(asks.getByRole('button', { name: 'Why is cat chosen?' })).toBeVisible();
});

test('invariants are green, and red from the very step on', async ({ page }) => {
  await open(page, 'Accepting below the promise');
  const tab = page.getByRole('button', { name: /^Invariants/ });
  await expect(tab).toHaveAccessibleName('Invariants (all hold)');
  await tab.click();
  const panel = page.getByRole('region', { name: 'Invariants' });
  await expect(panel.getByRole('listitem')).toHaveCount(5);
  await expect(panel.locator('.fails')).toHaveCount(0);
  for (let steps = 0; steps < 80 && (await panel.locator('.fails').count()) === 0; steps++) {
    expect((await pageRun(page, 'now')).time, 'it holds until then').toBeLessThan(7001);
    await page.keyboard.press('.');
  }
  await expect(tab).toHaveAccessibleName('Invariants (broken)');
  expect((await pageRun(page, 'now')).time).toBe(7000);
  await expect(panel).toContainText('First broken at 7.0 s: A2 accepted 1 cat although it had promised 2.');
  expect(await violations(page)).toEqual([]);
  const row = panel.getByRole('listitem').filter({ hasText: 'Promises kept' });
  await row.getByRole('button', { name: 'Show how' }).click();
  await expect(page.locator('.stage')).toHaveClass(/dims/);
  await expect(page.locator('#node-A2')).toHaveClass(/lit/);
  await page.getByRole('button', { name: '‹ Back' }).click();
  await expect(tab).toHaveAccessibleName('Invariants (all hold)');
});

test('the sign of what is chosen asks why, by click and by key, unless the page is only watched', async ({ page }) => {
  await open(page, FAILS);
  await toSlide(page, 5);
  const sign = page.locator('.stage').getByRole('button', { name: 'Why is cat chosen?' });
  await expect(sign).toHaveAttribute('aria-pressed', 'false');
  await sign.click();
  await expect(sign).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('region', { name: 'Questions' }).getByRole('status')).toContainText('cat is chosen because');
  // The older half of the path is drawn as well.
  await expect.poll(() => page.locator('.stage [id^=trail].lit').count()).toBe(4);
  await sign.press('Enter');
  await expect(sign).toHaveAttribute('aria-pressed', 'false');
  await expect(page.locator('.stage')).not.toHaveClass(/dims/);
  await sign.press(' ');
  await expect(sign).toBeFocused();
  await expect(sign).toHaveAttribute('aria-pressed', 'true');
  expect(await violations(page)).toEqual([]);

  await page.goto('/#scene=case-proposer-fails&t=100%25&interact=step');
  await page.reload();
  await expect(page.locator('#chosen')).toHaveText('chosen: cat, under 2');
  await expect(page.locator('.stage').getByRole('button', { name: 'Why is cat chosen?' })).toHaveCount(0);
  await expect(page.locator('#chosen')).toHaveRole('img');
});

for (const [width, height] of [[1280, 800], [1024, 768], [360, 740]] as const) {
  test(`an answer leaves the words of its slide, and comes into sight, ${width} wide`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.goto('/#scene=phase-2&t=100%25');
    const words = page.locator('.narration > p:not(.count)');
    await expect(words).toHaveCount(2);
    await page.locator('.asks').getByRole('button', { name: 'Why is cat chosen?' }).click();
    const answer = page.locator('.asks .answer');
    await expect(answer).toBeInViewport({ ratio: 0.99 });
    await expect(words).toHaveCount(2);
    for (const paragraph of await words.all()) await expect(paragraph).toBeVisible();
    const bar = (await page.locator('.controls').boundingBox())!;
    const below = (await answer.boundingBox())!;
    expect(below.y + below.height, 'it is not behind the bar').toBeLessThanOrEqual(bar.y);
    const last = (await words.last().boundingBox())!;
    expect(last.y + last.height, 'the words stand above it').toBeLessThanOrEqual(below.y);
    if (width !== 1280) return;
    await expect(words.first(), 'and with room for both, both are read').toBeInViewport();
  });
}

test('an answer stays where it is while one walks along its path from slide to slide', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 640 });
  await open(page, FAILS);
  await toSlide(page, 5);
  await page.locator('.asks').getByRole('button', { name: 'Why is cat chosen?' }).click();
  const links = page.locator('.asks .answer ol button');
  const top = async () => (await links.first().boundingBox())!.y;
  const before = await top();
  for (const link of await links.all()) {
    // A click would bring the link into sight first.
    await link.dispatchEvent('click');
    await expect(link).toHaveAttribute('aria-current', 'step');
    expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(1);
  }
});
