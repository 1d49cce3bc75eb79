import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Locator } from '@playwright/test';
import { DIST } from '../server.mjs';
import { expect, lay, read, test } from './notes';
import { ROOT } from './paxos';

// What docs/embed tells an author to write in plain HTML and for reveal.js. The other programs for notes are
// installed by `cargo xtask test hosts`, which runs the same on them.

const folder = mkdtempSync(join(tmpdir(), 'paxos-notes-'));
const plain = { root: join(folder, 'html'), page: 'index.html' };
const deck = { root: join(folder, 'revealjs'), page: 'index.html', isDeck: true };

test.beforeAll(() => {
  // What the commands on the pages copy from.
  for (const [place, target] of [
    ['paxos-explainer/dist', DIST],
    ['revealjs/node_modules', join(ROOT, 'e2e/node_modules')],
  ] as const) {
    mkdirSync(dirname(join(folder, place)), { recursive: true });
    symlinkSync(target, join(folder, place), 'junction');
  }
  lay('html', plain.root);
  lay('revealjs', deck.root);
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.describe('in plain HTML', () => {
  test.use({ notes: plain });

  test('plain HTML shows both figures of its notes', async ({ page, site }) => {
    await read(page, site, plain);
  });

  test('paper has the sentence in the element, and the frame of the scene', async ({ page, site }) => {
    await page.goto(site);
    const own = page.locator('paxos-explainer');
    await own.scrollIntoViewIfNeeded();
    await expect(own.locator('iframe').contentFrame().locator('.stage')).toBeVisible();
    const sentence = own.getByText('so P2 must send tea');
    await expect(sentence).toBeHidden();
    const course = page.locator('iframe[title^="A later proposer"]').contentFrame();
    await page.locator('iframe[title^="A later proposer"]').scrollIntoViewIfNeeded();
    const buttons = [course.locator('button.ask'), course.locator('button.play'), course.getByText('About this scene')];
    for (const button of buttons) await expect(button).toBeVisible();
    await page.emulateMedia({ media: 'print' });
    for (const button of buttons) await expect(button, 'nobody presses a button on paper').toBeHidden();
    await expect(course.locator('.page > .handout svg')).toBeVisible();
    await expect(sentence).toBeVisible();
    await expect(own.locator('iframe')).toBeHidden();
    await expect(page.locator('iframe[title^="A later proposer"]')).toBeVisible();
  });
});

test.describe('in reveal.js', () => {
  test.use({ notes: deck });

  const time = (frame: Locator) =>
    frame.contentFrame().locator('body').evaluate(async () => {
      type Explainer = { paxosExplainer: { getRun(until: string): Promise<{ time: number }> } };
      return (await (window as unknown as Explainer).paxosExplainer.getRun('now')).time;
    });

  test('reveal.js shows both figures of its notes', async ({ page, site }) => {
    await read(page, site, deck);
  });

  test('frame plays when its slide is shown, and its keys are its own', async ({ page, site }) => {
    await page.goto(site);
    await page.keyboard.press('ArrowRight');
    const frame = page.locator('iframe[title^="A later proposer"]');
    await expect(frame.contentFrame().locator('.stage')).toBeVisible();
    const before = await time(frame);
    await expect.poll(() => time(frame), 'slide:start plays').toBeGreaterThan(before);
    await frame.contentFrame().locator('.stage').click({ position: { x: 5, y: 5 } });
    await page.keyboard.press('ArrowRight');
    await expect(page).toHaveURL(/#\/1$/);
  });

  test('element plays by the script of the page, also where the deck opens at it', async ({ page, site }) => {
    const text = readFileSync(join(ROOT, 'docs/embed/revealjs.md'), 'utf8');
    const script = /```js\n([^]*?)```/.exec(text)?.[1] ?? 'none';
    const html = readFileSync(join(deck.root, 'index.html'), 'utf8').replace(/(Reveal\.initialize.*)/, `$1\n${script}`);
    await page.route(/\/with\.html/, (route) => route.fulfill({ contentType: 'text/html', body: html }));
    // The script of the element comes late, as over a slow line.
    await page.route('**/paxos-explainer.js', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 800));
      await route.continue();
    });
    await page.goto(`${site}with.html#/2`);
    const own = page.locator('paxos-explainer iframe');
    await expect(own.contentFrame().locator('.stage')).toBeVisible();
    await expect.poll(() => time(own)).toBeGreaterThan(0);
  });

  test('element hands the arrow keys to the deck', async ({ page, site }) => {
    await page.goto(`${site}#/2`);
    const own = page.locator('paxos-explainer iframe');
    await expect(own.contentFrame().locator('.stage')).toBeVisible();
    await own.contentFrame().locator('.stage').click({ position: { x: 5, y: 5 } });
    await page.keyboard.press('ArrowRight');
    await expect(page).toHaveURL(/#\/3$/);
  });
});
