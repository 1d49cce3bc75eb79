import { expect, test } from './fixture';
import { open } from './paxos';

/** The lines that are lit, each with the nodes that have just run it. */
const lit = '.card-of-rules [aria-current]';

test('the rule card lights the lines that have just run, and names the nodes', async ({ page }) => {
  await open(page, 'A later proposer carries the value on');
  const card = page.getByRole('region', { name: 'Rules' });
  await expect(card.getByRole('heading')).toHaveText(['Proposer', 'Acceptor', 'Learner']);
  await page.getByRole('slider', { name: 'Time' }).fill('1500');
  await expect(page.locator(lit)).toHaveText([/^PREPARE n: if n > promised.*A1, A2 and A3$/, /^answer PROMISE n.*A1, A2 and A3$/]);
  await page.getByRole('slider', { name: 'Time' }).fill('0');
  await expect(page.locator(lit)).toHaveCount(0);
  await page.locator('body').click({ position: { x: 2, y: 2 } });
  await page.keyboard.press('.');
  await expect(page.locator(lit)).toHaveText([/^Begin: .*P1$/]);
});

test('a line below the edge of the dock is brought into view when it lights', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 600 });
  await open(page, 'A later proposer carries the value on');
  await page.getByRole('button', { name: 'Rules', exact: true }).click();
  await page.getByRole('slider', { name: 'Time' }).fill('6000');
  await expect(page.locator(lit).last()).toContainText('it has learned v. L1');
  await expect(page.locator(lit).first()).toBeInViewport();
  await expect(page.locator(lit).nth(1)).toBeInViewport();
});

test('a line that a wrong rule changes says so', async ({ page }) => {
  await open(page, 'Its own value, whatever was reported');
  await expect(page.locator('.card-of-rules')).toHaveCount(0);
  await page.getByRole('button', { name: 'Rules' }).click();
  await expect(page.locator('.not-paxos')).toHaveCount(1);
  await expect(page.getByRole('listitem').filter({ has: page.locator('.not-paxos') })).toContainText('take its own all the same');
});
