import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixture';
import { open, pageRun } from './paxos';

const TITLE = 'A proposer fails, and its value is heard of';

/** The scene of this title at its end, with this panel open and the diagram closed. */
async function panel(page: Page, name: string, title = TITLE) {
  await open(page, title);
  for (const other of ['Time', name]) {
    const tab = page.getByRole('button', { name: other, exact: true });
    const is = (await tab.getAttribute('aria-expanded')) === 'true';
    if (is !== (other === name)) await tab.click();
  }
  return page.getByRole('region', { name, exact: true });
}

const seek = (page: Page, time: number) => page.getByRole('slider', { name: 'Time' }).fill(String(time));

const clean = async (page: Page) => {
  const found = (await new AxeBuilder({ page }).analyze()).violations;
  expect(found.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide).toBeLessThanOrEqual(0);
};

test('cells stand where votes were cast and promises wall the rest, and each row says what it can still do', async ({ page }) => {
  const board = await panel(page, 'Board');
  await seek(page, 100_000);
  const rows = board.locator('tbody');
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(0).getByRole('rowheader')).toHaveText('2 P2');
  await expect(rows.nth(0).locator('td.voted.of-quorum')).toHaveCount(3);
  await expect(rows.nth(0).locator('tr').first()).toContainText('✓ cat chosen');
  await expect(rows.nth(1).locator('td.walled')).toHaveCount(2);
  await expect(rows.nth(1).locator('tr').first()).toContainText('A2 and A3 have promised 2; A1 alone is no quorum.');
  await expect(board.getByRole('status')).toHaveText(/^P2 holds promises for 2 from A1 and A2\. Highest reported: 1 cat\. Nothing between 1 and 2/);
  await page.getByLabel('Seen by').selectOption({ label: 'A1' });
  await expect(board).toContainText('The board is only for who sees all');
  await expect(board.getByRole('table')).toHaveCount(0);
});

test('a cell lights its message, and leads to the step that wrote it', async ({ page }) => {
  const board = await panel(page, 'Board');
  await seek(page, 100_000);
  const end = (await pageRun(page, 'now')).time;
  const cell = board.getByRole('button', { name: 'A1 under 1: accepted cat', exact: true });
  await cell.hover();
  await expect(page.locator('#node-A1')).toHaveClass(/lit/);
  await expect(page.locator('#node-P1')).toHaveClass(/lit/);
  await expect(page.locator('#node-A2')).not.toHaveClass(/lit/);
  await page.mouse.move(2, 2);
  await expect(page.locator('#node-A1')).not.toHaveClass(/lit/);
  await cell.focus();
  await expect(page.locator('#node-A1')).toHaveClass(/lit/);
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await pageRun(page, 'now')).time).toBeLessThan(end);
  await expect(board.locator('tbody')).toHaveCount(1);
  await expect(page.locator('#node-A1')).toHaveAttribute('aria-label', /accepted 1 cat/);
  await expect(board.locator('.votes')).toHaveClass(/dims/);
  await expect(board.locator('td.voted')).toHaveClass(/lit/);
  await page.keyboard.press('Escape');
  await expect(board.locator('.votes')).not.toHaveClass(/dims/);
});

test('a board is filled by keyboard alone, and a refusal names what forbids it', async ({ page }) => {
  const board = await panel(page, 'Board');
  const press = async (name: string) => {
    await board.getByRole('button', { name, exact: true }).focus();
    await page.keyboard.press('Enter');
  };
  const cell = async (place: string) => {
    await board.getByRole('button', { name: new RegExp(`^${place}:`) }).focus();
    await page.keyboard.press('Enter');
  };
  const take = async (name: string) => {
    await board.getByRole('radio', { name, exact: true }).focus();
    await page.keyboard.press('Space');
  };
  const says = board.getByRole('status');
  await press('Fill it by hand');
  await expect(board.getByRole('button', { name: 'Back to the run' }), 'the focus stays').toBeFocused();
  await expect(board.locator('tbody')).toHaveCount(6);
  await take('accepts cat');
  await cell('A1 under 1');
  await take('promises');
  await cell('A2 under 4');
  await take('accepts dog');
  await cell('A2 under 3');
  await expect(says).toHaveText('A2 has promised 4, so it may not accept anything below 4.');
  await expect(board.getByRole('button', { name: /^A2 under 3:/ }), 'the focus stays').toBeFocused();
  await cell('A2 under 4');
  await expect(says).toContainText('dog is not safe under 4: row 1 may still choose cat, for A1 and A3 have promised nothing above it.');
  await cell('A2 under 1');
  await expect(says).toContainText('A2 has promised 4');
  await cell('A3 under 1');
  await expect(says).toHaveText('Under 1 there is cat, and one id carries one value.');
  await board.getByLabel('let me break the rules').focus();
  await page.keyboard.press('Space');
  for (const place of ['A1 under 2', 'A3 under 2', 'A3 under 1']) await cell(place);
  await take('accepts cat');
  await cell('A3 under 1');
  await expect(says.locator('.wrong').last()).toHaveText('A3 has accepted 1 cat although it had promised 2: its wall is broken.');
  await expect(says).toContainText('are chosen: agreement is broken.');
  await press('Undo');
  await expect(says).not.toContainText('1 cat');
  await press('Clear');
  await expect(board.locator('td.voted')).toHaveCount(0);
  await press('A fresh board of 5 acceptors');
  await expect(board.getByRole('columnheader', { name: 'A5' })).toBeVisible();
  await press('Back to the run');
  await expect(board.getByRole('button', { name: 'Fill it by hand' })).toBeFocused();
});

test('two quorums show what they share, on the stage too, and say where they need not meet', async ({ page }) => {
  const quorums = await panel(page, 'Quorums');
  for (const name of ['A1 in Quorum 1', 'A2 in Quorum 1', 'A2 in Quorum 2']) {
    await quorums.getByRole('button', { name, exact: true }).focus();
    await page.keyboard.press('Space');
    await expect(quorums.getByRole('button', { name, exact: true })).toHaveAttribute('aria-pressed', 'true');
  }
  await expect(quorums.getByRole('status')).toContainText('Quorum 2, A2, is no quorum to accept: 1 more is missing.');
  await quorums.getByRole('button', { name: 'A3 in Quorum 2', exact: true }).click();
  await expect(quorums.getByRole('status')).toContainText('Any two majorities of 3 share at least 1: 2 + 2 > 3.These share A2.');
  await expect(page.locator('#node-A2')).toHaveClass(/lit/);
  await expect(page.locator('#node-A1')).not.toHaveClass(/lit/);
  const missing = await panel(page, 'Quorums', 'Quorums that miss each other');
  await expect(page.locator('.stage .lit')).toHaveCount(0);
  await missing.getByRole('button', { name: 'As little in common as can be' }).click();
  await expect(missing.getByRole('status')).toContainText('These two share nobody: what one has accepted, the other does not report.');
});

for (const [width, scheme] of [[1280, 'light'], [360, 'dark'], [320, 'light']] as const) {
  test(`board and quorums are without fault for axe at ${width} px, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 760 });
    const board = await panel(page, 'Board', 'Accepting below the promise');
    await seek(page, 100_000);
    await clean(page);
    await board.getByRole('button', { name: 'Fill it by hand' }).click();
    await clean(page);
    await page.getByRole('button', { name: 'Quorums', exact: true }).click();
    await page.getByRole('button', { name: 'As little in common as can be' }).click();
    await clean(page);
    const small = await page.locator('.panel.board button, .panel.quorums button').evaluateAll((all) =>
      all.map((one) => one.getBoundingClientRect()).filter(({ width, height }) => width < 24 || height < 24).length,
    );
    expect(small).toBe(0);
  });
}
