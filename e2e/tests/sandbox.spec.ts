import type { Page } from '@playwright/test';
import { expect, test } from './fixture';
import { menuOf, open, pageRun, playOut } from './paxos';

async function builder(page: Page): Promise<void> {
  await open(page, 'One round in six steps');
  await page.getByRole('button', { name: 'New run' }).click();
  await expect(page.getByRole('heading', { name: 'A new run' })).toBeVisible();
}

test('a stranger builds a cluster with flexible quorums and gets a value chosen', async ({ page }) => {
  await builder(page);
  await expect(page.getByRole('spinbutton', { name: 'Proposers' })).toBeFocused();
  await page.getByRole('spinbutton', { name: 'Acceptors' }).fill('5');
  await page.getByLabel('another number in each phase').check();
  await page.getByRole('spinbutton', { name: 'Prepare quorum' }).fill('2');
  await page.getByRole('spinbutton', { name: 'Accept quorum' }).fill('4');
  await expect(page.locator('.outlook')).toContainText('2 proposers, 5 acceptors and 1 learner: 8 of at most 15 nodes.');
  await expect(page.locator('.outlook')).toContainText('once 4 of 5 acceptors have accepted it');
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.locator('.narration')).toContainText('Click P1 and let it propose something.');
  expect((await pageRun(page)).title).toBe('A run of my own');
  const menu = await menuOf(page, 'P1');
  await menu.getByLabel('Propose this value').fill('tea');
  await menu.getByRole('button', { name: 'Propose', exact: true }).click();
  await playOut(page);
  await expect(page.locator('#chosen')).toContainText('chosen: tea');
  const run = await pageRun(page);
  expect(run.nodes.filter((node) => node.roles.includes('acceptor'))).toHaveLength(5);
});

test('limits are refused with a sentence, and quorums that need not meet are warned of', async ({ page }) => {
  await builder(page);
  await page.getByRole('spinbutton', { name: 'Acceptors' }).fill('10');
  await expect(page.locator('.outlook')).toHaveText('Acceptors: 10 is not possible; expected a whole number from 1 to 9.');
  await expect(page.getByRole('spinbutton', { name: 'Acceptors' })).toHaveAttribute('aria-invalid', 'true');
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('heading', { name: 'A new run' }), 'nothing is started').toBeVisible();
  await expect(page.getByRole('spinbutton', { name: 'Acceptors' }), 'what was typed stays').toHaveValue('10');
  await page.getByRole('spinbutton', { name: 'Acceptors' }).fill('9');
  await page.getByRole('spinbutton', { name: 'Learners' }).fill('5');
  await expect(page.locator('.outlook')).toHaveText('These are 16 nodes; a run has at most 15.');
  await page.getByRole('spinbutton', { name: 'Learners' }).fill('1');
  await page.getByLabel('so many of them').check();
  await page.getByRole('spinbutton', { name: 'Quorum' }).fill('4');
  await expect(page.locator('.outlook')).toContainText('These quorums need not meet');
});

test('the builder works by keyboard alone, and remembers what was set', async ({ page }) => {
  await builder(page);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('1');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('4');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await pageRun(page)).nodes.length).toBe(6);
  await page.getByRole('button', { name: 'New run' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('spinbutton', { name: 'Acceptors' })).toHaveValue('4');
  await page.keyboard.press('Escape');
  await expect(page.locator('.stage')).toBeVisible();
});

test('the contents lead to the builder, and it fits on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await open(page, 'One round in six steps');
  await page.getByRole('button', { name: 'Contents' }).click();
  await page.getByRole('main').getByRole('button', { name: 'New run' }).click();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.getByRole('spinbutton', { name: 'Acceptors' }).fill('9');
  await page.getByRole('spinbutton', { name: 'Proposers' }).fill('5');
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.locator('#node-A9')).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});
