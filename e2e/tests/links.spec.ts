import type { Page } from '@playwright/test';
import { expect, test } from './fixture';
import { crash, nativeRun, open, pageRun, playOut } from './paxos';

/** What stands after `#` in the address, once it says this. */
async function address(page: Page, says: RegExp): Promise<string> {
  await expect.poll(() => new URL(page.url()).hash).toMatch(says);
  return new URL(page.url()).hash;
}

/** What must be the same on two pages. */
async function shown(page: Page) {
  const { nodes, chosen, time } = await pageRun(page, 'now');
  return { nodes, chosen, time };
}

test('the address follows the work, and opens the same moment in a clean profile', async ({ page, browser, site }) => {
  await open(page, 'Phase 2: the value');
  for (let slide = 1; slide < 3; slide++) await playOut(page);
  await crash(page, 'A3');
  await page.keyboard.press('.');
  const time = (await pageRun(page, 'now')).time;
  const hash = await address(page, new RegExp(`^#scene=phase-2&slide=\\d+&t=${time}(_\\d+)?&do=\\d+(_\\d+)?:crash\\.A3$`));
  const elsewhere = await browser.newContext({ baseURL: site });
  const other = await elsewhere.newPage();
  await other.goto('/' + hash);
  await expect(other.locator('#node-A3')).toHaveAttribute('aria-label', /crashed/);
  await expect(other.getByRole('heading', { name: 'This run was sent: it is from a link' })).toBeVisible();
  expect(await shown(other)).toEqual(await shown(page));
  await elsewhere.close();
});

test('a reload comes back to the same moment, with all runs and their names', async ({ page }) => {
  await open(page, 'Phase 1: the floor');
  await playOut(page);
  await crash(page, 'A1');
  await page.getByRole('button', { name: 'Your runs' }).click();
  await page.getByLabel('Name of run 1').fill('without A1');
  await page.getByLabel('Name of run 1').press('Enter');
  await page.getByRole('button', { name: 'The slide', exact: true }).click();
  await crash(page, 'A2');
  const before = [await address(page, /crash\.A2$/), await shown(page)];
  await page.reload();
  await expect(page.locator('#node-A2')).toHaveAttribute('aria-label', /crashed/);
  expect([await address(page, /crash\.A2$/), await shown(page)]).toEqual(before);
  await page.getByRole('button', { name: 'Your runs' }).click();
  await expect(page.getByLabel('Name of run 1')).toHaveValue('without A1');
  await page.getByRole('button', { name: 'Run 1', exact: true }).click();
  await expect(page.locator('#node-A1')).toHaveAttribute('aria-label', /crashed/);
});

test('the bare address opens where one was last, and other scenes say which runs are in them', async ({ page }) => {
  await open(page, 'Phase 1: the floor');
  await playOut(page);
  await crash(page, 'A1');
  await address(page, /crash\.A1$/);
  await page.goto('about:blank');
  await page.goto('/');
  await expect(page.locator('#node-A1')).toHaveAttribute('aria-label', /crashed/);
  await open(page, 'Learning', { here: true });
  await page.getByRole('button', { name: 'Your runs' }).click();
  const elsewhere = page.locator('.elsewhere');
  await expect(elsewhere).toContainText('Phase 1: the floor 1 run');
  await elsewhere.getByRole('button', { name: 'Phase 1: the floor' }).click();
  await expect(page.getByRole('button', { name: 'Run 1', exact: true })).toBeVisible();
});

test('a run is deleted, comes back when it is asked for, and stays away else, by keyboard alone', async ({ page }) => {
  await open(page, 'Phase 1: the floor');
  await playOut(page);
  await crash(page, 'A1');
  await page.getByRole('button', { name: 'Your runs' }).click();
  await page.getByRole('button', { name: 'The slide', exact: true }).click();
  await crash(page, 'A2');
  const kept = () => page.evaluate(() => localStorage.getItem('paxos-explainer.runs.scene:phase-1') ?? 'nothing');
  await expect.poll(kept).toContain('crash A2');
  const panel = page.locator('.own-runs');
  const told = panel.getByRole('status').filter({ hasText: 'deleted' });
  // The one on show: the slide stands there then.
  await page.getByRole('button', { name: 'Delete run 2' }).press('Enter');
  await expect(told).toHaveText('A run of yours is deleted. Done in it: “crash A2”. Bring it back');
  await expect(panel).toBeFocused();
  await expect(page.locator('#node-A2')).toHaveAttribute('aria-label', /up, /);
  await expect.poll(kept).not.toContain('crash A2');
  expect(await kept()).toContain('crash A1');
  await page.getByRole('button', { name: 'Bring it back' }).press('Enter');
  await expect(page.locator('#node-A2')).toHaveAttribute('aria-label', /crashed/);
  await expect.poll(kept).toContain('crash A2');
  // With the last one nothing is kept at all.
  for (const nth of [2, 1]) await page.getByRole('button', { name: `Delete run ${nth}` }).click();
  await expect.poll(kept).toBe('nothing');
  await page.reload();
  await page.getByRole('button', { name: 'Your runs' }).click();
  await expect(panel).toContainText('begins a run of your own');
  await expect(page.getByRole('button', { name: 'Bring it back' })).toHaveCount(0);
});

test('where storage throws, the address alone brings the run back', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('no storage here', 'SecurityError');
      },
    });
  });
  await open(page, 'Phase 1: the floor');
  await playOut(page);
  await crash(page, 'A1');
  await address(page, /crash\.A1$/);
  await page.reload();
  await expect(page.locator('#node-A1')).toHaveAttribute('aria-label', /crashed/);
  await page.getByRole('button', { name: 'Your runs' }).click();
  await expect(page.getByText('Your browser keeps nothing for this page')).toBeVisible();
});

test('what was done right before a reload is not lost', async ({ page }) => {
  await open(page, 'Phase 1: the floor');
  await playOut(page);
  await crash(page, 'A1');
  await crash(page, 'A2');
  await page.reload();
  await expect(page.locator('#node-A2')).toHaveAttribute('aria-label', /crashed/);
  await expect(page.locator('#node-A1')).toHaveAttribute('aria-label', /crashed/);
});

test('what is done in the very moment of a reload is not lost', async ({ page }) => {
  await open(page, 'Phase 1: the floor');
  await address(page, /scene=phase-1/);
  const narration = page.locator('.narration[data-of]');
  const turn = async (key: string) => {
    const loaded = page.waitForEvent('load');
    await page.evaluate((key) => {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      location.reload();
    }, key);
    await loaded;
  };
  await turn('PageDown');
  await expect(narration).toContainText('Slide 2 of');
  await turn('PageUp');
  await expect(narration).toContainText('Slide 1 of');
  // Who goes elsewhere and comes back by the same address comes to what that says.
  const here = page.url();
  await page.keyboard.press('PageDown');
  await page.goto('about:blank');
  await page.goto(here);
  await expect(narration).toContainText('Slide 1 of');
});

test('undo and redo by key and by button', async ({ page }) => {
  await open(page, 'Phase 1: the floor');
  await playOut(page);
  await crash(page, 'A1');
  await page.keyboard.press('Control+z');
  await expect(page.locator('#node-A1')).toHaveAttribute('aria-label', /up, /);
  await expect(page.getByText('This is your own run')).toHaveCount(0);
  await page.keyboard.press('Control+Shift+Z');
  await expect(page.locator('#node-A1')).toHaveAttribute('aria-label', /crashed/);
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await expect(page.locator('#node-A1')).toHaveAttribute('aria-label', /up, /);
});

test('what is copied as a scene comes to the same state by the native command', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, 'Phase 2: the value');
  for (let slide = 1; slide < 3; slide++) await playOut(page);
  await crash(page, 'A2');
  await page.keyboard.press('.');
  await page.getByRole('button', { name: 'Your runs' }).click();
  await page.getByRole('button', { name: 'Copy as scene' }).click();
  await expect(page.getByText('Copied: what happened up to')).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain('  crash A2\n');
  const { nodes, chosen, time } = nativeRun({ text });
  expect({ nodes, chosen, time }).toEqual(await shown(page));
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect.poll(async () => (await page.getByLabel('The link').inputValue()) === page.url()).toBe(true);
});

for (const how of ['has no clipboard', 'refuses'] as const) {
  test(`where the browser ${how} the text that is copied is there to be selected`, async ({ page }) => {
    await page.addInitScript((how) => {
      const refuse = () => Promise.reject(new DOMException('It is not allowed.', 'NotAllowedError'));
      Object.defineProperty(navigator, 'clipboard', { value: how === 'refuses' ? { writeText: refuse } : undefined });
    }, how);
    await open(page, 'Phase 1: the floor');
    await page.getByRole('button', { name: 'Your runs' }).click();
    await page.getByRole('button', { name: 'Copy as scene' }).click();
    await expect(page.getByText('does not let this page copy')).toBeVisible();
    await expect(page.getByLabel('The scene')).toBeFocused();
    expect(await page.evaluate(() => getSelection()?.toString())).toContain('title "Phase 1: the floor"');
  });
}

const SCENE = 'title "From the link"\nproposers P1\nacceptors A1 A2 A3\nslide "One"\n  propose P1 "grüne Katze"\n  run idle\n';

test('a link carries a scene of its own, plain and deflated, and the address keeps it', async ({ page }) => {
  const plain = Buffer.from(SCENE).toString('base64url');
  await page.goto(`/#script=${plain}&t=100%25`);
  await expect(page.locator('.stage')).toBeVisible();
  expect((await pageRun(page)).title).toBe('From the link');
  const before = await shown(page);
  const hash = await address(page, /^#script=z\.[A-Za-z0-9_-]+&slide=1&t=\d+/);
  await page.goto('about:blank');
  await page.goto('/' + hash);
  await expect(page.locator('.stage')).toBeVisible();
  expect(await shown(page)).toEqual(before);
});

test('a link names a file of the author', async ({ page }) => {
  await page.goto('/#src=scenes/floor.paxos');
  await expect(page.locator('.stage')).toBeVisible();
  expect((await pageRun(page)).title).toBe('Who has the floor');
});

test('a link that is put into the address of the open page is followed', async ({ page }) => {
  await open(page, 'Phase 1: the floor');
  await address(page, /^#scene=phase-1/);
  await page.evaluate(() => (location.hash = '#scene=learning&t=50%25'));
  await expect.poll(() => pageRun(page).then((run) => run.title, () => 'not yet')).toBe('Learning');
});

test('presentation keys: words, speed, theme, no narration, a deck of two scenes', async ({ page }) => {
  await page.goto('/?names=lamport&speed=2&theme=dark&captions=0&scenes=phase-1,learning');
  await expect(page.locator('.stage')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('.speed output')).toHaveText('2×');
  await expect(page.getByLabel('Words')).toHaveValue('lamport');
  await expect(page.locator('.narration')).toHaveCount(0);
  await expect(page.getByRole('navigation', { name: 'Course' }).getByRole('button')).toHaveCount(2);
  await page.keyboard.press(']');
  await expect.poll(() => pageRun(page).then((run) => run.title, () => 'not yet')).toBe('Learning');
  await address(page, /scene=learning.*names=lamport/);
});

for (const [ui, has] of Object.entries({ player: ['.controls', '.narration'], minimal: ['.controls'], none: [] as string[] })) {
  test(`ui=${ui} leaves ${has.join(' and ') || 'the bare figure'}`, async ({ page }) => {
    await page.goto(`/?scene=phase-1&ui=${ui}`);
    await expect(page.locator('.stage')).toBeVisible();
    for (const part of ['.head', '.course', '.dock', '.controls', '.narration']) {
      await expect(page.locator(part), part).toHaveCount(has.includes(part) ? 1 : 0);
    }
  });
}

test('interact=step lets time be moved and nothing be done; interact=none neither', async ({ page }) => {
  await page.goto('/?scene=phase-1&interact=step');
  await page.locator('#node-A1').click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.goto('about:blank');
  await page.goto('/?scene=phase-1&interact=none');
  await expect(page.locator('.stage')).toBeVisible();
  await expect(page.locator('.controls')).toHaveCount(0);
});

test('autoplay plays through all slides', async ({ page }) => {
  await page.goto('/?scene=phase-1&autoplay=1&speed=4');
  await expect(page.locator('.stage')).toBeVisible();
  await expect.poll(async () => (await pageRun(page, 'now')).time, { timeout: 15_000 }).toBeGreaterThan(2000);
});

test.describe('a link that is wrong', () => {
  test.use({ quiet: false });
  const wrong: [string, RegExp][] = [
    ['#scene=phase-7', /phase-7.*phase-1/],
    ['#scene=phase-1&slide=99', /slide is 99; the last slide is/],
    ['#scene=phase-1&slide=x&t=never', /slide/],
    ['#scene=phase-1&do=700:crash.A1~800:crash.A9', /Act 2/],
    ['#scene=phase-1&do=700:explode.A1', /explode/],
    ['#script=z.AAAA', /cannot be unpacked/],
    ['#script=%00%01', /script/],
    ['#src=no-such-file.paxos', /no-such-file/],
    ['#scene=phase-1&seed=-1', /seed/],
  ];
  for (const [hash, says] of wrong) {
    test(`${hash} gives a notice and a scene`, async ({ page }) => {
      await page.goto('/' + hash);
      const notice = page.getByRole('alert').filter({ hasText: says });
      await expect(notice).toBeVisible();
      if (!hash.startsWith('#src')) await expect(page.locator('.stage')).toBeVisible();
      const dismiss = page.getByRole('button', { name: 'Dismiss' });
      if (await dismiss.isVisible()) {
        await dismiss.click();
        await expect(page.locator('.notices')).toHaveCount(0);
      }
    });
  }
});

test.describe('a link that is wrong', () => {
  test.use({ quiet: false }); // The console says so, too.

  test('a link to a scene that there is not says so, whatever the reader had on show before', async ({ page }) => {
    for (const was of ['nothing', 'another scene']) {
      await page.goto('/#scene=nosuch');
      await expect(page.getByText('In the link, scene is “nosuch”, and there is no such scene; expected the id of one of the course'), was).toBeVisible();
      await expect(page, was).toHaveURL(/#scene=nosuch$/);
      await open(page, 'Learning');
      await expect(page).toHaveURL(/#scene=learning/);
      await page.goto('about:blank');
    }
  });

  test('a run that was had before is not taken for one whose link is damaged', async ({ page }) => {
    await page.goto('/#scene=phase-1&do=700:crash.A1');
    await expect(page.getByRole('heading', { name: 'This run was sent' })).toBeVisible();
    await page.goto('about:blank');
    await page.goto('/#script=z.AAAA');
    await expect(page.getByRole('alert').filter({ hasText: 'cannot be unpacked' })).toBeVisible();
    await expect(page.locator('.stage')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'This run was sent' })).toHaveCount(0);
    await page.goto('about:blank');
    await page.goto('/');
    await expect(page.locator('.stage'), 'and without a link one comes back to a scene').toBeVisible();
  });
});
