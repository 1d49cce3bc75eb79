// What strangers hand in: scenes whose every text was made to do harm, and messages from anybody. Texts stay texts,
// messages are ignored or answered in words, and the page goes on.

import { expect, test } from './fixture';
import { ask, heard, openFrame, openHost } from './host';
import { TEXTS, carried, harm, leaks, sceneOf, sideways } from './hostile';
import type { Page } from '@playwright/test';

const ROOMS = [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
];

/** Opens a link on a page that may have been at another already. */
async function open(page: Page, link: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`/#${link}`);
  await page.locator('.narration[data-of]').first().waitFor();
}

async function openAll(page: Page): Promise<void> {
  const closed = page.locator('.dock .tabs button[aria-expanded=false]');
  for (let left = await closed.count(); 0 < left; left -= 1) await closed.first().click();
}

/** Nothing of a text has done harm, turned what stands beside it, or made the page too wide. */
async function stays(page: Page, where: string): Promise<void> {
  expect.soft(await harm(page), `harm ${where}`).toEqual([]);
  expect.soft(await leaks(page), `turned ${where}`).toEqual([]);
  expect.soft(await sideways(page), `too wide ${where}`).toEqual([]);
}

for (const [name, text] of Object.entries(TEXTS)) {
  test(`the text “${name}” is a text wherever it stands`, async ({ page }) => {
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    for (const room of ROOMS) {
      await page.setViewportSize(room);
      const at = (what: string) => `${what}, ${room.width} px wide`;
      await open(page, `${carried(sceneOf(text))}&t=40%25`);
      await expect(page.locator('.stage').first()).toBeVisible();
      expect(await page.title()).toMatch(/ · Paxos Explainer$/);
      await stays(page, at('on the first slide'));
      await openAll(page);
      await page.evaluate(() => (window as unknown as { paxosExplainer: { seek(to: string): Promise<void> } }).paxosExplainer.seek('100%'));
      await stays(page, at('with all panels'));
      await page.locator('.stage .node').first().focus();
      await page.keyboard.press('Enter');
      await stays(page, at('in a menu'));
      await page.keyboard.press('Escape');
    }
    await page.setViewportSize(ROOMS[0]!);
    await page.locator('.share-open').first().click();
    await stays(page, 'where it is shared');
    await page.keyboard.press('Escape');
    await page.locator('.head .takeout-open').click();
    const formats = page.locator('dialog[open] input[type=radio]');
    for (let nth = 0; nth < (await formats.count()); nth += 1) {
      await formats.nth(nth).check({ force: true });
      await stays(page, `as export ${nth}`);
    }
    expect(dialogs).toEqual([]);
  });
}

test('a text that turns is seen in its place, and its neighbours in theirs', async ({ page }) => {
  await open(page, `${carried(sceneOf(TEXTS.override!).replace(/say .*/, 'say "P1 wants it."'))}&t=100%25`);
  await openAll(page);
  // Where the words of a sentence stand, from left to right, around the value that turns.
  const order = await page.evaluate(() => {
    for (const element of document.querySelectorAll('.log-says, .narration p, .why')) {
      const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const text = node.textContent ?? '';
        const place = text.indexOf('\u2068');
        const behind = text.indexOf('\u2069', place) + 1;
        if (place < 1 || behind < 1 || !/[A-Za-z]{2}/.test(text.slice(behind))) continue;
        const from = behind + text.slice(behind).search(/[A-Za-z]{2}/);
        const box = (start: number, end: number) => {
          const range = document.createRange();
          range.setStart(node, start);
          range.setEnd(node, end);
          return range.getBoundingClientRect();
        };
        const [first, second] = [box(from, from + 1), box(from + 1, from + 2)];
        if (first.top === second.top && 0 < first.width) return { text, isInOrder: first.left < second.left };
      }
    }
    return null;
  });
  expect(order, 'there is such a sentence').not.toBeNull();
  expect(order!.isInOrder, order!.text).toBe(true);
});

test.describe('lone halves of letters', () => {
  test.use({ quiet: false }); // What they name is not there, and the console says so too.

  test('in a scene, an act and a link are taken for the sign that stands for them', async ({ page }) => {
    await openFrame(page, 'scene=phase-1');
    const script = sceneOf('a\ud800b\udc00c');
    expect((await ask(page, 'load', { script })).error).toBeUndefined();
    expect((await ask(page, 'export', { format: 'scene' })).value).toContain('title "a\ufffdb\ufffdc"');
    expect((await ask(page, 'act', { args: ['propose', 'P2', '\udfff\ud83d'] })).error).toBeUndefined();
    expect((await ask(page, 'getState')).value).toContain('-EF-BF-BD');
    expect((await ask(page, 'load', { scene: '\ud800' })).error).toMatch(/no such scene|\ufffd/);
  });
});

test.describe('messages', () => {
  /** Says something to the frame in the words of the page around. */
  const say = (page: Page, message: string) =>
    page.evaluate((message) => frames[0]!.postMessage(new Function(`return ${message}`)(), '*'), message);
  const at = (page: Page) => page.frames()[1]!.evaluate(() => (window as unknown as { paxosExplainer: { currentTime: number } }).paxosExplainer.currentTime);
  const seek = '{ paxos: 1, type: "seek", to: "100%", rid: "stranger" }';

  test('from windows that are not the page around are not heard', async ({ page }) => {
    await openFrame(page, 'scene=phase-1');
    const before = await at(page);
    const said = (await heard(page)).length;
    await page.evaluate(async (seek) => {
      const html = `<script>parent.frames[0].postMessage(${seek}, '*')</script>`;
      const others: Partial<HTMLIFrameElement>[] = [{ srcdoc: html }, { srcdoc: html, sandbox: 'allow-scripts' as unknown as DOMTokenList }, { src: `data:text/html,${encodeURIComponent(html)}` }];
      for (const other of others) {
        const frame = document.createElement('iframe');
        await new Promise<void>((done) => {
          frame.onload = () => done();
          for (const [name, value] of Object.entries(other)) frame.setAttribute(name, String(value));
          document.body.append(frame);
        });
      }
    }, seek);
    await page.frames()[1]!.evaluate((seek) => postMessage(new Function(`return ${seek}`)(), '*'), seek).catch(() => {});
    expect(await ask(page, 'getState')).toEqual({ value: '' });
    expect(await at(page)).toBe(before);
    expect((await heard(page)).slice(said).filter((said) => said.rid === 'stranger' || said.type === 'seeked')).toEqual([]);
  });

  test('of no shape that is ours are not answered, and those of ours that are wrong in a sentence', async ({ page }) => {
    await openFrame(page, 'scene=phase-1');
    const before = await at(page);
    const said = (await heard(page)).length;
    const ignored = [
      'null', 'undefined', '7', 'NaN', '"slide"', '[]', '{}', 'new Date()', '/x/', 'new Map([["paxos", 1]])', 'new ArrayBuffer(1e6)',
      '"x".repeat(1e6)', 'new Array(1e5).fill(0)', '{ paxos: "1", type: "seek", to: 0 }', '[{ paxos: 1, type: "seek", to: 0 }]',
      '(() => { let deep = 1; for (let nth = 0; nth < 500; nth++) deep = [deep]; return deep; })()',
      '(() => { const loop = {}; loop.loop = loop; return loop; })()',
      '(() => { let all = "x"; for (let nth = 0; nth < 6; nth++) all = new Array(256).fill(all); return { all }; })()',
      'Object.fromEntries(Array.from({ length: 1e5 }, (_, nth) => [`k${nth}`, nth]))',
      'JSON.parse(\'{"__proto__":{"paxos":1,"type":"seek","to":0},"constructor":{"prototype":{"paxos":1}}}\')',
    ];
    for (const message of ignored) await say(page, message);
    expect(await ask(page, 'getState')).toEqual({ value: '' });
    expect((await heard(page)).slice(said).filter((said) => !['result', 'resize', 'setHeight'].includes(said.type))).toEqual([]);
    const wrong: [string, Record<string, unknown>][] = [
      ['x'.repeat(1_000_000), {}],
      ['__proto__', {}],
      ['constructor', {}],
      ['seek', { to: 1e300 }],
      ['seek', { to: -1 }],
      ['seek', { to: NaN }],
      ['seek', { to: 'x'.repeat(1_000_000) }],
      ['seek', { to: { marker: 'x'.repeat(1_000_000) } }],
      ['seek', { to: { marker: '__proto__' } }],
      ['slide', { to: Number.MAX_SAFE_INTEGER }],
      ['act', { args: Array(1000).fill('crash') }],
      ['act', { args: ['crash', 'x'.repeat(1_000_000)] }],
      ['act', { args: ['toString'] }],
      ['setState', { state: '~'.repeat(100_000) }],
      ['setState', { state: '1:crash.A1~'.repeat(5000) }],
      ['load', { script: 'x'.repeat(1_000_000) }],
      ['load', { script: '(' .repeat(60_000) }],
      ['load', { scene: '../'.repeat(20_000) }],
      ['load', { __proto__: null, constructor: 1 }],
      ['export', { format: 'toString' }],
      ['rate', { value: Infinity }],
    ];
    for (const [type, fields] of wrong) {
      const { error } = await ask(page, type, fields);
      const about = `${type.slice(0, 20)} ${JSON.stringify(fields)?.slice(0, 60)}`;
      expect(error, about).toMatch(/^\S.*[.:]/);
      expect(error!.length, about).toBeLessThan(2500);
    }
    // What tells a question apart is said again only where it is short.
    await say(page, '{ paxos: 1, type: "fly", rid: "x".repeat(65) }');
    await expect.poll(async () => (await heard(page, 'error')).at(-1)?.message).toMatch(/no message of type/);
    expect((await heard(page, 'result')).filter((said) => String(said.rid).length === 65)).toEqual([]);
    await ask(page, 'load', { scene: 'phase-1' });
    expect(await ask(page, 'getState')).toEqual({ value: '' });
    expect(before).toBeGreaterThanOrEqual(0);
  });

  test('of many parts are read no further than a wish can need', async ({ page }) => {
    await openFrame(page, 'scene=phase-1');
    // A small message that is a large value: sixteen million places, each of them the same.
    const bomb = '(() => { let all = "x"; for (let nth = 0; nth < 3; nth++) all = new Array(256).fill(all); return { paxos: 1, type: "seek", to: all, rid: 5 }; })()';
    const spent = (message: string) =>
      page.evaluate(async (message) => {
        const frame = frames[0]!;
        const made = new Function(`return ${message}`)();
        const start = performance.now();
        frame.postMessage(made, '*');
        await (window as unknown as { ask(type: string): Promise<unknown> }).ask('getState');
        return performance.now() - start;
      }, message);
    const sent = (depth: number) => `(() => { let all = "x"; for (let nth = 0; nth < ${depth}; nth++) all = new Array(256).fill(all); return { paxos: 1, type: "seek", to: all }; })()`;
    await spent(sent(1));
    // What there is to be read is 65,536 times as much, and what is read at most 400 times.
    expect(await spent(bomb)).toBeLessThan(2000 * Math.max(1, await spent(sent(1))));
    expect((await heard(page, 'result')).find((said) => said.rid === 5)).toMatchObject({ ok: false, error: expect.stringMatching(/^seek: to is a list; expected/) });
  });

  test('and what a script hands in is read no further either', async ({ page }) => {
    await page.goto('/#scene=phase-1');
    await page.locator('.narration[data-of]').waitFor();
    // Who reads more than that has read millions; each place says that it was read.
    const read = (made: string) =>
      page.evaluate(async (made) => {
        let read = 0;
        const counted = (list: unknown[]) => new Proxy(list, { get: (of, name, self) => ((read += /^\d+$/.test(String(name)) ? 1 : 0), Reflect.get(of, name, self)) });
        const handed = new Function('counted', `return ${made}`)(counted);
        const why = await (window as any).paxosExplainer.seek(handed).catch((error: Error) => error.message);
        return { read, why };
      }, made);
    const long = await read('counted(new Array(1000000).fill("x"))');
    expect(long.why).toMatch(/list; expected/);
    expect(long.read).toBeGreaterThan(0);
    expect(long.read).toBeLessThanOrEqual(256);
    // Small, and in it sixteen million places, none of them deeper than may be read.
    const many = await read('(() => { const all = new Array(256).fill(counted(new Array(256).fill("x"))); return Object.fromEntries(all.map((_, nth) => [`f${nth}`, all])); })()');
    expect(many.read).toBeGreaterThan(256);
    expect(many.read).toBeLessThanOrEqual(100_000);
    const throws = await read('({ get to() { throw new Error("It is nobody\'s business."); }, at: 5 })');
    expect(throws.why, 'what throws when it is read is not there').toMatch(/^seek: /);
  });

  test('in a flood are all answered, and the page goes on', async ({ page }) => {
    test.slow();
    await openFrame(page, 'scene=phase-1');
    const answered = await page.evaluate(async () => {
      let count = 0;
      addEventListener('message', ({ data }) => (count += Number(data?.type === 'result' && String(data.rid).startsWith('flood'))));
      for (let nth = 0; nth < 10_000; nth += 1) {
        const fields = nth % 3 === 0 ? { type: 'getState' } : nth % 3 === 1 ? { type: 'fly' } : { type: 'step', by: nth % 2 === 0 ? 1 : -1 };
        frames[0]!.postMessage({ paxos: 1, rid: `flood${nth}`, ...fields }, '*');
        frames[0]!.postMessage({ nothing: 'of ours', nth }, '*');
      }
      await (window as unknown as { ask(type: string): Promise<unknown> }).ask('getState');
      return count;
    });
    expect(answered).toBe(10_000);
    await ask(page, 'seek', { to: 0 });
    const frame = page.frames()[1]!;
    await frame.getByRole('button', { name: /^Next/ }).click();
    await expect.poll(() => at(page)).toBeGreaterThan(0);
  });

  test('to a page that stands alone are not heard', async ({ page }) => {
    await open(page, 'scene=phase-1');
    const time = () => page.evaluate(() => (window as unknown as { paxosExplainer: { currentTime: number } }).paxosExplainer.currentTime);
    const before = await time();
    await page.evaluate(() => {
      postMessage({ paxos: 1, type: 'seek', to: '100%' }, '*');
      postMessage('slide:start', '*');
    });
    expect(await page.evaluate(() => (window as unknown as { paxosExplainer: { getState(): Promise<string> } }).paxosExplainer.getState())).toBe('');
    expect(await time()).toBe(before);
  });
});

test.describe('the policy', () => {
  test.use({ quiet: false, keepsPolicy: false });

  /** What a policy forbids on a page, in the page and in its frames, when somebody tries. */
  const tried = (page: Page) =>
    page.evaluate(async () => {
      const forbidden: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => forbidden.push(event.effectiveDirective));
      const put = (name: string, set: (element: any) => void) => {
        const element = document.createElement(name);
        set(element);
        document.body.append(element);
      };
      put('script', (script) => (script.textContent = 'window.harmed = 1'));
      put('div', (div) => div.setAttribute('onclick', 'window.harmed = 2'));
      (document.body.lastElementChild as HTMLElement).click();
      put('div', (div) => div.setAttribute('style', 'color: red'));
      put('iframe', (frame) => (frame.src = 'https://elsewhere.example/'));
      put('object', (object) => (object.data = 'https://elsewhere.example/'));
      put('base', (base) => (base.href = 'https://elsewhere.example/'));
      // Not from here: what a debugger evaluates may evaluate more.
      setTimeout(() => (0, eval)('window.harmed = 3'));
      await new Promise((done) => setTimeout(done, 300));
      return { forbidden: [...new Set(forbidden)].sort(), harmed: (window as any).harmed, base: document.baseURI.includes('elsewhere') };
    });
  const nothing = { harmed: undefined, base: false };
  const all = ['base-uri', 'frame-src', 'object-src', 'script-src', 'script-src-attr', 'script-src-elem', 'style-src-attr'];

  test('that is shipped holds against whatever would run in the page', async ({ page }) => {
    await open(page, 'scene=phase-1');
    expect(await tried(page)).toEqual({ forbidden: all, ...nothing });
  });

  test('of the single file holds too', async ({ page }) => {
    await page.goto('/paxos-explainer.html#scene=phase-1');
    await page.locator('.narration[data-of]').first().waitFor();
    expect(await tried(page)).toEqual({ forbidden: all, ...nothing });
  });

  test('holds in a frame of somebody without one', async ({ page }) => {
    await openHost(page, 'frame.html', `?frame=${encodeURIComponent('/index.html#scene=phase-1')}`);
    const frame = page.frames()[1]!;
    await frame.locator('.stage').first().waitFor();
    expect(await tried(frame as unknown as Page)).toEqual({ forbidden: all, ...nothing });
  });
});

test.describe('who breaks a policy', () => {
  test.use({ quiet: false });
  test.fail();

  test('fails, in a frame and in a test that is not quiet too', async ({ page }) => {
    await openFrame(page, 'scene=phase-1');
    await page.frames()[1]!.evaluate(() => document.body.setAttribute('style', 'color: red'));
    await page.waitForTimeout(100);
  });
});
