// The element around the built page.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixture';
import { nativeRun, ROOT } from './paxos';

type Explainer = HTMLElement & Record<string, any>;

const MINE = 'title "Mine"\nproposers P1\nacceptors A1 A2 A3\n\nslide "One"\npropose P1 tea\nrun idle\n';

/** Opens notes with a strict policy in a sub-folder, with this in them. */
async function notes(page: Page, html: string): Promise<void> {
  await page.route('**/notes/*', (route) => {
    route.fulfill({ path: join(ROOT, 'e2e/hosts', new URL(route.request().url()).pathname.split('/').at(-1)!) });
  });
  await page.goto('/notes/host.html');
  await page.locator('#notes').evaluate((notes, html) => {
    notes.innerHTML = html;
  }, html);
}

function on<T>(page: Page, act: (element: Explainer) => T | Promise<T>): Promise<T> {
  return page.locator('paxos-explainer').first().evaluate(act as (element: Element) => T | Promise<T>);
}

const inside = (page: Page) => page.frameLocator('paxos-explainer iframe');

/** What the element says of itself. */
const properties = (page: Page) =>
  on(page, ({ currentTime, duration, paused, playbackRate, scene, slide, state }) => {
    return { currentTime, duration, paused, playbackRate, scene, slide, state };
  });

test('one line of notes shows a scene, in a sub-folder and under a strict policy', async ({ page }) => {
  await notes(page, '<paxos-explainer scene="contention" slide="2" name="one"><img src="figure.svg" alt="Figure"></paxos-explainer>');
  const { duration, markers } = await on(page, (element) => element.ready());
  const run = nativeRun('contention');
  expect(duration).toBe(run.time);
  expect(markers.map(({ id }: { id: string }) => id)).toContain('slide-2');
  await expect(inside(page).locator('.stage')).toBeVisible();
  await expect(page.getByAltText('Figure')).toBeHidden();
  const { start } = run.slides[1];
  expect(await properties(page)).toEqual({ currentTime: start, duration, paused: true, playbackRate: 1, scene: 'contention', slide: 2, state: '' });
  expect(await page.evaluate(() => [scrollY, document.activeElement!.localName])).toEqual([0, 'body']);
});

test('methods move it, and properties and events follow', async ({ page }) => {
  await notes(page, '<paxos-explainer scene="nutshell" name="one"></paxos-explainer>');
  await on(page, (element) => {
    (window as any).told = [];
    for (const type of ['chosen', 'action', 'play', 'pause']) {
      element.addEventListener(type, (event: Event) => (window as any).told.push([type, (event as CustomEvent).detail]));
    }
    return element.ready();
  });
  const run = nativeRun('nutshell');
  await on(page, (element) => element.seek('100%'));
  await expect.poll(() => on(page, (element) => element.currentTime)).toBe(run.time);
  const [[, chosen]] = (await page.evaluate('told.splice(0)')) as [string, object][];
  expect(chosen).toEqual({ slot: 0, id: run.chosen[0].id, value: run.chosen[0].value, time: expect.any(Number) });
  await on(page, (element) => (element.currentTime = 0));
  await on(page, (element) => element.stepForward());
  await on(page, (element) => element.setRate(4));
  await on(page, (element) => element.play());
  await expect.poll(() => page.evaluate('told.map(([type]) => type)')).toContain('pause');
  expect(await properties(page)).toMatchObject({ paused: true, playbackRate: 4 });
  const { slide } = await properties(page);
  await on(page, (element) => element.previousSlide());
  await expect.poll(() => on(page, (element) => element.slide)).toBeLessThan(slide);
  expect(await on(page, (element) => element.getRun())).toEqual(run);
  expect(await on(page, (element) => element.exportAs('scene'))).toContain('title');
  await on(page, (element) => element.act('crash', 'A2'));
  await expect(inside(page).locator('#node-A2')).toHaveAttribute('aria-label', /crashed/);
  const state = await on(page, (element) => element.getState());
  expect(state).toMatch(/crash\.A2$/);
  await expect.poll(() => on(page, (element) => element.state)).toBe(state);
  const wrong = await on(page, (element) => element.act('crush', 'A2').catch((error: Error) => error.message));
  expect(wrong).toMatch(/expected crash/);
  // Another theme: another frame, in which the reader is where he was.
  const { currentTime } = await properties(page);
  await on(page, (element) => {
    element.theme = 'dark';
    return element.ready();
  });
  await expect(inside(page).locator('#node-A2')).toHaveAttribute('aria-label', /crashed/);
  expect(await properties(page)).toMatchObject({ currentTime, state });
  await on(page, (element) => element.reset());
  await expect.poll(() => on(page, (element) => [element.state, element.currentTime])).toEqual(['', 0]);
});

test('a scene of the notes is shown, changed with them, and its mistakes are told at once', async ({ page }) => {
  await notes(page, '<paxos-explainer></paxos-explainer>');
  const write = (text: string) =>
    page.locator('paxos-explainer').evaluate((element, text) => {
      const script = Object.assign(document.createElement('script'), { type: 'text/paxos', textContent: text });
      element.replaceChildren(script);
    }, text);
  await write(MINE);
  await on(page, (element) => element.ready());
  expect(await on(page, (element) => element.getRun())).toEqual(nativeRun({ text: MINE.trim() }));
  const other = MINE.replace('tea', 'coffee');
  await write(other);
  await expect.poll(() => on(page, (element) => element.getRun())).toEqual(nativeRun({ text: other.trim() }));
  // From the beginning, with a mistake in it.
  await page.locator('paxos-explainer').evaluate((element) => element.replaceWith(element.cloneNode()));
  await write(MINE.replace('propose P1', 'propse P1'));
  const wrong = await on(page, (element) => element.ready().catch((error: Error) => error.message));
  expect(wrong).toMatch(/propse/);
  await expect(inside(page).getByText(/propse/).first()).toBeVisible();
});

test('keys that the page does not use reach the host, by which a deck turns its pages', async ({ page }) => {
  await notes(page, '<paxos-explainer keys="forward"></paxos-explainer>');
  await on(page, (element) => element.ready());
  await page.evaluate(() => {
    (window as any).told = [];
    document.addEventListener('keydown', ({ key, keyCode }) => (window as any).told.push([key, keyCode]));
  });
  await inside(page).locator('body').click({ position: { x: 3, y: 3 } });
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('PageUp');
  await page.keyboard.press('q');
  await expect.poll(() => page.evaluate('told')).toEqual([['ArrowRight', 39], ['PageUp', 33], ['q', 81]]);
});

test('the element and the widget lie beside the page', async ({ page }) => {
  for (const name of ['paxos-explainer.js', 'widget.mjs']) {
    const served = await page.request.get(`/${name}`);
    expect(await served.text()).toBe(readFileSync(join(ROOT, 'static', name), 'utf8'));
  }
});
