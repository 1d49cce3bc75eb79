import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import jsQR from 'jsqr';
import { expect, test } from './fixture';
import { crash, nativeRun, open, pageRun } from './paxos';

const TITLE = 'They keep interrupting each other';
const OWN = `title "Mine <b> & co"
proposers P1
acceptors A1 A2 A3
learners L1
slide "All of it"
  say "The value is chosen."
  propose P1 cat
  run idle
`;

/** The dialog, opened by its button. */
async function share(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share, embed, open' });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** A text to copy, once it is there. */
async function text(dialog: Locator, name: RegExp): Promise<string> {
  const field = dialog.getByRole('textbox', { name });
  await expect(field).not.toHaveValue('');
  return field.inputValue();
}

const LINK = /^Link$/;
const FRAME = /^iframe/;
const ELEMENT = /^Element/;

/** What must be the same on two pages. */
async function shown(page: Page) {
  const { title, nodes, chosen, time } = await pageRun(page, 'now');
  return { title, nodes, chosen, time };
}

/** A page of somebody else with this in it. */
async function host(page: Page, html: string): Promise<void> {
  await page.route('**/host.html', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>Notes</title><h1>Notes</h1>${html}` }),
  );
  await page.goto('/host.html');
}

test('the link opens the same moment in a fresh page', async ({ page, browser, site }) => {
  await open(page, 'Phase 2: the value');
  await page.keyboard.press('End');
  await crash(page, 'A3');
  const dialog = await share(page);
  const link = await text(dialog, LINK);
  expect(link).toMatch(/#scene=phase-2&slide=\d+&t=\d+(_\d+)?&do=\d+(_\d+)?:crash\.A3$/);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Share', exact: true })).toBeFocused();
  const elsewhere = await browser.newContext({ baseURL: site });
  const other = await elsewhere.newPage();
  await other.goto(link);
  await expect(other.locator('#node-A3')).toHaveAttribute('aria-label', /crashed/);
  expect(await shown(other)).toEqual(await shown(page));
  await elsewhere.close();
});

test('the iframe shows in a host what was chosen', async ({ page }) => {
  await open(page, TITLE);
  const dialog = await share(page);
  await dialog.getByRole('combobox', { name: /^Scene/ }).selectOption('shown');
  await dialog.getByRole('combobox', { name: /^Slide/ }).selectOption('2');
  await dialog.getByRole('combobox', { name: /^How much of it/ }).selectOption('minimal');
  await dialog.getByRole('combobox', { name: /^Colours/ }).selectOption('dark');
  await dialog.getByRole('combobox', { name: /^Words/ }).selectOption('lamport');
  await dialog.getByRole('combobox', { name: /^Size/ }).selectOption('half');
  const snippet = await text(dialog, FRAME);
  await host(page, snippet);
  const frame = page.frameLocator('iframe');
  await expect(frame.locator('.page.ui-minimal .stage')).toBeVisible();
  await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark');
  const element = page.locator('iframe');
  expect(await element.evaluate((frame: HTMLIFrameElement) => [frame.clientWidth, frame.clientHeight, frame.loading])).toEqual([640, 480, 'lazy']);
  await expect(element).toHaveAttribute('title', 'Paxos Explainer: They keep interrupting each other');
  const inside = page.frames().find((other) => other !== page.mainFrame());
  const place = await inside!.evaluate(() => (window as any).paxosExplainer.getRun('now').then((run: any) => [run.title, run.slides.length]));
  expect(place).toEqual([TITLE, 2]);
});

test('a scene of one’s own travels in each text, and markup in its title stays text', async ({ page }) => {
  await page.goto('/');
  await page.locator('.stage').waitFor();
  let dialog = await share(page);
  await dialog.getByLabel('Paste a link').fill(OWN);
  await dialog.getByRole('button', { name: 'Open it' }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(() => pageRun(page).then((run) => run.title)).toBe('Mine <b> & co');
  await page.getByRole('button', { name: 'Close the editor' }).click();
  dialog = await share(page);
  const [link, frame, element] = [await text(dialog, LINK), await text(dialog, FRAME), await text(dialog, ELEMENT)];
  expect(link).toContain('#script=z.');
  expect(element).toContain('<script type="text/paxos">\ntitle "Mine <b> & co"');
  await host(page, frame);
  await expect(page.locator('iframe')).toHaveAttribute('title', 'Paxos Explainer: Mine <b> & co');
  await expect(page.frameLocator('iframe').locator('#node-A1')).toHaveAttribute('aria-label', /cat/);
  await page.goto(link);
  await expect(page.locator('#node-A1')).toHaveAttribute('aria-label', /cat/);
  // What was given away comes back from the element too.
  await page.goto('/#scene=consensus');
  dialog = await share(page);
  await dialog.getByLabel('Paste a link').fill(element);
  await dialog.getByRole('button', { name: 'Open it' }).click();
  await expect.poll(() => pageRun(page).then((run) => run.title, () => '')).toBe('Mine <b> & co');
});

test('texts are copied; where that is refused they are selected and it says why', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, TITLE);
  const dialog = await share(page);
  const frame = await text(dialog, FRAME);
  await dialog.getByRole('button', { name: 'Copy the iframe' }).click();
  await expect(dialog.getByRole('button', { name: 'Copied: the iframe' })).toHaveText('Copied');
  await expect(dialog.getByRole('status').filter({ hasText: 'Copied.' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(frame);
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await dialog.getByRole('button', { name: 'Copy the link' }).click();
  await expect(dialog.getByText('This page may not use the clipboard here.')).toBeVisible();
  const selected = await page.evaluate(() => {
    const field = document.activeElement as HTMLTextAreaElement;
    return field.value.slice(field.selectionStart, field.selectionEnd);
  });
  expect(selected).toBe(await text(dialog, LINK));
});

test('the preview follows, at its proportions, and takes no focus', async ({ page }) => {
  await open(page, TITLE);
  const dialog = await share(page);
  const preview = dialog.frameLocator('iframe');
  await expect(preview.locator('.page.ui-player .stage')).toBeVisible();
  const steps = await page.evaluate(() => history.length);
  await dialog.getByRole('combobox', { name: /^How much of it/ }).focus();
  await dialog.getByRole('combobox', { name: /^How much of it/ }).selectOption('none');
  await expect(preview.locator('.page.ui-none .stage')).toBeVisible();
  await expect(dialog.getByRole('combobox', { name: /^How much of it/ })).toBeFocused();
  await dialog.getByRole('combobox', { name: /^Size/ }).selectOption('narrow');
  const box = await dialog.locator('.share-frame').evaluate((box) => [box.clientWidth, box.clientHeight]);
  expect(box[0] / box[1]).toBeCloseTo(360 / 640, 1);
  const drawn = await dialog.locator('iframe').boundingBox();
  expect(Math.abs(drawn!.width - box[0]) + Math.abs(drawn!.height - box[1])).toBeLessThan(4);
  expect(await page.evaluate(() => history.length)).toBe(steps);
  await dialog.getByRole('button', { name: 'Hide' }).click();
  await expect(dialog.locator('iframe')).toHaveCount(0);
});

test('the code is read as the link, in the dark too', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await open(page, TITLE);
  const dialog = await share(page);
  await dialog.getByRole('img', { name: 'QR code' }).scrollIntoViewIfNeeded();
  const pixels = await dialog.getByRole('img', { name: 'QR code' }).evaluate(async (svg) => {
    const side = 600;
    const image = new Image(side, side);
    image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: side, height: side });
    const context = canvas.getContext('2d')!;
    context.drawImage(image, 0, 0, side, side);
    return [...context.getImageData(0, 0, side, side).data];
  });
  expect(jsQR(new Uint8ClampedArray(pixels), 600, 600)?.data).toBe(await text(dialog, LINK));
});

test('a link, an iframe and a run are opened, and what is none leaves all as it is', async ({ page }) => {
  await open(page, TITLE);
  await crash(page, 'A1');
  const before = await shown(page);
  let dialog = await share(page);
  const field = dialog.getByLabel('Paste a link');
  for (const wrong of ['hello', 'https://example.org/', '{"format": 7}', '#theme=dark', '<iframe src="x"></iframe>']) {
    await field.fill(wrong);
    await dialog.getByRole('button', { name: 'Open it' }).click();
    await expect(dialog.getByRole('alert')).toContainText('expected');
    await expect(field).toHaveValue(wrong);
  }
  expect(await shown(page)).toEqual(before);
  await field.fill('<iframe src="https://example.org/paxos/#scene=phase-1&amp;slide=2"></iframe>');
  await dialog.getByRole('button', { name: 'Open it' }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(() => pageRun(page).then((run) => run.title, () => '')).toBe('Phase 1: the floor');
  // What was done in the scene before is still there.
  await open(page, TITLE, { here: true });
  await expect(page.getByRole('button', { name: 'Go to your own run' })).toBeVisible();
});

test('a run as JSON opens from a file, and by being dropped', async ({ page }) => {
  const run = nativeRun('contention', 1);
  await page.goto('/');
  await page.locator('.stage').waitFor();
  const dialog = await share(page);
  const chooser = page.waitForEvent('filechooser');
  await dialog.getByText('Choose a file…').click();
  await (await chooser).setFiles({ name: 'run.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(run)) });
  await expect(dialog).toBeHidden();
  await expect.poll(() => shown(page).then(({ title, time }) => [title, time], () => [])).toEqual([run.title, run.time]);
  await expect(page, 'the address follows').toHaveURL(/#script=/);
  await page.goto('/#scene=consensus');
  const data = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['<p><iframe src="#scene=phase-1"></iframe>'], 'notes.html', { type: 'text/html' }));
    return data;
  });
  await page.dispatchEvent('body', 'drop', { dataTransfer: data });
  await expect.poll(() => pageRun(page).then((run) => run.title, () => '')).toBe('Phase 1: the floor');
});

test('a run that the page has written down opens where it was looked at, and says what was done in it', async ({ page }) => {
  await page.goto('/#scene=contention&t=2500&do=1500:crash.A3');
  await page.locator('.stage').waitFor();
  await expect(page.getByRole('heading', { name: 'This run was sent: it is from a link' })).toBeVisible();
  const json: string = await page.evaluate(() => (window as any).paxosExplainer.exportAs('json'));
  expect(JSON.parse(json).time).toBeGreaterThan(2500);
  await page.goto('/#scene=consensus');
  const dialog = await share(page);
  const chooser = page.waitForEvent('filechooser');
  await dialog.getByText('Choose a file…').click();
  await (await chooser).setFiles({ name: 'run.json', mimeType: 'application/json', buffer: Buffer.from(json) });
  await expect(page.getByRole('heading', { name: 'This run was sent: it is from a file' })).toBeVisible();
  await expect(page.locator('.narration[data-of]')).toContainText('Done in it: “crash A3”.');
  expect((await pageRun(page, 'now')).time).toBe(2500);
  await expect(page).toHaveURL(/#script=.*t=2500.*do=1500/);
  await page.reload();
  await expect(page.locator('.narration[data-of]')).toContainText('Done in it: “crash A3”.');
  await page.locator('#node-A2').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Crash' }).click();
  await expect(page.getByRole('heading', { name: 'This is your own run' })).toBeVisible();
});

test('what is no run or no text is refused in the dialog, which stays open', async ({ page }) => {
  await open(page, TITLE);
  const dialog = await share(page);
  await dialog.getByRole('button', { name: 'Open a link or a file…' }).click();
  await expect(dialog.getByLabel('Paste a link')).toBeFocused();
  await expect(dialog.getByLabel('Paste a link')).toBeInViewport();
  await dialog.getByLabel('Paste a link').fill('{"format": 1, "title": "They');
  await dialog.getByRole('button', { name: 'Open it' }).click();
  await expect(dialog.getByRole('alert')).toContainText('This JSON ends too early');
  const chooser = page.waitForEvent('filechooser');
  await dialog.getByText('Choose a file…').click();
  await (await chooser).setFiles({ name: 'notes.pdf', mimeType: 'application/pdf', buffer: Buffer.from([0x25, 0xff, 0]) });
  await expect(dialog.getByRole('alert')).toContainText('notes.pdf is not a text in UTF-8');
  await expect(dialog).toBeVisible();
});

test('that the text in the editor is not what is shared is said', async ({ page }) => {
  await page.goto('/#scene=contention');
  await page.locator('.stage').waitFor();
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  const text = page.locator('.editor textarea');
  await text.fill(`${OWN}\nnonsense here`);
  await page.waitForTimeout(700);
  const dialog = await share(page);
  await expect(dialog.getByText('The text in the editor has a mistake.')).toBeVisible();
});

test('the code fills the dialog, and the focus stays on its button', async ({ page }) => {
  await open(page, TITLE);
  const dialog = await share(page);
  const code = dialog.getByRole('img', { name: 'QR code' });
  const width = async () => (await code.boundingBox())!.width;
  await expect(code).toBeAttached();
  const before = await width();
  await dialog.getByRole('button', { name: /^Large/ }).click();
  await expect.poll(width).toBeGreaterThan(Math.max(400, before * 1.5));
  await expect(code).toBeInViewport({ ratio: 1 });
  const back = dialog.getByRole('button', { name: 'Back to the choices' });
  await expect(back).toBeFocused();
  await back.click();
  await expect.poll(width).toBeCloseTo(before, 0);
});

test('in a small frame the link comes first', async ({ page }) => {
  await page.setViewportSize({ width: 720, height: 520 });
  await page.goto('/?ui=player#scene=contention');
  await page.locator('.stage').waitFor();
  const dialog = await share(page);
  await text(dialog, LINK);
  await expect(dialog.getByRole('button', { name: 'Copy the link' })).toBeInViewport({ ratio: 1 });
  await expect(dialog.getByRole('textbox', { name: LINK })).toBeInViewport({ ratio: 1 });
});

test('it works by keyboard, and Escape gives the focus back', async ({ page }) => {
  await open(page, TITLE);
  await page.getByRole('button', { name: 'Share', exact: true }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Share, embed, open' });
  await expect(dialog).toBeVisible();
  await expect.poll(() => dialog.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);
  await dialog.getByRole('combobox', { name: /^Scene/ }).focus();
  const place = await shown(page);
  await page.keyboard.press('.');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Share', exact: true })).toBeFocused();
  expect(await shown(page)).toEqual(place);
});

for (const width of [320, 1280]) {
  test(`at ${width} pixels nothing is cut, and axe finds nothing`, async ({ page }) => {
    await page.setViewportSize({ width, height: 700 });
    await page.goto('/#scene=contention');
    await page.locator('.stage').waitFor();
    const dialog = await share(page);
    await text(dialog, LINK);
    if (width < 900) {
      await expect(dialog.locator('iframe')).toHaveCount(0);
      await dialog.getByRole('button', { name: 'Show' }).click();
    }
    await expect(dialog.frameLocator('iframe').locator('.stage')).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(await dialog.locator('.share-body').evaluate((body) => body.scrollWidth <= body.clientWidth)).toBe(true);
    const small = await dialog.locator('button, select, input, a, textarea').evaluateAll((controls) =>
      controls.map((control) => [control.outerHTML.slice(0, 60), (control.closest('label') ?? control).getBoundingClientRect()] as const)
        .filter(([, box]) => box.width < 24 || box.height < 24).map(([name]) => name));
    expect(small).toEqual([]);
    const { violations } = await new AxeBuilder({ page }).include('#share').exclude('#share iframe').analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  });
}

test('in a frame there is a way to the link, unless its author wants none', async ({ page }) => {
  await host(page, '<iframe src="/#scene=contention" width="720" height="560"></iframe>');
  const frame = page.frameLocator('iframe').first();
  await frame.getByRole('button', { name: 'Share', exact: true }).click();
  const way = frame.getByRole('link', { name: 'Open in a window of its own' });
  await expect(way).toHaveAttribute('href', /#scene=contention&slide=1&t=\d+/);
  await expect(way).toHaveAttribute('rel', 'noopener');
  await host(page, '<iframe src="/#scene=contention&links=0" width="720" height="560"></iframe>');
  await expect(page.frameLocator('iframe').getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await expect(page.frameLocator('iframe').getByRole('button', { name: 'Share', exact: true })).toHaveCount(0);
});
