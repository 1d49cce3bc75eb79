import { expect, test } from './fixture';
import { open, playOut } from './paxos';

test('the contents list every scene, are searched by words, and open a slide', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Contents' }).click();
  const guide = page.locator('main.guide');
  await expect(guide.getByRole('status')).toContainText(/\d+ scenes/);
  await guide.getByLabel('Search').fill('floor phase');
  await expect(guide.locator('.scenes > li')).not.toHaveCount(0);
  await guide.getByLabel('Search').fill('Phase 1: the floor');
  await guide.locator('.scenes > li', { hasText: 'Phase 1: the floor' }).first().locator('summary').click();
  await guide.getByRole('button', { name: 'Two promises are a majority' }).click();
  await expect(page.locator('.narration h1')).toHaveText('Two promises are a majority');
  await expect(page.locator('.place', { hasText: 'Slide 4 of 5' })).toBeVisible();
});

test('a search that finds nothing says so', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Contents' }).click();
  await page.getByLabel('Search').fill('zebra');
  await expect(page.getByText('No scene has these words.')).toBeVisible();
  await page.getByRole('button', { name: 'Back to the stage' }).click();
  await expect(page.locator('.stage')).toBeVisible();
});

test('the second deck predicts, runs and concludes, and leads on to its next step', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Paxos from scratch' }).click();
  await page.locator('main.guide').getByRole('button', { name: 'One acceptor decides' }).click();
  const step = page.locator('.step');
  await expect(step).toContainText('Step 1: One acceptor decides');
  await expect(step).toContainText('What happens when this acceptor stops?');
  await page.keyboard.press('End');
  await expect(step.locator('.line')).toContainText('some of them must be enough');
  await page.getByRole('button', { name: 'Next scene' }).click();
  await expect(step).toContainText('Step 2');
  await page.getByRole('button', { name: 'Back to the course' }).click();
  await expect(step).toHaveCount(0);
});

test('what people get wrong is answered by scenes, and a scene says what it answers', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Contents' }).click();
  await page.getByRole('button', { name: 'What people get wrong' }).click();
  const items = page.locator('.misreadings > li');
  await expect(items).toHaveCount(32);
  await items.filter({ hasText: 'PREPARE carries the value' }).getByRole('button').click();
  await expect(page.locator('.narration h1')).toBeVisible();
  await page.getByText('About this scene').click();
  await expect(page.locator('.about')).toContainText('PREPARE carries the value.');
});

test('a reload comes back to the slide, also where storage is forbidden it opens', async ({ page }) => {
  await open(page, 'Learning');
  await playOut(page);
  await playOut(page);
  const title = await page.locator('.narration h1').textContent();
  await page.reload();
  // Until the scene is there, the first view stands in its place for a moment.
  await expect(page.locator('.narration[data-of] h1')).toHaveText(title ?? '');
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('forbidden', 'SecurityError');
      },
    });
  });
  await page.reload();
  await expect(page.locator('.stage')).toBeVisible();
});

test('the stage shows what one node knows', async ({ page }) => {
  await open(page, 'Phase 2: the value');
  await page.keyboard.press('End');
  await expect(page.locator('#chosen')).toBeVisible();
  await page.getByLabel('Seen by').selectOption({ label: 'L2' });
  await expect(page.locator('#chosen')).toHaveCount(0);
  await expect(page.locator('#node-A1')).toHaveAttribute('aria-label', /^A1, which L2 does not see; /);
  await page.getByLabel('Seen by').selectOption({ label: 'who sees all' });
  await expect(page.locator('#chosen')).toBeVisible();
});

test('where there is no room, a tall panel waits to be asked for', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await open(page, 'A later proposer carries the value on');
  const rules = page.getByRole('button', { name: 'Rules', exact: true });
  await expect(rules).toHaveAttribute('aria-expanded', 'false');
  await rules.click();
  await expect(page.locator('#panel-rules')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Contents' }).click();
  await expect(page.getByLabel('Search')).toBeFocused();
  await page.keyboard.type('majority');
  await page.keyboard.press('Escape');
  await expect(page.locator('.stage')).toBeVisible();
});
