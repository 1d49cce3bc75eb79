import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixture';
import { pageRun } from './paxos';

/** Two commands: the first waits for phase 1, the second does not. */
const TEXT = `title "A log to look into"
clients C1 C2
replicas R1 R2 R3
heartbeat 9000
show costs
slide "All of it"
  timeout R1
  request C1 R1 "open 100"
  run 6000
  request C2 R1 "+50"
  run 5000
`;
const TWICE = TEXT.replace('show costs', 'show invariants\nrule dedup none').replace('  run 5000', '  run 1000\n  request C2 R1 "+50"\n  run 9000');

/** Opens a text in place of a scene of the course. */
async function openText(page: Page, text: string): Promise<void> {
  await page.route('**/scenes/phase-1.paxos*', (route) => route.fulfill({ body: text, contentType: 'text/plain' }));
  await page.goto('/#scene=phase-1');
  await expect.poll(() => pageRun(page).then((run) => run.title, () => 'not yet')).toBe('A log to look into');
  await page.locator('body').click({ position: { x: 2, y: 2 } });
  await page.keyboard.press('End');
}

const tab = (page: Page, name: string) => page.locator('.dock .tabs').getByRole('button', { name: new RegExp(`^${name}`) });

async function panels(page: Page, ...names: string[]): Promise<void> {
  for (const one of await page.locator('.dock .tabs button[aria-expanded=true]').all()) await one.click();
  for (const name of names) await tab(page, name).click();
}

test('the costs tell four delays to the leader of the first command, and two of the second', async ({ page }) => {
  // Without heartbeats, which send again what has no quorum yet.
  await openText(page, TEXT.replace('heartbeat 9000\n', ''));
  const costs = page.locator('#panel-costs');
  await expect(costs, 'the scene has opened it').toBeVisible();
  const row = (nth: number) => costs.locator('tbody tr').nth(nth).locator('td').allTextContents();
  expect(await row(0)).toEqual(['4', '4', '2', '10', '3', '4', '5']);
  expect(await row(1)).toEqual(['0', '4', '2', '6', '1', '2', '3']);
  await expect(costs.locator('tbody tr').first()).toContainText('It had to wait for phase 1.');
  await expect(costs).toContainText('A delay is one message on the way to it');
});

test('panels of single-decree Paxos alone are not offered, and the costs not beside it', async ({ page }) => {
  await openText(page, TEXT);
  await expect(tab(page, 'Rules')).toHaveCount(0);
  await expect(tab(page, 'Costs')).toBeVisible();
  await page.unroute('**/scenes/phase-1.paxos*');
  await page.goto('/#scene=phase-2');
  await page.reload();
  await page.locator('.stage').waitFor();
  await expect(tab(page, 'Rules')).toBeVisible();
  await expect(tab(page, 'Costs')).toHaveCount(0);
});

test('the board shows one slot, chosen by keyboard, and asks why its value is chosen', async ({ page }) => {
  await openText(page, TEXT);
  await panels(page, 'Board');
  const board = page.locator('#panel-board');
  const slot = board.getByLabel('Slot');
  await expect(slot).toHaveValue('1');
  await expect(board.locator('tbody').first()).toContainText('+50 chosen');
  await slot.focus();
  await page.keyboard.press('ArrowUp');
  await expect(board.locator('tbody').first()).toContainText('open 100 chosen');
  await board.getByRole('button', { name: 'Why is open 100 chosen in slot 1?' }).click();
  await expect(page.locator('.answer')).toContainText('C1 asked R1 for open 100.');
  await expect(board.locator('td.lit').first()).toBeVisible();
});

test('the inspector shows a replica with its log, its lead and its timer', async ({ page }) => {
  await openText(page, TEXT);
  await panels(page, 'State');
  const sheet = page.locator('#panel-state');
  await expect(sheet).toContainText('Replica R1');
  await expect(sheet.locator('.state-disk')).toContainText('slot 2, accepted');
  await expect(sheet.locator('.state-disk')).toContainText('balance150');
  await expect(sheet.locator('.state-memory')).toContainText('leads under 1, from slot 1 on');
  await expect(sheet.locator('.state-memory')).toContainText('heartbeat');
  await sheet.getByLabel('Inspect').selectOption({ label: 'C2' });
  await expect(sheet).toContainText('the balance is 150, from slot 2');
});

test('an invariant of a log turns red, and shows how', async ({ page }) => {
  await openText(page, TWICE);
  const once = page.locator('.invariants-list li').filter({ hasText: 'Each command once' });
  await expect(once).toHaveClass('fails');
  await expect(once).toContainText('in slot 3: R1 executed +50, although it had executed that very command in slot 2');
  await once.getByRole('button', { name: 'Show how' }).click();
  await expect(page.locator('#node-R1')).toHaveClass(/lit/);
  await expect(page.locator('.invariants-list li').filter({ hasText: 'One value is chosen' })).toHaveCount(0);
  await expect(page.locator('.invariants-list li.fails')).toHaveCount(1);
});

test('the diagram has a line for each replica, where it leads, and flags with slots', async ({ page }) => {
  await openText(page, TEXT);
  await panels(page, 'Time', 'Log');
  const time = page.locator('#panel-time');
  for (const name of ['C1', 'C2', 'R1', 'R2', 'R3']) await expect(time.locator(`[id="time-name-${name}"]`)).toHaveCount(1);
  await expect(time.locator('[id^=time-lead-]')).toHaveCount(1);
  await expect(time.getByText('② 2: +50 chosen')).toHaveCount(1);
  await page.locator('.log-choices select').first().selectOption({ label: 'what is applied' });
  await expect(page.locator('.log-rows li').last()).toContainText('applies slot');
});

for (const width of [1280, 320]) {
  test(`axe finds nothing in the panels of a log at ${width}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await openText(page, TEXT);
    await panels(page, 'Costs', 'Board', 'State', 'Invariants', 'Quorums', 'Milestones', 'Log', 'Time');
    const { violations } = await new AxeBuilder({ page }).include('.dock').analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(sideways).toBeLessThanOrEqual(0);
  });
}
