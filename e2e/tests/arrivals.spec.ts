import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixture';
import { pageRun } from './paxos';

const panel = (page: Page) => page.getByRole('region', { name: 'Arrivals' });
const slider = (page: Page) => panel(page).getByRole('slider');
const outcome = (page: Page) => panel(page).locator('.arrivals-outcome');
const places = (page: Page) => panel(page).locator('.arrivals-place');
const state = (page: Page) => page.locator('.objective .state');

async function aim(page: Page, id: string, more = ''): Promise<void> {
  await page.goto(`/?objective=${id}${more}`);
  await expect(slider(page)).toBeVisible();
}

const chosen = async (page: Page) => {
  const { chosen } = await pageRun(page, 'now');
  return [...new Set(chosen.map(({ value }) => value))];
};

test('keys move the arrival, and the outcome flips at exactly one event', async ({ page }) => {
  await aim(page, 'try-one-arrival');
  await expect(outcome(page)).toHaveText('cat is chosen, under 3.1 and 4.5.');
  await expect(places(page).getByText('?')).toHaveCount(10);
  await expect(panel(page).locator('.arrivals-verdict')).toHaveCount(0);
  await slider(page).focus();
  for (let place = 4; 2 <= place; place--) {
    await page.keyboard.press('ArrowLeft');
    await expect(slider(page)).toHaveValue(String(place));
    await expect(outcome(page)).toContainText('cat is chosen');
  }
  await expect(state(page)).toHaveText('Not reached yet.');
  await page.keyboard.press('ArrowLeft');
  await expect(outcome(page)).toHaveText('dog is chosen, under 4.5.');
  await expect(slider(page)).toHaveAttribute('aria-valuetext', 'Place 2 of 11, before ACCEPT-REQUEST 3.1 cat at A3. dog is chosen, under 4.5.');
  expect(await chosen(page)).toEqual(['dog']);
  await expect(state(page)).toContainText('✓ Reached, with 1 act');
  await expect(panel(page).locator('.arrivals-missing')).toHaveText('Left out, since it is never sent in this order: ACCEPT 3.1 from A3 to P1.');
  // Now all is told: where it flips, why, and that agreement never breaks.
  await expect(panel(page).locator('.arrivals-other.flips')).toHaveText(/ACCEPT-REQUEST 3\.1 cat at A3.*here it flips/);
  const verdict = panel(page).locator('.arrivals-verdict');
  await expect(verdict).toContainText('In these 11 orders the outcome changes at exactly one place: where PREPARE 4.5 at A3 crosses ACCEPT-REQUEST 3.1 cat at A3.');
  await expect(verdict).toContainText('If PREPARE 4.5 comes before ACCEPT-REQUEST 3.1 cat at A3, its PROMISE reports nothing');
  await expect(verdict).toContainText('In none of them are two values chosen.');
  await expect(places(page).locator('b')).toHaveText(['dog', 'dog', ...Array<string>(9).fill('cat')]);
  // The keys of the slider are not those of the page.
  await page.keyboard.press('Home');
  await expect(slider(page)).toHaveValue('0');
  await expect(slider(page)).toBeFocused();
});

test('the message is dragged along the others, and buttons do the same', async ({ page }) => {
  await aim(page, 'try-late-request');
  await expect(outcome(page)).toHaveText('dog is chosen, under 2.');
  const pill = panel(page).locator('.arrivals-pill');
  await pill.scrollIntoViewIfNeeded();
  const from = (await pill.boundingBox())!;
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  for (const place of [6, 3, 0]) {
    const to = (await places(page).nth(place).boundingBox())!;
    await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 4 });
  }
  await page.mouse.up();
  await expect(slider(page)).toHaveValue('0');
  await expect(outcome(page)).toHaveText('cat is chosen, under 1 and 2.');
  expect(await chosen(page)).toEqual(['cat']);
  await expect(state(page)).toContainText('✓ Reached, with 1 act');
  // What moves afterwards without a button pressed moves nothing.
  const there = (await places(page).nth(4).boundingBox())!;
  await page.mouse.move(there.x + 5, there.y + 5);
  await expect(slider(page)).toHaveValue('0');
  await panel(page).getByRole('button', { name: 'Later' }).click();
  await expect(outcome(page)).toHaveText('dog is chosen, under 2.');
  await panel(page).getByRole('button', { name: 'Earlier' }).click();
  await expect(outcome(page)).toHaveText('cat is chosen, under 1 and 2.');
  await places(page).nth(8).getByRole('button').click();
  await expect(slider(page)).toHaveValue('8');
});

test('a link brings the place back', async ({ page, context }) => {
  await aim(page, 'try-one-arrival');
  await slider(page).focus();
  await page.keyboard.press('Home');
  await expect(outcome(page)).toHaveText('dog is chosen, under 4.5.');
  await expect(page).toHaveURL(/do=.*deliver\.PREPARE/);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(slider(other)).toHaveValue('0');
  await expect(outcome(other)).toHaveText('dog is chosen, under 4.5.');
  await expect(state(other)).toContainText('✓ Reached, with 1 act');
  // Undone, it is the scene again.
  await page.keyboard.press('Control+z');
  await page.locator('.fork').getByRole('button', { name: 'Undo' }).click();
  await expect(outcome(page)).toHaveText('cat is chosen, under 3.1 and 4.5.');
});

test('hint and solution are the order that reaches it, and all outcomes are shown on demand', async ({ page }) => {
  await aim(page, 'try-one-arrival');
  await page.locator('.ask-hint').click();
  await expect(page.locator('.objective .advice')).toHaveText('Let PREPARE 4.5 arrive earlier at A3.');
  await panel(page).getByRole('button', { name: 'Show what comes of every order' }).click();
  await expect(places(page).getByText('?')).toHaveCount(0);
  await page.locator('.solve').click();
  await expect(slider(page)).toHaveValue('1');
  await expect(state(page)).toContainText('✓ Reached, with 1 act');
});

for (const [width, height] of [[1280, 800], [1024, 768], [360, 740]] as const) {
  test(`the strip fits a window of ${width} by ${height}, by day and by night`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await aim(page, 'try-one-arrival');
      await panel(page).getByRole('button', { name: 'Show what comes of every order' }).click();
      await slider(page).scrollIntoViewIfNeeded();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wide, 'nothing is wider than the window').toBeLessThanOrEqual(0);
      const axe = await new AxeBuilder({ page }).include('.panel.arrivals').analyze();
      expect(axe.violations).toEqual([]);
      await panel(page).screenshot({ path: test.info().outputPath(`arrivals-${width}-${scheme}.png`) });
      await page.screenshot({ path: test.info().outputPath(`page-${width}-${scheme}.png`) });
    }
  });
}
