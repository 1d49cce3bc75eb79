// The program breaks: the page says so, and nothing that was done is lost.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import type { Frame, Page } from '@playwright/test';
import { DIST } from '../server.mjs';
import { exhaustStack, refuseAttributes, refuseAttributesAtStart, refuseConsole, withLittleMemory } from './breaks';
import { expect, test } from './fixture';
import { ask, heard, openFrame } from './host';
import { crash, labels, nativeRun, pageRun } from './paxos';

test.use({ quiet: false }); // The console says so.
// Some load the page five times, and a busy machine takes its time for each.
test.setTimeout(120_000);

const SINGLE = pathToFileURL(join(DIST, 'paxos-explainer.html')).href;
/** A run of one's own: A2 is down in it. */
const OWN = 'scene=phase-2&slide=2&t=3400&do=3300:crash.A2';

async function opened(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator('.narration[data-of]').waitFor();
}

const heading = (page: Page | Frame) => page.getByRole('alert').getByRole('heading', { name: 'This explainer has broken, and cannot go on' });
const text = (page: Page | Frame, label = 'Your run, as a scene') => page.getByLabel(label);
const again = (page: Page | Frame) => page.getByRole('button', { name: 'Load again and go on' });

/** It has broken, and says so. */
async function says(page: Page | Frame): Promise<void> {
  await expect(heading(page)).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('that is our mistake');
}

test('a run of one’s own is there as a text that runs to the same state, and is opened again where it was', async ({ page }) => {
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await opened(page, `/#${OWN}`);
  await crash(page, 'A1');
  await expect.poll(() => page.url()).toContain('crash.A1');
  const [address, run, shown] = [page.url(), await pageRun(page), await labels(page)];
  expect(requests.filter((url) => url.includes('broken')), 'nothing of it is fetched before').toEqual([]);

  await refuseAttributes(page);
  await page.getByRole('button', { name: 'Step back', exact: true }).click();
  await says(page);
  await expect(page.getByRole('alert')).toContainText('Nothing that you have done is lost');
  await expect(heading(page)).toBeFocused();
  const told = await text(page).inputValue();
  expect(told).toContain('crash A2');
  expect(told).toContain('crash A1');
  const native = nativeRun({ text: told });
  expect([native.time, native.nodes, native.chosen]).toEqual([run.time, run.nodes, run.chosen]);

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as a file' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^[\w ]+\.paxos$/);
  expect(readFileSync(await file.path(), 'utf8')).toBe(told);

  // By keyboard alone.
  await heading(page).focus();
  await page.keyboard.press('Tab');
  await expect(again(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await page.locator('.narration[data-of]').waitFor();
  expect(page.url()).toBe(address);
  expect(await labels(page)).toEqual(shown);
  expect(await pageRun(page)).toEqual(run);
});

test('whatever it was doing', async ({ page }) => {
  const doing: Record<string, (page: Page) => Promise<unknown>> = {
    'a frame of the screen': async (page) => {
      await page.keyboard.press('ArrowRight');
      await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
      await refuseAttributes(page);
    },
    'a timer': async (page) => {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await page.keyboard.press('ArrowRight');
      await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
      await refuseAttributes(page);
    },
    'a key': async (page) => {
      await refuseAttributes(page);
      await page.keyboard.press('ArrowRight');
    },
    'a call of a script': async (page) => {
      await refuseAttributes(page);
      await page.evaluate(() => void (window as any).paxosExplainer.seek(0));
    },
    'a link that is followed': async (page) => {
      // What is on show has been noted before, and is not what the reader wants now.
      await expect.poll(() => page.evaluate(() => localStorage.getItem('paxos-explainer.place'))).toContain('crash.A2');
      await refuseAttributes(page);
      await page.evaluate(() => void (location.hash = 'scene=contention'));
    },
  };
  for (const [name, act] of Object.entries(doing)) {
    await test.step(name, async () => {
      await page.goto('about:blank');
      await page.emulateMedia({ reducedMotion: null });
      await opened(page, `/#${OWN}`);
      await act(page);
      await says(page);
      expect(await text(page).inputValue()).toContain('crash A2');
      await again(page).click();
      await page.locator('.narration[data-of]').waitFor();
      // A link that was followed leads to where the reader wanted to be.
      if (name === 'a link that is followed') await expect(page).toHaveURL(/#scene=contention/);
      else await expect(page.locator('#node-A2')).toHaveAttribute('aria-label', /crashed/);
    });
  }
});

test('while it plays, it comes back to where it had come', async ({ page }) => {
  // Slowly, so that the slide is not over before it is broken.
  await opened(page, '/#scene=contention&slide=2&speed=0.25');
  const now = () => page.evaluate(() => (window as any).paxosExplainer.currentTime as number);
  const start = await now();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction((start) => start + 40 < (window as any).paxosExplainer.currentTime, start);
  const before = await now();
  await refuseAttributes(page);
  await says(page);
  await again(page).click();
  await page.locator('.narration[data-of]').waitFor();
  expect(await now()).toBeGreaterThanOrEqual(before);
  expect((await pageRun(page)).title).toBe('They keep interrupting each other');
});

test('an end without a panic has the same words', async ({ page }) => {
  const wasm = readFileSync(join(DIST, readdirSync(DIST).find((name) => /^page-.*_bg\.wasm$/.test(name))!));
  await page.route('**/page-*_bg.wasm', (route) => route.fulfill({ body: withLittleMemory(wasm, 400), contentType: 'application/wasm' }));
  const ends: Record<string, (page: Page) => Promise<unknown>> = {
    'the stack is used up': exhaustStack,
    'there is no memory left': (page) =>
      page.evaluate(() => void (window as any).paxosExplainer.load({ script: 'x'.repeat(60_000_000) })).catch(() => {}),
    'the message of a panic breaks as well': async (page) => {
      await refuseConsole(page);
      await refuseAttributes(page);
      await page.keyboard.press('ArrowRight');
    },
  };
  for (const [name, end] of Object.entries(ends)) {
    await test.step(name, async () => {
      await page.goto('about:blank');
      await opened(page, `/#${OWN}`);
      await end(page);
      await says(page);
      expect(await text(page).inputValue()).toContain('crash A2');
      await again(page).click();
      await page.locator('.narration[data-of]').waitFor();
      // A link that was followed leads to where the reader wanted to be.
      if (name === 'a link that is followed') await expect(page).toHaveURL(/#scene=contention/);
      else await expect(page.locator('#node-A2')).toHaveAttribute('aria-label', /crashed/);
    });
  }
});

test('nothing in it is called again', async ({ page }) => {
  const uncaught: string[] = [];
  page.on('pageerror', (error) => uncaught.push(error.message));
  await opened(page, `/#${OWN}`);
  await refuseAttributes(page);
  await page.keyboard.press('ArrowRight');
  await says(page);
  const before = uncaught.length;
  for (const key of ['ArrowRight', 'ArrowLeft', '?', 'Escape', ' ']) await page.keyboard.press(key);
  await page.setViewportSize({ width: 700, height: 500 });
  await page.evaluate(() => dispatchEvent(new Event('pagehide')));
  await page.mouse.click(300, 300);
  await page.waitForTimeout(500);
  expect(uncaught.slice(before)).toEqual([]);
  const refused = await page.evaluate(() => (window as any).paxosExplainer.play().catch((why: Error) => why.message));
  expect(refused).toContain('answers no more');
});

test('a script that waits for an answer as it breaks is refused', async ({ page }) => {
  await page.route('**/scenes/contention.paxos', () => {}); // It never comes, so that nobody has an answer before.
  await opened(page, `/#${OWN}`);
  await refuseAttributes(page);
  const pending = page.evaluate(() => (window as any).paxosExplainer.load({ scene: 'contention' }).then(() => 'done', (why: Error) => why.message));
  await says(page);
  expect(await pending).toContain('answers no more');
});

test('one that breaks at the start does not go round in a circle', async ({ page }) => {
  await opened(page, `/#${OWN}`);
  const kept = () => page.evaluate(() => localStorage.getItem('paxos-explainer.runs.scene:phase-2') ?? '');
  // What is done is kept when the page has come to rest.
  await expect.poll(kept).toContain('crash A2');
  await refuseAttributes(page);
  await page.keyboard.press('ArrowRight');
  await says(page);
  const told = await text(page).inputValue();
  // Now whatever is opened breaks, but nothing is loaded by itself.
  await refuseAttributesAtStart(page);
  let loads = 0;
  page.on('load', () => loads++);
  await again(page).click();
  await expect(page.getByRole('alert')).toContainText('It broke while it was opening');
  expect(await text(page).inputValue(), 'the text of the run is still there').toBe(told);
  await page.waitForTimeout(500);
  expect(loads).toBe(1);
  await page.addInitScript(() => ((window as any).armed = false));
  await page.getByRole('button', { name: 'Begin at the start' }).click();
  await page.locator('.narration[data-of]').waitFor();
  expect((await pageRun(page)).title).toBe('Five people, one evening');
  // And the run is still among the reader's own.
  expect(await kept()).toContain('crash A2');
});

test('one that never had a scene shows the link', async ({ page }) => {
  await refuseAttributesAtStart(page);
  await page.goto(`/?ui=player&utm=1#${OWN}`);
  await says(page);
  await expect(page.locator('.first')).toHaveCount(0);
  expect(await text(page, 'The link that was opened').inputValue()).toContain('crash.A2');
  await page.addInitScript(() => ((window as any).armed = false));
  await page.getByRole('button', { name: 'Begin at the start' }).click();
  await page.locator('.narration[data-of]').waitFor();
  expect(page.url(), 'what says how it looks stays').toContain('utm=1');
  expect(page.url()).not.toContain('crash');
  await expect(page.locator('.page.ui-player')).toBeVisible();
});

test('what was being written is there, to the last letter, and again after it is loaded', async ({ page }) => {
  await opened(page, '/#scene=phase-2');
  await page.getByRole('button', { name: 'Edit' }).first().click();
  const field = page.locator('.script textarea');
  const mine = 'title "Mine"\nproposers P1\nacceptors A1 A2 A3\nslide "One"\n  propose P1 tea\n';
  await field.fill(mine);
  await expect.poll(() => page.evaluate(() => Object.values(localStorage).some((kept) => String(kept).includes('propose P1 tea')))).toBe(true);
  await field.press('End');
  await page.keyboard.type('# and');
  await refuseAttributes(page);
  await page.evaluate(() => void (window as any).paxosExplainer.seek(0));
  await says(page);
  expect(await text(page, 'What you were writing').inputValue()).toContain('propose P1 tea');
  expect(await text(page, 'What you were writing').inputValue()).toContain('# and');
  await again(page).click();
  await expect(page.locator('.script textarea')).toHaveValue(/propose P1 tea/);
});

test('where nothing can be kept, the text is there and the reader is told to copy it', async ({ page }) => {
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, { get: () => { throw new DOMException('It is forbidden.', 'SecurityError'); } });
    }
    history.replaceState = () => { throw new DOMException('It is forbidden.', 'SecurityError'); };
  });
  await opened(page, `/#${OWN}`);
  await crash(page, 'A1');
  await page.waitForTimeout(400);
  await refuseAttributes(page);
  await page.keyboard.press('ArrowRight');
  await says(page);
  await expect(page.getByRole('alert')).toContainText('copy what is below before you load it again');
  expect(await text(page).inputValue()).toContain('crash A1');
  await again(page).click();
  await expect(page.locator('#node-A1'), 'the address takes it all the same').toHaveAttribute('aria-label', /crashed/);
});

test('in a frame the page around it is told, and whatever it asks is refused', async ({ page }) => {
  await openFrame(page, `${OWN}&id=fig`);
  const frame = page.frames()[1]!;
  await refuseAttributes(frame);
  const asked = ask(page, 'seek', { to: 0 });
  await says(frame);
  expect((await heard(page, 'error')).at(-1)).toMatchObject({ paxos: 1, id: 'fig', message: expect.stringContaining('This explainer has broken') });
  expect(await asked, 'what was asked before').toMatchObject({ error: expect.stringContaining('has broken') });
  expect(await ask(page, 'play'), 'and what is asked after it').toMatchObject({ error: expect.stringContaining('answers no more') });
  await again(frame).click();
  await expect(page.frameLocator('iframe').locator('#node-A2')).toHaveAttribute('aria-label', /crashed/);
});

test('the single file, from a disk and in a sandboxed frame', async ({ page }) => {
  await page.goto(`${SINGLE}#${OWN}`);
  await page.locator('.narration[data-of]').waitFor();
  await refuseAttributes(page);
  await page.keyboard.press('ArrowRight');
  await says(page);
  expect(await text(page).inputValue()).toContain('crash A2');
  await again(page).click();
  await expect(page.locator('#node-A2')).toHaveAttribute('aria-label', /crashed/);

  await page.goto('/scenes/consensus.paxos');
  await page.evaluate((srcdoc) => {
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts');
    Object.assign(frame, { srcdoc, width: '900', height: '600' });
    document.body.replaceChildren(frame);
  }, readFileSync(join(DIST, 'paxos-explainer.html'), 'utf8'));
  const frame = (await (await page.waitForSelector('iframe')).contentFrame())!;
  await frame.locator('.stage').waitFor();
  await frame.evaluate(() => (window as any).paxosExplainer.act('back', 'F1', 'cinema'));
  await page.waitForTimeout(400);
  await refuseAttributes(frame);
  await frame.evaluate(() => void (window as any).paxosExplainer.play());
  await says(frame);
  expect(await text(frame).inputValue()).toContain('back F1 cinema');
});

test('explainers that a page has mounted all say so, and their handles answer', async ({ page }) => {
  await page.route('**/notes/guests.html', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><link rel="icon" href="data:,"><title>Notes</title>
        <style>div { height: 480px; width: 560px }</style><h1>Notes</h1><div id="one"></div><div id="two"></div>`,
    }));
  await page.goto('/notes/guests.html');
  await page.evaluate(async (own) => {
    const { mount } = await import('/mount.mjs' as string);
    const keys = Object.fromEntries(new URLSearchParams(own));
    const handles = [await mount(document.getElementById('one')!, keys), await mount(document.getElementById('two')!, { scene: 'contention' })];
    await Promise.all(handles.map((handle) => handle.ready()));
    const said: string[] = [];
    document.addEventListener('error', (event) => said.push(`${(event.target as Element).id}: ${(event as CustomEvent).detail.message}`));
    Object.assign(window, { handles, said });
  }, OWN);
  await refuseAttributes(page);
  const pending = page.evaluate(() => (window as any).handles[1].seek(0).then(() => 'done', (why: Error) => why.message));
  for (const id of ['one', 'two']) {
    await expect(page.locator(`#${id}`).getByRole('alert')).toContainText('This explainer has broken');
  }
  expect(['done', expect.stringContaining('answers no more')]).toContainEqual(await pending);
  await expect(page.getByRole('heading', { name: 'Notes' }), 'the page itself stays as it is').toBeVisible();
  expect(await page.locator('#one').getByLabel('Your run, as a scene').inputValue()).toContain('crash A2');
  expect(await page.evaluate(() => (window as any).said.map((said: string) => said.split(',')[0]))).toEqual(['one: This explainer has broken', 'two: This explainer has broken']);
  expect(await page.evaluate(() => (window as any).handles[0].play().catch((why: Error) => why.message))).toContain('answers no more');
  const mounted = await page.evaluate(async () => {
    const { mount } = await import('/mount.mjs' as string);
    return mount(document.createElement('div'), {}).catch((why: Error) => why.message);
  });
  expect(mounted).toContain('answers no more');
  await page.evaluate(() => (window as any).handles[0].destroy());
  await expect(page.locator('#one').getByRole('alert')).toHaveCount(0);
  await expect(page.locator('#two').getByRole('alert')).toBeVisible();
});

test('where its words cannot be fetched, a word is said', async ({ page }) => {
  await opened(page, `/#${OWN}`);
  await page.route('**/broken.mjs', (route) => route.abort());
  await refuseAttributes(page);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('alert').filter({ hasText: 'This page has broken' })).toBeVisible();
  await page.reload();
  await expect(page.locator('#node-A2')).toHaveAttribute('aria-label', /crashed/);
});

for (const [theme, lang] of [['light', 'en'], ['dark', 'de']] as const) {
  test(`on a phone it can be read and used, ${theme}, ${lang}`, async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await opened(page, `/?lang=${lang}&theme=${theme}#${OWN}&lang=${lang}&theme=${theme}`);
    await refuseAttributes(page);
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('alert')).toContainText(lang === 'de' ? 'Dieser Erklärer ist kaputtgegangen' : 'This explainer has broken');
    await page.screenshot({ path: process.env.PAXOS_SHOTS ? join(process.env.PAXOS_SHOTS, `broken-${theme}.png`) : undefined, fullPage: true });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    for (const button of await page.getByRole('button').all()) expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(36);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  });
}
