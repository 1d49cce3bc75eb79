import type { Page } from '@playwright/test';
import { expect, test } from './fixture';
import { crash, open, pageRun, playOut } from './paxos';

const FAILS = 'A proposer fails, and its value is heard of';
const PANELS = ['Log', 'State', 'Board', 'Time', 'Rules', 'Milestones', 'Invariants', 'Quorums', 'Messages', 'World', 'Your runs'];

const focused = (page: Page) =>
  page.evaluate(() => {
    const one = document.activeElement!;
    return one.tagName === 'BODY' ? 'nothing' : one.getAttribute('aria-label') ?? one.textContent ?? '';
  });

/** Counts what the live regions say from now on, and what is an empty alert. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const heard: string[] = [];
    (window as unknown as { heard: string[] }).heard = heard;
    const live = '[role=alert], [role=status], [aria-live=polite]';
    new MutationObserver((all) => {
      for (const { addedNodes, target } of all) {
        for (const added of addedNodes) {
          const element = added instanceof Element ? added : null;
          const regions = element === null ? [] : [element, ...element.querySelectorAll(live)].filter((one) => one.matches(live));
          for (const region of regions) heard.push(`${region.className} ${region.getAttribute('role')} ${region.textContent}`);
        }
        const within = (target instanceof Element ? target : target.parentElement)?.closest(live);
        if (within) heard.push(`in ${within.className}: ${within.textContent}`);
      }
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
  });
  return () => page.evaluate(() => (window as unknown as { heard: string[] }).heard.splice(0));
}

for (const key of ['Enter', 'Space', 'click']) {
  test(`a panel’s button keeps the focus when it opens and closes the panel: ${key}`, async ({ page }) => {
    await open(page, FAILS);
    for (const name of PANELS) {
      const tab = page.locator('.dock .tabs').getByRole('button', { name: new RegExp(`^${name}( |$)`) });
      const was = await tab.getAttribute('aria-expanded');
      for (const then of [was === 'true' ? 'false' : 'true', was!]) {
        if (key === 'click') await tab.click();
        else {
          await tab.focus();
          await page.keyboard.press(key);
        }
        await expect(tab).toHaveAttribute('aria-expanded', then);
        await expect(tab, `${name}, ${then}`).toBeFocused();
      }
    }
  });
}

test('opening a panel says nothing anew of the others, and no alert is empty', async ({ page }) => {
  await open(page, FAILS);
  await page.getByRole('button', { name: 'Board', exact: true }).click();
  await expect(page.locator('.told')).toContainText('End of slide 1 of 5.');
  const heard = await listen(page);
  for (const name of ['Log', 'World', 'Messages', 'State']) {
    await page.getByRole('button', { name, exact: true }).click();
    await expect(page.getByRole('button', { name, exact: true })).toHaveAttribute('aria-expanded', 'true');
  }
  expect(await heard()).toEqual([]);
  expect(await page.locator('[role=alert]').count()).toBe(0);
});

test('the focus is not lost by undo, nor on the way back from one’s own run', async ({ page }) => {
  await open(page, FAILS);
  for (const name of ['A3', 'A2']) {
    await crash(page, name);
    // What happens in quick succession is told in one sentence.
    await expect(page.locator('.told')).toContainText(`${name} crashes`);
  }
  const undo = page.getByRole('button', { name: 'Undo', exact: true });
  await undo.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('.told')).toContainText('Undone: crash A2.');
  await expect(undo).toBeFocused();
  const home = page.getByRole('button', { name: /Back to the slide/ });
  await home.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /Go to your own run/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(home).toBeVisible();
  expect(await focused(page)).not.toBe('nothing');
  await undo.focus();
  await page.keyboard.press('Enter');
  await expect(home).toHaveCount(0);
  expect(await focused(page), 'when all is undone').not.toBe('nothing');
});

for (const close of ['Escape', 'Close the answer', 'after a step']) {
  test(`an answer gives back the focus to who asked, and the moment at which was asked: ${close}`, async ({ page }) => {
    await open(page, FAILS);
    for (let shown = 1; shown < 5; shown += 1) await playOut(page);
    const asked = (await pageRun(page, 'now')).time;
    const place = await page.locator('.facts .place').textContent();
    const ask = page.locator('.narration').getByRole('button', { name: 'Why is cat chosen?' });
    await ask.focus();
    await page.keyboard.press('Enter');
    await page.locator('.answer ol button').last().focus();
    await page.keyboard.press('Enter');
    expect((await pageRun(page, 'now')).time).toBe(0);
    if (close === 'after a step') {
      await page.keyboard.press('.');
      const then = (await pageRun(page, 'now')).time;
      await page.keyboard.press('Escape');
      await expect(page.locator('.answer')).toHaveCount(0);
      expect((await pageRun(page, 'now')).time).toBe(then);
      expect(await focused(page)).not.toBe('nothing');
      return;
    }
    if (close === 'Escape') await page.keyboard.press('Escape');
    else {
      await page.getByRole('button', { name: close }).focus();
      await page.keyboard.press('Enter');
    }
    await expect(page.locator('.answer')).toHaveCount(0);
    await expect(ask).toBeFocused();
    expect((await pageRun(page, 'now')).time).toBe(asked);
    await expect(page.locator('.facts .place')).toHaveText(place!);
  });
}

test('Esc in the contents goes back to the button that opened them', async ({ page }) => {
  await open(page, FAILS);
  await page.getByRole('button', { name: 'Contents', exact: true }).click();
  await expect(page.getByRole('searchbox')).toBeVisible();
  for (let nth = 0; nth < 2; nth += 1) {
    await page.keyboard.press('Tab');
  }
  await page.getByRole('searchbox').focus();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Contents', exact: true })).toBeFocused();
});

test('at 320 px the head has two rows and every control is in sight', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const link of ['scene=nutshell&t=40%25', 'scene=phase-2&t=100%25']) {
    await page.goto(`/#${link}`);
    await page.locator('#node-A1').waitFor();
    const out = await page.locator('.controls button, .controls input, .head button:not(.skip), .head select').evaluateAll((all) =>
      all.map((one) => ({ name: one.textContent, box: one.getBoundingClientRect() }))
        .filter(({ box }) => box.left < 0 || 320 < box.right).map(({ name }) => name));
    expect(out, link).toEqual([]);
    const rows = await page.locator('.head button:not(.skip), .head select').evaluateAll((all) =>
      new Set(all.map((one) => one.getBoundingClientRect()).filter(({ height }) => 0 < height).map(({ top }) => Math.round(top / 8))).size);
    expect(rows).toBe(2);
  }
});

for (const [width, height] of [[740, 360], [640, 400]]) {
  test(`in a low window of ${width}x${height} the stage has its width, and the page scrolls`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.goto('/#scene=case-proposer-fails&t=60%25');
    await page.locator('#node-A1').waitFor();
    const stage = (await page.locator('.stage').boundingBox())!;
    expect(stage.width).toBeGreaterThan(width * 0.9);
    await expect(page.locator('.stage')).toHaveClass(/wide/);
    const size = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]);
    expect(size[0]).toBeLessThanOrEqual(width);
    expect(size[1]).toBeGreaterThan(height);
    const controls = (await page.locator('.controls').boundingBox())!;
    expect(controls.height).toBeLessThan(90);
    expect(controls.y + controls.height).toBeCloseTo(height, 0);
    await page.locator('#node-P2').scrollIntoViewIfNeeded();
    await expect(page.locator('#node-P2')).toBeInViewport({ ratio: 0.9 });
  });
}

test('at 360x740 the stage of the two phases stands whole above the controls', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  for (const scene of ['phase-1', 'phase-2']) {
    await page.goto(`/#scene=${scene}&t=0`);
    await page.locator('#node-A1').waitFor();
    const stage = (await page.locator('.stage').boundingBox())!;
    const controls = (await page.locator('.controls').boundingBox())!;
    expect(stage.y + stage.height, scene).toBeLessThanOrEqual(controls.y);
  }
});

test('on a phone one who walks along an answer is not taken to the top', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/#scene=case-proposer-fails&t=100%25');
  await page.locator('.narration').getByRole('button', { name: 'Why is cat chosen?' }).click();
  const links = page.locator('.answer ol button');
  for (let nth = 0; nth < 6; nth += 1) {
    await links.nth(nth).click();
    await expect(links.nth(nth)).toHaveAttribute('aria-current', 'step');
    expect(await page.evaluate(() => scrollY), `link ${nth}`).toBeGreaterThan(100);
  }
});

test('a board that is filled by hand is walked by arrows, says what a press did, and does not scroll the page', async ({ page }) => {
  await open(page, FAILS);
  const place = await page.locator('.facts').textContent();
  await page.getByRole('button', { name: 'Board', exact: true }).click();
  await page.getByRole('button', { name: 'Fill it by hand' }).click();
  const board = page.getByRole('region', { name: 'Board', exact: true });
  const cell = (name: string) => board.getByRole('button', { name });
  await expect(cell('A1 under 1: nothing. Press to let A1 promise 1.')).toBeInViewport();
  await expect(board.locator('.votes button[tabindex="0"]')).toHaveCount(1);
  await cell('A1 under 1:').focus();
  await page.keyboard.press('ArrowRight');
  await expect(cell('A2 under 1:')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(cell('A2 under 2:')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowLeft');
  await expect(cell('A1 under 1:')).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await expect(cell('A1 under 1:'), 'one stop, the last cell').toBeFocused();
  expect(await page.locator('.facts').textContent(), 'the run stands where it stood').toBe(place);
  await board.getByRole('radio', { name: 'accepts cat' }).check();
  for (const name of ['A1 under 1:', 'A2 under 1:']) {
    await cell(name).focus();
    await page.keyboard.press('Enter');
  }
  await expect(board.getByRole('status')).toContainText('Row 1: ✓ cat chosen');
  for (let nth = 0; nth < 8; nth += 1) await page.keyboard.press('ArrowDown');
  expect(await page.evaluate(() => [scrollY, document.documentElement.scrollHeight])).toEqual([0, 800]);
});

test('a panel that is opened below another comes into sight, and the page stays', async ({ page }) => {
  await page.goto('/#scene=case-proposer-fails&t=60%25');
  await page.locator('#panel-time').waitFor();
  for (const name of ['Board', 'Log', 'Rules']) {
    await page.getByRole('button', { name, exact: true }).click();
    const panel = page.locator(`#panel-${name.toLowerCase()}`);
    await expect.poll(() => panel.evaluate((one) => {
      const dock = one.closest('.dock')!;
      const [box, within, tabs] = [one, dock, dock.querySelector('.tabs')!].map((it) => it.getBoundingClientRect());
      return tabs.bottom - 1 <= box.top && box.top + 60 < within.bottom;
    }), name).toBe(true);
    expect(await page.evaluate(() => scrollY)).toBe(0);
  }
});

for (const [width, height] of [[1024, 768], [1280, 800]]) {
  test(`in a hall of ${width}x${height} a panel leaves the stage what it needs and has the whole width`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.goto('/?theme=projector#scene=case-proposer-fails&theme=projector&t=60%25');
    await page.locator('#node-A1').waitFor();
    const tab = page.getByRole('button', { name: 'Time', exact: true });
    for (const name of ['Time', 'Board']) {
      if ((await tab.getAttribute('aria-expanded')) === 'true' && name === 'Board') await tab.click();
      const other = page.getByRole('button', { name, exact: true });
      if ((await other.getAttribute('aria-expanded')) === 'false') await other.click();
      const [theatre, panel] = await page.evaluate(() =>
        ['.theatre', '.dock > .panel'].map((one) => document.querySelector(one)!.getBoundingClientRect().toJSON()));
      expect(theatre.height, name).toBeGreaterThan(height * 0.45);
      expect(panel.width, name).toBeGreaterThan(width * 0.95);
      await expect(page.locator('.narration h1')).toBeInViewport({ ratio: 1 });
    }
  });
}

test('one skips from the top to the stage or to the panels, and the window is called as the scene', async ({ page }) => {
  await open(page, 'Phase 2: the value');
  await expect(page).toHaveTitle('Phase 2: the value · Paxos Explainer');
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('Tab');
  const skip = page.getByRole('button', { name: 'Skip to the stage' });
  if (!(await skip.evaluate((one) => one === document.activeElement))) await skip.focus();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.locator('#node-P1')).toBeFocused();
  await page.getByRole('button', { name: 'Skip to the panels' }).focus();
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement!.closest('.dock, .asks') !== null)).toBe(true);
  await open(page, 'Learning', { here: true });
  await expect(page).toHaveTitle('Learning · Paxos Explainer');
  await expect(page.locator('.told')).toContainText(/^Learning\. Slide 1 of/);
});
