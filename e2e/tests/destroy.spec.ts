// What is mounted can be taken away again, and nothing of it stays.

import type { CDPSession, Page } from '@playwright/test';
import { expect, test } from './fixture';
import { openHost } from './host';

type Handle = { ready(): Promise<object>; destroy(): Promise<void> };
type Held = { listeners(): string[]; timers(): string[]; observers(): string[] };
type Host = Window & { mount(place: unknown, keys?: object): Promise<Handle>; held: Held; memory(): Promise<number> };

/** Counts what the page holds: listeners, timers, animation frames and observers. */
const COUNT = () => {
  type Listening = { target: () => EventTarget | undefined; kind: string; listener: unknown; capture: boolean };
  const all: Listening[] = [];
  const capture = (options: unknown) => (typeof options === 'object' && options !== null ? Boolean((options as { capture?: boolean }).capture) : Boolean(options));
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const find = (target: EventTarget, kind: string, listener: unknown, captures: boolean) =>
    all.findIndex((one) => one.target() === target && one.kind === kind && one.listener === listener && one.capture === captures);
  EventTarget.prototype.addEventListener = function (this: EventTarget | undefined, kind: string, listener: never, options?: never) {
    const on = this ?? window;
    if (listener !== null && find(on, kind, listener, capture(options)) === -1) {
      // An element must not live on because it is counted.
      const weak = on instanceof Node && on !== document ? new WeakRef(on) : { deref: () => on };
      all.push({ target: () => weak.deref(), kind, listener, capture: capture(options) });
    }
    return addEventListener.call(on, kind, listener, options);
  } as typeof addEventListener;
  EventTarget.prototype.removeEventListener = function (this: EventTarget | undefined, kind: string, listener: never, options?: never) {
    const on = this ?? window;
    const at = find(on, kind, listener, capture(options));
    if (at !== -1) all.splice(at, 1);
    return removeEventListener.call(on, kind, listener, options);
  } as typeof removeEventListener;

  const timers = new Map<string, string>();
  const from = (stack: string | undefined) => stack?.split('\n').slice(2, 5).join(' ') ?? '';
  const once = <F extends (called: (...rest: unknown[]) => void, ...rest: never[]) => number>(name: string, original: F): F =>
    ((called: (...rest: unknown[]) => void, ...rest: never[]) => {
      const id: number = original.call(window, (...given: unknown[]) => {
        if (name !== 'interval') timers.delete(`${name} ${id}`);
        called(...given);
      }, ...rest);
      timers.set(`${name} ${id}`, from(new Error().stack));
      return id;
    }) as F;
  const off = <F extends (id: never) => void>(name: string, original: F): F =>
    ((id: never) => {
      timers.delete(`${name} ${id as number}`);
      original.call(window, id);
    }) as F;
  window.setTimeout = once('timeout', window.setTimeout as never) as never;
  window.setInterval = once('interval', window.setInterval as never) as never;
  window.requestAnimationFrame = once('frame', window.requestAnimationFrame as never) as never;
  window.clearTimeout = off('timeout', window.clearTimeout as never) as never;
  window.clearInterval = off('interval', window.clearInterval as never) as never;
  window.cancelAnimationFrame = off('frame', window.cancelAnimationFrame as never) as never;

  const observers = new Map<object, string>();
  const counted = (name: 'ResizeObserver' | 'IntersectionObserver' | 'MutationObserver') => {
    const Original = window[name] as unknown as new (...given: unknown[]) => { observe(...given: unknown[]): void; disconnect(): void };
    (window as unknown as Record<string, unknown>)[name] = class extends Original {
      override observe(...given: unknown[]) {
        // What watches a test watches the page too.
        const stack = new Error().stack ?? '';
        if (stack.includes('/page-')) observers.set(this, name);
        super.observe(...given);
      }
      override disconnect() {
        observers.delete(this);
        super.disconnect();
      }
    };
  };
  counted('ResizeObserver');
  counted('IntersectionObserver');
  counted('MutationObserver');

  (window as unknown as Host).held = {
    listeners: () =>
      all.flatMap(({ target, kind }) => {
        const on = target();
        const counts = on !== undefined && (!(on instanceof Node) || on.isConnected);
        return counts ? [`${on.constructor.name} ${kind}`] : [];
      }),
    timers: () => [...timers].map(([name, stack]) => `${name} ${stack}`),
    observers: () => [...observers.values()],
  };
};

/** Makes instances of all kinds and takes them away. The numbers choose what is done with each. */
async function makeAndDestroy(page: Page, from: number, count: number): Promise<void> {
  await page.evaluate(
    async ([from, count]) => {
      const host = window as unknown as Host;
      const frame = () => new Promise(requestAnimationFrame);
      const kinds: { keys: object; act?: (root: ShadowRoot, handle: Handle) => unknown; waits?: boolean }[] = [
        { keys: { scene: 'contention', t: '60%' } },
        { keys: { scene: 'contention', autoplay: 1 } },
        { keys: { scene: 'contention', autoplay: 1, motion: 'reduced', speed: 4, ui: 'minimal' } },
        { keys: { scene: 'nutshell' }, waits: false },
        { keys: { scene: 'contention', t: '60%' }, act: (root) => root.querySelector('#node-A1')!.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true })) },
        { keys: { scene: 'case-proposer-fails', t: '60%', view: 'stage,time,board,log' } },
        { keys: { scene: 'contention', ui: 'full' }, act: (root) => root.querySelector<HTMLElement>('.help-open')!.click() },
        { keys: { scene: 'contention', ui: 'full' }, act: (root) => root.querySelector<HTMLElement>('.head .edit')!.click() },
        { keys: { scene: 'contention', ui: 'full', t: '60%' }, act: (root) => [...root.querySelectorAll<HTMLElement>('.dock .tabs button')].find((button) => button.textContent === 'Compare')!.click() },
        { keys: { script: 'title "Mine"\nproposers P1\nacceptors A1 A2 A3\n\nslide "One"\npropose P1 x\nrun idle\n', theme: 'dark' }, act: (_, handle) => (handle as unknown as { act(...words: string[]): Promise<void> }).act('crash', 'A1') },
      ];
      for (let number = from; number < from + count; number++) {
        const { keys, act, waits = true } = kinds[number % kinds.length]!;
        const element = document.createElement('div');
        element.style.cssText = number % 3 === 0 ? 'width: 330px; height: 500px; margin-top: 4000px' : 'width: 900px; height: 560px';
        document.body.append(element);
        const isGiven = number % 2 === 0;
        const place = isGiven ? element.attachShadow({ mode: 'open' }) : element;
        const handle = await host.mount(place, keys);
        if (waits) {
          await handle.ready();
          // It is drawn when its size is known, which takes a frame, or on a busy machine some more.
          for (let wait = 0; wait < 100 && !element.shadowRoot!.querySelector('[id^=node-]'); wait++) await frame();
          await act?.(element.shadowRoot!, handle);
          await frame();
          await frame();
        }
        await handle.destroy();
        const { childElementCount, adoptedStyleSheets } = element.shadowRoot!;
        if (childElementCount !== 0 || adoptedStyleSheets.length !== 0) {
          throw new Error(`${number}: ${childElementCount} elements and ${adoptedStyleSheets.length} sheets are left`);
        }
        element.remove();
      }
    },
    [from, count] as [number, number],
  );
}

async function measured(page: Page, cdp: CDPSession) {
  await page.waitForTimeout(300);
  for (let time = 0; time < 3; time++) await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find((metric) => metric.name === name)!.value;
  const wasm = await page.evaluate(() => (window as unknown as Host).memory());
  return { nodes: metric('Nodes'), listeners: metric('JSEventListeners'), heap: metric('JSHeapUsedSize'), wasm };
}

test('two hundred instances that are made and taken away leave nothing behind', async ({ page }) => {
  test.setTimeout(240_000);
  await page.addInitScript(COUNT);
  await openHost(page, 'guests.html');
  await page.waitForFunction(() => 'mount' in window);
  await page.evaluate(async () => {
    const module = await (await fetch('/mount.mjs')).text();
    const { default: init } = await import(/js: '\.(\/[^']+)'/.exec(module)![1]!);
    // Once it runs, it only gives what it has.
    (window as unknown as Host).memory = async () => (await init()).memory.buffer.byteLength;
  });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  await makeAndDestroy(page, 0, 20);
  const held = () => page.evaluate(() => {
    const { held } = window as unknown as Host;
    return { listeners: held.listeners(), timers: held.timers(), observers: held.observers() };
  });
  await page.waitForTimeout(300);
  const { listeners } = await held();
  const first = await measured(page, cdp);
  await makeAndDestroy(page, 20, 30);
  const at50 = await measured(page, cdp);
  await makeAndDestroy(page, 50, 150);
  const at200 = await measured(page, cdp);

  await expect.poll(held).toEqual({ listeners, timers: [], observers: [] });
  expect(at200.wasm, 'the memory of the wasm').toBe(at50.wasm);
  expect(at200.nodes - first.nodes, 'elements').toBeLessThan(20);
  expect(at200.listeners - first.listeners, 'listeners, as the browser counts them').toBeLessThan(10);
  expect(at200.heap - at50.heap, 'bytes of JavaScript').toBeLessThan(250_000);
});
