import { expect, test } from './fixture';
import { menuOf, open, pageRun } from './paxos';
import type { Page } from '@playwright/test';

const W4 = 'A proposer fails, and its value is heard of';

/** Opens these panels and closes all others. */
async function panels(page: Page, ...names: string[]): Promise<void> {
  for (const tab of await page.locator('.dock .tabs button[aria-expanded]').all()) {
    const isWanted = names.includes((await tab.textContent())!.trim());
    if ((await tab.getAttribute('aria-expanded')) !== String(isWanted)) await tab.click();
  }
}

const rows = (page: Page) => page.locator('.log-rows li');
const at = (page: Page) => page.locator('.log-choices select').last();
const current = (page: Page) => page.locator('.log-rows [aria-current=step]');

test('the log lists all steps up to the playhead, and a row stands at exactly its step', async ({ page }) => {
  await open(page, W4);
  await panels(page, 'Log');
  await page.keyboard.press('End');
  await expect(current(page)).toContainText('P2 has learned cat already');
  const all = await rows(page).count();
  const crash = rows(page).filter({ hasText: 'crash P1' });
  await crash.locator('.log-step').click();
  await expect(current(page)).toContainText('crash P1');
  await expect(page.locator('#node-P1')).toHaveAttribute('aria-label', /crashed/);
  const left = await rows(page).count();
  expect(left, 'what is to come is not given away').toBeLessThan(all);
  await expect(rows(page).last()).toHaveAttribute('aria-current', 'step');
  await page.getByRole('button', { name: 'Step forward' }).click();
  await expect(rows(page)).toHaveCount(left + 1);
  await expect(current(page)).toBeInViewport();
});

test('rows are walked by keyboard, light their step everywhere, and Enter goes there', async ({ page }) => {
  await open(page, W4);
  await panels(page, 'Log');
  await page.keyboard.press('End');
  await at(page).focus();
  await page.keyboard.press('Tab');
  await expect(current(page).locator('.log-step')).toBeFocused();
  for (let up = 0; up < 4; up += 1) await page.keyboard.press('ArrowUp');
  const here = page.locator('.log-step:focus');
  await expect(here).toContainText('ACCEPT-REQUEST 2 cat P2->A2');
  await expect(here).toContainText('★ chosen');
  await expect(page.locator('#node-A2'), 'the node is lit').toHaveClass(/lit/);
  await expect(page.locator('[id^=trail].lit').first()).toBeAttached();
  await page.keyboard.press('Enter');
  await expect(current(page)).toContainText('★ chosen');
  await page.keyboard.press('Tab');
  await expect(page.locator('.log-why:focus')).toHaveAccessibleName(/^What led to ACCEPT-REQUEST 2 cat/);
  await page.keyboard.press('Enter');
  await expect(page.locator('.log-why:focus')).toHaveAttribute('aria-pressed', 'true');
  await expect(rows(page).filter({ hasText: 'propose P1 cat' })).toHaveClass(/lit/);
  await expect(rows(page).filter({ hasText: 'crash P1' })).not.toHaveClass(/lit/);
  await page.keyboard.press('Escape');
  await expect(page.locator('.log-why[aria-pressed=true]')).toHaveCount(0);
});

test('filters list what they name, and the playhead scrolls the log and not the page', async ({ page }) => {
  await open(page, W4);
  await panels(page, 'Log');
  await page.keyboard.press('End');
  await page.getByLabel('List').selectOption('crashes and restarts');
  await expect(rows(page)).toHaveCount(1);
  await page.getByLabel('List').selectOption('chosen and learned');
  await expect(rows(page)).toHaveCount(2);
  await page.getByLabel('List').selectOption('every step');
  await at(page).selectOption('A1');
  for (const node of await rows(page).locator('.log-node').allTextContents()) expect(node.trim()).toBe('A1');
  await at(page).selectOption('all nodes');
  const scrolled = await page.locator('.log-frame').evaluate((frame) => frame.scrollTop);
  expect(scrolled).toBeGreaterThan(0);
  expect(await page.evaluate(() => scrollY)).toBe(0);
});

for (const [width, height] of [[1280, 800], [1024, 768], [360, 740]] as const) {
  test(`a link to the log opens it with the row of its moment in sight, and so does a window that changes, ${width} by ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.goto('/#scene=contention&slide=5&view=stage,log');
    await page.locator('.narration[data-of]').waitFor();
    const frame = page.locator('.log-frame');
    const isInFrame = () => frame.evaluate((frame) => {
      const row = frame.querySelector('[aria-current=step]')!.getBoundingClientRect();
      const around = frame.getBoundingClientRect();
      return around.top - 1 < row.top && row.bottom < around.bottom + 1;
    });
    await expect.poll(isInFrame).toBe(true);
    expect(await frame.evaluate((frame) => frame.scrollTop)).toBeGreaterThan(100);
    await page.setViewportSize({ width: 480, height: 600 });
    await expect.poll(isInFrame).toBe(true);
  });
}

test('the log follows a run that plays without taking the focus', async ({ page }) => {
  await open(page, 'Phase 2: the value');
  await panels(page, 'Log');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(rows(page).nth(1)).toBeAttached({ timeout: 15_000 });
  await expect(page.getByRole('button', { name: /Pause|Play/ }).first()).toBeFocused();
});

test('a node is inspected: from its menu, with the way to the step that wrote each value', async ({ page }) => {
  await open(page, W4);
  await panels(page);
  await page.keyboard.press('End');
  await (await menuOf(page, 'A1')).getByRole('button', { name: 'Inspect' }).click();
  const state = page.getByRole('region', { name: 'State', exact: true });
  await expect(state.getByRole('heading', { name: 'Acceptor A1' })).toBeVisible();
  await expect(page.getByRole('dialog', { name: /What to do/ })).toHaveCount(0);
  const field = (name: string) => state.locator('dl div').filter({ has: page.locator('dt', { hasText: name }) });
  await expect(field('promised')).toContainText('2');
  await expect(field('accepted value')).toContainText('cat');
  const wrote = state.getByRole('button', { name: /^accepted value: cat, since .*: go to the step that wrote it$/ });
  await wrote.hover();
  await expect(page.locator('#node-A1')).toHaveClass(/lit/);
  await wrote.click();
  await expect(field('accepted id')).toContainText('1');
  await expect(field('promised')).toContainText('1');
  await page.getByLabel('Words').selectOption("MIT's");
  await expect(field('n_a')).toContainText('1');
  await state.getByLabel('Inspect').selectOption('P1');
  await expect(state.getByRole('heading', { name: 'Proposer P1' })).toBeVisible();
  await expect(state).toContainText('In its memory');
});

test('of ten thousand events the log draws a window around the playhead', async ({ page }) => {
  test.slow();
  const lines = Array.from({ length: 260 }, (_, nth) => `propose P1 cat id ${nth + 1}\nrun 10`).join('\n');
  const text = `title "Long"\nproposers P1\nacceptors A1 A2 A3\nlearners L1 L2\ndelay 1\n${lines}\n`;
  await page.goto('/#script=' + Buffer.from(text).toString('base64url'));
  await expect.poll(() => pageRun(page).then((run) => run.title, () => ''), { timeout: 60_000 }).toBe('Long');
  expect((await pageRun(page)).events.length).toBeGreaterThan(9_000);
  await panels(page, 'Log');
  await page.keyboard.press('End');
  await expect(rows(page)).toHaveCount(200);
  await page.getByRole('button', { name: 'Step back' }).click();
  await expect(rows(page)).toHaveCount(200);
  await page.getByRole('button', { name: /earlier steps/ }).click();
  await expect(page.getByRole('button', { name: /later steps/ })).toBeVisible();
});
