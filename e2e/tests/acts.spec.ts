import { expect, test } from './fixture';
import { crash, labels, menuOf, open, pageRun, picture, playOut } from './paxos';

test('with one acceptor crashed the other two choose', async ({ page }) => {
  await open(page, 'One round in six steps');
  await playOut(page);
  await crash(page, 'A3');
  await expect(page.getByRole('heading', { name: 'This is your own run' })).toBeVisible();
  await playOut(page);
  const run = await pageRun(page);
  expect(run.chosen.map((chosen) => chosen.value)).toEqual(['cat']);
  await expect(page.locator('#chosen')).toHaveText('chosen: cat');
  await expect(page.locator('#node-A3')).toHaveAttribute('aria-label', /crashed, answered nothing/);
  await expect(page.locator('#node-C1')).toContainText('✓ cat');
});

test('with two acceptors crashed nothing is chosen', async ({ page }) => {
  await open(page, 'One round in six steps');
  await playOut(page);
  await crash(page, 'A2');
  await crash(page, 'A3');
  await playOut(page);
  expect((await pageRun(page)).chosen).toEqual([]);
  await expect(page.locator('#chosen')).toHaveCount(0);
  await expect(page.locator('.narration')).toContainText('nothing is chosen');
  await expect(page.locator('.narration')).toContainText('Too few acceptors are up, 1 of 3: a new id needs 2 promises');
});

test('a second proposal adopts the value that was chosen first', async ({ page }) => {
  await open(page, 'Phase 2: the value');
  for (let slide = 1; slide < 4; slide++) await playOut(page);
  const menu = await menuOf(page, 'P2');
  await menu.getByLabel('Propose this value').fill('dog');
  await menu.getByRole('button', { name: 'Propose', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('#node-P2')).toHaveAttribute('aria-label', /wants dog, has sent cat/);
  const run = await pageRun(page);
  expect(new Set(run.chosen.map((chosen) => chosen.value))).toEqual(new Set(['cat']));
  await expect(page.locator('#chosen')).toHaveText('chosen: cat, under 5');
  await expect(page.locator('.narration')).toContainText('P2 wanted dog and had to send cat');
});

test('an act in the middle of a slide forks the run, and one click leads home', async ({ page }) => {
  await open(page, 'Phase 1: the floor');
  await page.getByRole('slider', { name: 'Time' }).fill('700');
  const before = await picture(page);
  await crash(page, 'A1');
  await expect(page.locator('.fork')).toContainText('It left slide 2 at 0.7 s');
  await playOut(page);
  await page.getByRole('button', { name: 'Back to the slide' }).click();
  expect(await picture(page), 'the slide is as it was').toEqual(before);
  await page.getByRole('button', { name: 'Go to your own run' }).click();
  await expect(page.locator('#node-A1')).toHaveAttribute('aria-label', /crashed/);
});

test('a crashed node comes back with what it had on disk', async ({ page }) => {
  await open(page, 'Phase 1: the floor');
  await playOut(page);
  await crash(page, 'A1');
  await (await menuOf(page, 'A1')).getByRole('button', { name: 'Restart' }).click();
  await expect(page.locator('#node-A1')).toHaveAttribute('aria-label', 'Acceptor A1, up, promised 5, accepted nothing');
});

test('a timer starts a higher id for the same value', async ({ page }) => {
  await open(page, 'Phase 1: the floor');
  await playOut(page);
  await (await menuOf(page, 'P1')).getByRole('button', { name: 'Let its timer fire' }).click();
  await expect(page.locator('#node-P1')).toHaveAttribute('aria-label', /id 7, wants cat/);
});

test('a timer cannot fire at a proposer that wants nothing, and an empty value is refused with a sentence', async ({ page }) => {
  await open(page, 'Phase 1: the floor');
  const menu = await menuOf(page, 'P2');
  await expect(menu.getByRole('button', { name: 'Let its timer fire' })).toBeDisabled();
  await menu.getByLabel('Propose this value').fill('  ');
  await menu.getByRole('button', { name: 'Propose', exact: true }).click();
  await expect(menu.getByRole('alert')).toContainText('Type a value first');
  await expect(menu.getByLabel('Propose this value'), 'what was typed stays').toHaveValue('  ');
  await page.keyboard.press('Escape');
  await expect(menu, 'the focus is still in the menu').toHaveCount(0);
});

test('nodes are reached and acted on by keyboard alone', async ({ page }) => {
  await open(page, 'One round in six steps');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.locator('#node-A3').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.locator('#node-A3')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Crash' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#node-A3')).toHaveAttribute('aria-label', /crashed/);
});

test('the same acts give the same run twice', async ({ page, context }) => {
  const acts = async (view: typeof page) => {
    await open(view, 'One round in six steps');
    await playOut(view);
    await crash(view, 'A1');
    const menu = await menuOf(view, 'P2');
    await menu.getByLabel('Propose this value').fill('owl');
    await menu.getByRole('button', { name: 'Propose', exact: true }).click();
    await view.keyboard.press('ArrowRight');
    return [await pageRun(view), await labels(view)];
  };
  const first = await acts(page);
  const second = await acts(await context.newPage());
  expect(second).toEqual(first);
});
