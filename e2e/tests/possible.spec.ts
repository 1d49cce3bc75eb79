import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixture';
import { open, pageRun } from './paxos';

const TITLE = 'A proposer fails, and its value is heard of';

/** The board of the scene of this title, the diagram closed. */
async function board(page: Page, title = TITLE) {
  await open(page, title);
  for (const name of ['Time', 'Board']) {
    const tab = page.getByRole('button', { name, exact: true });
    if (((await tab.getAttribute('aria-expanded')) === 'true') !== (name === 'Board')) await tab.click();
  }
  return page.getByRole('region', { name: 'Board', exact: true });
}

const seek = (page: Page, time: number) => page.getByRole('slider', { name: 'Time' }).fill(String(time));

const clean = async (page: Page) => {
  const found = (await new AxeBuilder({ page }).analyze()).violations;
  expect(found.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide).toBeLessThanOrEqual(0);
};

test('each value is chosen, choosable or dead, with the reasons for whoever asks', async ({ page }) => {
  const panel = await board(page);
  const values = panel.getByRole('region', { name: 'Is it still possible?' }).getByRole('listitem');
  await seek(page, 0);
  await expect(panel).toContainText('Nobody has used an id yet.');
  await seek(page, 100_000);
  await expect(values).toHaveCount(2);
  await expect(values.nth(0)).toContainText('cat');
  await expect(values.nth(0)).toContainText('chosen under 2');
  await expect(values.nth(1)).toContainText('dead');
  const why = values.nth(1).getByText('why', { exact: true });
  await expect(values.nth(1).getByText(/No id to come can bring it/)).toBeHidden();
  await why.focus();
  await page.keyboard.press('Enter');
  await expect(values.nth(1).getByText(/No id to come can bring it: cat is chosen/)).toBeVisible();
  await clean(page);
  await page.getByLabel('Seen by').selectOption({ label: 'A1' });
  await expect(values).toHaveCount(0);
});

test('the stage tells it when it is asked to, and not by itself', async ({ page }) => {
  const panel = await board(page);
  await seek(page, 100_000);
  await expect(page.locator('.stage #possible')).toHaveCount(0);
  await panel.getByLabel('on the stage too').check();
  const told = page.locator('.stage #possible');
  await expect(told).toHaveText('dog: no longer possible');
  await expect(told).toHaveAttribute('aria-label', 'What can still be chosen: dog: no longer possible');
  await seek(page, 0);
  await expect(told).toHaveCount(0);
});

/** To where P2 has its PROMISEs and has sent cat, and nothing is chosen yet. */
const seekSent = async (page: Page) => seek(page, (await pageRun(page)).slides[3].end);

test('a shortest way to a value is shown as a run of one\'s own, which undo takes back', async ({ page }) => {
  const panel = await board(page);
  await seekSent(page);
  const cat = panel.getByRole('region', { name: 'Is it still possible?' }).getByRole('listitem').nth(0);
  await expect(cat).toContainText('choosable under 2');
  const before = await pageRun(page, 'now');
  expect(before.chosen).toEqual([]);
  await cat.getByRole('button', { name: 'Show me how: cat' }).click();
  await expect(cat.getByRole('status')).toContainText('From there cat can be chosen without a new id: the shortest way takes 2 actions');
  await expect(page.getByText('cat in 2 actions').first()).toBeVisible();
  await expect(cat).toContainText('chosen under 2', { timeout: 20_000 });
  expect((await pageRun(page, 'now')).chosen.map(({ value }) => value)).toEqual(['cat']);
  expect(page.url()).toContain('do=');
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await expect(cat).toContainText('choosable under 2');
  expect((await pageRun(page, 'now')).chosen).toEqual([]);
});

test('a way with an id to come is found, and where there is none the search says how far it has looked', async ({ page }) => {
  const panel = await board(page);
  await seekSent(page);
  const values = panel.getByRole('region', { name: 'Is it still possible?' }).getByRole('listitem');
  const dog = values.nth(1);
  await expect(dog).toContainText('dead under the ids that there are');
  await dog.getByRole('button', { name: 'Show me how, with a new id: dog' }).click();
  await expect(dog.getByRole('status')).toContainText(/From there dog can be chosen with up to 2 more ids: the shortest way takes \d+ actions/);
  await seek(page, 100_000);
  await expect(dog).toContainText('chosen');
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await seek(page, 100_000);
  await expect(dog).toContainText('dead for good');
  await dog.getByRole('button', { name: 'Look for a way: dog' }).click();
  await expect(dog.getByRole('status')).toContainText(/dog is not chosen with up to 2 more ids in any of the [\d,]+ states that can be reached\. Of more ids than that it says nothing/, { timeout: 20_000 });
});

for (const [width, height] of [[1280, 800], [1024, 768], [360, 740]]) {
  test(`at ${width} by ${height} it can be read whole`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    const panel = await board(page);
    await seek(page, 100_000);
    await panel.getByLabel('on the stage too').check();
    const overlapping = await page.evaluate(() => {
      const line = document.querySelector('.stage #possible')!.getBoundingClientRect();
      const stage = document.querySelector('.stage')!.getBoundingClientRect();
      const others = [...document.querySelectorAll('.stage [id^="node-"] rect, .stage #chosen text, .stage #lanes text')];
      const hit = others.filter((other) => {
        const box = other.getBoundingClientRect();
        return line.left < box.right && box.left < line.right && line.top < box.bottom && box.top < line.bottom;
      });
      const out = line.left < stage.left || stage.right < line.right || stage.bottom < line.bottom;
      return [...hit.map((other) => other.id), ...(out ? ['the edge'] : [])];
    });
    expect(overlapping).toEqual([]);
    await clean(page);
  });
}
