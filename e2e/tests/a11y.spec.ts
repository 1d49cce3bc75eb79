import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixture';
import { labels, open, pageRun } from './paxos';

const W4 = 'A proposer fails, and its value is heard of';

const seek = (page: Page, ms: number) => page.getByRole('slider', { name: 'Time' }).fill(String(ms));

/** The names of all messages on the stage, in the order of Tab. */
const messages = (page: Page) =>
  page.locator('.stage .message').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));

async function openAll(page: Page): Promise<void> {
  const closed = page.locator('.dock .tabs button[aria-expanded=false]');
  for (let left = await closed.count(); 0 < left; left -= 1) await closed.first().click();
}

test('nodes and messages are buttons whose names say their state', async ({ page }) => {
  await open(page, 'Phase 2: the value');
  await seek(page, 800);
  expect(await labels(page)).toEqual([
    'Proposer P1, up, id 5, wants cat, 0 of 3 promises',
    'Proposer P2, up',
    'Acceptor A1, up, promised nothing, accepted nothing',
    'Acceptor A2, up, promised nothing, accepted nothing',
    'Acceptor A3, up, promised nothing, accepted nothing',
    'Learner L1, up, heard of 0 acceptors, has learned nothing',
    'Learner L2, up, heard of 0 acceptors, has learned nothing',
  ]);
  expect(await messages(page)).toEqual([1, 2, 3].map((nth) => `PREPARE 5 from P1 to A${nth}, on its way, arrives at 1.5 s`));
  await seek(page, 4800);
  const later = await messages(page);
  expect(later).toContain('ACCEPT 5 cat from A1 to L1 and to L2, on its way, arrives at 6.0 s');
  await page.keyboard.press('0');
  await page.keyboard.press('End');
  expect(await labels(page)).toContain('Acceptor A1, up, promised 5, accepted 5 cat');
  await open(page, W4, { here: true });
  await page.keyboard.press('End');
  expect((await labels(page))[0]).toMatch(/^Proposer P1, crashed/);
  for (const kind of ['.node', '.message']) {
    for (const one of await page.locator(`.stage ${kind}`).all()) {
      await expect(one).toHaveAttribute('role', 'button');
      await expect(one).toHaveAttribute('tabindex', '0');
    }
  }
});

test('a message is held, released and lost by keyboard on the stage', async ({ page }) => {
  await open(page, 'Phase 2: the value');
  await seek(page, 800);
  await page.locator('.stage .node').last().focus();
  await page.keyboard.press('Tab');
  const first = page.locator('.stage .message').first();
  await expect(first).toBeFocused();
  await expect(page.locator('#node-A1'), 'its ends are lit').toHaveClass(/lit/);
  await page.keyboard.press('Enter');
  const menu = page.getByRole('dialog', { name: 'What to do with PREPARE 5, P1 to A1' });
  await menu.getByRole('button', { name: 'Hold' }).focus();
  await page.keyboard.press('Enter');
  const held = page.locator('.stage .message[aria-label="PREPARE 5 from P1 to A1, held"]');
  await expect(held, 'the focus comes back to the message').toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Lose', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(held).toHaveCount(0);
  await expect(page.locator('.stage'), 'what is gone leaves the focus to the stage').toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.locator('.stage .node').first()).toBeFocused();
});

test('the focus stays on a message while it moves, and is the stage\'s when it has arrived', async ({ page }) => {
  await open(page, 'Phase 2: the value');
  await seek(page, 4800);
  const last = page.locator('.stage .message').last();
  const id = await last.getAttribute('id');
  await last.focus();
  const before = await last.getAttribute('transform');
  await page.keyboard.press('k');
  await expect(page.locator(`#${id}`)).not.toHaveAttribute('transform', before!);
  await expect(page.locator(`#${id}`)).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.locator(`#${id}`)).toHaveCount(0);
  await expect(page.locator('.stage')).toBeFocused();
});

for (const width of [320, 360, 1024, 1280]) {
  test(`every target is at least 24 pixels across at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await open(page, 'Phase 2: the value');
    await seek(page, 3300);
    await openAll(page);
    const small = await page.evaluate(() => {
      const all = [...document.querySelectorAll('button, select, input, textarea, summary, [role=button]')];
      return all.flatMap((one) => {
        const target = one.matches('.node, .message') ? one.querySelector('.reach')! : (one.matches('[type=checkbox], [type=radio]') ? one.closest('label')! : one);
        const { width, height } = target.getBoundingClientRect();
        const isInText = one.matches('p .link, li .link'); // A link within a sentence needs no size.
        const isShown = one.checkVisibility({ visibilityProperty: true }) && 0 < width;
        const name = one.getAttribute('aria-label') ?? one.textContent;
        return isShown && !isInText && Math.min(width, height) < 23.99 ? [`${one.tagName} ${name}: ${width} x ${height}`] : [];
      });
    });
    expect(small).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
}

test('Tab goes through the page in its order, shows where it is, and is never caught', async ({ page }) => {
  await open(page, 'Phase 2: the value');
  await seek(page, 800);
  const opened = page.locator('.dock .tabs button[aria-expanded=true]');
  for (let left = await opened.count(); 0 < left; left -= 1) await opened.first().click();
  await page.getByRole('button', { name: 'Log', exact: true }).click();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.evaluate(() => window.getSelection()?.removeAllRanges());
  await page.locator('.head b').click();
  const stops: { where: string; isSeen: boolean; name: string }[] = [];
  for (let nth = 0; nth < 120; nth += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const one = document.activeElement;
      if (!one || one === document.body) return null;
      const areas = ['.head', '.course', '.stage .node', '.stage .message', '.narration', '.dock', '.controls'];
      const where = areas.find((area) => one.closest(area)) ?? 'elsewhere';
      const reach = one.querySelector('.reach');
      const [outline, stroke] = [getComputedStyle(one), reach && getComputedStyle(reach)];
      const isOutlined = outline.outlineStyle !== 'none' && 2 <= parseFloat(outline.outlineWidth);
      const isSeen = isOutlined || (stroke !== null && stroke.stroke !== 'none' && 2 <= parseFloat(stroke.strokeWidth));
      return { where, isSeen, name: one.getAttribute('aria-label') ?? one.textContent ?? '' };
    });
    if (stop === null) break;
    stops.push(stop);
  }
  expect(stops.length, 'it leaves the page at its end').toBeLessThan(120);
  expect(stops.filter((stop) => !stop.isSeen)).toEqual([]);
  const order = stops.map((stop) => stop.where).filter((where, nth, all) => where !== all[nth - 1]);
  expect(order).toEqual(['.head', '.course', '.stage .node', '.stage .message', '.narration', '.dock', '.controls']);
  const onStage = stops.filter((stop) => stop.where.startsWith('.stage'));
  expect(onStage.map((stop) => stop.name.split(/[ ,]/)[1] + stop.name.split(/[ ,]/)[0])).toEqual(
    ['P1Proposer', 'P2Proposer', 'A1Acceptor', 'A2Acceptor', 'A3Acceptor', 'L1Learner', 'L2Learner', '5PREPARE', '5PREPARE', '5PREPARE'],
  );
});

test('help opens by key and by button, keeps the focus, closes by Esc and gives it back', async ({ page }) => {
  await open(page, 'Phase 2: the value');
  const node = page.locator('#node-A1');
  await node.focus();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Help' });
  await expect(help).toBeVisible();
  await expect(help.getByRole('button', { name: 'Close' })).toBeFocused();
  await expect(help).toContainText('previous slide');
  await expect(help).toContainText('here a message was lost');
  const at = await pageRun(page, 'now');
  await page.keyboard.press('End');
  await page.keyboard.press('k');
  expect((await pageRun(page, 'now')).time, 'keys are the help\'s').toBe(at.time);
  expect((await new AxeBuilder({ page }).include('#help').analyze()).violations).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await expect(node).toBeFocused();
  await page.getByRole('button', { name: 'Help', exact: true }).click();
  await expect(help).toBeVisible();
  await help.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('button', { name: 'Help', exact: true })).toBeFocused();
});

test('keys are those of a video player', async ({ page }) => {
  await open(page, W4);
  const now = () => pageRun(page, 'now').then((run) => run.time);
  const end = (await pageRun(page)).time;
  await page.keyboard.press('End');
  expect(await now()).toBe(end);
  await page.keyboard.press('5');
  expect(await now()).toBe(Math.floor(end / 10) * 5);
  await page.keyboard.press('Home');
  expect(await now()).toBe(0);
  await page.keyboard.press('.');
  await expect(page.locator('.why')).toContainText('P1 wants cat');
  await page.keyboard.press(',');
  await page.keyboard.press('>');
  await expect(page.locator('.speed output')).toHaveText('2×');
  await page.keyboard.press('<');
  await page.keyboard.press(' ');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.keyboard.press('k');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await page.keyboard.press(']');
  await expect.poll(() => pageRun(page).then((run) => run.title, () => 'not yet')).toContain('is not heard of');
});

for (const theme of ['light', 'dark', 'projector'] as const) {
  test(`axe finds no fault in the ${theme} theme with all panels open`, async ({ page }) => {
    test.slow();
    await page.goto(`/#scene=case-proposer-fails&theme=${theme}`);
    await page.locator('.stage').waitFor();
    await openAll(page);
    await page.keyboard.press('7');
    await expect(page.locator('.log-rows li').first()).toBeAttached();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
  });
}

test('the pointer and the keyboard give the same run', async ({ page, browser, baseURL }) => {
  const acts = async (page: Page, press: (target: ReturnType<Page['locator']>) => Promise<void>) => {
    await open(page, W4);
    await seek(page, 500);
    const menu = page.getByRole('dialog', { name: /What to do/ });
    const choose = async (on: string, name: string) => {
      await press(page.locator(on));
      await press(menu.getByRole('button', { name, exact: true }));
      await expect(menu).toHaveCount(0);
      const pause = page.getByRole('button', { name: 'Pause' });
      if (await pause.isVisible()) await press(pause);
    };
    await choose('#node-A3', 'Crash');
    await choose('.stage .message >> nth=0', 'Deliver now');
    await seek(page, 500);
    await choose('#node-A3', 'Restart');
    const run = await pageRun(page);
    return { acts: await page.evaluate(() => location.hash.match(/do=[^&]*/)?.[0]?.replace(/\d+(_\d+)?:/g, '')), nodes: run.nodes };
  };
  const byPointer = await acts(page, (target) => target.click());
  const other = await (await browser.newContext({ baseURL })).newPage();
  const byKeyboard = await acts(other, async (target) => {
    await target.focus();
    await other.keyboard.press('Enter');
  });
  expect(byKeyboard).toEqual(byPointer);
  expect(byKeyboard.nodes.map((node) => node.up)).toEqual(byPointer.nodes.map((node) => node.up));
  await other.context().close();
});

test('the story of the proposer that fails is told to those who do not see it', async ({ page }) => {
  test.slow();
  await open(page, W4);
  await page.keyboard.press('Home');
  const heard: string[] = [];
  const listen = async () => void heard.push(...(await labels(page)), ...(await messages(page)));
  // A text that waited may come between two looks: every one is kept.
  await page.evaluate(() => {
    const region = document.querySelector('.told')!;
    const said: string[] = ((window as unknown as { said: string[] }).said = []);
    new MutationObserver(() => said.push(region.textContent ?? '')).observe(region, { childList: true, characterData: true, subtree: true });
  });
  // The region speaks once a second at most: whoever goes on after each of its sentences hears all.
  for (let step = 0; step < 30; step += 1) {
    const before = await page.locator('.told').textContent();
    if (await page.getByRole('button', { name: 'Step forward' }).isDisabled()) break;
    await page.keyboard.press('.');
    await expect.poll(() => page.locator('.told').textContent(), { timeout: 3000 }).not.toBe(before).catch(() => {});
    await listen();
  }
  await expect(page.locator('.told')).toContainText('End of slide 5 of 5.', { timeout: 10_000 });
  const said = await page.evaluate(() => (window as unknown as { said: string[] }).said);
  const all = [...heard, ...said].join('\n');
  for (const sentence of [
    'P1 wants cat. It asks every acceptor to promise 1, and names no value yet.',
    'Slide 2 of 5: P1 crashes in the middle of sending.',
    'P1 crashes. An attempt under way is lost with it',
    'Proposer P1, crashed',
    'ACCEPT 1 cat from A1 reaches nobody: P1 is down.',
    'Acceptor A1, up, promised 1, accepted 1 cat',
    'It reports that it has accepted 1 cat.',
    'PROMISE 2 (1 cat) from A1 to P2, ',
    'The highest accepted id reported is 1, with cat: it must send cat, not its own dog.',
    'ACCEPT-REQUEST 2 cat from P2 to A2',
    'is a quorum: cat is chosen.',
    'it has learned cat.',
  ]) {
    expect(all).toContain(sentence);
  }
});

test('the voice is polite: once a second at most, and the last word is never lost', async ({ page }) => {
  await open(page, W4);
  await page.waitForTimeout(1200);
  await page.evaluate(() => {
    const region = document.querySelector('.told')!;
    const said: [number, string][] = [];
    (window as unknown as { said: typeof said }).said = said;
    new MutationObserver(() => said.push([performance.now(), region.textContent ?? ''])).observe(region, {
      characterData: true, childList: true, subtree: true,
    });
  });
  for (let step = 0; step < 12; step += 1) await page.keyboard.press('.');
  const last = await page.locator('.why p').last().textContent();
  await expect(page.locator('.told')).toContainText(last!);
  const said = await page.evaluate(() => (window as unknown as { said: [number, string][] }).said);
  // What waits is never more than a few texts long.
  expect(said.length).toBeLessThanOrEqual(6);
  for (let nth = 1; nth < said.length; nth += 1) expect(said[nth][0] - said[nth - 1][0]).toBeGreaterThan(900);
});

test('without motion all is reached step by step, and nothing is only under way between', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, W4);
  await page.keyboard.press('Home');
  for (let step = 0; step < 60 && !(await page.getByRole('button', { name: 'Step forward' }).isDisabled()); step += 1) {
    await page.keyboard.press('.');
  }
  await expect(page.locator('#chosen')).toHaveAttribute('aria-description', 'chosen: cat, under 2');
  await page.keyboard.press('Home');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(page.locator('#node-A3')).toHaveAttribute('aria-label', /promised 1/, { timeout: 15_000 });
});

test.describe('forced colours', () => {
  test.use({ forcedColors: 'active' } as object);

  test('shapes keep their outlines, text is read, and the focus is seen', async ({ page }) => {
    await page.emulateMedia({ forcedColors: 'active' });
    await open(page, 'Phase 2: the value');
    await seek(page, 3300);
    const paints = await page.evaluate(() => {
      const [paper, ink] = ['--paper', '--ink'].map((name) => {
        const probe = document.body.appendChild(document.createElement('i'));
        probe.style.color = `var(${name})`;
        const colour = getComputedStyle(probe).color;
        probe.remove();
        return colour;
      });
      const texts = [...document.querySelectorAll('.stage .node text')].map((text) => getComputedStyle(text).fill);
      const cards = [...document.querySelectorAll('.stage .node rect:not(.reach), .stage .node circle')].filter((box) => box.getAttribute('stroke-width'));
      return { paper, ink, texts, strokes: cards.map((card) => getComputedStyle(card).stroke) };
    });
    expect(paints.paper).not.toBe(paints.ink);
    for (const colour of [...paints.texts, ...paints.strokes]) expect(colour).not.toBe(paints.paper);
    await page.locator('#node-A1').focus();
    await page.keyboard.press('Tab');
    const stroke = await page.locator('#node-A2 .reach').evaluate((reach) => getComputedStyle(reach).stroke);
    expect(stroke).not.toBe(paints.paper);
    expect(stroke).not.toBe('none');
  });
});
