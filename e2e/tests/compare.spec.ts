import type { Page } from '@playwright/test';
import { expect, test } from './fixture';
import { crash, labels, open, pageRun, picture, playOut } from './paxos';

const SCENE = 'Accepting below the promise';

async function compare(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Compare with' })).toBeFocused();
}

/** A list of the form. */
const choice = (page: Page, name: string) => page.getByRole('combobox', { name, exact: true });

/** Chooses the line of a list that says this and more. */
async function pick(page: Page, name: string, says: RegExp) {
  const lines = await choice(page, name).locator('option').allTextContents();
  await choice(page, name).selectOption({ index: lines.findIndex((line) => says.test(line)) });
}


/** What the pictures of both sides are called by a screen reader: each node with what it shows. */
function nodes(page: Page, side: 'left' | 'right'): Promise<string[]> {
  const drawn = page.locator(`.side.${side} .stage [id^=${side}-node-]`);
  return drawn.evaluateAll((all) => all.map((node) => node.getAttribute('aria-label') ?? ''));
}

/** Ids that more than one element has. */
function clashes(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    return ids.filter((id, place) => ids.indexOf(id) !== place);
  });
}

/** The log: what each row says, the marks on it too. */
const rows = (page: Page) => page.locator('.log-of-both tbody tr');

test('a scene without a rule stands beside Paxos, and the first difference is marked and told', async ({ page }) => {
  await open(page, SCENE);
  await compare(page);
  await expect(page.locator('.side.left h2')).toHaveText('Left: rule accept always');
  await expect(page.locator('.side.right h2')).toHaveText('Right: Paxos');
  await expect(page.locator('.side.left')).toContainText('This is not Paxos: acceptors accept below their promise.');
  await expect(page.locator('.parting')).toHaveText(
    'Both are alike up to 7.0 s. Then, on the left, A2 accepts 1 cat though it has promised 2: this is not Paxos. ' +
      'This takes the place of 2 dog on its card. On the right, A2 ignores ACCEPT-REQUEST 1 cat: it has promised 2.',
  );
  await expect(page.locator('.side.left .ends')).toContainText('dog and cat are chosen: agreement is broken.');
  await expect(page.locator('.side.right .ends')).toContainText('dog is chosen, and agreement is kept.');

  await page.getByRole('button', { name: 'Go to the first difference' }).click();
  const told = await rows(page).allTextContents();
  const mark = told.findIndex((row) => row.includes('Here the runs part'));
  await expect(rows(page).nth(mark + 1)).toHaveAttribute('aria-current', 'step');
  await expect(rows(page).nth(mark + 1).getByRole('img', { name: 'different' })).toBeVisible();
  await expect(rows(page).nth(mark - 1).getByRole('img', { name: 'the same' })).toHaveCount(1);
  expect((await nodes(page, 'left'))[3]).toContain('Acceptor A2, up, promised 2, accepted 1 cat');
  expect((await nodes(page, 'right'))[3]).toContain('Acceptor A2, up, promised 2, accepted 2 dog');
});

test('what differs is chosen in the form, and applies at once', async ({ page }) => {
  await open(page, 'One round in six steps');
  await compare(page);
  await expect(page.locator('.parting')).toContainText('Choose above what is to be different there');
  await expect(page.getByRole('button', { name: 'Go to the first difference' })).toHaveCount(0);
  await choice(page, 'Quorum').selectOption({ label: '3' });
  await expect(page.locator('.side.right h2')).toHaveText('Right: quorum 3');
  await expect(page.locator('.parting')).toContainText('of the 3');
  await choice(page, 'Quorum').selectOption({ label: 'same' });
  await pick(page, 'Rule', /^Asking first \(phases\)$/);
  await expect(page.locator('.side.right h2')).toHaveText('Right: rule phases one');
  await expect(choice(page, 'Variant').locator('option:checked')).toHaveText(/^one: proposers /);
  await pick(page, 'Variant', /^two \(Paxos, as on the left\): proposers ask first/);
  await expect(page.locator('.parting')).toHaveText('Both runs are alike to the end.');
  await page.getByRole('textbox', { name: 'Seed' }).fill('seven');
  await expect(page.getByRole('alert')).toContainText('“seven” is no seed: expected a whole number');
  await page.getByRole('textbox', { name: 'Seed' }).fill('7');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.locator('.side.right h2')).toHaveText('Right: seed 7');
});

test('a rule that was switched in the midst of the run is Paxos throughout on the right', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/#scene=carry-on&do=4800:set.rule.value.own~6300:propose.P2.dog.id.6&t=7000');
  await compare(page);
  await expect(page.locator('.side.left h2')).toHaveText('Left: rule value own from 4.8 s');
  await expect(page.locator('.side.left')).toContainText('This is not Paxos');
  await expect(page.locator('.side.right h2')).toHaveText('Right: Paxos');
  await expect(page.locator('.left-out')).toHaveText(
    'On the right, rule value highest-accepted holds from the beginning to the end: ' +
      '“set rule value own” at 4.8 s is left out there.',
  );
  await expect(page.locator('.parting')).toContainText('Both are alike up to 9.3 s. Then, on the left, ');
  await expect(rows(page).filter({ hasText: '(left out)' })).toHaveCount(1);
  await expect(choice(page, 'Variant').locator('option').first()).toHaveText('highest-accepted (Paxos)');
  await expect(page.locator('.variant-says')).toHaveText(/^proposers carry on the value with the highest /);
  await expect(page.locator('.side.left .ends')).toContainText('agreement is broken');
  await expect(page.locator('.side.right .ends')).toContainText('cat is chosen, and agreement is kept.');

  await page.getByRole('button', { name: 'Go to the first difference' }).click();
  await page.getByRole('button', { name: 'Keep the other run' }).click();
  const title = 'A later proposer carries the value on, with rule value highest-accepted';
  await expect.poll(() => pageRun(page).then((run) => run.title, () => 'not yet')).toBe(title);
  expect((await pageRun(page, 'now')).time).toBe(9300);
  await expect(page.getByRole('heading', { name: 'By hand' })).toBeVisible();
});

test('a list with a long line stays on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await open(page, 'A later proposer carries the value on');
  await compare(page);
  await pick(page, 'Rule', /^Choosing the value \(value\)$/);
  await pick(page, 'Variant', /^highest-accepted \(Paxos, as on the left\)$/);
  for (const select of await page.locator('.what-differs select').all()) {
    const box = await select.boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(360 - 12);
  }
});

test('a poll has nothing to compare', async ({ page }) => {
  await open(page, 'Five people, one evening');
  await expect(page.getByRole('button', { name: 'Compare', exact: true })).toHaveCount(0);
});

test('one playhead moves both, by steps, by the scrubber, and by itself', async ({ page }) => {
  await open(page, SCENE);
  await compare(page);
  const both = async () => [await nodes(page, 'left'), await nodes(page, 'right')];
  await page.getByRole('slider', { name: 'Time' }).fill('0');
  const start = await both();
  await page.getByRole('button', { name: 'Step forward' }).click();
  const first = await both();
  expect(first).not.toEqual(start);
  await page.keyboard.press('.');
  await page.keyboard.press(',');
  expect(await both()).toEqual(first);
  await page.getByRole('slider', { name: 'Time' }).fill('6000');
  const [left, right] = await both();
  expect(left, 'the same until they part').toEqual(right);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible({ timeout: 15_000 });
  await expect(page.locator('#left-chosen')).toContainText('agreement is broken');
  await expect(page.locator('#right-chosen')).toHaveText('chosen: dog, under 2');
  expect(await clashes(page), 'no id twice').toEqual([]);
});

test('the way back leads to the run as it was, and to the button', async ({ page }) => {
  await open(page, 'One round in six steps');
  await playOut(page);
  await crash(page, 'A3');
  await playOut(page);
  await page.getByRole('slider', { name: 'Time' }).fill('1500');
  const before = [await picture(page), await labels(page), await pageRun(page)];
  await compare(page);
  await pick(page, 'Rule', /^Choosing the value \(value\)$/);
  await page.locator('.comparison h1').click();
  await page.keyboard.press('End');
  await page.getByRole('button', { name: 'Back to the run' }).click();
  expect([await picture(page), await labels(page), await pageRun(page)]).toEqual(before);
  await expect(page.getByRole('button', { name: 'Compare', exact: true })).toBeFocused();
  await expect(page.getByRole('heading', { name: 'This is your own run' })).toBeVisible();
});

test('what cannot be done on the right is said, and the run goes by itself', async ({ page }) => {
  await open(page, 'Half is enough');
  await compare(page);
  await expect(page.locator('.stop')).toHaveText(
    'Right, at 2.0 s: Here the script wants “deliver ACCEPT-REQUEST 1 P1->A1”, which was never sent in this world. ' +
      'From then on this run goes by itself.',
  );
});

test('the other run is kept as a scene of its own', async ({ page }) => {
  await open(page, SCENE);
  await compare(page);
  await page.getByRole('button', { name: 'Keep the other run' }).click();
  const title = `${SCENE}, with rule accept if-promised`;
  await expect.poll(() => pageRun(page).then((run) => run.title, () => 'not yet')).toBe(title);
  await page.keyboard.press('End');
  await expect(page.locator('#chosen')).toHaveText('chosen: dog, under 2');
});

test('a scene stands beside its twin', async ({ page }) => {
  await open(page, SCENE);
  await page.getByRole('button', { name: 'side by side' }).click();
  await expect(page.locator('.side.left h2')).toHaveText(`Left: ${SCENE}`);
  await expect(page.locator('.side.right h2')).toHaveText('Right: A late request is refused');
  await page.keyboard.press('End');
  await expect(page.locator('#right-chosen')).toHaveText('chosen: dog, under 2');
  await page.keyboard.press('Escape');
  await expect.poll(() => pageRun(page).then((run) => run.title, () => 'not yet')).toBe(SCENE);
});

test('it works by keyboard alone', async ({ page }) => {
  await open(page, SCENE);
  await page.getByRole('button', { name: 'Compare', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(choice(page, 'Rule')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(page.locator('.side.right h2')).toHaveText('Right: rule value own');
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('.side.right h2')).toHaveText('Right: Paxos');
  const difference = page.getByRole('button', { name: 'Go to the first difference' });
  for (let i = 0; i < 8 && !(await difference.evaluate((it) => it === document.activeElement)); i++) {
    await page.keyboard.press('Tab');
  }
  await expect(difference).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(rows(page).filter({ has: page.locator('[aria-label=different]') }).first()).toHaveAttribute('aria-current', 'step');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('region', { name: 'Log of both runs' })).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('k');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.keyboard.press('k');
  await page.keyboard.press('Escape');
  await expect(page.locator('.narration')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Compare', exact: true })).toBeFocused();
});

for (const width of [360, 640, 1024]) {
  test(`nothing is cut off at ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 740 });
    await open(page, SCENE);
    await compare(page);
    await page.getByRole('button', { name: 'Go to the first difference' }).click();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(width);
    const [left, right] = [await page.locator('.side.left').boundingBox(), await page.locator('.side.right').boundingBox()];
    if (!left || !right) throw new Error('both sides are there');
    const isStacked = left.y + left.height <= right.y;
    expect(isStacked, 'stacked where it is narrow').toBe(width < 760);
    expect(await clashes(page), 'no id twice').toEqual([]);
    for (const button of await page.locator('.comparison button, .comparison select, .comparison input').all()) {
      const box = await button.boundingBox();
      expect(box?.height ?? 0).toBeGreaterThanOrEqual(36);
    }
  });
}

/** What a closed list says, if it has no room for all of that. */
const cut = (list: HTMLSelectElement) => {
  const style = getComputedStyle(list);
  const pen = document.createElement('canvas').getContext('2d')!;
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const says = list.selectedOptions[0]!.text;
  // The arrow takes some of it.
  const room = list.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 16;
  return pen.measureText(says).width <= room ? '' : says;
};

for (const [width, height] of [[1280, 800], [1024, 768], [360, 740]] as const) {
  test(`what is done under a variant is read whole, ${width} wide`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.goto('/#scene=contention&lang=de');
    await page.getByRole('button', { name: 'Vergleichen', exact: true }).click();
    const [rule, variant] = [page.locator('.what-differs select').first(), page.locator('.what-differs select').nth(1)];
    const rules = await rule.locator('option').count();
    for (let index = 1; index < rules; index += 1) {
      await rule.selectOption({ index });
      const variants = await variant.locator('option').count();
      for (let nth = 0; nth < variants; nth += 1) {
        await variant.selectOption({ index: nth });
        expect(await variant.evaluate(cut)).toBe('');
        const says = await page.locator('.what-differs').evaluate((form) => {
          const list = form.querySelectorAll('select')[1]!;
          return `${list.selectedOptions[0]!.text} ${form.querySelector('.variant-says')?.textContent ?? ''}`;
        });
        expect(says.split(' ').length, says).toBeGreaterThan(3);
        const [above, below] = [(await rule.boundingBox())!, (await variant.boundingBox())!];
        if (width === 1280) expect(below.y, 'the rule does not stand alone').toBe(above.y);
      }
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

  test(`what is chosen to differ is read whole, ${width} wide`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page, SCENE);
    await compare(page);
    const rules = await choice(page, 'Rule').locator('option').count();
    for (let index = 0; index < rules; index += 1) {
      await choice(page, 'Rule').selectOption({ index });
      expect(await choice(page, 'Rule').evaluate(cut)).toBe('');
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
}
