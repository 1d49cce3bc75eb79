import { expect, test } from './fixture';

// These tests make trouble, and the console says so.
test.use({ quiet: false });

test('a scene that cannot be fetched gives a sentence and another try', async ({ page }) => {
  let isDown = true;
  await page.route('**/scenes/*.paxos', (route) => (isDown ? route.abort() : route.continue()));
  await page.goto('/');
  await expect(page.getByRole('alert')).toContainText('could not be fetched');
  isDown = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.locator('.stage')).toBeVisible();
});

test('what a server sends in the place of a scene is not taken for one', async ({ page }) => {
  await page.route('**/scenes/*.paxos', (route) => route.fulfill({ status: 404, contentType: 'text/html', body: '<h1>Not here</h1>' }));
  await page.goto('/#scene=phase-2');
  await expect(page.getByRole('alert')).toContainText('There is no scene “phase-2” here: the server answered 404');
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
});

test('a scene with a mistake names its line and column', async ({ page }) => {
  const text = 'title "Broken"\nproposers P1\nacceptors A1 A2 A3\nslide one\n  propsoe P1 cat\n';
  await page.route('**/scenes/*.paxos', (route) => route.fulfill({ body: text }));
  await page.goto('/');
  await expect(page.getByRole('alert')).toContainText('consensus.paxos:5:3: "propsoe" is not a statement');
  await expect(page.getByRole('alert')).toContainText('expected "propose" or another statement');
});
