import { expect, test } from './fixture';
import { open } from './paxos';

const TITLE = "The acceptor's card";

test('an acceptor of the reader answers by its two rules, and the way taken lights', async ({ page }) => {
  await open(page, TITLE);
  const panel = page.getByRole('region', { name: 'An acceptor to try' });
  const card = panel.getByRole('region', { name: 'Its card' });
  const log = panel.getByRole('log').getByRole('listitem');
  const taken = panel.locator('[aria-current=step]');
  const send = async (kind: string, id: string, value?: string) => {
    await panel.getByRole('radio', { name: kind, exact: true }).check();
    await panel.getByLabel('id', { exact: true }).fill(id);
    if (value !== undefined) await panel.getByLabel('value', { exact: true }).fill(value);
    await panel.getByRole('button', { name: 'Send' }).click();
  };
  await expect(taken).toHaveCount(0);
  await send('PREPARE', '4');
  await expect(panel.getByText('4 > nothing?')).toBeVisible();
  await expect(taken).toHaveText(/^yesstore promised = 4answer PROMISE 4$/);
  await send('ACCEPT-REQUEST', '4', 'cat');
  await expect(taken).toHaveText(/answer ACCEPT 4 cat$/);
  await send('PREPARE', '5');
  await expect(panel.getByText('5 > 4?')).toBeVisible();
  await expect(taken).toHaveText(/answer PROMISE 5 \(4 cat\)$/);
  await send('ACCEPT-REQUEST', '4', 'dog');
  await expect(taken).toHaveText(/^noignore it$/);
  await expect(card.getByRole('definition')).toHaveText(['5', '4', 'cat']);
  await expect(log.first()).toHaveText(/A ignores ACCEPT-REQUEST 4 dog: it has promised 5\.$/);

  await panel.getByRole('button', { name: 'Crash' }).click();
  await send('PREPARE', '9');
  await expect(log.first()).toContainText('PREPARE 9 reaches nobody: A is down.');
  await panel.getByRole('button', { name: 'Restart' }).click();
  await expect(card.getByRole('definition')).toHaveText(['5', '4', 'cat']);
  await panel.getByRole('button', { name: 'Start over' }).click();
  await expect(card.getByRole('definition')).toHaveText(['–', '–', '–']);
});

test('a bad id or value is answered with a sentence, and nothing is lost', async ({ page }) => {
  await open(page, TITLE);
  const panel = page.getByRole('region', { name: 'An acceptor to try' });
  const id = panel.getByLabel('id', { exact: true });
  for (const [typed, sentence] of [
    ['', 'Type an id first'],
    ['0', '0 is not an id'],
    ['five', '“five” is not an id'],
    ['99999999999', 'is too high'],
  ] as const) {
    await id.fill(typed);
    await id.press('Enter');
    await expect(panel.getByRole('alert')).toContainText(sentence);
    await expect(id, 'what was typed stays').toHaveValue(typed);
    await expect(id).toHaveAttribute('aria-invalid', 'true');
    await expect(id).toBeFocused();
  }
  await panel.getByRole('radio', { name: 'ACCEPT-REQUEST' }).check();
  await id.fill('7');
  await panel.getByLabel('value').fill('  ');
  await panel.getByRole('button', { name: 'Send' }).click();
  await expect(panel.getByRole('alert')).toContainText('Type a value first');
  await expect(panel.getByRole('log')).toHaveCount(0);
  await panel.getByLabel('value').fill('owl');
  await panel.getByLabel('value').press('Enter');
  await expect(panel.getByRole('alert')).toHaveCount(0);
  await expect(panel.getByRole('log')).toContainText('A accepts 7 owl');
});

test('the acceptor is tried by keyboard alone', async ({ page }) => {
  await open(page, TITLE);
  const panel = page.getByRole('region', { name: 'An acceptor to try' });
  await panel.getByRole('radio', { name: 'PREPARE', exact: true }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(panel.getByRole('radio', { name: 'ACCEPT-REQUEST' })).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.type('3');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('log')).toContainText('A accepts 3 cat');
  await page.keyboard.press('Tab');
  await page.keyboard.press(' ');
  await expect(panel.getByRole('button', { name: 'Restart' }), 'the button stays in focus').toBeFocused();
});
