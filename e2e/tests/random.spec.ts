import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixture';
import { ROOT, type Run } from './paxos';

/** A run that the page has shown, and the text that it gave for it. */
type Copy = { text: string; run: Run; did: string[] };

/**
 * Does `count` things at random in the page itself, as a pointer would: clicks on nodes and messages, whatever their
 * menus offer, statements in words, moves in time, undo and redo. Every `every` things it copies the run as a scene.
 */
function act(page: Page, seed: number, count: number, every: number): Promise<{ done: number; copies: Copy[] }> {
  return page.evaluate(
    async ({ seed, count, every }) => {
      let state = seed;
      /** Mulberry32: the same choices for the same seed, everywhere. */
      const draw = () => {
        state = (state + 0x6d2b79f5) | 0;
        let t = Math.imul(state ^ (state >>> 15), 1 | state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
      };
      const below = (bound: number) => Math.floor(draw() * bound);
      const pick = <T>(from: ArrayLike<T>): T | undefined => from[below(from.length)];
      const all = (selector: string, within: ParentNode = document) => [...within.querySelectorAll<HTMLElement>(selector)];
      const rest = () => new Promise((done) => setTimeout(done, 0));
      const button = (name: string, within: ParentNode = document) =>
        all('button', within).find((button) => (button.getAttribute('aria-label') ?? button.textContent) === name);
      const type = (field: HTMLInputElement, text: string) => {
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(field, text);
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      };
      const press = async (element: Element | undefined | null) => {
        element?.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
        element?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
        await rest();
      };
      const open = async (name: string) => {
        const tab = button(name, document.querySelector('.tabs')!);
        if (tab?.getAttribute('aria-expanded') === 'false') await press(tab);
      };
      const api = (window as unknown as { paxosExplainer: { getRun(until?: string): Promise<Run> } }).paxosExplainer;
      const did: string[] = [];

      /** Something that the open menu offers. */
      const choose = async () => {
        const menu = document.querySelector('.menu');
        if (!menu) return;
        for (const field of all('input[type=text]:not(.id)', menu)) type(field as HTMLInputElement, pick(['cat', 'dog', 'big owl'])!);
        const offers = all('button:not(.close):not(:disabled)', menu);
        const chosen = pick(offers);
        did.push(`${menu.getAttribute('aria-label')}: ${chosen?.getAttribute('aria-label') ?? chosen?.textContent}`);
        if (chosen?.getAttribute('type') === 'submit') {
          chosen.closest('form')!.requestSubmit();
          await rest();
        } else await press(chosen);
        if (document.querySelector('.menu')) await press(document.querySelector('.menu .close'));
      };
      const said = [
        'set delay 400..1600', 'set delay 1000', 'set loss 25%', 'set loss 0%', 'set duplication 20%', 'set retry 2500', 'set retry off',
        'set nacks on', 'set rule accept always', 'set rule value own', 'set rule value highest-accepted', 'set seed 77', 'heal',
        'partition P1 A1 | P2 A2 A3', 'drop next any->A2', 'drop PREPARE', 'hold any', 'release any', 'no such thing',
        'timeout R2', 'heartbeat R1', 'request C1 R2 +50', 'request C1 R1 "open 100"', 'partition R1 | R2 R3', 'drop next any->R2',
        'set heartbeat 700', 'set heartbeat off', 'set election 2000..4000', 'set election off', 'set commands 500..900',
        'set commands off', 'set window 2', 'set rule dedup none', 'set rule commit loose',
      ];
      const things: [number, () => Promise<void>][] = [
        [5, async () => { await press(pick(all('.stage .node'))); await choose(); }],
        [6, async () => { await press(pick(all('.stage .message'))); await choose(); }],
        [3, async () => {
          const field = document.querySelector<HTMLInputElement>('.do input');
          if (!field) return; // A poll has no such field.
          const text = pick(said)!;
          did.push(`do: ${text}`);
          type(field, text);
          await rest();
          field.form!.requestSubmit();
          await rest();
        }],
        [4, async () => {
          const slider = document.querySelector<HTMLInputElement>('input[aria-label="Time"]')!;
          const now = Number(slider.value);
          const to = draw() < 0.7 ? now + below(2500) : below(Number(slider.max) + 1);
          did.push(`seek ${to}`);
          type(slider, String(to));
          await rest();
        }],
        [3, async () => { did.push('step'); await press(button('Step forward')); }],
        [1, async () => { did.push('step back'); await press(button('Step back')); }],
        [1, async () => { did.push('undo'); await press(button('Undo')); }],
        [1, async () => { did.push('redo'); await press(button('Redo')); }],
        [1, async () => { did.push('run'); await press(pick(all('.own-runs li button:not(:disabled)'))); }],
      ];
      const weights = things.reduce((sum, [weight]) => sum + weight, 0);

      if (button('World')) await open('World');
      await open('Your runs');
      const copies: Copy[] = [];
      for (let nth = 1; nth <= count; nth++) {
        let at = below(weights);
        const [, thing] = things.find(([weight]) => (at -= weight) < 0)!;
        await thing();
        await press(button('Pause')); // Whatever an act has set going stands still again.
        if (nth % every !== 0) continue;
        await press(button('Copy as scene'));
        const text = () => document.querySelector<HTMLTextAreaElement>('.copied textarea')?.value;
        for (let wait = 0; wait < 1500 && !text(); wait++) await new Promise((done) => setTimeout(done, 10));
        copies.push({ text: text() ?? '', run: await api.getRun('now'), did: did.slice(-40) });
      }
      return { done: count, copies };
    },
    { seed, count, every },
  );
}

/** What must be the same in the page and in the scene that was copied from it. */
function state(run: Run): Partial<Run> {
  // What brings a run back differs: here it is the scene with the acts, there the scene that replays them.
  const { title, slides, events, script, do: acts, seed, t, ...rest } = run as Run & Record<string, unknown>;
  return rest;
}

for (const [scene, seed] of [['phase-2', 1], ['contention', 2], ['carry-on', 3], ['case-no-failure', 4], ['consensus', 5], ['mp-two-leaders', 6], ['mp-retry', 7]] as const) {
  test(`500 random acts on ${scene} always give the state that the native run of the copied scene gives`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.goto(`/#scene=${scene}`);
    await expect(page.locator('.stage')).toBeVisible();
    const { done, copies } = await act(page, seed, 500, 25);
    expect([done, copies.length]).toEqual([500, 20]);
    const folder = mkdtempSync(join(tmpdir(), 'paxos-'));
    const files = copies.map(({ text }, nth) => {
      const file = join(folder, `${nth}.paxos`);
      writeFileSync(file, text);
      return file;
    });
    copies.forEach(({ text, run, did }, nth) => {
      const native = execFileSync('cargo', ['run', '--quiet', '--bin', 'paxos', '--', 'run', files[nth], '--json'], { cwd: ROOT, encoding: 'utf8' });
      const story = `${did.join('\n')}\n\n${text}`;
      expect(state(JSON.parse(native)), story).toEqual(state(run));
    });
    expect(copies.some(({ text }) => text.includes('By hand')), 'something was done').toBe(true);
    await expect(page.locator('.broken')).toHaveCount(0);
  });
}
