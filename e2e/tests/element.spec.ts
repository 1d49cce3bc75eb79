// The element's own part, in a host with a strict policy and with a stand-in for the page in its frame.
// What the page itself answers is in embed.spec.ts.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, inflateRawSync } from 'node:zlib';
import type { Frame, Page } from '@playwright/test';
import { expect, test } from './fixture';
import { ROOT } from './paxos';

/** What a test uses of the element. */
type Explainer = HTMLElement & Record<string, any>;

const ELEMENT = join(ROOT, 'static/paxos-explainer.js');

test.beforeEach(async ({ context }) => {
  await context.route('**/hosts/*', (route) => {
    route.fulfill({ path: join(ROOT, 'e2e/hosts', new URL(route.request().url()).pathname.split('/').at(-1)!) });
  });
  await context.route(/\/(paxos-explainer\.js|widget\.mjs)(\?|$)/, (route) => {
    route.fulfill({ path: join(ROOT, 'static', new URL(route.request().url()).pathname.slice(1)), contentType: 'text/javascript' });
  });
});

/** Opens the bare host, and puts this into it. */
async function put(page: Page, html: string): Promise<void> {
  await page.goto('/hosts/host.html');
  await page.locator('#notes').evaluate((notes, html) => {
    notes.innerHTML = html;
  }, html);
}

const FAKE = 'base="fake.html" loading="eager"';

/** Does something with the element. */
function on<T>(page: Page, act: (element: Explainer) => T | Promise<T>): Promise<T> {
  return page.locator('paxos-explainer').first().evaluate(act as (element: Element) => T | Promise<T>);
}

/** The frame of the element, once it is there. */
async function frame(page: Page, at = 0): Promise<Frame> {
  const handle = await page.locator('paxos-explainer').nth(at).locator('iframe').elementHandle();
  const frame = await handle!.contentFrame();
  await frame!.waitForFunction('window.heard');
  return frame!;
}

/** The keys with which the frame was opened. */
async function keys(page: Page, at = 0): Promise<Record<string, string>> {
  const src = await page.locator('paxos-explainer').nth(at).locator('iframe').getAttribute('src');
  return Object.fromEntries(new URLSearchParams(new URL(src!).hash.slice(1)));
}

/** What the frame has heard, without the numbers of the calls, and without what says that it is ready. */
const heard = (frame: Frame) =>
  frame.evaluate(() => {
    const all = (window as any).heard.filter(({ type }: { type: string }) => type !== 'getState');
    return all.map(({ paxos, rid, ...rest }: Record<string, unknown>) => rest);
  });

const say = (frame: Frame, type: string, rest = {}) =>
  frame.evaluate(([type, rest]) => (window as any).say(type, rest), [type, rest] as const);

test('it fits into 4 kB', () => {
  expect(gzipSync(readFileSync(ELEMENT), { level: 9 }).length).toBeLessThanOrEqual(4096);
});

test('attributes are the keys of the frame, and a scene in the element is its script', async ({ page }) => {
  await page.goto('/hosts/element.html');
  expect(await keys(page)).toEqual({ scene: 'contention', slide: '2', ui: 'player', id: 'first', autoplay: '1' });
  const { script, ...rest } = await keys(page, 1);
  expect(rest).toEqual({});
  expect(script).toMatch(/^z\.[\w-]+$/);
  expect(inflateRawSync(Buffer.from(script.slice(2), 'base64url')).toString()).toBe('title "Mine"\nacceptors 3');
  const first = page.locator('paxos-explainer').first().locator('iframe');
  await expect(first).toHaveAttribute('title', 'Paxos Explainer: contention');
  await expect(first).toHaveAttribute('loading', 'lazy');
  await expect(first).toHaveAttribute('allow', 'fullscreen; clipboard-write');
  await expect(first).toHaveAttribute('part', 'frame');
});

test('the address of a scene counts from the notes', async ({ page }) => {
  await put(page, `<paxos-explainer ${FAKE} src="scenes/mine.paxos"></paxos-explainer>`);
  const { src } = await keys(page);
  expect(new URL(src).pathname).toBe('/hosts/scenes/mine.paxos');
  await on(page, (element) => element.load({ src: '../yours.paxos' }));
  expect((await heard(await frame(page))).at(-1).src).toBe(new URL('/yours.paxos', page.url()).href);
});

test('without deflate a scene goes as it is', async ({ page }) => {
  await page.addInitScript('delete window.CompressionStream');
  await page.goto('/hosts/element.html');
  expect(Buffer.from((await keys(page, 1)).script, 'base64url').toString()).toBe('title "Mine"\nacceptors 3');
});

test('calls wait for the frame, go out in their order, and come back', async ({ page }) => {
  await put(page, `<paxos-explainer base="fake.html?mute" name="one"></paxos-explainer>`);
  const calls = on(page, (element) => {
    element.told = [];
    return Promise.all([
      element.ready(),
      element.play(),
      element.seek('50%'),
      element.seek({ marker: 'chosen' }),
      element.stepForward(),
      element.stepBack(),
      element.nextSlide(),
      element.previousSlide(),
      element.reset(),
      element.act('crash', 'A2'),
      element.setState('97:crash.A2'),
      element.getState(),
      element.getRun('now'),
      element.exportAs('svg'),
      element.load({ scene: 'phase-1', slide: 2 }),
      element.pause(),
    ]);
  });
  const inside = await frame(page);
  expect(await heard(inside)).toEqual([]);
  await inside.evaluate('start()');
  const [ready, ...values] = await calls;
  expect(ready).toEqual({ duration: 1000, markers: [{ id: 'chosen', label: 'cat is chosen', time: 400 }] });
  expect(values.slice(10, 13)).toEqual(['97:crash.A2', { title: 'A run' }, '<svg>']);
  const id = 'one';
  expect(await heard(inside)).toEqual([
    { type: 'play', id },
    { type: 'seek', id, to: '50%' },
    { type: 'seek', id, to: { marker: 'chosen' } },
    { type: 'step', id, by: 1 },
    { type: 'step', id, by: -1 },
    { type: 'slide', id, by: 1 },
    { type: 'slide', id, by: -1 },
    { type: 'reset', id },
    { type: 'act', id, args: ['crash', 'A2'] },
    { type: 'setState', id, state: '97:crash.A2' },
    { type: 'getRun', id, until: 'now' },
    { type: 'export', id, format: 'svg' },
    { type: 'load', id, scene: 'phase-1', slide: 2 },
    { type: 'pause', id },
  ]);
});

test('a wrong call fails with what was expected', async ({ page }) => {
  await put(page, `<paxos-explainer ${FAKE}></paxos-explainer>`);
  const wrong = await on(page, (element) => element.act('crush', 'A2').catch((error: Error) => [error instanceof Error, error.message]));
  expect(wrong).toEqual([true, 'act expected "crash" and a node, but got "crush".']);
  const alone = await page.evaluate(() => (document.createElement('paxos-explainer') as any).play().catch((error: Error) => error.message));
  expect(alone).toMatch(/not in a document/);
});

test('a change of place goes to the frame that runs, once for all that changes at once', async ({ page }) => {
  await put(page, `<paxos-explainer ${FAKE} scene="contention" t="50%"></paxos-explainer>`);
  await on(page, (element) => element.ready());
  const inside = await frame(page);
  await on(page, (element) => {
    element.setAttribute('scene', 'phase-1');
    element.slide = 3;
    element.seed = 7;
  });
  await expect.poll(() => heard(inside)).toEqual([{ type: 'load', scene: 'phase-1', slide: '3', seed: '7' }]);
  expect(await on(page, (element) => [element.getAttribute('slide'), element.getAttribute('t')])).toEqual(['3', null]);
  // What says the same says nothing. A scene in the element is one, too; it goes as it is.
  await on(page, (element) => element.setAttribute('scene', 'phase-1'));
  await on(page, (element) => element.append(Object.assign(document.createElement('script'), { type: 'text/paxos', text: ' title "Mine" ' })));
  await expect.poll(async () => (await heard(inside)).at(-1).script).toBe('title "Mine"');
  await on(page, (element) => (element.querySelector('script')!.textContent = 'title "Yours"'));
  await expect.poll(async () => (await heard(inside)).at(-1).script).toBe('title "Yours"');
  expect(await heard(inside)).toHaveLength(3);
});

test('another look is another frame, which opens where the reader was', async ({ page }) => {
  await put(page, `<paxos-explainer ${FAKE} scene="contention" slide="2"></paxos-explainer>`);
  await on(page, (element) => element.ready());
  const before = await frame(page);
  await say(before, 'slidechange', { scene: 'contention', slide: 3, title: 'Later' });
  await say(before, 'statechange', { state: '97:crash.A2' });
  await say(before, 'seeked', { time: 120 });
  await expect.poll(() => on(page, (element) => element.currentTime)).toBe(120);
  const value = await on(page, (element) => {
    element.theme = 'dark';
    element.setAttribute('names', 'mit');
    element.autoplay = true;
    return element.getState();
  });
  expect(value).toBe('97:crash.A2');
  expect(before.isDetached()).toBe(true);
  await expect(page.locator('iframe')).toHaveCount(1);
  const same = { scene: 'contention', t: '120', do: '97:crash.A2' };
  expect(await keys(page)).toEqual({ ...same, slide: '2', theme: 'dark', names: 'mit', autoplay: '1' });
  // What `load` has opened stays open.
  await on(page, (element) => element.load({ scene: 'phase-1' }));
  await on(page, (element) => (element.theme = null));
  await expect.poll(() => keys(page)).toEqual({ scene: 'phase-1', names: 'mit', autoplay: '1' });
});

test('what stands in the element is shown until the frame says hello, and in print', async ({ page }) => {
  await put(page, `<paxos-explainer base="fake.html?mute"><img src="figure.svg" alt="Figure"></paxos-explainer><p id="after">After</p>`);
  const inside = await frame(page);
  const [figure, iframe] = [page.getByAltText('Figure'), page.locator('iframe')];
  await expect(figure).toBeVisible();
  await expect(iframe).toBeHidden();
  const top = () => page.locator('#after').evaluate((after) => after.getBoundingClientRect().top);
  const before = await top();
  await inside.evaluate('start()');
  await expect(iframe).toBeVisible();
  await expect(figure).toBeHidden();
  expect(await top()).toBe(before);
  await page.emulateMedia({ media: 'print' });
  await expect(figure).toBeVisible();
  await expect(iframe).toBeHidden();
  expect((await page.locator('paxos-explainer').boundingBox())!.height).toBeLessThan(250);
  // Without anything in its place the frame itself is printed.
  await figure.evaluate((figure) => figure.remove());
  await expect(iframe).toBeVisible();
});

test('without an answer for 30 s it fails and says why; a late answer is taken', async ({ page }) => {
  await page.clock.install();
  await put(page, `<paxos-explainer base="fake.html?mute"><img src="figure.svg" alt="Figure"></paxos-explainer>`);
  const inside = await frame(page);
  const told = on(page, (element) => {
    const error = new Promise((heard) => element.addEventListener('error', (event) => heard((event as CustomEvent).detail.message)));
    return Promise.all([element.ready().catch((why: Error) => why.message), error]);
  });
  // The time runs from where the frame has loaded, whatever it has loaded.
  await inside.waitForLoadState();
  await page.evaluate('0');
  await page.clock.fastForward(29_000);
  await expect(page.getByAltText('Figure')).toBeVisible();
  await page.clock.fastForward(2000);
  const [refused, error] = await told;
  expect(refused).toMatch(/^No answer from http.*\/hosts\/fake\.html\?mute\. Is Paxos Explainer there/);
  expect(error).toBe(refused);
  await expect(page.getByAltText('Figure')).toBeVisible();
  await inside.evaluate('start()');
  await expect(page.locator('iframe')).toBeVisible();
  expect(await on(page, (element) => element.ready())).toMatchObject({ duration: 1000 });
});

test('events of the frame are events of the element, and nobody else is heard', async ({ page }) => {
  await put(page, '<div id="root"></div><iframe src="fake.html?mute" title="Somebody else"></iframe>');
  await page.locator('#root').evaluate((place) => {
    const shadow = place.attachShadow({ mode: 'open' });
    shadow.innerHTML = '<paxos-explainer base="fake.html" loading="eager" name="one"></paxos-explainer>';
    (window as any).told = [];
    for (const type of ['ready', 'slidechange', 'chosen', 'timeupdate', 'statechange', 'ratechange', 'play', 'ended', 'hello', 'result']) {
      document.addEventListener(type, (event) => (window as any).told.push([type, (event as CustomEvent).detail]));
    }
  });
  const inside = await frame(page);
  await on(page, (element) => element.ready());
  const events = [
    ['slidechange', { scene: 'contention', slide: 2, title: 'Two' }],
    ['play', {}],
    ['timeupdate', { time: 41 }],
    ['chosen', { time: 41, slot: 0, id: '5', value: 'cat' }],
    ['statechange', { state: '41:crash.A1' }],
    ['ratechange', { rate: 2 }],
  ] as const;
  for (const [type, detail] of events) await say(inside, type, detail);
  await say(inside, 'nonsense', {});
  const told = () => page.evaluate('told.splice(0)');
  await expect.poll(async () => on(page, (element) => element.playbackRate)).toBe(2);
  expect(await told()).toEqual([['ready', { duration: 1000, markers: [expect.anything()] }], ...events]);
  const properties = () =>
    on(page, ({ currentTime, duration, paused, playbackRate, scene, slide, markers, state }) => {
      return { currentTime, duration, paused, playbackRate, scene, slide, markers: markers.length, state };
    });
  const now = { currentTime: 41, duration: 1000, paused: false, playbackRate: 2, scene: 'contention', slide: 2, markers: 1, state: '41:crash.A1' };
  expect(await properties()).toEqual(now);
  await say(inside, 'pause');
  await say(inside, 'ended');
  await expect.poll(() => properties()).toEqual({ ...now, paused: true });
  // Another scene begins at 0, unless the frame says otherwise.
  await say(inside, 'ready', { duration: 500, markers: [] });
  await expect.poll(() => properties()).toMatchObject({ currentTime: 0, duration: 500, markers: 0, state: '' });
  await told();
  // Another frame, and the host itself.
  const other = page.frames().find((frame) => frame.parentFrame() && frame !== inside)!;
  await say(other, 'slidechange', { slide: 9 });
  await page.evaluate(() => postMessage({ paxos: 1, type: 'slidechange', slide: 9 }, '*'));
  await inside.evaluate(() => parent.postMessage({ paxos: 2, type: 'slidechange', slide: 9 }, '*'));
  await inside.evaluate(() => parent.postMessage('slide:start', '*'));
  await inside.evaluate(() => parent.postMessage(null, '*'));
  await say(inside, 'play');
  await expect.poll(() => told()).toEqual([['play', {}]]);
  expect((await properties()).slide).toBe(2);
});

test('what is set goes to the frame', async ({ page }) => {
  await put(page, `<paxos-explainer base="fake.html?mute" speed="0.5"></paxos-explainer>`);
  const before = await on(page, (element) => [element.currentTime, element.duration, element.paused, element.playbackRate, element.slide, element.state]);
  expect(before).toEqual([0, NaN, true, 0.5, 1, '']);
  await on(page, (element) => {
    element.currentTime = 97;
    element.playbackRate = 2;
  });
  const inside = await frame(page);
  await inside.evaluate('start()');
  await expect.poll(() => heard(inside)).toEqual([{ type: 'seek', to: 97 }, { type: 'rate', value: 2 }]);
  expect(await on(page, (element) => [element.currentTime, element.playbackRate])).toEqual([97, 2]);
});

test('attributes are reflected, switches as booleans', async ({ page }) => {
  await put(page, `<paxos-explainer ${FAKE} autoplay links="0"></paxos-explainer>`);
  expect(await on(page, ({ autoplay, links, loop, captions, theme }) => [autoplay, links, loop, captions, theme])).toEqual([true, false, false, true, null]);
  await on(page, (element) => Object.assign(element, { autoplay: false, links: true, theme: 'dark', ui: 'none', name: 'a' }));
  const text = await on(page, (element) => ['autoplay', 'links', 'theme', 'ui', 'name'].map((name) => element.getAttribute(name)));
  expect(text).toEqual(['0', '1', 'dark', 'none', 'a']);
});

test('keys that the frame leaves are keys of the element, by their old numbers too', async ({ page }) => {
  await put(page, '<div id="place"></div>');
  await page.locator('#place').evaluate((place, fake) => {
    place.attachShadow({ mode: 'open' }).innerHTML = `<paxos-explainer ${fake}></paxos-explainer>`;
  }, FAKE);
  await on(page, (element) => element.ready());
  await page.evaluate(() => {
    document.addEventListener('keydown', (event) => {
      event.preventDefault();
      const { key, code, shiftKey, keyCode, defaultPrevented } = event;
      (window as any).told = { key, code, shiftKey, keyCode, defaultPrevented, at: (event.composedPath()[0] as Element).localName };
    });
  });
  await say(await frame(page), 'key', { key: 'PageDown', code: 'PageDown', shiftKey: true, keyCode: 34 });
  await expect.poll(() => page.evaluate('window.told')).toEqual({
    key: 'PageDown', code: 'PageDown', shiftKey: true, keyCode: 34, defaultPrevented: true, at: 'paxos-explainer',
  });
});

test('a frame out of sight waits, and a call fetches it', async ({ page }) => {
  await put(page, '<div id="far"></div><paxos-explainer base="fake.html"></paxos-explainer>');
  await page.locator('#far').evaluate((far) => (far.style.height = '30000px'));
  // A new element below, since the first was in sight for a moment.
  await page.locator('paxos-explainer').evaluate((element) => element.replaceWith(element.cloneNode()));
  const inner = () => page.frames().filter((frame) => frame.url().includes('fake'));
  await page.waitForTimeout(500);
  expect(inner()).toHaveLength(0);
  expect(await on(page, (element) => element.getState())).toBe('97:crash.A2');
  expect(await page.evaluate(() => [scrollY, document.activeElement!.localName])).toEqual([0, 'body']);
});

test('taken away it fails what waits; put back it opens where it was', async ({ page }) => {
  await put(page, `<paxos-explainer ${FAKE} scene="contention"></paxos-explainer>`);
  await on(page, (element) => element.ready());
  const inside = await frame(page);
  await inside.evaluate('answers.getRun = null');
  await say(inside, 'statechange', { state: '97:crash.A2' });
  await say(inside, 'timeupdate', { time: 120 });
  await expect.poll(() => on(page, (element) => element.currentTime)).toBe(120);
  const why = await on(page, async (element) => {
    const run = element.getRun().catch((error: Error) => error.message);
    await new Promise((later) => setTimeout(later, 100));
    element.remove();
    const late = element.play().catch((error: Error) => error.message);
    (window as any).kept = element;
    return Promise.all([run, late]);
  });
  expect(why).toEqual([expect.stringMatching(/^No frame answers/), expect.stringMatching(/^No frame answers/)]);
  expect(await page.evaluate('window.length')).toBe(0);
  await page.evaluate(() => document.body.append((window as any).kept));
  await on(page, (element) => element.ready());
  expect(await keys(page)).toEqual({ scene: 'contention', t: '120', do: '97:crash.A2' });
});

test('200 are made and destroyed, and nothing is left', async ({ page }) => {
  await page.addInitScript(() => {
    const counts = ((window as any).listeners = { now: 0, most: 0 });
    const { addEventListener, removeEventListener } = window;
    const known = new Set();
    window.addEventListener = function (type: string, listener: any, ...rest: any[]) {
      if (type === 'message') known.add(listener);
      counts.now = known.size;
      counts.most = Math.max(counts.most, known.size);
      addEventListener.call(window, type, listener, ...rest);
    } as typeof addEventListener;
    window.removeEventListener = function (type: string, listener: any, ...rest: any[]) {
      if (type === 'message') known.delete(listener);
      counts.now = known.size;
      removeEventListener.call(window, type, listener, ...rest);
    } as typeof removeEventListener;
  });
  await put(page, '');
  await page.evaluate(async () => {
    const notes = document.querySelector('#notes')!;
    const gone: WeakRef<Element>[] = ((window as any).gone = []);
    for (let round = 0; round < 20; round++) {
      const all = Array.from({ length: 10 }, () => document.createElement('paxos-explainer') as Explainer);
      for (const element of all) {
        element.setAttribute('base', 'fake.html');
        element.setAttribute('loading', 'eager');
        notes.append(element);
      }
      await Promise.all(all.map((element) => element.getState()));
      for (const element of all) {
        await element.destroy();
        element.append('changed after all was over');
        gone.push(new WeakRef(element));
        element.remove();
      }
    }
    type Explainer = HTMLElement & Record<string, any>;
  });
  expect(await page.evaluate('listeners')).toEqual({ now: 0, most: 10 });
  expect(await page.evaluate('window.length')).toBe(0);
  await page.requestGC();
  await expect.poll(() => page.evaluate(() => (window as any).gone.filter((one: WeakRef<Element>) => one.deref()).length)).toBe(0);
});

test('destroyed it stays so, and shows what stands in it', async ({ page }) => {
  await put(page, `<paxos-explainer ${FAKE}><img src="figure.svg" alt="Figure"></paxos-explainer>`);
  await on(page, (element) => element.ready());
  await on(page, (element) => element.destroy());
  await expect(page.getByAltText('Figure')).toBeVisible();
  const why = await on(page, async (element) => {
    element.setAttribute('scene', 'phase-1');
    document.body.append(element);
    const why = await element.ready().catch((error: Error) => error.message);
    await element.destroy();
    return why;
  });
  expect(why).toMatch(/was destroyed/);
  expect(await page.evaluate('window.length')).toBe(0);
});

test('its size is the width by 16 to 10, not too low, unless an author says otherwise', async ({ page }) => {
  const size = async (attributes: string, width = 1280, height = 800) => {
    await page.setViewportSize({ width, height });
    await put(page, `<paxos-explainer ${FAKE} ${attributes}></paxos-explainer>`);
    const [outer, inner] = [await page.locator('paxos-explainer').boundingBox(), await page.locator('iframe').boundingBox()];
    expect(inner).toEqual(outer);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    return [outer!.width, outer!.height];
  };
  expect(await size('')).toEqual([960, 600]);
  const [width, height] = await size('', 320);
  expect(width).toBe(320);
  expect(height).toBe(576);
  expect(await size('', 360)).toEqual([360, 636]);
  // The column of mdBook.
  expect((await size('', 750))[1]).toBeCloseTo(469, 0);
  expect(await size('ui="none"', 360)).toEqual([360, 400]);
  // mdBook and others set the size of the root's letters; that is not the size of the figure.
  await page.evaluate(() => (document.documentElement.style.fontSize = '62.5%'));
  expect((await page.locator('paxos-explainer').boundingBox())!.height).toBe(400);
  await page.locator('paxos-explainer').evaluate((element) => element.removeAttribute('ui'));
  await expect.poll(async () => (await page.locator('paxos-explainer').boundingBox())!.height).toBe(636);
  expect(await size('class="wide"')).toEqual([960, 480]);
  expect(await size('class="low"')).toEqual([960, 200]);
  // On a phone too, and nothing sticks out of it.
  expect(await size('class="low"', 320, 300)).toEqual([320, 200]);
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(400);
  expect(await size('height="300"')).toEqual([960, 300]);
  expect(await size('class="low" height="300"')).toEqual([960, 200]);
  await put(page, `<paxos-explainer ${FAKE} hidden></paxos-explainer>`);
  await expect(page.locator('paxos-explainer')).toBeHidden();
});

test('height="auto" follows the frame, and does not shrink while the width is the same', async ({ page }) => {
  await put(page, `<paxos-explainer ${FAKE} height="auto"></paxos-explainer>`);
  await on(page, (element) => element.ready());
  const inside = await frame(page);
  const height = () => on(page, (element) => element.clientHeight);
  expect(await height()).toBe(600);
  await say(inside, 'resize', { height: 500 });
  await expect.poll(height).toBe(500);
  await say(inside, 'resize', { height: 700 });
  await expect.poll(height).toBe(700);
  await say(inside, 'resize', { height: 450 });
  await say(inside, 'play');
  await expect.poll(() => on(page, (element) => element.paused)).toBe(false);
  expect(await height()).toBe(700);
  await page.setViewportSize({ width: 700, height: 800 });
  await say(inside, 'resize', { height: 450 });
  await expect.poll(height).toBe(450);
});

test('on load the host keeps its focus, its place and its keys', async ({ page }) => {
  await put(page, `<input id="field"><div id="far"></div><paxos-explainer ${FAKE} autoplay></paxos-explainer>`);
  await page.locator('#far').evaluate((far) => (far.style.height = '900px'));
  await page.locator('#field').focus();
  await on(page, (element) => element.ready());
  await on(page, (element) => (element.theme = 'dark'));
  await on(page, (element) => element.getState());
  expect(await page.evaluate(() => [scrollY, document.activeElement!.id])).toEqual([0, 'field']);
  await page.keyboard.type('.k ');
  await expect(page.locator('#field')).toHaveValue('.k ');
});

test('where there are no elements, as on a server, it does nothing', () => {
  const module = `data:text/javascript,${encodeURIComponent(readFileSync(ELEMENT, 'utf8'))}`;
  const script = 'const it = await import(process.argv[1]); process.stdout.write(`${it.ATTRIBUTES.length}`)';
  const told = execFileSync(process.execPath, ['--input-type=module', '--eval', script, module], { encoding: 'utf8' });
  expect(Number(told)).toBeGreaterThan(20);
});
