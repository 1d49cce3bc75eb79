import { expect, test } from './fixture';
import { open, pageRun } from './paxos';

const TITLE = 'They keep interrupting each other';

test('the plot shows that a fixed timer may go on for ever and that a backoff ends, with numbers', async ({ page }) => {
  await open(page, TITLE);
  const plot = page.getByRole('region', { name: 'Contention' });
  const table = plot.getByRole('table', { name: 'Rounds until a value is chosen, over 200 seeds' });
  await expect(table).toHaveAttribute('aria-busy', 'false');
  const never = table.getByRole('row', { name: /over 24/ });
  await expect(never.getByRole('cell')).toHaveText(['129', '0']);
  await expect(table.getByRole('row', { name: /4–6/ }).getByRole('cell')).toHaveText(['9', '186']);

  await plot.getByRole('radio', { name: '250 ms' }).check();
  await expect(table).toHaveAttribute('aria-busy', 'false');
  await expect(table.getByRole('row', { name: /10–12/ }).getByRole('cell')).toHaveText(['6', '171']);
  await expect(never.getByRole('cell')).toHaveText(['129', '0']);
});

test('the plot is worked out in slices, between which the page answers', async ({ page }) => {
  await open(page, TITLE);
  const table = page.getByRole('region', { name: 'Contention' }).getByRole('table');
  await expect(table).toHaveAttribute('aria-busy', 'false');
  await table.evaluate((element) => {
    const seen: string[] = ((window as unknown as { seen: string[] }).seen = []);
    new MutationObserver(() => seen.push(element.querySelector('tbody')?.textContent ?? '')).observe(element, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
  });
  await page.getByRole('radio', { name: '4 s' }).check();
  await expect(table).toHaveAttribute('aria-busy', 'false');
  const states = await page.evaluate(() => new Set((window as unknown as { seen: string[] }).seen).size);
  expect(states, 'so many states of the table were drawn').toBeGreaterThan(3);
});

test('one such run goes on from the present moment, and one click leads home', async ({ page }) => {
  await open(page, TITLE);
  const home = await pageRun(page);
  const plot = page.getByRole('region', { name: 'Contention' });
  await plot.getByRole('button', { name: 'See one such run: Always 3 s' }).click();
  await expect(page.getByRole('heading', { name: 'This is your own run' })).toBeVisible();
  const endless = await pageRun(page);
  expect(endless.events.length, 'they go on and on').toBeGreaterThan(200);
  await page.getByRole('button', { name: 'Back to the slide' }).click();
  expect(await pageRun(page)).toEqual(home);
  await plot.getByRole('button', { name: 'See one such run: Backoff from 2 s' }).click();
  const run = await pageRun(page);
  expect(run.chosen.length).toBeGreaterThan(0);
  expect(run.events.length).toBeLessThan(endless.events.length);
});
