import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from './fixture';
import { crash, open, pageRun, playOut } from './paxos';

const SCENE = 'One round in six steps';
const MINE = 'title "Mine"\nproposers P1\nacceptors A1 A2 A3\n\nslide "Go"\n  propose P1 owl\n  run idle\n';

const field = (page: Page) => page.getByRole('textbox', { name: 'Text of the scene' });
const verdict = (page: Page) => page.locator('#edit-problem');

async function edit(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await expect(field(page)).toBeVisible();
  return field(page).inputValue();
}

test('a mistake is marked on its line, and when it is mended the stage follows', async ({ page }) => {
  await open(page, SCENE);
  const text = await edit(page);
  const wrong = text.replace('slide ', 'silde ');
  const line = wrong.slice(0, wrong.indexOf('silde')).split('\n').length;
  await field(page).fill(wrong);
  await expect(verdict(page)).toHaveText(new RegExp(`^${line}:\\d+: "silde" is not a .*; expected "slide"`));
  await expect(page.locator('.gutter .wrong')).toHaveText(`✕ ${line}`);
  await expect(field(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(field(page)).toHaveAttribute('aria-describedby', /edit-problem/);
  expect((await pageRun(page)).title, 'the stage keeps the last run').toBe(SCENE);
  await page.getByRole('button', { name: `Go to line ${line}` }).click();
  await expect(field(page)).toBeFocused();
  await page.keyboard.press('Delete');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Delete');
  await page.keyboard.type('sli');
  await expect(verdict(page)).toHaveText('It plays.');
  await expect(page.locator('.gutter .wrong')).toHaveCount(0);
  await field(page).fill(text.replace(/title .*/, 'title "Changed"'));
  await expect.poll(() => pageRun(page).then((run) => run.title, () => 'not yet')).toBe('Changed');
});

test('a draft outlives a reload, and leads back to the scene and forth again', async ({ page }) => {
  await open(page, SCENE);
  const text = await edit(page);
  await field(page).fill(`${text}# mine`);
  await page.reload();
  await expect(field(page), 'the editor is open again').toHaveValue(`${text}# mine`);
  await expect(page.getByText('This is your draft of this scene')).toBeVisible();
  await page.getByRole('button', { name: 'Show the scene as it was' }).click();
  await expect(field(page)).toHaveValue(text);
  await page.getByRole('button', { name: 'Bring back' }).click();
  await expect(field(page)).toHaveValue(`${text}# mine`);
  await page.getByRole('button', { name: 'Close the editor' }).click();
  await expect(field(page)).toHaveCount(0);
  expect(await edit(page)).toBe(`${text}# mine`);
});

test('a file is opened, and saved byte for byte', async ({ page }) => {
  await open(page, SCENE);
  await edit(page);
  const bytes = MINE.replaceAll('\n', '\r\n');
  await page.locator('input[type=file]').setInputFiles({ name: 'm.paxos', mimeType: 'text/plain', buffer: Buffer.from(bytes) });
  await expect.poll(() => pageRun(page).then((run) => run.title, () => 'not yet')).toBe('Mine');
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save' }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe('Mine.paxos');
  expect(await readFile(await saved.path(), 'utf8')).toBe(bytes);
  await page.locator('input[type=file]').setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from([137, 80, 0, 255]) });
  await expect(page.locator('.editor').getByRole('alert')).toContainText('x.png is not a text');
  await expect(field(page), 'what was there stays').toHaveValue(MINE);
});

test('a file that is dropped on the page opens', async ({ page }) => {
  await open(page, SCENE);
  await page.evaluate((text) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], 'mine.paxos'));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, MINE);
  await expect(field(page)).toHaveValue(MINE);
  await expect.poll(() => pageRun(page).then((run) => run.title, () => 'not yet')).toBe('Mine');
});

test('keys that are typed do not reach the stage; Tab indents, Escape leaves', async ({ page }) => {
  await open(page, SCENE);
  await edit(page);
  await field(page).fill(MINE);
  await expect.poll(() => pageRun(page).then((run) => run.title, () => 'not yet')).toBe('Mine');
  await field(page).press('Control+End');
  for (const key of ['Space', 'k', '.', ',', ']', '[', 'ArrowRight', 'ArrowLeft', 'Home', 'End', 'PageDown']) {
    await page.keyboard.press(key);
  }
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  expect((await pageRun(page)).title).toBe('Mine');
  await field(page).fill(MINE);
  await field(page).press('Control+End');
  await page.keyboard.press('Tab');
  await expect(field(page)).toHaveValue(`${MINE}  `);
  await expect(field(page)).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(field(page), 'the browser takes it back').toHaveValue(MINE);
  await page.keyboard.press('Escape');
  await expect(field(page)).not.toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Save' })).toBeFocused();
});

test('Ctrl+Enter runs at once, without the pause', async ({ page }) => {
  await page.clock.install();
  await page.goto('/');
  await page.locator('.stage').waitFor();
  await edit(page);
  await page.clock.pauseAt(Date.now() + 3_600_000);
  await field(page).fill(MINE);
  expect((await pageRun(page)).title).not.toBe('Mine');
  await field(page).press('Control+Enter');
  await page.clock.runFor(50);
  expect((await pageRun(page)).title, 'far less than the pause').toBe('Mine');
});

test('the viewer’s own run is edited as a scene', async ({ page }) => {
  await open(page, SCENE);
  await playOut(page);
  await crash(page, 'A3');
  await page.getByRole('button', { name: 'Edit as a scene' }).click();
  await expect(field(page)).toHaveValue(/crash A3/);
  await expect(verdict(page)).toHaveText('It plays.');
  await expect(page.locator('#node-A3')).toHaveAttribute('aria-label', /crashed/);
});

test.describe('where nothing can be kept', () => {
  test.use({ quiet: false }); // The notice stands in the console too.

  test('what is open is not lost', async ({ page }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await open(page, SCENE);
  const text = await edit(page);
  await field(page).fill(`${text}# a`);
  await field(page).fill(`${text}# b`);
  await expect(page.getByText('This browser has no room left')).toHaveCount(1);
  await expect(field(page)).toHaveValue(`${text}# b`);
  });
});

test('the editor works on a phone, below the stage', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await open(page, SCENE);
  await edit(page);
  const stage = await page.locator('.stage').boundingBox();
  const below = await field(page).boundingBox();
  expect(stage!.y + stage!.height).toBeLessThanOrEqual(below!.y);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await field(page).fill(MINE);
  await expect.poll(() => pageRun(page).then((run) => run.title, () => 'not yet')).toBe('Mine');
});

test('typing in a large scene never waits for its run', async ({ page }) => {
  await open(page, SCENE);
  await edit(page);
  const head = 'title "Large"\nproposers P1 P2\nacceptors A1 A2 A3\nretry 40\nloss 95%\ndelay 1\nslide "s"\n  propose P1 cat\n';
  const large = `${head}  run 20000\n${'  run 1 # and on it goes\n'.repeat(2000)}`;
  await page.locator('input[type=file]').setInputFiles({ name: 'l.paxos', mimeType: 'text/plain', buffer: Buffer.from(large) });
  await expect.poll(() => pageRun(page).then((run) => run.title, () => 'not yet'), { timeout: 20_000 }).toBe('Large');
  await page.evaluate(() => {
    const long: number[] = [];
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => long.push(entry.duration))).observe({ type: 'longtask' });
    Object.assign(window, { long });
  });
  await field(page).focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('# typed', { delay: 40 });
  // A task that is as long as this is felt; the run itself, in one piece, takes many times as long in a debug build.
  const long = await page.evaluate(() => (window as unknown as { long: number[] }).long);
  expect(Math.max(0, ...long)).toBeLessThan(200);
});
