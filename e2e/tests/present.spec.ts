import type { Page } from '@playwright/test';
import { expect, test } from './fixture';
import { openHost } from './host';

const isFull = (page: Page) => page.evaluate(() => document.fullscreenElement?.id ?? null);
const size = (page: Page) =>
  page.locator('.narration > p:not(.count)').first().evaluate((text) => Number.parseFloat(getComputedStyle(text).fontSize));
const place = (page: Page) => page.locator('.controls input[type=range]').inputValue();
const theme = (page: Page) => page.locator('html').getAttribute('data-theme');

test.use({ viewport: { width: 1024, height: 768 } });

test.beforeEach(async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
});

async function open(page: Page, link: string): Promise<void> {
  await page.goto(`/#${link}`);
  await page.locator('.stage').waitFor();
}

test('f and the button present, and leave everything as it was', async ({ page }) => {
  await open(page, 'scene=contention&slide=3&theme=dark');
  await page.getByRole('button', { name: 'Log', exact: true }).click();
  await page.locator('#panel-log').waitFor();
  const before = await place(page);
  await page.getByRole('button', { name: 'Present' }).click();
  await expect(page.locator('.page')).toHaveClass(/presenting/);
  await expect.poll(() => isFull(page)).toBe('page');
  expect(await theme(page)).toBe('projector');
  await expect(page.locator('.head, .course, .dock .panel')).toHaveCount(0);
  await expect(page.locator('.stage'), 'keys go on from the stage').toBeFocused();
  expect(await place(page)).toBe(before);
  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageDown');
  const after = await place(page);
  expect(Number(after)).toBeGreaterThan(Number(before));
  await page.getByRole('button', { name: 'Leave' }).click();
  await expect(page.locator('.page')).not.toHaveClass(/presenting/);
  await expect.poll(() => isFull(page)).toBe(null);
  expect(await theme(page)).toBe('dark');
  await expect(page.locator('#panel-log')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Present' })).toBeFocused();
  expect(await place(page)).toBe(after);
  expect(page.url(), 'a link is not dressed for a hall').toContain('theme=dark');
  await page.keyboard.press('f');
  await expect.poll(() => isFull(page)).toBe('page');
  await page.keyboard.press('f');
  await expect.poll(() => isFull(page)).toBe(null);
});

test('leaving full screen by the key of the browser ends the talk', async ({ page }) => {
  await open(page, 'scene=contention');
  await page.keyboard.press('f');
  await expect.poll(() => isFull(page)).toBe('page');
  await page.evaluate(() => document.exitFullscreen());
  await expect(page.locator('.page')).not.toHaveClass(/presenting/);
  expect(await theme(page)).toBe(null);
});

test("a clicker's keys turn slides, and b turns the screen black until any key", async ({ page }) => {
  await open(page, 'scene=contention&slide=2');
  const slide = page.locator('.facts .place');
  await page.keyboard.press('b');
  await expect(page.locator('.present-black'), 'b means nothing to a reader').toHaveCount(0);
  await page.keyboard.press('f');
  await page.locator('.presenting').waitFor();
  // Back leads to the end of a slide: from there the next one follows.
  for (const key of ['PageDown', 'Enter', 'ArrowDown']) {
    await page.keyboard.press('PageUp');
    const before = await slide.innerText();
    await page.keyboard.press(key);
    await expect(slide, key).not.toHaveText(before);
  }
  const last = await slide.innerText();
  await page.keyboard.press('PageUp');
  await expect(slide).not.toHaveText(last);
  const before = await place(page);
  await page.keyboard.press('b');
  await expect(page.locator('.present-black')).toBeVisible();
  const [black, window] = [await page.locator('.present-black').boundingBox(), page.viewportSize()!];
  expect(black).toMatchObject({ x: 0, y: 0, ...window });
  await expect(page.locator('.told')).toHaveText(/screen is black/);
  await page.keyboard.press('Shift');
  await expect(page.locator('.present-black')).toBeVisible();
  await page.keyboard.press('PageDown');
  await expect(page.locator('.present-black')).toHaveCount(0);
  expect(await place(page), 'the key that lights it does nothing else').toBe(before);
  await page.keyboard.press('b');
  await page.mouse.click(300, 300);
  await expect(page.locator('.present-black')).toHaveCount(0);
});

test('after the last slide the next scene follows', async ({ page }) => {
  await open(page, 'scene=phase-1&t=100%25');
  await page.keyboard.press('f');
  await page.locator('.presenting').waitFor();
  const title = await page.title();
  await page.keyboard.press('PageDown');
  await expect.poll(() => page.title()).not.toBe(title);
  await expect(page.locator('.page')).toHaveClass(/presenting/);
});

test('captions can be read from the last row, and made larger and smaller', async ({ page }) => {
  await open(page, 'scene=contention&slide=2');
  await page.keyboard.press('f');
  await page.locator('.presenting').waitFor();
  const usual = await size(page);
  expect(usual).toBeGreaterThanOrEqual(24);
  await page.getByRole('button', { name: 'Larger captions, now 100 %' }).click();
  await expect.poll(() => size(page)).toBeGreaterThan(usual);
  await page.keyboard.press('-');
  await page.keyboard.press('-');
  await expect.poll(() => size(page)).toBeLessThan(usual);
  await expect(page.getByRole('button', { name: 'Smaller captions, now 75 %' })).toBeDisabled();
});

test('h hides the bar and brings it back, and the pointer hides while it rests', async ({ page }) => {
  await open(page, 'scene=contention&slide=2');
  await page.keyboard.press('f');
  await page.keyboard.press('h');
  await expect(page.locator('.controls')).toBeHidden();
  await page.mouse.move(200, 200);
  await expect(page.getByRole('button', { name: 'Show the controls' })).toBeVisible();
  await expect(page.locator('#page')).toHaveAttribute('data-rests', '', { timeout: 8000 });
  expect(await page.locator('#node-A1').evaluate((node) => getComputedStyle(node).cursor)).toBe('none');
  await page.mouse.move(210, 220);
  await expect(page.locator('#page')).not.toHaveAttribute('data-rests');
  await page.keyboard.press('h');
  await expect(page.locator('.controls')).toBeVisible();
  await page.keyboard.press('f');
  await page.waitForTimeout(3300);
  await expect(page.locator('#page')).not.toHaveAttribute('data-rests');
});

test('one panel may be opened below the stage', async ({ page }) => {
  await open(page, 'scene=contention&slide=3');
  await page.keyboard.press('f');
  await page.getByLabel('Panel below the stage').selectOption({ label: 'Board' });
  await expect(page.locator('.dock .panel')).toHaveCount(1);
  await expect(page.locator('#panel-board')).toBeInViewport();
  await page.getByLabel('Panel below the stage').selectOption({ label: 'No panel' });
  await expect(page.locator('.dock .panel')).toHaveCount(0);
});

for (const [width, height] of [[1024, 768], [1280, 720], [1920, 1080], [740, 360], [360, 740]]) {
  test(`at ${width}x${height} nothing of the longest captions is cut, and nothing lies over something else`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    for (const link of ['scene=case-why-highest&slide=6&t=100%25', 'scene=mp-skipping-prepare&t=100%25', 'scene=mp-take-over&slide=4', 'scene=consensus&t=100%25', 'scene=contention&t=100%25']) {
      await page.goto(`/?${link}#${link}`);
      await page.locator('.stage').waitFor();
      await page.keyboard.press('f');
      await page.locator('.presenting').waitFor();
      const wrong = await page.evaluate(() => {
        const found: string[] = [];
        const narration = document.querySelector('.narration')!;
        // On a phone the longest captions scroll.
        const isHall = innerWidth > 900;
        if (isHall && narration.clientHeight + 1 < narration.scrollHeight) found.push(`captions: ${narration.clientHeight} of ${narration.scrollHeight}`);
        const controls = document.querySelector('.controls')!;
        const bar = controls.getBoundingClientRect();
        if (innerHeight + 1 < bar.bottom || bar.bottom + 1 < innerHeight) found.push(`the bar ends at ${bar.bottom}`);
        for (const button of controls.querySelectorAll('button, select')) {
          const at = button.getBoundingClientRect();
          if (at.width !== 0 && (at.right > innerWidth || at.left < 0 || at.width < 24 || at.height < 24)) found.push(`${button.textContent}: ${at.left} to ${at.right}`);
        }
        const texts = [...narration.children].filter((text) => text.getBoundingClientRect().height !== 0).map((text) => text.getBoundingClientRect());
        for (const [at, one] of texts.entries())
          for (const other of texts.slice(at + 1))
            if (one.left < other.right && other.left < one.right && one.top + 1 < other.bottom && other.top + 1 < one.bottom) found.push('one text lies over another');
        if (document.documentElement.scrollWidth > innerWidth) found.push('it scrolls sideways');
        return found;
      });
      expect(wrong, link).toEqual([]);
    }
  });
}

test('captions that are longer than their room hint at it, and a clicker reads on before it turns the slide', async ({ page }) => {
  await open(page, 'scene=case-why-highest&slide=5&t=100%25');
  await page.keyboard.press('f');
  for (let times = 0; times < 3; times++) await page.keyboard.press('+');
  await page.keyboard.press('PageUp');
  const [slide, captions] = [page.locator('.facts .place'), page.locator('.narration')];
  const read = () => captions.evaluate((it) => ({ top: it.scrollTop, isAll: it.scrollHeight - it.clientHeight - it.scrollTop < 13 }));
  await expect(captions).toHaveAttribute('data-more', '');
  const before = await slide.innerText();
  let turns = 0;
  while (!(await read()).isAll) {
    const { top } = await read();
    expect(++turns).toBeLessThan(9);
    await page.keyboard.press('PageDown');
    expect((await read()).top).toBeGreaterThan(top);
    await expect(slide, 'nothing is left out').toHaveText(before);
  }
  expect(turns).toBeGreaterThan(0);
  await expect(captions).not.toHaveAttribute('data-more');
  await page.keyboard.press('PageUp');
  await expect(slide).toHaveText(before);
  await expect(captions).toHaveAttribute('data-more', '');
  await page.keyboard.press('ArrowRight');
  await expect(slide, 'the arrows to the sides turn in any case').not.toHaveText(before);
  await expect.poll(async () => (await read()).top, 'another slide is read from its beginning').toBe(0);
});

test('with the diagram open captions of the usual size are whole, and its axis is there', async ({ page }) => {
  await open(page, 'scene=contention&slide=3');
  await page.keyboard.press('f');
  await page.getByLabel('Panel below the stage').selectOption({ label: 'Time' });
  await page.locator('.stage').focus();
  for (let slide = 3; slide < 8; slide++) {
    const cut = await page.locator('.narration').evaluate((it) => it.scrollHeight - it.clientHeight);
    expect(cut, `slide ${slide}`).toBeLessThan(3);
    expect(await page.locator('.dock').evaluate((it) => it.scrollHeight - it.clientHeight)).toBeLessThan(12);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
  }
});

test('a run of one\'s own keeps the title of the slide, and says how to get back', async ({ page }) => {
  await open(page, 'scene=contention&slide=3&t=2500');
  const title = await page.locator('.narration h1').innerText();
  await page.keyboard.press('f');
  await page.locator('#node-A1').click();
  await page.getByRole('menuitem', { name: /Crash/ }).or(page.getByRole('button', { name: /^Crash/ })).first().click();
  await expect(page.locator('.narration h1.left')).toHaveText(title);
  await expect(page.locator('.way-home')).toHaveText(/Page Up/);
  await page.keyboard.press('End');
  await expect(page.locator('.way-home')).toHaveText(/end of this run.*Page Down/);
  await page.locator('.stage').focus();
  await page.keyboard.press('PageDown');
  await expect(page.locator('.narration h1').first()).toHaveText(title);
  await expect(page.locator('.way-home')).toHaveCount(0);
});

test('a frame that may not fill the screen fills itself, and Escape leaves', async ({ page }) => {
  await openHost(page, 'frame.html', '?frame=about:blank');
  await page.evaluate(() => {
    const frame = document.querySelector('iframe')!;
    frame.allow = "fullscreen 'none'";
    frame.src = '/index.html#scene=contention&ui=player';
  });
  const frame = page.frameLocator('iframe');
  await frame.locator('.stage').waitFor();
  await expect(frame.getByRole('button', { name: 'Full screen' }), 'a button that can do nothing is not there').toHaveCount(0);
  await frame.locator('.narration h1').click();
  await page.keyboard.press('f');
  await expect(frame.locator('.page')).toHaveClass(/presenting/);
  await expect(frame.getByRole('status').filter({ hasText: 'browser' })).toBeVisible();
  expect(await page.evaluate(() => document.fullscreenElement)).toBe(null);
  const covers = await frame.locator('.page').evaluate((it) => it.getBoundingClientRect().height === innerHeight);
  expect(covers).toBe(true);
  await page.keyboard.press('Escape');
  await expect(frame.locator('.page')).not.toHaveClass(/presenting/);
});

test('a frame that may fill the screen has a button for it', async ({ page }) => {
  await openHost(page, 'frame.html', '?frame=about:blank');
  await page.evaluate(() => {
    const frame = document.querySelector('iframe')!;
    frame.allow = 'fullscreen';
    frame.src = '/index.html#scene=contention&ui=player';
  });
  const frame = page.frameLocator('iframe');
  await frame.getByRole('button', { name: 'Full screen' }).click();
  await expect.poll(() => page.evaluate(() => document.fullscreenElement?.tagName)).toBe('IFRAME');
  await frame.getByRole('button', { name: 'Leave' }).click();
  await expect.poll(() => page.evaluate(() => document.fullscreenElement)).toBe(null);
});

test('an instance in a shadow root fills the screen by itself', async ({ page }) => {
  await open(page, 'scene=nutshell');
  await page.evaluate(() => {
    const host = document.body.appendChild(document.createElement('div'));
    host.id = 'host';
    const shadow = host.attachShadow({ mode: 'open' });
    const api = (window as unknown as { paxosExplainer: { mount(where: ShadowRoot, keys: object): unknown } }).paxosExplainer;
    api.mount(shadow, { scene: 'contention', ui: 'player' });
  });
  const guest = page.locator('#host');
  await guest.getByRole('button', { name: 'Full screen' }).click();
  await expect.poll(() => isFull(page)).toBe('host');
  await expect(guest.locator('.page')).toHaveClass(/presenting/);
  await expect(page.locator('#page > .page')).not.toHaveClass(/presenting/);
  await page.keyboard.press('Enter');
  await page.keyboard.press('f');
  await expect.poll(() => isFull(page)).toBe(null);
  await expect(guest.locator('.page')).not.toHaveClass(/presenting/);
});

for (const width of [320, 360, 641, 700, 740, 780, 821, 960]) {
  test(`a player of ${width} px has room for all its controls, and for a place to seek`, async ({ page }) => {
    await page.setViewportSize({ width, height: 500 });
    await open(page, 'scene=contention&ui=player&slide=3');
    const wrong = await page.evaluate(() => {
      const controls = [...document.querySelectorAll<HTMLElement>('.controls button, .controls input')];
      const areas = controls.map((control) => control.getBoundingClientRect());
      const found = areas.filter((at) => at.left < 0 || innerWidth < at.right || at.width < 24 || at.height < 24).map((at) => `${at.left} to ${at.right}`);
      for (const [place, one] of areas.entries())
        for (const other of areas.slice(place + 1))
          if (one.left + 1 < other.right && other.left + 1 < one.right && one.top + 1 < other.bottom && other.top + 1 < one.bottom) found.push('one lies over another');
      if (document.querySelector('.scrubber')!.clientWidth < 78) found.push(`the scrubber is ${document.querySelector('.scrubber')!.clientWidth} px wide`);
      return found;
    });
    expect(wrong).toEqual([]);
    if (width <= 640) return;
    expect((await page.locator('.controls').boundingBox())!.height, 'in one line').toBeLessThan(60);
    const place = page.locator('.facts .place');
    expect((await place.boundingBox())!.width, 'the slide is named').toBeGreaterThan(15);
    expect(await place.evaluate((it) => getComputedStyle(it, '::after').content)).toContain('"3/7"');
    await expect(place).toHaveText('Slide 3 of 7');
  });
}

test('a player of 320 px says which slide it is by the captions', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 500 });
  await open(page, 'scene=contention&ui=player&slide=3');
  await expect(page.locator('.narration .count')).toBeVisible();
});

for (const [width, rows, least] of [[320, 2, 150], [360, 2, 180], [700, 2, 180], [1024, 1, 280]]) {
  for (const theme of ['print', 'auto']) {
    test(`the head of ${width} px has ${rows} rows, and names the scene, with the theme ${theme}`, async ({ page }) => {
      await page.setViewportSize({ width, height: 768 });
      await open(page, `scene=contention&theme=${theme}`);
      const tops = await page.locator('.head > :not(.skip)').evaluateAll((all) =>
        all.map((one) => one.getBoundingClientRect()).filter((at) => at.width !== 0).map((at) => Math.round((at.top + at.height / 2) / 12)));
      expect(new Set(tops).size).toBe(rows);
      expect((await page.locator('.course-choice').boundingBox())!.width).toBeGreaterThan(least);
      await expect(page.getByRole('button', { name: 'Help' })).toBeVisible();
      if (width === 1024) await expect(page.locator('.present-open span')).toBeVisible();
    });
  }
}
