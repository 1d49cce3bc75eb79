import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixture';
import { open, pageRun } from './paxos';

type Event = { kind: string; node: string | null; time: number; because: string | null };

/** What has happened up to the moment that is shown. */
const events = async (page: Page) => (await pageRun(page, 'now')).events as unknown as Event[];
const because = async (page: Page, says: RegExp) => (await events(page)).filter((event) => says.test(event.because ?? ''));
const answers = (page: Page) => because(page, /^C\d has its answer/);

/** Opens a log of five replicas and two clients, with these changes. */
async function log(page: Page, change: (page: Page) => Promise<void> = async () => {}): Promise<void> {
  await open(page, 'One round in six steps');
  await page.getByRole('button', { name: 'New run' }).click();
  await page.getByLabel('A log, slot after slot').check();
  await change(page);
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.locator('.narration')).toContainText('5 replicas keep one log');
}

/** Goes to a time: plays until the run is worked out that far, and drags the slider there. */
async function goTo(page: Page, ms: number): Promise<void> {
  const slider = page.getByRole('slider', { name: 'Time' });
  for (let tries = 0; Number(await slider.getAttribute('max')) < ms; tries++) {
    expect(tries, 'the run goes on').toBeLessThan(20);
    await slider.fill((await slider.getAttribute('max')) ?? '');
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.waitForTimeout(150);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
  }
  await slider.fill(String(ms));
}

const trouble = (page: Page, name: RegExp) => page.locator('.service').getByRole('button', { name });
const side = (page: Page) => page.locator('.service-side');

test('a log elects a leader and answers its clients by itself; the plot shows what a crash of the leader costs', async ({ page }) => {
  await log(page);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(side(page), 'a leader is there within seconds').toContainText('What happened (1)', { timeout: 20_000 });
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await goTo(page, 20_000);
  expect((await answers(page)).length).toBeGreaterThan(4);
  await expect(side(page)).toContainText('Median latency, from the first REQUEST to the answer: 1.6 s.');
  const button = trouble(page, /^Crash the leader/);
  const old = ((await button.textContent()) ?? '').match(/R\d/)?.[0] ?? '';
  await button.click();
  await expect(button).toBeDisabled();
  await expect(trouble(page, /^Bring all back/)).toContainText(old);
  await goTo(page, 40_000);
  await expect(button, 'another one leads').toBeEnabled();
  await expect(button).not.toContainText(old);
  const said = (await side(page).textContent()) ?? '';
  const pause = said.match(/without an answer took (\d+\.\d) s from .*: (R\d), which led, crashed at 20\.0 s/);
  expect(pause?.[2], said).toBe(old);
  expect(Number(pause?.[1]), 'nobody notices before the election time').toBeGreaterThan(2.5);
  // Nothing after the present is given away.
  await page.getByRole('slider', { name: 'Time' }).fill('19900');
  await expect(side(page)).not.toContainText('which led, crashed');
  await side(page).getByText(/^What happened/).click();
  await expect(side(page).getByRole('listitem')).toHaveCount(1);
});

test('cut off with a minority, the old leader answers nobody; the rest goes on; healed, every command counts once', async ({ page }) => {
  await log(page);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.waitForTimeout(150);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await goTo(page, 15_000);
  const cut = trouble(page, /^Cut the leader off with a minority/);
  const sides = ((await cut.textContent()) ?? '').match(/(R\d) (R\d) \| (R\d) (R\d) (R\d)$/);
  const old = ((await trouble(page, /^Crash the leader/).textContent()) ?? '').match(/R\d/)?.[0] ?? '';
  const minority = sides?.slice(1, 3) ?? [];
  expect(minority).toContain(old);
  const before = (await answers(page)).length;
  await cut.click();
  await goTo(page, 50_000);
  const others = (await answers(page)).slice(before).filter((event) => 17_000 < event.time);
  expect(others.length, 'the majority goes on').toBeGreaterThan(2);
  // What the old leader is asked meanwhile it does not execute: it hears of no quorum.
  const executes = (await because(page, /the balance is/)).filter((event) => minority.includes(event.node ?? '') && 17_000 < event.time);
  expect(executes).toEqual([]);
  await expect(page.locator('.service-plot text').filter({ hasText: '∦' })).toHaveCount(1);
  await expect(side(page)).toContainText(`could not reach`);

  await trouble(page, /^Heal/).click();
  await goTo(page, 56_000);
  const beats = (await events(page)).filter((event) => event.kind === 'heartbeat' && event.node === old);
  expect(beats.some((event) => 45_000 < event.time), 'cut off, it went on to lead').toBe(true);
  expect(beats.filter((event) => 52_000 < event.time), 'the old leader steps down').toEqual([]);
  const world = page.getByRole('button', { name: 'World', exact: true });
  await world.click();
  const commands = page.locator('#panel-world').getByRole('textbox', { name: 'Commands, ms' });
  await commands.fill('off');
  await commands.press('Enter');
  await goTo(page, 75_000);
  const all = await answers(page);
  const balances = all.map((event) => Number((event.because ?? '').match(/the balance is (\d+)/)?.[1])).sort((one, other) => one - other);
  expect(balances, 'each is answered once, with a balance of its own').toEqual(balances.map((_, nth) => nth + 1));
  await expect(side(page)).toContainText(`${all.length} commands answered`);
  await expect(side(page), 'all is quiet').not.toContainText('for an answer');
});

test('what is done is undone, and a link opens it at the same moment', async ({ page, context }) => {
  await log(page);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.waitForTimeout(150);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await goTo(page, 25_000);
  await trouble(page, /^Crash the leader/).click();
  await expect(page.locator('.narration')).toContainText('This is your own run');
  await page.waitForTimeout(500);
  const here = await pageRun(page, 'now');
  const other = await context.newPage();
  await other.goto(page.url());
  // While the page starts, the words of the slide stand there too.
  await expect(other.locator('.narration[data-of]')).toContainText('This is your own run');
  expect(await pageRun(other, 'now')).toEqual(here);
  await other.close();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.locator('.narration')).not.toContainText('This is your own run');
  await expect(trouble(page, /^Crash the leader/)).toBeEnabled();
});

test('the dialog says what is impossible and warns of timers that are too short', async ({ page }) => {
  await open(page, 'One round in six steps');
  await page.getByRole('button', { name: 'New run' }).click();
  await page.getByLabel('A log, slot after slot').check();
  await page.getByRole('spinbutton', { name: 'Replicas' }).fill('8');
  await expect(page.locator('.outlook')).toHaveText('Replicas: 8 is not possible; expected a whole number from 3 to 7.');
  await page.getByRole('spinbutton', { name: 'Replicas' }).fill('7');
  await expect(page.locator('.outlook')).toContainText('4 replicas are a quorum: 3 may be down');
  await page.getByRole('spinbutton', { name: 'Election' }).fill('900');
  await expect(page.locator('.outlook .caution')).toContainText('a heartbeat may come too late');
});

test('the plot is accessible, and fits a phone', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await open(page, 'One round in six steps');
  await page.getByRole('button', { name: 'New run' }).click();
  await page.getByLabel('A log, slot after slot').check();
  const dialog = await new AxeBuilder({ page }).include('.sandbox').analyze();
  expect(dialog.violations).toEqual([]);
  await page.getByRole('button', { name: 'Start' }).click();
  const service = page.getByRole('button', { name: 'Service', exact: true });
  if ((await service.getAttribute('aria-expanded')) === 'false') await service.click();
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.waitForTimeout(150);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await goTo(page, 20_000);
  await trouble(page, /^Crash the leader/).click();
  await goTo(page, 40_000);
  const { violations } = await new AxeBuilder({ page }).include('.service').analyze();
  expect(violations).toEqual([]);
  for (const width of [320, 360, 768]) {
    await page.setViewportSize({ width, height: 740 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over, `nothing sideways at ${width}`).toBeLessThanOrEqual(0);
    for (const box of await page.locator('.service button').all()) {
      const size = await box.boundingBox();
      if (size) expect(Math.min(size.width, size.height)).toBeGreaterThanOrEqual(24);
    }
  }
});
