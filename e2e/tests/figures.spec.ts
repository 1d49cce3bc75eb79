// What is drawn on the page and what a figure has are the same, element by element; and what anybody has put into a
// scene stands in a figure as text.

import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DIST, serve } from '../server.mjs';
import { exported, native, things, timeAsInFigures, type Thing } from './figure';
import { expect, test } from './fixture';
import { ROOT } from './paxos';

/** Where there is no room for a panel below the stage: with one open the page lays its stage out lower than a figure. */
test.use({ viewport: { width: 1180, height: 740 } });

const CROWD = `title "A crowd"
clients C1
proposers P1 P2 P3
acceptors A1 A2 A3 A4 A5 A6 A7
learners L1 L2
slide one
  propose P1 cat
  crash A7
  drop PREPARE P1->A6
  run 1400
`;

const MOMENTS = {
  'one decree, mid-motion': '#scene=contention&t=1450',
  'a value that is chosen at this moment': '#scene=phase-2&t=3500',
  'a log': '#scene=mp-take-over&t=4200',
  'a poll': '#scene=consensus&t=2200',
  'ids that are hidden': '#scene=nutshell&t=3100',
  'refusals and losses': '#scene=acceptor-card&slide=7&t=100%25',
  'many nodes': `#script=${Buffer.from(CROWD).toString('base64url')}&t=1100`,
};

/** The same figure at night, as the command draws it. */
function inTheDark(address: string): string {
  const [, scene = '', at] = /^#scene=([\w-]+)&t=(\d+)$/.exec(address) ?? [];
  return native(scene, Number(at), '--colours', 'dark');
}

for (const [what, address] of Object.entries(MOMENTS)) {
  for (const theme of ['light', 'dark'] as const) {
    // Only of a moment of a scene of the course has the command the same.
    if (theme === 'dark' && !/^#scene=[\w-]+&t=\d+$/.test(address)) continue;
    test(`the stage and its figure have the same elements: ${what}, ${theme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: theme });
      await page.goto(`/${address}`);
      await page.locator('.stage .node').first().waitFor();
      const own = await page.locator('.stage').evaluate((stage) => stage.getAttribute('viewBox'));
      // What the page exports by itself has the colours of the day.
      const svg = theme === 'light' ? await exported(page) : inTheDark(address);
      expect(svg).toContain(`viewBox="${own}"`);
      const [shown, figure] = [await things(page, { selector: '.stage' }), await things(page, { svg })];
      expect(shown.length).toBeGreaterThan(10);
      expect(figure).toEqual(shown);
    });
  }
}

test('the space-time diagram and its figure have the same elements', async ({ page }) => {
  await page.goto('/#scene=contention&t=3300');
  await timeAsInFigures(page);
  await expect(page.locator('[id^=time-gone]').first(), 'something is under way').toBeAttached();
  // The names stand in a drawing of their own, at whose right the rest begins.
  const left = await page.locator('.time-names').evaluate((names) => Number(names.getAttribute('width')));
  const moved = ({ place, ...thing }: Thing) => {
    const [x = '0', ...rest] = place.split(' ');
    return { ...thing, place: [Math.round((Number(x) + left) * 10) / 10, ...rest].join(' ') };
  };
  const chart = await things(page, { selector: '.time-region > svg' });
  const shown = [...(await things(page, { selector: '.time-names' })), ...chart.map(moved)];
  expect(shown.length).toBeGreaterThan(40);
  // What is under way lies in windows of the page, and message by message in the figure.
  const sorted = (all: Thing[]) => all.map(({ kind, place, text, paint }) => [kind, place, text, paint].join(' | ')).sort();
  expect(sorted(await things(page, { svg: await exported(page, 'time') }))).toEqual(sorted(shown));
});

test.describe('any words', () => {
  // Another server serves them, and where the figure is pasted there is none beside it.
  test.use({ quiet: false });

  const ODD = `</text></svg><script>document.title = 'run'</script><img src=x onerror="document.title = 'run'"> \u202etxet 👩‍🚀 e\u0301\u0302 javascript:alert(1) &amp; ]]>`;
  const say = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  const SCENE = `title ${say(ODD)}
proposers P1
acceptors A1 A2 A3
slide ${say(ODD)}
  say ${say(ODD)}
  propose P1 ${say('<b onclick=alert(1)>')}
  run until chosen ${say('<b onclick=alert(1)>')}
`;

  test('stand in figures, their page and their list as text, and run nothing', async ({ page }) => {
    const folder = mkdtempSync(join(tmpdir(), 'paxos-odd-'));
    writeFileSync(join(folder, 'odd.paxos'), SCENE);
    const into = join(folder, 'figures');
    const command = ['run', '--quiet', '--bin', 'paxos', '--', 'figures', join(folder, 'odd.paxos'), '-o', into];
    execFileSync('cargo', command, { cwd: ROOT });
    const server = await serve(into);
    try {
      await page.goto(`${server.url}odd-1.svg`);
      expect(await page.evaluate(() => document.documentElement.namespaceURI)).toBe('http://www.w3.org/2000/svg');
      expect(await page.evaluate(() => document.querySelector('title')?.textContent)).toBe(`${ODD}: ${ODD}`);
      const texts = await page.locator('text').allTextContents();
      expect(texts.some((text) => text.startsWith('<b onclick') || text.startsWith('5 <b') || text.includes('<b '))).toBe(true);
      expect(await page.evaluate(() => [...document.querySelectorAll('*')].every((it) => !/^(script|img|b)$/i.test(it.tagName)))).toBe(true);
      await page.goto(`${server.url}index.html`);
      await expect(page.locator('figure')).toHaveCount(1);
      await expect(page.locator('figcaption p').last()).toHaveText(ODD);
      expect(await page.title()).toBe('Figures');
      expect(await page.locator('main :is(script, b)').count()).toBe(0);
      await page.getByText('HTML to paste').click();
      const snippet = await page.getByRole('textbox').inputValue();
      // What is pasted somewhere is text there too.
      await page.setContent(snippet);
      await expect(page.locator('figcaption')).toContainText('</text></svg><script>');
      expect(await page.locator('img').count()).toBe(1);
      expect(await page.locator('script').count()).toBe(0);
      expect(JSON.parse(readFileSync(join(into, 'figures.json'), 'utf8'))[0].title).toBe(ODD);
    } finally {
      await server.close();
      rmSync(folder, { recursive: true });
    }
  });
});

test('the folder of figures has one of each slide, all of which its page shows', async ({ page }) => {
  type Plate = { file: string; scene: string; slide: number; alt: string };
  const list: Plate[] = JSON.parse(readFileSync(join(DIST, 'figures/figures.json'), 'utf8'));
  const scenes = readdirSync(join(ROOT, 'static/scenes')).filter((name) => name.endsWith('.paxos'));
  const slides = scenes.flatMap((name) => {
    // A solution is no slide of its scene.
    const [told] = readFileSync(join(ROOT, 'static/scenes', name), 'utf8').split(/^solution$/m);
    const count = told!.match(/^slide /gm)?.length ?? 0;
    return Array.from({ length: count }, (_, nth) => `${name.replace('.paxos', '')}-${nth + 1}.svg`);
  });
  expect(list.map(({ file }) => file).sort()).toEqual(slides.sort());
  expect(list[0]).toMatchObject({ file: 'consensus-1.svg', scene: 'consensus', slide: 1 });
  await page.goto('/figures/index.html');
  await expect(page.locator('figure')).toHaveCount(list.length);
  const first = page.locator('figure img').first();
  await expect(first).toHaveAttribute('alt', list[0]?.alt ?? '');
  // It is fetched when it comes near: the list of scenes stands above it.
  await first.scrollIntoViewIfNeeded();
  await expect.poll(() => first.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});
