// How a run leaves the page: by the dialog, as files, on the clipboard, and on paper.

import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Frame, FrameLocator, Locator, Page } from '@playwright/test';
import { expect, test } from './fixture';
import { openHost } from './host';
import { crash, open, pageRun } from './paxos';

/** The dialog, opened by its button. */
async function takeOut(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Export, save, print' });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** Picks a format by its name. */
async function pick(dialog: Locator, name: string): Promise<void> {
  await dialog.getByRole('radio', { name, exact: true }).check();
}

const field = (dialog: Locator) => dialog.getByRole('textbox', { name: 'The text' });

test('a student copies a sequence diagram of the run on show, ready for an issue', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, 'Phase 2: the value');
  await crash(page, 'A3');
  const dialog = await takeOut(page);
  await pick(dialog, 'Sequence diagram (Mermaid)');
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(dialog.getByRole('status')).toHaveText('Copied.');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^```mermaid\n[^]*sequenceDiagram\n[^]*A3 crashes[^]*\n```\n$/);
  expect(copied).toBe(await field(dialog).inputValue());
  await dialog.getByRole('checkbox', { name: /fences/ }).uncheck();
  await expect(field(dialog)).not.toHaveValue(/```/);
});

test('what is saved is what is shown, and what a script is given', async ({ page }) => {
  await open(page, 'They keep interrupting each other');
  const dialog = await takeOut(page);
  for (const [name, format, file] of [
    ['Transcript', 'text', 'contention.txt'],
    ['Run as JSON', 'json', 'contention.json'],
    ['Scene', 'scene', 'contention.paxos'],
    ['Figure of the stage', 'svg', 'contention-1.svg'],
    ['Space-time diagram', 'time', 'contention-1-time.svg'],
  ]) {
    await pick(dialog, name);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: `Save ${file}` }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(file);
    const saved = readFileSync(await download.path(), 'utf8');
    expect(saved).toBe(await field(dialog).inputValue());
    await expect(dialog.getByRole('status')).toHaveText(`Saved as ${file}, where your browser puts files.`);
    const given = await page.evaluate((format) => (window as any).paxosExplainer.exportAs(format), format);
    if (format === 'json') {
      // A script is told besides what was on show.
      expect({ ...JSON.parse(saved), t: null }).toEqual({ ...JSON.parse(given), t: null });
    } else {
      expect(saved).toBe(given);
    }
  }
});

test('a figure is saved as PNG, three points to a unit, and drawn', async ({ page }) => {
  await open(page, 'Phase 1: the floor');
  const dialog = await takeOut(page);
  await dialog.getByLabel('Colours').selectOption({ label: 'dark' });
  const svg = await field(dialog).inputValue();
  const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(svg)!.map(Number);
  const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Save as PNG' }).click()]);
  expect(download.suggestedFilename()).toMatch(/^phase-1-\d+\.png$/);
  const png = readFileSync(await download.path());
  const drawn = await page.evaluate(async (address) => {
    const image = Object.assign(new Image(), { src: address });
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    const context = canvas.getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data: points } = context.getImageData(0, 0, image.width, image.height);
    const all = new Set<string>();
    for (let at = 0; at < points.length; at += 4) all.add(points.slice(at, at + 3).join());
    return { width: image.width, height: image.height, ground: points.slice(0, 3).join(), count: all.size };
  }, `data:image/png;base64,${png.toString('base64')}`);
  expect(drawn).toMatchObject({ width: Math.floor(width * 3), height: Math.floor(height * 3), ground: '21,23,26' });
  expect(drawn.count).toBeGreaterThan(20);
});

/** Shows the page as paper shows it. */
async function onPaper(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print' });
}

test('printing the page prints every slide of the scene with its figure and what it says', async ({ page }) => {
  await open(page, 'Phase 1: the floor');
  const { slides } = await pageRun(page);
  await onPaper(page);
  const handout = page.locator('.page > .handout');
  await expect(handout.locator('figure.handout-slide:not(.handout-wide)')).toHaveCount(slides.length);
  for (const [place, slide] of slides.entries()) {
    const figure = handout.locator('figure').nth(place);
    await expect(figure.locator('h3')).toHaveText(`${place + 1}. ${slide.title}`);
    await expect(figure.locator('p')).toHaveText(slide.say);
    await expect(figure.locator('svg')).toBeVisible();
  }
  await expect(page.locator('.stage')).toBeHidden();
  await expect(page.locator('.controls')).toBeHidden();
  // Nothing is cut: a figure is as wide as its column at most.
  const wide = await handout.evaluate((handout) => handout.scrollWidth <= handout.clientWidth);
  expect(wide).toBe(true);
  await page.emulateMedia({ media: 'screen' });
  await expect(handout).toBeEmpty();
  await expect(page.locator('.stage')).toBeVisible();
});

test('a PDF of the page has its slides, two or three a page', async ({ page }) => {
  await open(page, 'Phase 1: the floor');
  const pdf = await page.pdf({ format: 'A4' });
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)!.length;
  expect(pages).toBeGreaterThanOrEqual(2);
  expect(pages).toBeLessThanOrEqual(4);
});

test('a run of the reader’s own is printed first, with what was done', async ({ page }) => {
  await open(page, 'Phase 2: the value');
  await crash(page, 'A3');
  await onPaper(page);
  const first = page.locator('.page > .handout figure').first();
  await expect(first.locator('h3')).toHaveText(/^A run of one's own, at \d/);
  await expect(first).toContainText('Done in it: “crash A3”.');
  await expect(first).toContainText('A3 crashes.');
});

test('a lecturer prints the handout of a whole chapter', async ({ page }) => {
  await page.addInitScript(() => {
    (window as any).printed = [];
    window.print = () => {
      (window as any).printed.push(document.querySelector('.page > .handout')!.innerHTML);
      window.dispatchEvent(new Event('afterprint'));
    };
  });
  await open(page, 'Phase 2: the value');
  const dialog = await takeOut(page);
  await pick(dialog, 'Handout');
  await dialog.locator('select').first().selectOption({ label: 'all of Chapter 3: The algorithm' });
  const paper = dialog.getByRole('region', { name: 'What will be printed' });
  await expect(paper.getByRole('heading', { level: 2 })).toHaveCount(9);
  await expect(paper.getByRole('heading', { level: 1 })).toHaveText('Chapter 3: The algorithm');
  await dialog.locator('select').nth(1).selectOption({ index: 1 });
  await dialog.getByRole('button', { name: 'Print…' }).click();
  const [printed] = await page.evaluate(() => (window as any).printed as string[]);
  expect(printed.match(/<div class="handout-small">/g)).toHaveLength(9);
  await expect(page.locator('.page > .handout')).toBeEmpty();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Save chapter-3-the-algorithm.html' }).click(),
  ]);
  expect(readFileSync(await download.path(), 'utf8')).toMatch(/^<!doctype html>[^]*Chapter 3: The algorithm/);
});

test('the dialog is reached and used by keyboard, and gives the focus back', async ({ page }) => {
  await open(page, 'Phase 1: the floor');
  const button = page.getByRole('button', { name: 'Export', exact: true });
  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Export, save, print' });
  await dialog.getByRole('radio', { name: 'Figure of the stage' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(dialog.getByRole('radio', { name: 'Space-time diagram' })).toBeChecked();
  await expect(dialog.getByRole('img')).toHaveAttribute('src', /^data:image\/svg/);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
});

for (const [width, height] of [[1280, 800], [360, 740], [320, 568]]) {
  test(`axe finds no fault in the dialog at ${width} px, and nothing scrolls sideways`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.goto('/#scene=phase-2&slide=2');
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    await page.getByRole('button', { name: 'Export a figure, diagram, text or handout…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export, save, print' });
    for (const name of ['Figure of the stage', 'Handout', 'Transcript']) {
      await pick(dialog, name);
      const body = dialog.locator('.takeout-body');
      expect(await body.evaluate((body) => body.scrollWidth <= body.clientWidth), name).toBe(true);
      const { violations } = await new AxeBuilder({ page }).include('#takeout').analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
    }
  });
}

test.describe('where a frame may neither save nor copy', () => {
  test.use({ quiet: false });

  async function sandboxed(page: Page): Promise<FrameLocator> {
    await page.route('**/host.html', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: '<!doctype html><title>Notes</title><iframe sandbox="allow-scripts" width="900" height="640" src="paxos-explainer.html#scene=phase-1&amp;ui=full"></iframe>',
      }),
    );
    await page.goto('/host.html');
    return page.frameLocator('iframe');
  }

  const selected = (frame: Frame) =>
    frame.evaluate(() => {
      const field = document.activeElement as HTMLTextAreaElement;
      return field.value.slice(field.selectionStart, field.selectionEnd);
    });

  test('the text is selected, with a word on why', async ({ page }) => {
    test.slow();
    const frame = await sandboxed(page);
    await frame.getByRole('button', { name: 'Share', exact: true }).click();
    await frame.getByRole('button', { name: 'Export a figure, diagram, text or handout…' }).click();
    const dialog = frame.getByRole('dialog', { name: 'Export, save, print' });
    await dialog.getByRole('radio', { name: 'Sequence diagram (Mermaid)' }).check();
    const whole = await dialog.getByRole('textbox', { name: 'The text' }).inputValue();
    const inner = page.frames()[1];
    await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
    await expect(dialog.getByRole('status')).toHaveText(/may not use the clipboard here\. The text is selected/);
    expect(await selected(inner)).toBe(whole);
    await dialog.getByRole('button', { name: /^Save phase-1/ }).click();
    await expect(dialog.getByRole('status')).toHaveText(/this frame may not save files: the text below is selected/);
    expect(await selected(inner)).toBe(whole);
    // A figure is a text too.
    await dialog.getByRole('radio', { name: 'Figure of the stage' }).check();
    await dialog.getByRole('button', { name: 'Save as PNG' }).click();
    // A browser draws a large picture when it has nothing else to do, which without a screen takes a while.
    await expect(dialog.getByRole('status')).toHaveText(/may not save files/, { timeout: 20_000 });
    expect(await selected(inner)).toMatch(/^<svg /);
  });
});

test('an element in print shows its slide with its figure and what it says', async ({ page }) => {
  await page.route('**/host.html', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><title>Notes</title><script type="module" src="/paxos-explainer.js"></script>
        <p>Before.</p><paxos-explainer scene="phase-1" slide="3" loading="eager"></paxos-explainer><p>After.</p>`,
    }),
  );
  await page.goto('/host.html');
  const frame = page.frameLocator('iframe');
  await expect(frame.locator('.stage')).toBeVisible();
  await onPaper(page);
  const figure = frame.locator('.page > .handout figure');
  await expect(figure).toHaveCount(1);
  await expect(figure.locator('svg')).toBeVisible();
  await expect(figure.locator('h3')).toHaveText('3. A promise is about what is lower');
  await expect(figure).toContainText('From now on A1 ignores every id below 5.');
  await expect(frame.locator('.controls')).toBeHidden();
  // All of it lies within the frame, whose height does not follow on paper.
  const fits = await figure.evaluate((figure) => figure.getBoundingClientRect().bottom <= innerHeight);
  expect(fits).toBe(true);
});

test('a page with a guest in it is printed, and the guest with its figure and what it says', async ({ page }) => {
  await openHost(page, 'guests.html');
  await page.waitForFunction(() => 'mount' in window);
  await page.evaluate(async () => {
    const handle = await (window as any).mount(document.getElementById('one'), { scene: 'phase-1', slide: 3 });
    await handle.ready();
  });
  await onPaper(page);
  const figure = page.locator('#one .handout figure');
  await expect(figure).toHaveCount(1);
  await expect(figure.locator('h3')).toHaveText('3. A promise is about what is lower');
  await expect(figure.locator('svg')).toBeVisible();
  // A guest in a container of a size would leave the paper white, with all that stands around it.
  const box = page.locator('#one .paxos-explainer');
  expect(await box.evaluate((box) => getComputedStyle(box).containerType)).toBe('normal');
  await page.emulateMedia({ media: 'screen' });
  expect(await box.evaluate((box) => getComputedStyle(box).containerType)).toBe('size');
  expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(15_000);
});
