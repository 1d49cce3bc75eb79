import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixture';
import { open, pageRun } from './paxos';

const panel = (page: Page) => page.locator('.designing');
const job = (page: Page, name: string) => panel(page).locator(`[data-job="${name}"]`);
const says = (page: Page) => panel(page).locator('.design-says');
const example = (page: Page) => page.locator('.example');

async function design(page: Page): Promise<void> {
  await open(page, 'One round in six steps');
  await page.locator('.head .contents').click();
  await page.getByRole('navigation', { name: 'Guides' }).getByRole('button', { name: 'Try it' }).click();
  await page.locator('.design-open').click();
  await expect(page.getByRole('heading', { name: 'Be the designer' })).toBeFocused();
}

/** Predicts, and waits for the run that is found. */
async function predict(page: Page, guess: 'breaks' | 'holds'): Promise<void> {
  await panel(page).locator(`.guess.${guess}`).click();
}

test('each job alone is not enough, and both are', async ({ page }) => {
  await design(page);
  await expect(job(page, 'ask')).toHaveAttribute('aria-pressed', 'true');
  await expect(job(page, 'fence')).toHaveAttribute('aria-pressed', 'true');
  await predict(page, 'breaks');
  await expect(says(page)).toContainText('Not so: no run was found in which agreement breaks.', { timeout: 30_000 });
  await expect(says(page)).toContainText(/Two values are chosen in none of [\d,]+ states within these limits: 2 proposers and 3 acceptors/);
  await expect(says(page)).toContainText('There is no third case.');
  const cases = [
    [['fence'], 'The look finds nothing'],
    [['fence', 'ask'], 'its PROMISE did not tell'],
    [['fence'], 'only both cover both orders'],
  ] as const;
  for (const [switches, because] of cases) {
    for (const name of switches) await job(page, name).click();
    await expect(says(page)).toHaveText('Predict first: your answer begins the search.');
    await predict(page, 'holds');
    await expect(example(page)).toContainText('Two values are chosen after 14 actions', { timeout: 30_000 });
    await expect(example(page).locator('.design-verdict')).toHaveText('Not so: agreement can break.');
    await expect(example(page).locator('.design-because')).toContainText(because);
    const { chosen } = await pageRun(page);
    expect(new Set(chosen.map(({ value }) => value)).size).toBe(2);
    await example(page).locator('.design-back').click();
    await expect(says(page)).toContainText('The shortest run in which two values are chosen has 14 actions.');
  }
});

test('it is done by keyboard alone, and the link to the run brings it back', async ({ page, context }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/#break=ask-and-fence,accept-always');
  await expect(job(page, 'fence')).toHaveAttribute('aria-pressed', 'false');
  await expect(says(page)).toHaveText('Predict first: your answer begins the search.');
  await job(page, 'ask').focus();
  await page.keyboard.press('Enter');
  await expect(job(page, 'ask')).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('Space');
  await expect(job(page, 'ask')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(example(page).locator('.design-verdict')).toHaveText('You were right: agreement can break.', { timeout: 30_000 });
  await expect(page).toHaveURL(/break=ask-and-fence,accept-always/);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(example(other).locator('.design-because')).toContainText('The look finds nothing');
});

test('steps 4 to 6 of Paxos from scratch lead to it', async ({ page }) => {
  await open(page, 'One round in six steps');
  await page.locator('.head .contents').click();
  await page.getByRole('button', { name: 'Paxos from scratch', exact: true }).click();
  await page.getByRole('button', { name: 'A fence, without a look' }).click();
  await page.locator('.step .design-open').click();
  await expect(page.getByRole('heading', { name: 'Be the designer' })).toBeFocused();
});

for (const [width, height] of [[1280, 800], [1024, 768], [360, 740]] as const) {
  test(`the exercise fits a window of ${width} by ${height}, by day and by night`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.goto('/#break=ask-and-fence,accept-always');
      await expect(says(page)).toBeVisible();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wide, 'nothing is wider than the window').toBeLessThanOrEqual(0);
      const axe = await new AxeBuilder({ page }).include('.designing').analyze();
      expect(axe.violations).toEqual([]);
      await page.screenshot({ path: test.info().outputPath(`design-${width}-${scheme}.png`) });
    }
  });
}
