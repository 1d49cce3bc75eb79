import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixture';
import { nativeRun, open, pageRun } from './paxos';

/** Every wrong variant, and after how many actions it goes wrong in the default scenario; none where nothing does. */
const VARIANTS: [string, number | null][] = [
  ['phases one', 6],
  ['promise or-equal', null],
  ['promise always', 14],
  ['report promised-id', 21],
  ['report nothing', 14],
  ['value own', 14],
  ['value lowest', 20],
  ['value first', 20],
  ['value re-picks', 17],
  ['accept always', 14],
  ['accept without-promising', 20],
  ['accept first', null],
  ['quorum half', 14],
  ['quorum one', 8],
  ['storage forgets-promise', 16],
  ['storage forgets-accepted', 16],
  ['storage forgets-all', 16],
  ['ids reused', 14],
  ['count messages', 14],
  ['learn per-value', 14],
  ['learn on-promises', 5],
];

/** The same of a log, and what goes wrong. */
const OF_A_LOG: [string, string | null][] = [
  ['leader skips-prepare', 'Two values are chosen after 8 actions'],
  ['gaps left', null],
  ['gaps applied-past', 'A replica applies a slot past a gap after 9 actions'],
  ['commit loose', 'A node learns what is not chosen after 14 actions'],
  ['dedup none', 'A command is executed twice after 11 actions'],
  ['members at-once', 'Two values are chosen after 9 actions'],
];

const panel = (page: Page) => page.locator('.breaking');
const example = (page: Page) => page.locator('.example');
const switchOf = (page: Page, rule: string) => page.locator(`[data-rule="${rule}"]`);

async function breakIt(page: Page): Promise<void> {
  await open(page, 'One round in six steps');
  await page.locator('.head .break-open').click();
  await expect(page.getByRole('heading', { name: 'Break it' })).toBeFocused();
}

test('each switch brings its shortest run on the stage, or says why there is none', async ({ page }) => {
  test.setTimeout(120_000);
  await breakIt(page);
  await expect(panel(page).locator('.breaking-switch')).toHaveCount(VARIANTS.length + OF_A_LOG.length);
  for (const [rule, length] of VARIANTS) {
    await switchOf(page, rule).click();
    if (length === null) {
      await expect(panel(page).locator('.breaking-state')).toContainText('This cannot break agreement', { timeout: 30_000 });
      await expect(panel(page).locator('.breaking-state')).toContainText(/No violation in [\d,]+ states within these limits: 2 proposers and 3 acceptors/);
      await expect(switchOf(page, rule)).toHaveAttribute('aria-pressed', 'true');
    } else {
      const what = rule.startsWith('learn') ? 'A node learns what is not chosen' : 'Two values are chosen';
      await expect(example(page).getByRole('heading'), rule).toHaveText(`${what} after ${length} actions`, { timeout: 30_000 });
      await expect(page.locator('.caution').first()).toContainText('This is not Paxos');
      await example(page).getByRole('button', { name: '‹ Break it' }).click();
    }
    await page.getByRole('button', { name: 'All rules on' }).click();
    await expect(switchOf(page, rule)).toHaveAttribute('aria-pressed', 'false');
  }
});

test('a rule of a log brings replicas on the stage, where the run goes wrong', async ({ page }) => {
  test.setTimeout(120_000);
  await breakIt(page);
  for (const [rule, found] of OF_A_LOG) {
    await switchOf(page, rule).click();
    await expect(panel(page).getByRole('radio', { name: 'a log', exact: true }).or(example(page)).first()).toBeAttached();
    if (found === null) {
      // Smaller limits, so that all of it is seen.
      await panel(page).getByLabel('Attempts to lead in all').selectOption('1');
      await panel(page).getByLabel('Requests of clients').selectOption('1');
      await panel(page).getByRole('button', { name: 'Search', exact: true }).click();
      await expect(panel(page).locator('.breaking-state')).toContainText(/No violation in [\d,]+ states within these limits: 3 replicas and 2 clients/, { timeout: 30_000 });
      await expect(panel(page).locator('.breaking-state')).toContainText('This cannot break agreement');
      await panel(page).getByLabel('Attempts to lead in all').selectOption('');
      await panel(page).getByLabel('Requests of clients').selectOption('');
      await page.getByRole('button', { name: 'All rules on' }).click();
      continue;
    }
    await expect(example(page).getByRole('heading'), rule).toHaveText(found, { timeout: 60_000 });
    await expect(example(page)).toContainText('A timer, a request, a heartbeat, a delivery');
    await expect(page.locator('.caution').first()).toContainText('This is not Paxos');
    await expect(page.locator('#node-R1')).toBeVisible();
    await example(page).getByRole('button', { name: /It goes wrong at/ }).click();
    await expect(example(page).locator('.example-breach')).toHaveClass(/is-there/);
    await example(page).locator('summary').click();
    await example(page).getByRole('button', { name: '‹ Break it' }).click();
    await expect(panel(page).getByRole('radio', { name: 'a log', exact: true })).toBeChecked();
    await page.getByRole('button', { name: 'All rules on' }).click();
  }
});

test('a scene of a log leads to its search, and a link opens it', async ({ page }) => {
  await page.goto('/#scene=case-dedup-none');
  await page.getByRole('button', { name: 'Find the shortest run yourself ›' }).click();
  await expect(example(page).getByRole('heading')).toHaveText('A command is executed twice after 11 actions', { timeout: 60_000 });
  const { chosen } = await pageRun(page);
  expect(chosen.map((vote) => vote.value)).toEqual(['+50', '+50']);
  await page.goto('/#break=members-at-once');
  await page.reload();
  await expect(example(page).getByRole('heading')).toHaveText('Two values are chosen after 9 actions', { timeout: 60_000 });
});

test('a student who switches “accepting also promises” off steps through a run, forks it, and comes home', async ({ page }) => {
  await breakIt(page);
  await page.getByRole('button', { name: /^Accepting an id does not promise it/ }).click();
  await expect(example(page)).toBeVisible();
  await expect(page.locator('.narration')).toContainText('Slide 1 of');
  await expect(example(page)).toContainText('A proposal, a timer, a delivery, a duplicate, a crash and a restart count 1 each.');
  // To where it breaks: the mark, the words, the flag on the time line.
  await example(page).getByRole('button', { name: /It goes wrong at/ }).click();
  await expect(page.locator('#chosen')).toContainText('agreement is broken');
  await expect(example(page)).toContainText(/is chosen under \d+, although (cat|dog) is chosen under \d+/);
  await expect(page.locator('#time-broken')).toBeVisible();
  // It is a scene like any other: a fork, and the way back to its slide.
  await page.keyboard.press('Home');
  const menu = (await page.locator('#node-A1').click(), page.getByRole('dialog', { name: 'What to do with A1' }));
  await menu.getByRole('button', { name: 'Crash' }).click();
  await expect(page.locator('.fork')).toContainText('This is your own run');
  await page.getByRole('button', { name: '‹ Back to the slide' }).click();
  // The same acts in Paxos.
  await example(page).getByRole('button', { name: 'The same beside Paxos' }).click();
  await expect(page.locator('.both-sides .stage')).toHaveCount(2);
  await expect(page.locator('.comparison')).toContainText('Paxos');
  await page.getByRole('button', { name: '‹ Back to the run' }).click();
  await example(page).getByRole('button', { name: '‹ Back to where I was' }).click();
  await expect.poll(() => pageRun(page).then((run) => run.title)).toBe('One round in six steps');
  await expect(example(page)).toHaveCount(0);
});

test('what is found is a link and a scene for the command', async ({ page, context }) => {
  await breakIt(page);
  await switchOf(page, 'value own').click();
  await expect(example(page)).toBeVisible();
  await expect.poll(() => page.url()).toContain('script=');
  const title = (await pageRun(page)).title;
  expect(page.url()).toMatch(/[#&]break=value-own&found=two-chosen-14/);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect.poll(() => pageRun(other).then((run) => run.title, () => '')).toBe(title);
  // What it is goes with it, and nothing is searched for that.
  await expect(example(other).getByRole('heading')).toHaveText('Two values are chosen after 14 actions');
  expect(other.workers()).toEqual([]);
  await expect(example(other).getByRole('button', { name: '‹ Back to where I was' })).toHaveCount(0);
  await example(other).getByRole('button', { name: /It goes wrong at/ }).click();
  await expect(other.locator('#chosen')).toContainText('agreement is broken');
  await example(page).getByRole('button', { name: /It goes wrong at/ }).click();
  const text = await page.evaluate(() =>
    (window as unknown as { paxosExplainer: { exportAs(format: string): Promise<string> } }).paxosExplainer.exportAs('replay'),
  );
  expect(text).toContain('rule value own');
  expect(nativeRun({ text }).chosen.map((vote) => vote.value).sort()).toEqual(['cat', 'dog']);
});

test('a link opens the search of a lecturer', async ({ page }) => {
  await page.goto('/#break=accept-without-promising');
  await expect(example(page).getByRole('heading')).toHaveText('Two values are chosen after 20 actions');
  await example(page).getByRole('button', { name: '‹ Break it' }).click();
  await expect(switchOf(page, 'accept without-promising')).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByLabel('A link to this')).toHaveValue(/#break=accept-without-promising$/);
  await page.getByLabel('Acceptors').selectOption('4');
  await expect(page.getByLabel('A link to this')).toHaveValue(/#break=accept-without-promising,acceptors-4$/);
  await page.goto('/#break=paxos');
  await page.reload();
  await expect(panel(page).locator('.breaking-state')).toContainText('No violation in', { timeout: 30_000 });
});

test.describe('a link with a slip', () => {
  test.use({ quiet: false });
  test('is told, with what may have been meant', async ({ page }) => {
    await page.goto('/#break=accept-alwys');
    await expect(page.locator('.notices')).toContainText('did you mean "accept-always"?');
    await expect(panel(page)).toHaveCount(0);
  });
});

test('a search can be called off, and says how far it was', async ({ page }) => {
  await breakIt(page);
  await page.getByLabel('Proposers').selectOption('3');
  await page.getByLabel('Acceptors').selectOption('5');
  await page.getByLabel('New ids in all').selectOption('5');
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await expect(panel(page).locator('.breaking-state')).toContainText(/[\d,]+ states, \d+ actions deep, .* states a second/);
  await expect(panel(page).getByRole('status')).toHaveText(/^Searching …/);
  await page.getByRole('button', { name: 'Call off' }).click();
  await expect(panel(page).locator('.breaking-state')).toContainText(/The search was called off\. It had seen [\d,]+ states/);
  await expect(panel(page).getByRole('status')).toHaveText('The search was called off.');
  // The next one goes as if that had never been.
  await switchOf(page, 'phases one').click();
  await expect(example(page).getByRole('heading')).toHaveText('Two values are chosen after 8 actions', { timeout: 30_000 });
});

test('the stage plays on without a stutter while a search goes on', async ({ page }) => {
  await breakIt(page);
  await page.getByLabel('Acceptors').selectOption('5');
  await page.getByLabel('New ids in all').selectOption('5');
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await expect(panel(page).locator('.breaking-state')).toContainText('states a second');
  await page.keyboard.press('Escape');
  await expect(page.locator('.head .break-open')).toHaveText('Break it …');
  await expect(page.getByRole('button', { name: 'Break it (searching)' }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  const longest = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const begun = performance.now();
        let [before, longest] = [begun, 0];
        const frame = (now: number) => {
          longest = Math.max(longest, now - before);
          before = now;
          if (now - begun < 1500) requestAnimationFrame(frame);
          else resolve(longest);
        };
        requestAnimationFrame(frame);
      }),
  );
  console.log(`longest gap between frames while a search goes on: ${Math.round(longest)} ms`);
  expect(longest, 'no frame waits for the search').toBeLessThan(1000);
  await page.locator('.head .break-open').click();
  await page.getByRole('button', { name: 'Call off' }).click();
});

test('a search goes on from what is on the stage', async ({ page }) => {
  await open(page, 'One round in six steps');
  await page.keyboard.press('End');
  await page.locator('.head .break-open').click();
  await page.getByLabel('from here: as things are on the stage').check();
  await expect(page.getByLabel('Acceptors')).toHaveCount(0);
  await switchOf(page, 'value own').click();
  await expect(example(page).getByRole('heading')).toHaveText(/^Two values are chosen after [678] actions$/, { timeout: 30_000 });
  await expect(page.locator('#chosen')).toContainText('chosen');
});

test('a search from the midst of a scene of the course has a link', async ({ page, context }) => {
  await open(page, 'One round in six steps');
  await page.keyboard.press('End');
  await page.locator('.head .break-open').click();
  await page.getByLabel('from here: as things are on the stage').check();
  await switchOf(page, 'value own').click();
  await expect(example(page)).toBeVisible({ timeout: 30_000 });
  const found = await example(page).getByRole('heading').textContent();
  await example(page).getByRole('button', { name: '‹ Break it' }).click();
  const link = await page.getByLabel('A link to this').inputValue();
  expect(link).toMatch(/#scene=[a-z0-9-]+&slide=\d+&t=\d+.*&break=value-own,from-here$/);
  const other = await context.newPage();
  await other.goto(link);
  await expect(example(other).getByRole('heading')).toHaveText(found ?? '', { timeout: 30_000 });
  // A scene that no name leads to has none, and the panel says so.
  await expect.poll(() => other.url()).toContain('script=');
  await page.goto(other.url().replace(/&break=[^&]*|&found=[^&]*/g, ''));
  await page.reload();
  await page.locator('.break-open').filter({ visible: true }).first().click();
  await page.getByLabel('from here: as things are on the stage').check();
  await expect(panel(page)).toContainText('A link cannot begin this search');
});

test('on a phone the verdict, and then the stage, come into view, and the run has its title', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/#scene=case-accept-always');
  await page.locator('.break-open').filter({ visible: true }).first().click();
  await expect(page.getByRole('heading', { name: 'Break it' })).toBeInViewport();
  await switchOf(page, 'accept first').click();
  await expect(panel(page).locator('.breaking-state')).toContainText('No violation', { timeout: 30_000 });
  await expect(panel(page).locator('.in-force')).toBeInViewport();
  await expect(switchOf(page, 'accept first')).toBeFocused();
  for (let again = 0; again < 2; again++) {
    await switchOf(page, 'quorum one').click();
    await expect(example(page)).toBeAttached();
    await expect(page.locator('.stage #node-P1')).toBeInViewport();
    await expect(page.getByLabel('Scene').locator('option:checked')).toHaveText(/^What if /);
    await page.getByRole('button', { name: '‹ Break it' }).click();
    await page.getByRole('button', { name: 'All rules on' }).click();
  }
});

test('a poll cannot be searched from, and says so', async ({ page }) => {
  await page.goto('/');
  await page.locator('.dock .break-open').click();
  await expect(page.getByLabel('from here: as things are on the stage')).toBeDisabled();
  await expect(panel(page)).toContainText('What is on the stage is a poll and no run of Paxos');
});

test('it works by keyboard alone', async ({ page }) => {
  await open(page, 'One round in six steps');
  await page.locator('.head .break-open').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Break it' })).toBeFocused();
  await page.keyboard.press('Tab'); // Back to the stage
  await page.keyboard.press('Tab'); // the first switch
  await expect(switchOf(page, 'phases one')).toBeFocused();
  await page.keyboard.press('Space');
  await expect(example(page)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeFocused();
  await example(page).getByRole('button', { name: '‹ Break it' }).focus();
  await page.keyboard.press('Enter');
  await expect(switchOf(page, 'phases one')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Escape');
  await expect(page.locator('.stage')).toBeVisible();
});

for (const [width, height] of [[1280, 800], [1024, 768], [360, 740]] as const) {
  test(`what was found is whole where its run begins, and a line on later slides, ${width} wide`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.goto('/#break=accept-without-promising');
    await expect(example(page).getByRole('button', { name: '‹ Break it' })).toBeVisible();
    const whole = await example(page).evaluate((box) => box.clientHeight);
    await page.getByRole('button', { name: 'Next', exact: false }).last().click();
    await expect(page.locator('.narration .count')).toContainText('Slide 2 of');
    await expect(example(page).getByRole('heading')).toBeVisible();
    await expect(example(page).getByRole('button', { name: '‹ Break it' })).toBeHidden();
    const short = await example(page).evaluate((box) => box.clientHeight);
    expect(short).toBeLessThan(64);
    expect(short).toBeLessThan(whole / 3);
    await example(page).locator('summary').click();
    await expect(example(page).getByRole('button', { name: '‹ Break it' })).toBeVisible();
  });
}

test('who goes to where it breaks keeps the focus', async ({ page }) => {
  await page.goto('/#break=accept-without-promising');
  await example(page).getByRole('button', { name: /It goes wrong at/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#chosen')).toContainText('agreement is broken');
  await expect(example(page).getByRole('button', { name: /It goes wrong at/ })).toBeFocused();
  await expect(example(page)).toContainText(/is chosen under \d+, although (cat|dog) is chosen under \d+/);
});

test('a scene without one rule leads to its search', async ({ page }) => {
  await page.goto('/#scene=case-accept-always');
  await page.getByRole('button', { name: 'Find the shortest run yourself ›' }).click();
  await expect(example(page).getByRole('heading')).toHaveText('Two values are chosen after 14 actions');
  await example(page).getByRole('button', { name: '‹ Back to where I was' }).click();
  await expect(page.getByRole('button', { name: 'Find the shortest run yourself ›' })).toBeVisible();
});

for (const [name, width, height, colorScheme] of [
  ['wide', 1280, 800, 'light'],
  ['narrow', 1024, 768, 'dark'],
  ['phone', 360, 740, 'dark'],
] as const) {
  test(`panel and run are accessible and fit: ${name}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto('/#scene=case-accept-always');
    await page.locator('.break-open').filter({ visible: true }).first().click();
    await switchOf(page, 'accept first').click();
    await expect(panel(page).locator('.breaking-state')).toContainText('No violation', { timeout: 30_000 });
    const fits = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(await fits()).toBe(0);
    expect((await new AxeBuilder({ page }).analyze()).violations.map((violation) => violation.id)).toEqual([]);
    await switchOf(page, 'accept always').click();
    await example(page).waitFor();
    expect(await fits()).toBe(0);
    expect((await new AxeBuilder({ page }).analyze()).violations.map((violation) => violation.id)).toEqual([]);
  });
}
