// Explainers that a page mounts into itself, without frames: each stands on ground of its own.

import type { Page } from '@playwright/test';
import { expect, test } from './fixture';
import { openHost } from './host';

type Handle = { ready(): Promise<object>; play(): Promise<void>; seek(to: string): Promise<void>; pause(): Promise<void>; destroy(): Promise<void>; currentTime: number; paused: boolean };
type Host = Window & { mount(place: unknown, keys?: object): Promise<Handle>; handles: Record<string, Handle>; frames: number };

/** Opens notes, and mounts explainers into their rooms. */
async function openNotes(page: Page, rooms: Record<string, object>): Promise<void> {
  await openHost(page, 'guests.html');
  await page.waitForFunction(() => 'mount' in window);
  await mountAll(page, rooms);
}

async function mountAll(page: Page, rooms: Record<string, object>): Promise<void> {
  await page.evaluate(async (rooms) => {
    const host = window as unknown as Host;
    host.handles ??= {};
    for (const [id, keys] of Object.entries(rooms)) {
      host.handles[id] = await host.mount(document.getElementById(id), keys);
      await host.handles[id].ready();
    }
  }, rooms);
  for (const id of Object.keys(rooms)) await expect(page.locator(`#${id} .paxos-explainer`)).toBeVisible();
}

const paper = (page: Page, id: string) =>
  page.locator(`#${id} .paxos-explainer`).evaluate((box) => getComputedStyle(box).backgroundColor);
const LIGHT = 'rgb(251, 250, 247)';
const DARK = 'rgb(21, 23, 26)';
const CONTENTION = { scene: 'contention', t: '60%' };

test('nothing that the page says of itself is heard in a guest, and nothing of ours around it', async ({ page }) => {
  await openHost(page, 'guests.html');
  await page.waitForFunction(() => 'mount' in window);
  const around = () => page.evaluate(() => ['body', '#before', '#mine'].map((what) => {
    const { color, font, backgroundColor, padding } = getComputedStyle(document.querySelector(what)!);
    return { color, font, backgroundColor, padding };
  }));
  const before = await around();
  await mountAll(page, { one: { ...CONTENTION, ui: 'full' } });
  expect(await around()).toEqual(before);

  const inside = await page.locator('#one').evaluate((one) => {
    const style = (what: string) => getComputedStyle(one.shadowRoot!.querySelector(what)!);
    const names = ['fontStyle', 'fontSize', 'textTransform', 'letterSpacing', 'wordSpacing', 'textAlign', 'whiteSpace', 'color', 'cursor'] as const;
    return { box: names.map((name) => style('.paxos-explainer')[name]), transform: style('button').transform, fill: style('.stage text').fill, display: style('.page').display };
  });
  expect(inside.box).toEqual(['normal', '16px', 'none', 'normal', '0px', 'start', 'normal', 'rgb(28, 29, 32)', 'auto']);
  expect(inside.transform).toBe('none');
  expect(inside.fill).not.toBe('rgb(0, 255, 0)');
  expect(inside.display).toBe('grid');
});

test('a guest that is mounted looks as the page does in a frame of its size', async ({ page }) => {
  for (const [width, height] of [[900, 560], [600, 420], [320, 560]]) {
    await page.setViewportSize({ width: width!, height: height! });
    await page.goto(`/?${width}#scene=contention&t=60%25&ui=player&links=0`);
    await page.locator('#node-A1').waitFor();
    const places = (selector: string) => page.locator(selector).evaluate((box) => {
      const [left, top] = [box.getBoundingClientRect().left, box.getBoundingClientRect().top];
      return [...box.querySelectorAll('.stage, .narration h1, .controls, .controls button, #node-A3, .menu')].map((part) => {
        const at = part.getBoundingClientRect();
        return [part.tagName, Math.round(at.left - left), Math.round(at.top - top), Math.round(at.width), Math.round(at.height)].join(' ');
      });
    });
    const alone = await places('#page');

    await page.setViewportSize({ width: 1280, height: 800 });
    await openNotes(page, {});
    await page.addStyleTag({ content: `.room { width: ${width}px; height: ${height}px; }` });
    await mountAll(page, { one: CONTENTION });
    await expect.poll(() => places('#one .paxos-explainer'), `${width}x${height}`).toEqual(alone);
  }
});

for (const [width, height] of [[900, 560], [600, 420], [320, 560]]) {
  test(`in a room of ${width}x${height} in a wide window nothing is cut or out of reach`, async ({ page }) => {
    await openHost(page, 'guests.html');
    await page.addStyleTag({ content: `.room { width: ${width}px; height: ${height}px; }` });
    await page.waitForFunction(() => 'mount' in window);
    for (const keys of [CONTENTION, { ...CONTENTION, ui: 'full' }, { ...CONTENTION, view: 'stage,time,log' }, { ...CONTENTION, theme: 'projector' }, { ...CONTENTION, ui: 'none' }]) {
      await mountAll(page, { one: keys });
      const said = JSON.stringify(keys);
      await expect.poll(() => page.locator('#one').evaluate((one) => {
        const ground = one.shadowRoot!.querySelector('.paxos-ground')!;
        const box = one.getBoundingClientRect();
        const out = [...ground.querySelectorAll('.controls button, .controls input, .head button')]
          .map((part) => ({ part, at: part.getBoundingClientRect() }))
          .filter(({ part, at }) => !part.matches('.skip') && at.width !== 0)
          .filter(({ at }) => at.left < box.left - 1 || box.right + 1 < at.right || at.top < box.top - 1 || box.bottom + 1 < at.bottom);
        return [ground.scrollWidth - ground.clientWidth, ...out.map(({ part }) => part.textContent)];
      }), said).toEqual([0]);
      // What is fixed on a phone is fixed within the room, wherever that has been scrolled to.
      const controls = page.locator('#one .controls');
      if (await controls.count()) {
        await page.locator('#one .paxos-ground').evaluate((ground) => (ground.scrollTop = 1e6));
        const at = (await controls.boundingBox())!;
        const box = (await page.locator('#one').boundingBox())!;
        expect(Math.abs(at.y + at.height - box.y - box.height), said).toBeLessThan(1.5);
      }
      await page.evaluate(() => (window as unknown as Host).handles.one!.destroy());
    }
  });
}

test('a guest is as wide as its element, and as high, or of the shape of a screen', async ({ page }) => {
  await openNotes(page, {});
  const sizes: [string, number, number][] = [
    ['width: 900px; height: 300px', 900, 300],
    ['width: 900px; height: auto', 900, 562.5],
    ['width: 320px; height: auto', 320, 400],
  ];
  await mountAll(page, { one: CONTENTION });
  for (const [style, width, height] of sizes) {
    await page.locator('#one').evaluate((one, style) => one.setAttribute('style', style), style);
    const box = (await page.locator('#one .paxos-explainer').boundingBox())!;
    expect([box.width, box.height], style).toEqual([width, height]);
  }
});

test('a guest that is made narrower is laid out anew', async ({ page }) => {
  await openNotes(page, { one: CONTENTION });
  const drawn = () => page.locator('#one .stage').getAttribute('viewBox');
  const wide = await drawn();
  await expect(page.locator('#one .controls')).toHaveCSS('position', 'static');
  await page.locator('#one').evaluate((one) => (one.style.width = '330px'));
  await expect(page.locator('#one .controls')).toHaveCSS('position', 'fixed');
  await expect.poll(drawn, 'the lanes run from top to bottom').not.toBe(wide);
  await page.locator('#one').evaluate((one) => (one.style.width = '900px'));
  await expect.poll(drawn).toBe(wide);
});

for (const system of ['light', 'dark'] as const) {
  test(`on a ${system} system a guest is as dark as what is around it`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: system });
    await openNotes(page, { one: CONTENTION, two: { ...CONTENTION, theme: 'dark' } });
    expect(await paper(page, 'one'), 'a page that says nothing is light').toBe(LIGHT);
    expect(await paper(page, 'two'), 'what is asked for').toBe(DARK);
    const scheme = (what: string, value: string) => page.evaluate(([what, value]) => (document.querySelector<HTMLElement>(what!)!.style.colorScheme = value!), [what, value]);
    await scheme('body', 'dark');
    expect(await paper(page, 'one'), 'what is around it is dark').toBe(DARK);
    await scheme('#one', 'light');
    expect(await paper(page, 'one'), 'its element is light').toBe(LIGHT);
    await scheme('#one', 'light dark');
    expect(await paper(page, 'one'), 'either will do').toBe(system === 'dark' ? DARK : LIGHT);
    await page.evaluate(() => (window as unknown as Host).handles.two!.destroy());
    for (const theme of ['light', 'projector', 'print']) {
      await mountAll(page, { two: { ...CONTENTION, theme } });
      expect(await paper(page, 'two'), theme).toMatch(/rgb\(25[15], 25[05], 2(47|55)\)/);
      await page.evaluate(() => (window as unknown as Host).handles.two!.destroy());
    }
  });
}

test('a guest hears the keys while the focus is in it, and its host all that it does not use', async ({ page }) => {
  await openNotes(page, { one: CONTENTION, two: CONTENTION });
  await page.evaluate(() => {
    const heard: string[] = ((window as unknown as { keys: string[] }).keys = []);
    document.addEventListener('keydown', (event) => heard.push(event.key));
  });
  const keys = () => page.evaluate(() => (window as unknown as { keys: string[] }).keys.splice(0));
  const times = () => page.evaluate(() => ['one', 'two'].map((id) => (window as unknown as Host).handles[id]!.currentTime));
  const [at] = await times();

  await page.locator('#mine').focus();
  await page.keyboard.press('Home');
  expect(await keys()).toEqual(['Home']);
  expect(await times()).toEqual([at, at]);

  await page.locator('#one .narration').click({ position: { x: 5, y: 5 } });
  expect(await page.evaluate(() => document.activeElement!.id), 'a press anywhere in it').toBe('one');
  await page.keyboard.press('Home');
  await page.keyboard.press('q');
  await expect.poll(times).toEqual([0, at]);
  expect(await keys(), 'the first was used').toEqual(['q']);

  await page.locator('#two .controls button').first().focus();
  await page.keyboard.press('Home');
  await expect.poll(times).toEqual([0, 0]);
});

test('Tab goes through a guest and out of it', async ({ page }) => {
  await openNotes(page, { one: { ...CONTENTION, ui: 'minimal' } });
  await page.locator('#mine').focus();
  const visited = new Set<string>();
  for (let presses = 0; presses < 30; presses++) {
    await page.keyboard.press('Tab');
    const [outer, inner] = await page.evaluate(() => [document.activeElement!.id, document.activeElement!.shadowRoot?.activeElement?.className.toString() ?? '']);
    visited.add(inner!);
    if (outer === 'yours') break;
  }
  expect(await page.evaluate(() => document.activeElement!.id)).toBe('yours');
  expect(visited).toContain('play');
  await page.keyboard.press('Shift+Tab');
  expect(await page.evaluate(() => document.activeElement!.id)).toBe('one');
});

for (const mode of ['open', 'closed'] as const) {
  test(`in a ${mode} shadow root a menu opens, is used, and closes by a press elsewhere`, async ({ page }) => {
    await openNotes(page, {});
    await page.evaluate(async (mode) => {
      const host = window as unknown as Host & { root: ShadowRoot };
      host.root = document.getElementById('one')!.attachShadow({ mode });
      const handle = await host.mount(host.root, { scene: 'contention', t: '60%' });
      await handle.ready();
      (host.handles ??= {}).one = handle;
    }, mode);
    const middle = (what: string) => page.evaluate((what) => {
      const element = (window as unknown as { root: ShadowRoot }).root.querySelector(what);
      if (element === null) return null;
      const at = element.getBoundingClientRect();
      return { x: at.left + at.width / 2, y: at.top + at.height / 2 };
    }, what);
    const press = async (what: string) => {
      const at = (await middle(what))!;
      await page.mouse.click(at.x, at.y);
    };
    const isThere = async (what: string) => (await middle(what)) !== null;
    await expect.poll(() => isThere('#node-A1')).toBe(true);
    await press('#node-A1 .reach');
    await expect.poll(() => isThere('.menu')).toBe(true);
    expect(await page.evaluate(() => (window as unknown as { root: ShadowRoot }).root.activeElement?.closest('.menu') !== null), 'it has the focus').toBe(true);
    await press('.menu legend');
    expect(await isThere('.menu'), 'a press in it leaves it open').toBe(true);
    await press('.menu select');
    await page.keyboard.press('Escape'); // Closes the list of the select, if the browser opened one.
    if (!(await isThere('.menu'))) await press('#node-A1 .reach');
    await press('.menu button:not(.close)');
    await expect.poll(() => page.evaluate(() => (window as unknown as { handles: Record<string, { state: string }> }).handles.one!.state)).toMatch(/crash\.A1$/);
    for (const elsewhere of ['#after', '.narration']) {
      if (!(await isThere('.menu'))) await press('#node-A2 .reach');
      await expect.poll(() => isThere('.menu')).toBe(true);
      if (elsewhere === '#after') await page.locator('#before').click({ position: { x: 2, y: 2 } });
      else await press(elsewhere);
      await expect.poll(() => isThere('.menu'), elsewhere).toBe(false);
    }
  });
}

test('help opens over the window, keeps the keys, and gives the focus back', async ({ page }) => {
  await openNotes(page, { one: CONTENTION });
  const play = page.locator('#one .play');
  await play.focus();
  await page.keyboard.press('?');
  const help = page.locator('#one #help');
  await expect(help).toBeVisible();
  await expect(help).toBeInViewport({ ratio: 0.99 });
  await page.evaluate(() => document.addEventListener('keydown', (event) => document.body.setAttribute('data-heard', event.key)));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await expect(play).toBeFocused();
  expect(await page.locator('body').getAttribute('data-heard'), 'the host takes none of these for its own').toBeNull();
});

test('in a guest that is the whole page scenes are written', async ({ page }) => {
  await openNotes(page, { one: { ...CONTENTION, ui: 'full' } });
  const one = page.locator('#one');
  await expect(one.locator('.course, .course-choice').first()).toBeAttached();
  await one.getByRole('button', { name: 'Edit', exact: true }).click();
  const field = one.locator('.script textarea');
  await field.focus();
  await page.evaluate(() => document.addEventListener('keydown', (event) => document.body.setAttribute('data-heard', event.key)));
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Tab');
  await page.keyboard.type('s');
  expect((await field.inputValue()).slice(0, 3)).toBe('  s');
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await field.inputValue()).slice(0, 3), 'the browser takes back what Tab has written').not.toBe('  s');
  expect(await page.locator('body').getAttribute('data-heard'), 'no key that is written is one for the host').toBeNull();
  expect(await page.title()).toBe('Notes on consensus');
});

test('what is dropped on a guest that is the whole page is opened in that one', async ({ page }) => {
  await openNotes(page, { one: { ...CONTENTION, ui: 'full' }, two: { ...CONTENTION, ui: 'full' } });
  const drop = (where: string) => page.evaluate((where) => {
    const data = new DataTransfer();
    data.items.add(new File(['title "Dropped"\nproposers P1\nacceptors A1 A2 A3\n\nslide "One"\npropose P1 x\nrun idle\n'], 'mine.paxos'));
    const on = document.querySelector(where)!;
    const target = on.shadowRoot?.querySelector('.theatre') ?? on;
    target.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, composed: true, cancelable: true }));
  }, where);
  await drop('#before');
  await drop('#one');
  await expect(page.locator('#one .crumb')).toContainText('Dropped');
  await expect(page.locator('#two .crumb')).not.toContainText('Dropped');
});

test('opening a panel or a slide does not scroll the notes', async ({ page }) => {
  await openNotes(page, {});
  await page.addStyleTag({ content: '.room { width: 330px; height: 600px; }' });
  await mountAll(page, { one: { ...CONTENTION, ui: 'full' } });
  await page.evaluate(() => scrollTo(0, 60));
  await page.locator('#one .tabs button').first().evaluate((button) => (button as HTMLElement).click());
  await expect.poll(() => page.locator('#one .paxos-ground').evaluate((ground) => ground.scrollTop)).toBeGreaterThan(200);
  await page.evaluate(() => (window as unknown as Host).handles.one!.seek('100%'));
  await expect.poll(() => page.locator('#one .paxos-ground').evaluate((ground) => ground.scrollTop)).toBe(0);
  expect(await page.evaluate(() => scrollY)).toBe(60);
});

/** How many animation frames are asked for while a while passes. */
async function framesAsked(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const host = window as unknown as Host;
    const before = host.frames;
    await new Promise((passed) => setTimeout(passed, 500));
    return host.frames - before;
  });
}

const COUNT_FRAMES = () => {
  const original = window.requestAnimationFrame.bind(window);
  (window as unknown as Host).frames = 0;
  window.requestAnimationFrame = (called) => {
    (window as unknown as Host).frames += 1;
    return original(called);
  };
};

test('a guest that plays out of sight stands still, and goes on where it was', async ({ page }) => {
  await page.addInitScript(COUNT_FRAMES);
  await openNotes(page, { one: { scene: 'contention', autoplay: 1, speed: '0.25' } });
  await page.addStyleTag({ content: 'body { padding-bottom: 4000px; }' });
  expect(await framesAsked(page)).toBeGreaterThan(3);
  await page.evaluate(() => scrollTo(0, 3500));
  // A busy browser may take its time to say that it is out of sight, and paint nothing meanwhile; and a second and
  // a half after the last picture the place in the run is noted once more.
  const inTwoSeconds = async () => {
    let asked = 0;
    for (let half = 0; half < 4; half++) asked += await framesAsked(page);
    return asked;
  };
  await expect.poll(inTwoSeconds, { timeout: 15_000 }).toBe(0);
  const at = () => page.evaluate(() => (window as unknown as Host).handles.one!.currentTime);
  const stood = await at();
  expect(await framesAsked(page)).toBe(0);
  expect(await at()).toBe(stood);
  expect(await page.evaluate(() => (window as unknown as Host).handles.one!.paused), 'it was not paused by anybody').toBe(false);
  await page.evaluate(() => scrollTo(0, 0));
  await expect.poll(() => framesAsked(page)).toBeGreaterThan(3);
  const back = await at();
  expect(back).toBeGreaterThan(stood);
  expect(back - stood, 'the time in between has not passed for it').toBeLessThan(2500);
});

test('a page that plays in a frame out of sight stands still', async ({ page }) => {
  await page.addInitScript(COUNT_FRAMES);
  await openHost(page, 'guests.html');
  await page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.src = '/index.html#scene=contention&autoplay=1&speed=0.25';
    frame.style.cssText = 'width: 800px; height: 500px';
    document.body.prepend(frame);
    document.body.style.paddingBottom = '4000px';
  });
  const frame = () => page.frames().find((frame) => frame.url().includes('index.html'))!;
  await page.frameLocator('iframe').locator('.stage').waitFor();
  const asked = async () => {
    const count = () => frame().evaluate(() => (window as unknown as Host).frames);
    const before = await count();
    await page.waitForTimeout(500);
    return (await count()) - before;
  };
  expect(await asked()).toBeGreaterThan(3);
  await page.evaluate(() => scrollTo(0, 3500));
  await expect.poll(asked).toBe(0);
  await page.evaluate(() => scrollTo(0, 0));
  await expect.poll(asked).toBeGreaterThan(3);
});

test('a frame is as dark as the element that holds it, and no flash of white is in it', async ({ page }) => {
  await page.emulateMedia({ colorScheme: null });
  await openHost(page, 'guests.html');
  await page.evaluate(() => {
    document.documentElement.style.colorScheme = 'dark';
    const frame = document.createElement('iframe');
    frame.src = '/index.html#scene=contention';
    document.body.prepend(frame);
  });
  await page.frameLocator('iframe').locator('.stage').waitFor();
  const seen = await page.frames().find((frame) => frame.url().includes('index.html'))!.evaluate(() => ({
    dark: matchMedia('(prefers-color-scheme: dark)').matches,
    paper: getComputedStyle(document.body).backgroundColor,
  }));
  expect(seen).toEqual({ dark: true, paper: DARK });
});
