// Mermaid itself reads and draws the sequence diagrams: the library that GitHub, GitLab and many editors use.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test as base } from './fixture';
import { ROOT, nativeCommand, type Run } from './paxos';

const LIBRARY = join(ROOT, 'e2e/node_modules/mermaid/dist');
const SCENES = readdirSync(join(ROOT, 'static/scenes')).filter((name) => name.endsWith('.paxos'));

type Shapes = { texts: string[]; actors: string[]; messages: string[]; tags: string[]; width: number; height: number };

/** A page of nothing but Mermaid, as GitHub has it: what is drawn is untrusted. */
const test = base.extend<{ draw: (text: string) => Promise<Shapes>; parse: (texts: Record<string, string>) => Promise<Record<string, string>> }>({
  page: async ({ page, site }, use) => {
    await page.route(`${site}mermaid/**`, (route) => {
      const name = new URL(route.request().url()).pathname.replace('/mermaid/', '');
      if (name === '') return route.fulfill({ contentType: 'text/html', body: '<!doctype html><link rel="icon" href="data:,"><title>M</title><body><main style="width: 900px"></main>' });
      return route.fulfill({ contentType: extname(name) === '.mjs' ? 'text/javascript' : 'text/plain', body: readFileSync(join(LIBRARY, name)) });
    });
    await page.goto(`${site}mermaid/`);
    await page.evaluate(async () => {
      const { default: mermaid } = await import('/mermaid/mermaid.esm.min.mjs' as string);
      mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' });
      Reflect.set(window, 'mermaid', mermaid);
    });
    await use(page);
  },
  parse: async ({ page }, use) =>
    use((texts) =>
      page.evaluate(async (texts) => {
        const said: Record<string, string> = {};
        const mermaid = Reflect.get(window, 'mermaid');
        for (const [name, text] of Object.entries(texts)) {
          said[name] = await mermaid.parse(text).then((it: { diagramType: string }) => it.diagramType, (error: unknown) => `${error}\n${text}`);
        }
        return said;
      }, texts),
    ),
  draw: async ({ page }, use) => use((text) => page.evaluate(shapes, text)),
});

async function shapes(text: string): Promise<Shapes> {
  const { svg } = await Reflect.get(window, 'mermaid').render('drawn', text);
  const main = document.querySelector('main') as HTMLElement;
  main.innerHTML = svg;
  const picture = main.querySelector('svg') as SVGSVGElement;
  // Lines of one label or note are texts of their own; what one message says stands together.
  const said = (selector: string) => [...picture.querySelectorAll(selector)].map((it) => (it.textContent ?? '').replaceAll('\u{a0}', ' '));
  return {
    texts: said('text'),
    actors: said('text.actor'),
    messages: said('text.messageText'),
    tags: [...new Set([...picture.querySelectorAll('*')].map((it) => it.tagName))].sort(),
    width: picture.viewBox.baseVal.width,
    height: picture.viewBox.baseVal.height,
  };
}

let command = '';
test.beforeAll(() => {
  command = nativeCommand();
});

function diagram(file: string, ...options: string[]): string {
  return execFileSync(command, ['export', file, '--format', 'mermaid', ...options], { cwd: ROOT, encoding: 'utf8' });
}

function runOf(file: string): Run & { events: { kind: string; message: Record<string, unknown> | null }[] } {
  return JSON.parse(execFileSync(command, ['run', file, '--json'], { cwd: ROOT, encoding: 'utf8' }));
}

/** A scene of this text in a file. */
function written(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'paxos-')), 'written.paxos');
  writeFileSync(file, text);
  return file;
}

test('Mermaid reads every scene as a whole and slide by slide', async ({ parse }) => {
  test.setTimeout(120_000);
  const texts: Record<string, string> = {};
  for (const name of SCENES) {
    const file = `static/scenes/${name}`;
    texts[name] = diagram(file);
    const { slides } = runOf(file);
    for (let slide = 1; slide <= slides.length; slide += 1) {
      texts[`${name}, slide ${slide}`] = diagram(file, '--from', String(slide), '--slide', String(slide));
    }
  }
  const said = await parse(texts);
  expect(Object.keys(said).length).toBeGreaterThan(4 * SCENES.length);
  for (const [name, type] of Object.entries(said)) expect(type, name).toBe('sequence');
});

/** What stands on a message of single-decree Paxos, made from the run's JSON. */
function labelOf({ kind, id, value, reports }: Record<string, unknown>): string {
  const reported = (reports as { id: string; value: string }[]).map((vote) => `${vote.id} ${vote.value}`).join(', ');
  return [kind, id, kind !== 'PROMISE' && value, reported && `(${reported})`].filter(Boolean).join(' ');
}

for (const scene of ['nutshell', 'phase-2', 'contention', 'timeout', 'case-vote-on-disk', 'case-one-way-cut', 'case-value-own']) {
  test(`Mermaid draws everybody and every message of ${scene}`, async ({ draw }) => {
    const file = `static/scenes/${scene}.paxos`;
    const { texts, actors, messages, tags, width } = await draw(diagram(file));
    const run = runOf(file);
    // `drop` as it is sent or later, `deliver`, or still in flight: each message ends once.
    const ended = run.events.filter(({ kind }) => kind === 'drop' || kind === 'deliver').map(({ message }) => message ?? {});
    const all = [...ended, ...(run as unknown as { in_flight: Record<string, unknown>[] }).in_flight];
    expect(all.length).toBeGreaterThan(10);
    const labels = messages.filter((text) => !/^\(.*\)$/.test(text));
    expect(labels.sort()).toEqual(all.map(labelOf).sort());
    for (const { name } of run.nodes.filter(({ name }) => all.some(({ from, to }) => [from, to].includes(name)))) {
      expect(actors.filter((text) => text === name), `${name} above and below`).toHaveLength(2);
    }
    expect(texts.some((text) => text.includes('★')), 'what is chosen has its mark').toBe(true);
    expect(texts).toContain(run.title);
    expect(tags).not.toContain('foreignObject');
    // At the width of an issue, letters of 16 units are still to be read.
    expect(width).toBeLessThan(1300);
  });
}

const HOSTILE = [
  '<img src=x onerror=hacked()>',
  '<script>hacked()</script>',
  '</text></svg><b>bold</b>',
  'javascript:hacked()',
  'end',
  'END; end # end',
  'wrap: me',
  'a;b#c&amp;d #35; &lt;',
  '%%{init: {"securityLevel": "loose"}}%%',
  '%% no comment',
  '$$\\frac{1}{2}$$ and $x$',
  'one\\ntwo',
  '```',
  '---',
  'style x:#35;y',
  'classDef a:#9829;',
  'ﬂ°lt¶ß',
  'n0->>n1: forged',
  '**bold** _it_ `code` [a](b)',
  '@someone #12',
  'שלום',
  'a\u{202e}b\u{2066}c',
  '👩‍👩‍👧‍👦 🇨🇭',
  'e\u{301}\u{323}\u{302}',
  'x'.repeat(10_000),
  '"quoted" \'single\'',
];

test('Mermaid draws names and values as text, whatever they are', async ({ page, draw }) => {
  await page.evaluate(() => Reflect.set(window, 'hacked', () => Reflect.set(window, 'isHacked', true)));
  for (const value of HOSTILE) {
    const quoted = `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
    const file = written(
      `title ${quoted}\nproposers end wrap\nacceptors note participant style\nlearners loop\n` +
        `slide ${quoted}\n  propose end ${quoted} id 1\n  run 4000\n  crash note\n`,
    );
    const { actors, messages, tags } = await draw(diagram(file));
    const label = `ACCEPT 1 ${value}`;
    // What runs from right to left, or turns what follows, is set apart.
    const together = messages.join(' ').replace(/[\u2068\u2069]/g, '').replace(/\s+/g, ' ');
    if (value.length < 60) expect(together, label).toContain(label);
    else expect(together).toContain(`${'x'.repeat(35)}…`);
    expect([...actors].sort(), value).toEqual(['end', 'end', 'loop', 'loop', 'note', 'note', 'participant', 'participant', 'style', 'style']);
    for (const tag of ['img', 'script', 'a', 'b', 'iframe', 'foreignObject', 'math', 'image']) expect(tags, value).not.toContain(tag);
    expect(await page.evaluate(() => Reflect.get(window, 'isHacked')), value).toBeUndefined();
    expect(await page.evaluate(() => document.querySelectorAll('main > *').length), value).toBe(1);
  }
});
