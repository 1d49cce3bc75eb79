// A link, a scene or a message of a version that comes after this one: what is known works, the rest is said in words,
// and the link is not destroyed.

import { deflateRawSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expect, test } from './fixture';
import { ask, heard, openFrame } from './host';
import { crash, pageRun } from './paxos';

test.use({ quiet: false }); // What is told stands in the console too.

const NEWER = 'scene=phase-2&slide=2&gravity=9&do=3300:crash.A2~3350:teleport.A1.9~3400:crash.A1&t=3400';
const notices = (page: Page) => page.getByRole('alert', { name: 'Notice' });

async function opened(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator('.narration[data-of]').waitFor();
}

test('keys and acts that this version does not know are told, and stay in the address until something else is done', async ({ page }) => {
  await opened(page, `/#${NEWER}`);
  await expect(notices(page)).toContainText('keys that this version of the page does not know: "gravity"');
  await expect(notices(page)).toContainText('do is cut short');
  await expect(notices(page)).toContainText('teleport');
  await expect(page.locator('#node-A2'), 'what was done before it is done').toHaveAttribute('aria-label', /crashed/);
  await expect(page.locator('#node-A1')).not.toHaveAttribute('aria-label', /crashed/);
  await page.waitForTimeout(800);
  expect(page.url()).toContain(NEWER);
  await page.reload();
  await page.locator('.narration[data-of]').waitFor();
  await page.waitForTimeout(800);
  expect(page.url()).toContain(NEWER);
  // What is done now is the reader's, and one step back in the history stands what was sent.
  await notices(page).getByRole('button', { name: 'Dismiss' }).click();
  await crash(page, 'A3');
  await expect.poll(() => page.url()).toContain('crash.A3');
  expect(page.url()).not.toContain('teleport');
  expect(page.url(), 'a key of another version stays').toContain('gravity=9');
  await page.goBack();
  expect(page.url()).toContain(NEWER);
  await expect.poll(async () => (await page.locator('#node-A3').getAttribute('aria-label')) ?? '').not.toMatch(/crashed/);
});

test('keys of somebody else are nobody’s business', async ({ page }) => {
  await opened(page, '/?utm_source=mail&gravity=9#scene=phase-2');
  await page.waitForTimeout(800);
  await expect(notices(page)).toHaveCount(0);
  expect(page.url()).toContain('?utm_source=mail&gravity=9#');
});

test('a key that was mistyped leads to the one that was meant', async ({ page }) => {
  await opened(page, '/#scene=phase-2&slid=2');
  await expect(notices(page)).toContainText('did you mean "slide"?');
});

test('a value that this version does not know leaves the rest, and the link, as it is', async ({ page }) => {
  await opened(page, '/#scene=phase-2&slide=2&view=hologram&break=teleport-always');
  await expect(notices(page)).toContainText('hologram');
  await page.waitForTimeout(800);
  expect(page.url()).toContain('view=hologram');
  expect((await pageRun(page)).title).toContain('Phase 2');
});

test('a scene that this version does not have', async ({ page }) => {
  for (const [scene, instead] of [['phase-22', 'Phase 2'], ['quantum-entangled-paxos', 'Five people']]) {
    await page.goto('about:blank');
    await opened(page, `/#scene=${scene}&slide=3`);
    await expect(notices(page)).toContainText(`scene is “${scene}”, and there is no such scene`);
    expect((await pageRun(page)).title).toContain(instead);
    await page.waitForTimeout(800);
    expect(page.url()).toContain(`scene=${scene}&slide=3`);
  }
});

test('a scene in the link with a statement that this version does not know', async ({ page }) => {
  const text = 'title "Later"\nproposers P1\nacceptors A1 A2 A3\n\nslide "One"\n  teleport A1 to A2\n  propose P1 tea\n  run idle\n';
  const script = `z.${deflateRawSync(text).toString('base64url')}`;
  await page.goto(`/#script=${script}`);
  await expect(page.getByRole('alert')).toContainText('6:3: "teleport" is not a statement');
  await page.waitForTimeout(800);
  expect(page.url()).toContain(script);
  await page.getByRole('button', { name: 'Mend it in the editor' }).click();
  await expect(page.locator('.script textarea')).toHaveValue(text);
});

test('in a frame the host hears of it, and the address is not written over either', async ({ page }) => {
  await openFrame(page, NEWER);
  await expect(page.frameLocator('iframe').locator('#node-A2')).toHaveAttribute('aria-label', /crashed/);
  await expect.poll(async () => (await heard(page, 'error')).map((said) => said.message).join(' ')).toContain('teleport');
  await page.waitForTimeout(800);
  expect(page.frames()[1]!.url()).toContain(NEWER);
  // What is done follows in the address then, and puts nothing in the way of whoever wants to go back on the page around.
  const length = await page.evaluate(() => history.length);
  expect(await ask(page, 'act', { args: ['crash', 'A3'] })).not.toHaveProperty('error');
  await expect.poll(() => page.frames()[1]!.url()).toContain('crash.A3');
  expect(await page.evaluate(() => history.length)).toBe(length);
});

test('messages of a later version are answered in words', async ({ page }) => {
  await openFrame(page, 'scene=phase-2&slide=2');
  expect(await ask(page, 'teleport')).toMatchObject({ error: expect.stringContaining('There is no message of type "teleport"') });
  // Fields that nobody knows here do no harm.
  expect(await ask(page, 'step', { by: 1, gently: true })).not.toHaveProperty('error');
  const before = await heard(page, 'error');
  await page.evaluate(() => frames[0]!.postMessage({ paxos: 2, type: 'play', rid: 77 }, '*'));
  await page.evaluate(() => frames[0]!.postMessage({ paxos: 2, type: 'play' }, '*'));
  const why = 'This page speaks version 1 of the messages, and version 2 was sent to it.';
  await expect.poll(() => heard(page, 'result')).toContainEqual(expect.objectContaining({ paxos: 1, rid: 77, ok: false, error: why }));
  await expect.poll(async () => (await heard(page, 'error')).slice(before.length)).toContainEqual(expect.objectContaining({ message: why }));
});

test('what is mounted with a key that this version does not know says so', async ({ page }) => {
  await page.route('**/notes/guests.html', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><link rel="icon" href="data:,"><title>Notes</title><div id="one" hidden></div><div id="two" style="height: 480px"></div>' }));
  await page.goto('/notes/guests.html');
  await page.evaluate(async () => {
    const { mount } = await import('/mount.mjs' as string);
    await (await mount(document.getElementById('two')!, { scene: 'phase-2', gravity: 9 })).ready();
  });
  await expect(page.locator('#two').getByRole('alert')).toContainText('does not know: "gravity"');
});
