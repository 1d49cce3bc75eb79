import AxeBuilder from '@axe-core/playwright';
import { execFileSync } from 'node:child_process';
import type { Page } from '@playwright/test';
import { expect, test } from './fixture';
import { ask, heard, openFrame } from './host';
import { ROOT, menuOf, nativeCommand, pageRun } from './paxos';

const card = (page: Page) => page.locator('.objective');
const count = (page: Page) => card(page).locator('.acts');
const state = (page: Page) => card(page).locator('.state');
const messages = (page: Page) => page.getByRole('region', { name: 'Messages' });

/** Opens an objective, and waits until it is there. */
async function aim(page: Page, id: string): Promise<void> {
  await page.goto(`/?objective=${id}`);
  await expect(card(page).locator('.asked')).toBeVisible();
}

/** Delivers a message by its button in the list. */
async function deliver(page: Page, title: string): Promise<void> {
  await messages(page).getByRole('button', { name: `Deliver now: ${title}`, exact: true }).click();
}

async function propose(page: Page, node: string, value: string): Promise<void> {
  const menu = await menuOf(page, node);
  await menu.getByLabel('Propose this value').fill(value);
  await menu.getByRole('button', { name: 'Propose', exact: true }).click();
}

test('an objective is reached with clicks, counted act by act, and the link proves it to the command', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await aim(page, 'try-overtake');
  await expect(card(page).locator('.asked')).toHaveText(/See to it that its id can win no more/);
  await expect(count(page)).toHaveText('0 of 3 acts');
  await expect(card(page).locator('.goal')).toContainText('overtaken 1 – no id has sent its value in vain');
  await propose(page, 'P2', 'dog');
  await expect(count(page)).toHaveText('1 of 3 acts');
  await deliver(page, 'PREPARE 2, P2 to A1');
  await expect(state(page)).toHaveText('Not reached yet.');
  await deliver(page, 'PREPARE 2, P2 to A2');
  await expect(state(page)).toHaveText('✓ Reached, with 3 acts, at 4.0 s.');
  await card(page).getByRole('button', { name: 'Copy the link that proves it' }).click();
  await expect(card(page).locator('.copied')).toContainText('Copied.');
  const link = await card(page).getByLabel('The link').inputValue();
  expect(link).toContain('objective=try-overtake');
  const graded = execFileSync(nativeCommand(), ['grade', 'static/scenes/try-overtake.paxos', link], { cwd: ROOT, encoding: 'utf8' });
  expect(graded).toContain('link 1: yes, with 3 acts, at 4000 ms');
  // The link opens the run, reached.
  await page.goto('about:blank');
  await page.goto(link);
  await expect(state(page)).toHaveText('✓ Reached, with 3 acts, at 4.0 s.');
});

test('an objective is reached by keyboard alone, and told to those who listen', async ({ page }) => {
  await aim(page, 'try-only-one-knows');
  const press = async (title: string) => {
    await messages(page).getByRole('button', { name: `Deliver now: ${title}`, exact: true }).focus();
    await page.keyboard.press('Enter');
  };
  await press('ACCEPT-REQUEST 1 cat, P1 to A1');
  await press('ACCEPT-REQUEST 1 cat, P1 to A2');
  await press('ACCEPT 1 cat, A1 to L2');
  await expect(card(page).locator('.goal .holds')).toHaveText([/Holds: chosen cat/]);
  await press('ACCEPT 1 cat, A2 to L2');
  await expect(card(page).getByRole('status').filter({ hasText: 'Reached, with 4 acts' })).toBeVisible();
  const start = card(page).getByRole('button', { name: 'Start again' });
  await start.focus();
  await page.keyboard.press('Enter');
  await expect(count(page)).toHaveText('0 of 4 acts');
  await expect(state(page)).toHaveText('Not reached yet.');
  expect((await pageRun(page, 'now')).chosen).toEqual([]);
});

test('hints of the checker lead to the goal, one act after the other', async ({ page }) => {
  await aim(page, 'try-carry-on');
  const advice = card(page).locator('.advice');
  for (let left = 4; 0 < left; left--) {
    await card(page).getByRole('button', { name: 'Hint' }).click();
    await expect(advice).toHaveText(left === 1 ? /That reaches it\.$/ : new RegExp(`From here ${left} acts are enough\\.$`), { timeout: 15_000 });
    const told = (await advice.textContent())!;
    const [, kind, from, to] = told.match(/^Next: let (\S+ \d+) from (\w+) arrive at (\w+)\./)!;
    const row = messages(page).getByRole('button', { name: new RegExp(`^Deliver now: ${kind}.*, ${from} to ${to}$`) });
    await row.click();
    await expect(count(page)).toHaveText(`${5 - left} of 4 acts`);
  }
  await expect(state(page)).toContainText('Reached, with 4 acts');
});

test('what the objective does not allow is said: too many acts, other rules', async ({ page }) => {
  await aim(page, 'try-overtake');
  for (const node of ['A3', 'A2', 'A1', 'P2']) {
    await (await menuOf(page, node)).getByRole('button', { name: 'Crash' }).click();
    await expect(page.locator(`#node-${node}`)).toHaveAttribute('aria-label', /crashed/);
  }
  await expect(state(page)).toContainText('More than 3 acts, and no more are allowed.');
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await expect(state(page)).toHaveText('Not reached yet, and no act is left. If nothing more happens, undo some, or start again.');
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await expect(state(page)).toHaveText('Not reached yet.');
});

test('a solution plays as a scene of its own, and leads back', async ({ page }) => {
  await aim(page, 'try-two-hold');
  await card(page).getByRole('button', { name: 'Solution' }).click();
  await expect(page.locator('.narration h1')).toHaveText('P2 carries cat on under 2');
  expect((await pageRun(page)).title).toBe('A solution: Two of three hold cat, and it is not chosen');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.getByRole('button', { name: '‹ Back to the objective' }).click();
  await expect(card(page).locator('.asked')).toBeVisible();
  await expect(count(page)).toHaveText('0 of 6 acts');
});

test('where messages travel by themselves the hint is the next act of the solution', async ({ page }) => {
  await aim(page, 'try-one-crash');
  await card(page).getByRole('button', { name: 'Hint' }).click();
  await expect(card(page).locator('.advice')).toHaveText('Next: crash A1. From here 2 acts are enough.');
  await (await menuOf(page, 'A1')).getByRole('button', { name: 'Crash' }).click();
  await propose(page, 'P2', 'dog');
  await expect(state(page)).toContainText('Reached, with 2 acts', { timeout: 20_000 });
});

test('the list is found, by chapter, and remembers what was reached', async ({ page }) => {
  await page.goto('/');
  await page.locator('.stage').waitFor();
  await page.getByRole('navigation', { name: 'Course' }).getByRole('button', { name: 'Try it' }).click();
  await expect(page.locator('.aims .scenes li')).toHaveCount(17);
  await expect(page.locator('.aims')).toContainText('0 of 17 reached in this browser');
  await page.getByRole('button', { name: 'Overtake an id' }).click();
  await propose(page, 'P2', 'dog');
  await deliver(page, 'PREPARE 2, P2 to A1');
  await deliver(page, 'PREPARE 2, P2 to A2');
  await expect(state(page)).toContainText('Reached');
  await page.reload();
  await card(page).getByRole('button', { name: 'Other objectives' }).click();
  await expect(page.locator('.aims li.done')).toHaveText([/Overtake an id ✓ reached/]);
  await expect(page.locator('.aims')).toContainText('1 of 17 reached in this browser');
});

test('nothing breaks where there is no storage', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } }));
  await aim(page, 'try-overtake');
  await propose(page, 'P2', 'dog');
  await deliver(page, 'PREPARE 2, P2 to A1');
  await deliver(page, 'PREPARE 2, P2 to A2');
  await expect(state(page)).toContainText('Reached');
});

test('a host hears how far the reader is', async ({ page }) => {
  await openFrame(page, 'objective=try-overtake');
  expect(await heard(page, 'objective')).toEqual([]);
  await ask(page, 'act', { args: ['propose', 'P2', 'dog'] });
  await ask(page, 'act', { args: ['deliver', 'PREPARE', '2', 'P2', 'A1'] });
  await ask(page, 'act', { args: ['deliver', 'PREPARE', '2', 'P2', 'A2'] });
  const said = (await heard(page, 'objective')).map(({ objective, done, acts }) => [objective, done, acts]);
  expect(said).toEqual([['try-overtake', false, 1], ['try-overtake', false, 2], ['try-overtake', true, 3]]);
});

test.describe('a wrong link', () => {
  test.use({ quiet: false });
  test('an objective that there is not is told with one that there is', async ({ page }) => {
    await page.goto('/?objective=try-overtak');
    await expect(page.getByText('In the link, objective is “try-overtak”, and there is no such objective; expected the id of one, such as try-overtake.')).toBeVisible();
    await expect(card(page).locator('.asked')).toBeVisible();
  });
});

for (const [name, size] of [['a phone', { width: 360, height: 740 }], ['a window', { width: 1280, height: 800 }]] as const) {
  test(`the card is accessible on ${name}, and nothing is cut`, async ({ page }) => {
    await page.setViewportSize(size);
    await aim(page, 'try-only-one-knows');
    const clean = async () => expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    await clean();
    const box = (await card(page).boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(size.width);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width);
  });
}
