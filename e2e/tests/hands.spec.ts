import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixture';
import { labels, menuOf, open, pageRun, playOut } from './paxos';

const seek = (page: Page, ms: number) => page.getByRole('slider', { name: 'Time' }).fill(String(ms));
const why = (page: Page) => page.locator('.narration .why');

/** Opens a panel and gives it. */
async function panel(page: Page, name: string): Promise<Locator> {
  const tab = page.getByRole('button', { name, exact: true });
  if ((await tab.getAttribute('aria-expanded')) === 'false') await tab.click();
  return page.getByRole('region', { name, exact: true });
}

/** Clicks the pill of a message, in the words that its menu begins with. */
async function letter(page: Page, title: string): Promise<Locator> {
  const [label, from, to] = title.match(/(.*), (\w+) to (\w+)/)!.slice(1);
  const all = await page.locator('.stage .message').all();
  for (const pill of all) {
    const text = (await pill.locator('text').allTextContents()).join(' ');
    if (text !== label) continue;
    // It may lie below another pill, which then offers both.
    await pill.click({ force: true });
    const menu = page.getByRole('dialog');
    await expect(menu).toBeVisible();
    const name = await menu.getAttribute('aria-label');
    if (name === `What to do with ${title}`) return menu;
    const copy = menu.getByLabel(title, { exact: true });
    if ((await copy.count()) === 1) {
      await copy.check();
      return menu;
    }
    await page.keyboard.press('Escape');
  }
  throw new Error(`no pill for ${label} from ${from} to ${to}`);
}

async function deed(page: Page, title: string, name: string): Promise<void> {
  await (await letter(page, title)).getByRole('button', { name, exact: true }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

async function propose(page: Page, node: string, value: string): Promise<void> {
  const menu = await menuOf(page, node);
  await menu.getByLabel('Propose this value').fill(value);
  await menu.getByRole('button', { name: 'Propose', exact: true }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
}

test('P1 reaches A1 only and dies, and P2 must carry its value on: with the pointer alone', async ({ page }) => {
  await open(page, 'Phase 2: the value');
  // P1 has its promises and sends ACCEPT-REQUEST 5 cat; only A1 is to get it.
  await seek(page, 3100);
  await expect(page.locator('#node-P1')).toHaveAttribute('aria-label', /has sent cat/);
  await deed(page, 'ACCEPT-REQUEST 5 cat, P1 to A2', 'Lose');
  await deed(page, 'ACCEPT-REQUEST 5 cat, P1 to A3', 'Lose');
  await deed(page, 'ACCEPT-REQUEST 5 cat, P1 to A1', 'Deliver now');
  await expect(page.locator('#node-A1')).toHaveAttribute('aria-label', /accepted 5 cat/);
  await (await menuOf(page, 'P1')).getByRole('button', { name: 'Crash' }).click();
  await propose(page, 'P2', 'dog');
  await playOut(page);
  const run = await pageRun(page);
  expect(run.chosen.map((chosen) => chosen.value)).toEqual(['cat']);
  await expect(page.locator('#node-P2')).toHaveAttribute('aria-label', /wants dog, has sent cat/);
});

test('each deed is done to a message on the stage, and told', async ({ page }) => {
  await open(page, 'Phase 2: the value');
  await seek(page, 800);
  await deed(page, 'PREPARE 5, P1 to A2', 'Hold');
  await expect(why(page)).toContainText('PREPARE 5 from P1 to A2 is held up.');
  await deed(page, 'PREPARE 5, P1 to A2', 'Release');
  await expect(why(page)).toContainText('PREPARE 5 from P1 to A2 goes on.');
  await deed(page, 'PREPARE 5, P1 to A1', 'Duplicate');
  await expect(why(page)).toContainText('PREPARE 5 from P1 to A1 is under way once more.');
  await deed(page, 'PREPARE 5, P1 to A3', 'Delay by 2000 ms');
  await expect(why(page)).toContainText('takes 2000 ms longer');
  const menu = await letter(page, 'PREPARE 5, P1 to A2');
  await menu.getByLabel('Milliseconds', { exact: true }).fill('123');
  await menu.getByRole('button', { name: 'Delay by so many milliseconds' }).click();
  await expect(why(page)).toContainText('takes 123 ms longer');
  await deed(page, 'PREPARE 5, P1 to A2', 'Deliver now');
  await expect(why(page)).toContainText('A2 promises 5');
  await deed(page, 'PREPARE 5, P1 to A3', 'Lose');
  await expect(why(page)).toContainText('PREPARE 5 from P1 to A3 is lost.');
});

test('a click on a message stops the picture, and a pill that copies share offers each', async ({ page }) => {
  await open(page, 'Phase 2: the value');
  // A1's acceptance is on its way to P1 and to both learners.
  await seek(page, 4800);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  const menu = await letter(page, 'ACCEPT 5 cat, A1 to L2');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await expect(menu.getByRole('radio')).toHaveCount(2);
  await menu.getByRole('button', { name: 'Lose', exact: true }).click();
  await expect(why(page)).toContainText('ACCEPT 5 cat from A1 to L2 is lost.');
});

test('pills are large enough for a finger', async ({ page }) => {
  await open(page, 'Phase 2: the value');
  await panel(page, 'World');
  await seek(page, 800);
  for (const pill of await page.locator('.message .reach').all()) {
    const box = (await pill.boundingBox())!;
    expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(24);
  }
});

test('messages are acted on by keyboard alone, in their panel', async ({ page }) => {
  await open(page, 'Phase 2: the value');
  await seek(page, 800);
  await page.getByRole('button', { name: 'Messages', exact: true }).focus();
  await page.keyboard.press('Enter');
  const list = page.getByRole('region', { name: 'Messages' });
  const press = async (name: string) => {
    await list.getByRole('button', { name, exact: true }).focus();
    await page.keyboard.press('Enter');
  };
  await press('Hold: PREPARE 5, P1 to A1');
  await expect(list.getByText('held', { exact: true })).toBeVisible();
  await press('Release: PREPARE 5, P1 to A1');
  await press('Duplicate: PREPARE 5, P1 to A1');
  await expect(list.getByRole('listitem')).toHaveCount(4);
  await list.getByLabel('Milliseconds: PREPARE 5, P1 to A2', { exact: true }).fill('700');
  await page.keyboard.press('Enter');
  await expect(list.getByText('arrives at 2.2 s')).toBeVisible();
  await press('Lose: PREPARE 5, P1 to A3');
  await expect(list.getByRole('listitem')).toHaveCount(3);
  await expect(list.getByRole('group', { name: 'Messages in flight' }), 'the focus stays in the list').toBeFocused();
  await page.keyboard.press('Enter');
  await expect(list.getByRole('listitem'), 'and a second press does nothing').toHaveCount(3);
  await press('Deliver now: PREPARE 5, P1 to A2');
  await expect(page.locator('#node-A2')).toHaveAttribute('aria-label', /promised 5/);
  await seek(page, 0);
  await expect(list).toContainText('Nothing is on its way now. Let a proposer propose, or go back in time.');
});

test('a partition is drawn across the stage, and Escape leaves the drawing', async ({ page }) => {
  await open(page, 'Phase 2: the value');
  const world = await panel(page, 'World');
  await world.getByRole('button', { name: 'Draw a cut' }).click();
  await page.keyboard.press('Escape');
  await expect(page.locator('.draw')).toHaveCount(0);
  await world.getByRole('button', { name: 'Draw a cut' }).click();
  const stage = (await page.locator('.draw').boundingBox())!;
  const draw = async (from: [number, number], to: [number, number]) => {
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move(...to, { steps: 3 });
    await page.mouse.up();
  };
  await draw([stage.x + 5, stage.y + 20], [stage.x + 5, stage.y + 200]);
  await expect(page.getByRole('status').filter({ hasText: 'nothing is cut' })).toBeVisible();
  const middle = async (id: string) => {
    const box = (await page.locator(id).boundingBox())!;
    return box.y + box.height / 2;
  };
  const y = ((await middle('#node-A1')) + (await middle('#node-A2'))) / 2;
  await draw([stage.x + 20, y], [stage.x + 120, y]);
  await expect(why(page)).toContainText('P1, A1 and L1 are cut off from P2, A2, A3 and L2');
  await expect(page.locator('#wall')).toHaveCount(1);
  await expect(world.getByRole('listitem').filter({ hasText: 'Cut: P1 – A2' })).toBeVisible();
  expect((await labels(page)).find((label) => label.includes(' P1'))).toMatch(/cut off from P2, A2, A3 and L2$/);
  await world.getByRole('button', { name: 'Heal P1 – A2' }).click();
  await expect(why(page)).toContainText('The link between P1 and A2 carries messages again.');
  await world.getByRole('button', { name: 'Heal all' }).click();
  await expect(page.locator('#wall')).toHaveCount(0);
  await expect(world).toContainText('Everybody can reach everybody.');
});

test('a partition is made by choosing sides, by keyboard', async ({ page }) => {
  await open(page, 'Phase 2: the value');
  const world = await panel(page, 'World');
  await world.getByRole('button', { name: 'Partition' }).click();
  await expect(world.getByRole('alert')).toHaveText('Choose at least one node for each side.');
  for (const [node, side] of [['P1', 'left'], ['A1', 'left'], ['P2', 'right'], ['A2', 'right']]) {
    await world.getByLabel(node, { exact: true }).selectOption(side);
  }
  await world.getByRole('button', { name: 'Partition' }).focus();
  await page.keyboard.press('Enter');
  await expect(why(page)).toContainText('P1 and A1 are cut off from P2 and A2');
  await expect(world.getByRole('button', { name: /^Heal .*–/ })).toHaveCount(4);
});

test('a link is cut and healed in the menu of a node, one way or both', async ({ page }) => {
  await open(page, 'Phase 2: the value');
  const menu = await menuOf(page, 'P1');
  await menu.getByLabel('Cut off from').selectOption({ label: 'A2' });
  await menu.getByLabel('Which way').selectOption({ label: 'P1 → A2' });
  await menu.getByRole('button', { name: 'Cut' }).click();
  await expect(why(page)).toContainText('The link from P1 to A2 is cut.');
  const again = await menuOf(page, 'A2');
  await again.getByLabel('Cut off from').selectOption({ label: 'P1 (cut)' });
  await again.getByRole('button', { name: 'Heal' }).click();
  await expect(why(page)).toContainText('The link from P1 to A2 carries messages again.');
});

test('conditions are set from here on, and what is refused is told and stays', async ({ page }) => {
  await open(page, 'Phase 2: the value');
  const world = await panel(page, 'World');
  const type = async (name: string, text: string) => {
    await world.getByLabel(name, { exact: true }).fill(text);
    await world.getByLabel(name, { exact: true }).press('Enter');
  };
  await type('Delay, ms', 'soon');
  await expect(world.getByRole('alert')).toContainText('expected a delay: milliseconds such as 500');
  await expect(world.getByLabel('Delay, ms', { exact: true })).toHaveValue('soon');
  await expect(world.getByLabel('Delay, ms', { exact: true })).toBeFocused();
  await type('Delay, ms', '300..900');
  await expect(world.getByRole('alert')).toBeHidden();
  await expect(why(page)).toContainText('From now on: a message takes 300 to 900 ms.');
  await type('Loss, %', '10');
  await type('Duplication, %', '5');
  await type('Retry, ms', 'backoff 1000');
  await type('Quorum', 'prepare 2 accept 1');
  await expect(world.locator('form', { has: page.getByRole('button', { name: 'Set Quorum' }) })).toContainText('not Paxos');
  await type('Seed', '7');
  await world.getByLabel('NACKs').selectOption('on');
  await expect(why(page)).toContainText('From now on: whoever refuses says so in a NACK.');
  await world.getByLabel('accept', { exact: true }).selectOption('always');
  await expect(world.locator('form', { hasText: 'acceptors accept below their promise' })).toContainText('not Paxos');
  await expect(page.locator('.caution').first()).toContainText('This is not Paxos');
  await page.getByRole('button', { name: 'Back to the slide' }).click();
  await expect(world.getByLabel('accept', { exact: true }), 'what is in force is shown').toHaveValue('if-promised');
  await expect(world.getByLabel('Delay, ms', { exact: true })).toHaveValue('1500');
});

test('any statement of the scene language can be done, and a wrong one is told and stays', async ({ page }) => {
  await open(page, 'Phase 2: the value');
  const world = await panel(page, 'World');
  const field = world.getByLabel('Do, in the words of scenes');
  await field.fill('crahs A1');
  await world.getByRole('button', { name: 'Do', exact: true }).click();
  await expect(world.getByRole('alert')).toContainText('crash');
  await expect(field).toHaveValue('crahs A1');
  await field.fill('crash A1 A2');
  await field.press('Enter');
  await expect(page.locator('#node-A2')).toHaveAttribute('aria-label', /crashed/);
});

test('a message among people can be lost, and nothing else', async ({ page }) => {
  await page.goto('/');
  await page.locator('.stage').waitFor();
  const menu = await menuOf(page, 'F1');
  await menu.getByLabel('Tell everybody this value').fill('tea');
  await menu.getByRole('button', { name: 'Tell everybody' }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  const list = await panel(page, 'Messages');
  const before = await list.getByRole('listitem').count();
  await page.locator('.stage .message').first().click();
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Deliver now' })).toHaveCount(0);
  await page.getByRole('dialog').getByRole('button', { name: 'Lose', exact: true }).click();
  await expect(why(page)).toContainText('is lost.');
  await expect(list.getByRole('listitem')).toHaveCount(before - 1);
});

for (const width of [1280, 360]) {
  test(`panels and menus are without fault for axe at ${width} px, and nothing is wider than the page`, async ({ page }) => {
    await page.setViewportSize({ width, height: 760 });
    await open(page, 'Phase 2: the value');
    await seek(page, 800);
    await panel(page, 'Messages');
    await panel(page, 'World');
    await page.getByRole('region', { name: 'World' }).getByLabel('promise', { exact: true }).selectOption('always');
    const clean = async () => expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    await clean();
    await letter(page, 'PREPARE 5, P1 to A1');
    await clean();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Draw a cut' }).click();
    await clean();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide).toBeLessThanOrEqual(0);
  });
}

test('a copy has a pill and a name of its own, and the stage keeps its size while messages come and go', async ({ page }) => {
  await open(page, 'Phase 2: the value');
  const list = await panel(page, 'Messages');
  const size = async () => (await page.locator('.stage').boundingBox())!;
  const before = await size();
  await seek(page, 800);
  expect(await size()).toEqual(before);
  await list.getByRole('button', { name: 'Duplicate: PREPARE 5, P1 to A1', exact: true }).click();
  await expect(list.getByText('2nd PREPARE 5, P1 to A1')).toBeVisible();
  await expect(page.locator('.stage .message')).toHaveCount(4);
  const places = await page.locator('.stage .message').evaluateAll((all) => all.map((pill) => pill.getAttribute('transform')));
  expect(new Set(places).size).toBe(4);
  // The copy left later, and its pill gives way: each is pointed at by itself.
  await list.getByRole('button', { name: 'Lose: 2nd PREPARE 5, P1 to A1', exact: true }).click();
  await expect(list.getByRole('listitem')).toHaveCount(3);
  expect(await size()).toEqual(before);
});

for (const width of [1280, 360]) {
  test(`what is said of a drawn cut or a wrong wish covers nothing at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 760 });
    await open(page, 'Phase 2: the value');
    const world = await panel(page, 'World');
    await world.getByLabel('Delay, ms', { exact: true }).fill('soon');
    await world.getByLabel('Delay, ms', { exact: true }).press('Enter');
    const alert = (await world.getByRole('alert').boundingBox())!;
    const isApart = (one: typeof alert, other: typeof alert) =>
      one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y || other.y + other.height <= one.y;
    for (const field of await world.locator('input, select, button').all()) {
      expect(isApart(alert, (await field.boundingBox())!)).toBe(true);
    }
    await world.getByRole('button', { name: 'Draw a cut' }).click();
    const hint = (await page.locator('.draw-hint').boundingBox())!;
    for (const node of await page.locator('.stage .node').all()) {
      expect(isApart(hint, (await node.boundingBox())!)).toBe(true);
    }
    await expect(page.locator('.draw-hint').getByRole('button', { name: 'Cancel' })).toBeInViewport();
    await page.locator('.draw-hint').getByRole('button', { name: 'Cancel' }).click();
    await expect(page.locator('.draw')).toHaveCount(0);
  });
}

test('on a phone the head of an own run takes two rows, and pills and choices are whole', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await open(page, 'Phase 2: the value');
  const menu = await menuOf(page, 'P1');
  const isWhole = await menu.getByLabel('Which way').evaluate((select: HTMLSelectElement) => {
    const pen = document.createElement('canvas').getContext('2d')!;
    pen.font = getComputedStyle(select).font;
    return pen.measureText(select.selectedOptions[0].text).width + 26 <= select.clientWidth;
  });
  expect(isWhole).toBe(true);
  await menu.getByRole('button', { name: 'Crash' }).click();
  await expect(page.getByRole('button', { name: 'Edit as a scene' })).toBeVisible();
  const tops = await page.locator('.head > :not(.skip)').evaluateAll((all) =>
    all.map((part) => part.getBoundingClientRect()).filter(({ height }) => 0 < height).map(({ top }) => top));
  expect(new Set(tops).size).toBeLessThanOrEqual(2);
  await page.getByRole('button', { name: 'Back to the slide' }).click();
  const end = Number(await page.getByRole('slider', { name: 'Time' }).getAttribute('max'));
  for (let time = 0; time < end; time += 300) {
    await seek(page, time);
    const cut = await page.locator('.stage').evaluate((stage) => {
      const { left, right } = stage.getBoundingClientRect();
      const of = [...stage.querySelectorAll('[id^=pill-]')].map((pill) => pill.getBoundingClientRect());
      return of.filter((box) => box.left < left - 0.5 || right + 0.5 < box.right).length;
    });
    expect(cut, `at ${time} ms`).toBe(0);
  }
});
