import { expect, test } from './fixture';
import { open, pageRun } from './paxos';

const TITLE = 'They keep interrupting each other';

test('the plot shows that a fixed timer may go on for ever and that a backoff ends, with numbers', async ({ page }) => {
  await open(page, TITLE);
  const plot = page.getByRole('region', { name: 'Contention' });
  const table = plot.getByRole('table', { name: 'Rounds until a value is chosen, over 200 seeds' });
  await expect(table).toHaveAttribute('aria-busy', 'false');
  const never = table.getByRole('row', { name: /never/ });
  await expect(never.getByRole('cell')).toHaveText(['129', '0']);
  await expect(table.getByRole('row', { name: /4–6/ }).getByRole('cell')).toHaveText(['9', '186']);

  await plot.getByRole('radio', { name: '250 ms' }).check();
  await expect(table).toHaveAttribute('aria-busy', 'false');
  await expect(table.getByRole('row', { name: /10–12/ }).getByRole('cell')).toHaveText(['6', '171']);
  await expect(never.getByRole('cell')).toHaveText(['129', '0']);
});

test('the page does not stall while the plot is worked out', async ({ page }) => {
  await page.addInitScript(() => {
    const tasks: number[] = ((window as unknown as { tasks: number[] }).tasks = []);
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => tasks.push(entry.duration))).observe({ type: 'longtask' });
  });
  await open(page, TITLE);
  const before = await page.evaluate(() => (window as unknown as { tasks: number[] }).tasks.length);
  const plot = page.getByRole('region', { name: 'Contention' });
  for (const backoff of ['250 ms', '500 ms', '4 s']) {
    await plot.getByRole('radio', { name: backoff }).check();
    await expect(plot.getByRole('table')).toHaveAttribute('aria-busy', 'false');
  }
  const tasks = await page.evaluate((from) => (window as unknown as { tasks: number[] }).tasks.slice(from), before);
  expect(Math.max(0, ...tasks), 'no task takes longer than a few frames').toBeLessThan(150);
});

test('one such run goes on from the present moment, and one click leads home', async ({ page }) => {
  await open(page, TITLE);
  const home = await pageRun(page);
  const plot = page.getByRole('region', { name: 'Contention' });
  await plot.getByRole('button', { name: 'See one such run: Always 3 s' }).click();
  await expect(page.getByText('This is your own run')).toBeVisible();
  const endless = await pageRun(page);
  expect(endless.events.length, 'they go on and on').toBeGreaterThan(200);
  await page.getByRole('button', { name: 'Back to the slide' }).click();
  expect(await pageRun(page)).toEqual(home);
  await plot.getByRole('button', { name: 'See one such run: Backoff from 2 s' }).click();
  const run = await pageRun(page);
  expect(run.chosen.length).toBeGreaterThan(0);
  expect(run.events.length).toBeLessThan(endless.events.length);
});
