import { expect, test } from './fixture';

test('the page opens and starts', async ({ page }) => {
  const answer = await page.goto('/');
  expect(answer?.status()).toBe(200);
  await expect(page).toHaveTitle('Five people, one evening · Paxos Explainer');
  // Nothing is to be read until the WebAssembly has started and drawn.
  await expect(page.locator('body')).toContainText(/\S/, { useInnerText: true });
});
