// What `cargo xtask dist` makes, and that it works where it is put.

import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { BrowserContext, Frame, Page } from '@playwright/test';
import { DIST, serve, type Ways } from '../server.mjs';
import { expect, test as base } from './fixture';
import { ROOT, labels, pageRun } from './paxos';

const SINGLE = join(DIST, 'paxos-explainer.html');
const SINGLE_URL = pathToFileURL(SINGLE).href;
const read = (name: string) => readFileSync(join(DIST, name), 'utf8');
const HOSTING = readFileSync(join(ROOT, 'docs/embed/hosting.md'), 'utf8');

/** All that a page and its frames complain of, and all that they ask for beyond the page itself. */
function listen(context: BrowserContext) {
  const complaints: string[] = [];
  const requests: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  context.on('weberror', (problem) => complaints.push(problem.error().message));
  context.on('request', (request) => requests.push(request.url()));
  return { complaints, requests };
}

type Host = (ways?: Ways) => Promise<string>;

const test = base.extend<{ heard: ReturnType<typeof listen>; host: Host; notes: string }>({
  heard: async ({ context }, use) => use(listen(context)),
  /** Serves the page in some way or other, and gives its address. */
  host: async ({}, use) => {
    const servers: Awaited<ReturnType<typeof serve>>[] = [];
    await use(async (ways) => {
      const server = await serve(DIST, 0, 'index.html', ways);
      servers.push(server);
      return server.url;
    });
    for (const server of servers) await server.close();
  },
  /** An empty page of another site. */
  notes: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'paxos-notes-'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html><link rel="icon" href="data:,"><title>Notes</title><body>');
    const server = await serve(folder);
    await use(server.url);
    await server.close();
    rmSync(folder, { recursive: true });
  },
});

// Several servers are several origins, and some tests make trouble on purpose: `heard` has what is complained of.
test.use({ quiet: false });

/** The page is there and goes on when told to. */
async function plays(page: Page | Frame): Promise<void> {
  await expect(page.locator('.stage')).toBeVisible();
  const now = () => pageRun(page as Page, 'now').then((run) => run.time);
  const before = await now();
  await page.getByRole('button', { name: /^Next/ }).click();
  await expect.poll(now).toBeGreaterThan(before);
}

/** Puts a frame with this into a page, and waits for what is in it. */
async function framed(page: Page, attributes: Record<string, string>): Promise<Frame> {
  await page.evaluate((attributes) => {
    const frame = document.createElement('iframe');
    for (const [name, value] of Object.entries(attributes)) frame.setAttribute(name, value);
    frame.style.cssText = 'width: 900px; height: 600px';
    document.body.replaceChildren(frame);
  }, attributes);
  const handle = await page.waitForSelector('iframe');
  const frame = await handle.contentFrame();
  if (frame === null) throw new Error('there is no frame');
  return frame;
}

test.describe('the list', () => {
  type List = { version: string; files: Record<string, { bytes: number; gzipped: number; sha256: string }> };
  const list: List = JSON.parse(read('manifest.json'));

  test('has every file that is there, with its size and its hash', () => {
    const entries = readdirSync(DIST, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const names = entries.map((entry) => join(entry.parentPath, entry.name).slice(DIST.length + 1).replaceAll('\\', '/'));
    expect(Object.keys(list.files)).toEqual(names.filter((name) => name !== 'manifest.json').sort());
    for (const [name, said] of Object.entries(list.files)) {
      const bytes = readFileSync(join(DIST, name));
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      expect(said, name).toEqual({ bytes: bytes.length, gzipped: gzipSync(bytes, { level: 9 }).length, sha256 });
    }
  });

  test('has the version of the package, and what authors load', () => {
    expect(readFileSync(join(ROOT, 'Cargo.toml'), 'utf8')).toContain(`\nversion = "${list.version}"\n`);
    for (const name of ['index.html', 'start.js', 'paxos-explainer.js', 'widget.mjs', 'workshop.js', 'paxos-explainer.html', 'scenes/consensus.paxos']) {
      expect(list.files[name], name).toBeDefined();
    }
  });
});

test('what is packed once more is the same', () => {
  const folder = mkdtempSync(join(tmpdir(), 'paxos-packed-'));
  cpSync(DIST, folder, { recursive: true });
  for (const name of ['paxos-explainer.html', 'manifest.json']) rmSync(join(folder, name));
  const said = execFileSync('node', [join(ROOT, 'xtask/pack.mjs'), folder], { encoding: 'utf8' });
  expect(said).toContain('paxos-explainer.html');
  for (const name of ['index.html', 'mount.mjs', 'workshop.js', 'paxos-explainer.html', 'manifest.json']) {
    expect(readFileSync(join(folder, name), 'utf8') === read(name), name).toBe(true);
  }
  // No text ends the element that holds it.
  writeFileSync(join(folder, 'scenes/odd.paxos'), '</script><!-- <script> & …');
  execFileSync('node', [join(ROOT, 'xtask/pack.mjs'), folder]);
  const odd = '<script type="text/plain" id="file:scenes/odd.paxos">&lt;/script>&lt;!-- &lt;script> &amp; &#8230;</script>';
  expect(readFileSync(join(folder, 'paxos-explainer.html'), 'utf8').includes(odd)).toBe(true);
  // An element that is too large is no secret.
  writeFileSync(join(folder, 'paxos-explainer.js'), randomBytes(4200));
  const tooLarge = () => execFileSync('node', [join(ROOT, 'xtask/pack.mjs'), folder], { encoding: 'utf8', stdio: 'pipe' });
  expect(tooLarge).toThrow(/paxos-explainer\.js has \d+ bytes gzipped, and may have 4096/);
  rmSync(folder, { recursive: true });
});

test('the schema of a run lies beside the page', () => {
  const { $schema, oneOf } = JSON.parse(read('run.schema.json'));
  expect($schema).toBe('https://json-schema.org/draft/2020-12/schema');
  expect(oneOf).toEqual([{ $ref: '#/$defs/run' }, { $ref: '#/$defs/poll' }]);
});

test.describe('the policy', () => {
  const policy = (html: string) => /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? 'none';

  test('stands before all that it holds for, and forbids what stands in a page', () => {
    for (const html of [read('index.html'), readFileSync(SINGLE, 'utf8')]) {
      const head = html.slice(0, html.indexOf('http-equiv'));
      expect(head).not.toMatch(/<(script|style|link)/);
      expect(policy(html)).toMatch(/^default-src 'none'; /);
      expect(policy(html)).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:/);
    }
  });

  test('is that of the documentation, in each of its examples', () => {
    const shipped = policy(read('index.html'));
    expect(HOSTING).toContain(`\`\`\`text policy\n${shipped}\n\`\`\``);
    const said = HOSTING.match(/default-src [^"\n]*/g) ?? [];
    // The policy itself, nginx, Apache, Caddy, and the page under both of its names in `_headers`.
    expect(said).toHaveLength(6);
    expect(said.slice(1)).toEqual(Array(5).fill(`${shipped}; frame-ancestors *`));
  });

  test('of the single file names the very scripts and the style that are in it', () => {
    const html = readFileSync(SINGLE, 'utf8');
    const hashes = (pattern: RegExp) =>
      [...html.matchAll(pattern)].map(([, text]) => `'sha256-${createHash('sha256').update(text ?? '').digest('base64')}'`);
    const scripts = hashes(/<script (?:data-paxos-workshop|data-inside[^>]*|type="module")>([^]*?)<\/script>/g);
    expect(scripts).toHaveLength(3);
    const packed = /id="worker-js">([^<]*)</.exec(html)?.[1] ?? '';
    const worker = createHash('sha256').update(gunzipSync(Buffer.from(packed, 'base64'))).digest('base64');
    expect(policy(html)).toContain(`script-src ${scripts.join(' ')} 'sha256-${worker}' 'wasm-unsafe-eval';`);
    expect(policy(html)).toContain(`style-src ${hashes(/<style[^>]*>([^]*?)<\/style>/g).join(' ')};`);
  });

  test('lets the page do what it does', async ({ page, host, heard }) => {
    const header = /default-src [^"\n]*frame-ancestors \*/.exec(HOSTING)?.[0] ?? '';
    await page.goto(`${await host({ headers: { 'Content-Security-Policy': header } })}#scene=milestones&t=7600`);
    await plays(page);
    // The place of a flag on the line is no style attribute, and yet it has one.
    const flags = page.locator('.line-of-time .flag');
    await expect(flags).not.toHaveCount(0);
    await expect.poll(() => flags.first().evaluate((flag) => (flag as HTMLElement).style.left)).toMatch(/%$/);
    await page.locator('#node-P1').click();
    await expect(page.getByRole('dialog', { name: 'What to do with P1' })).toBeVisible();
    expect(heard.complaints).toEqual([]);
  });
});

test.describe('the single file', () => {
  test('plays from a disk, without a network, and opens what a link says', async ({ page, context, heard }) => {
    await context.setOffline(true);
    await page.goto(SINGLE_URL);
    await plays(page);
    await page.goto(`${SINGLE_URL}#scene=contention`);
    await expect.poll(() => pageRun(page).then((run) => run.title)).toBe('They keep interrupting each other');
    await page.goto(`${SINGLE_URL}#scene=phase-2&t=100%25&do=3300:crash.P1`);
    await expect.poll(() => labels(page)).toContainEqual(expect.stringMatching(/P1.*crashed/));
    await page.getByRole('button', { name: 'Contents' }).click();
    await expect(page.locator('main.guide .scenes > li')).not.toHaveCount(0);
    expect(heard.requests.filter((address) => !address.startsWith(SINGLE_URL) && !address.startsWith('data:'))).toEqual([]);
    expect(heard.complaints).toEqual([]);
  });

  test('holds everything as it is, even if its server says that it has other letters', async ({ page, host, heard }) => {
    await page.goto(`${await host({ mediaTypes: { '.html': 'text/html; charset=iso-8859-1' } })}paxos-explainer.html`);
    await plays(page);
    expect(heard.complaints).toEqual([]);
    const style = await page.evaluate(() => [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).map((rule) => rule.cssText));
    const signs = (css: string) => [...css.matchAll(/content: ?"([^"]*[^ -~"][^"]*)"/g)].map(([, sign]) => sign);
    const sheets = readdirSync(DIST).filter((name) => name.endsWith('.css'));
    const own = signs(sheets.map(read).join('\n'));
    expect(signs(style.join('\n')).sort()).toEqual(own.sort());
    expect(own).toContain('✓ ');
    const held: Record<string, string> = await page.evaluate(() => {
      const holders = [...document.querySelectorAll('script[id^="file:"]')];
      const letters: Record<string, string> = { lt: '<', amp: '&' };
      const text = (held: string) =>
        held.replace(/&(#?)(\w+);/g, (_, number, name) => (number ? String.fromCodePoint(Number(name)) : (letters[name] ?? '?')));
      return Object.fromEntries(holders.map((holder) => [holder.id.slice(5), text(holder.textContent ?? '')]));
    });
    const within = (folder: string): string[] =>
      readdirSync(join(DIST, folder), { withFileTypes: true }).flatMap((entry) => {
        const path = `${folder}/${entry.name}`;
        return entry.isDirectory() ? within(path) : [path];
      });
    const names = ['scenes', 'course', 'words'].flatMap(within);
    expect(Object.keys(held).sort()).toEqual(names.sort());
    for (const name of names) expect(held[name], name).toBe(read(name));
  });

  test('says why it cannot show a scene from an address that does not answer', async ({ page }) => {
    await page.route('**/mine.paxos', (route) => route.abort());
    for (const address of ['https://elsewhere.example/mine.paxos', 'mine.paxos']) {
      await page.goto('about:blank');
      await page.goto(`${SINGLE_URL}#src=${encodeURIComponent(address)}`);
      await expect(page.getByRole('alert')).toContainText(`The file ${address} could not be fetched.`);
      await expect(page.getByRole('alert')).toContainText('cannot read the files beside it');
    }
  });

  test('plays in a sandboxed frame, as its text and as a blob', async ({ page, notes, heard }) => {
    await page.goto(notes);
    const html = readFileSync(SINGLE, 'utf8');
    await plays(await framed(page, { sandbox: 'allow-scripts', srcdoc: html }));
    const blob = await page.evaluate((html) => URL.createObjectURL(new Blob([html], { type: 'text/html' })), html);
    const frame = await framed(page, { sandbox: 'allow-scripts', src: `${blob}#scene=phase-1` });
    await plays(frame);
    expect(await frame.evaluate(() => self.origin)).toBe('null');
    expect(heard.complaints).toEqual([]);
  });
});

test.describe('the folder', () => {
  test('works in another folder, and asks for nothing outside of its own', async ({ page, host, heard }) => {
    const address = await host({ prefix: '/courses/ds/2026 autumn/paxos/'.replaceAll(' ', '%20') });
    await page.goto(address);
    await plays(page);
    await page.goto(`${address}index.html#scene=contention`);
    await expect(page.locator('.stage')).toBeVisible();
    expect(heard.requests.filter((request) => !request.startsWith(address) && !request.startsWith('data:'))).toEqual([]);
    expect(heard.complaints).toEqual([]);
  });

  test('works where WebAssembly has another media type, without a word of it', async ({ page, host, heard }) => {
    for (const type of ['application/octet-stream', 'text/plain']) {
      await page.goto(await host({ mediaTypes: { '.wasm': type }, headers: { 'X-Content-Type-Options': 'nosniff' } }));
      await plays(page);
    }
    expect(heard.complaints).toEqual([]);
  });

  test('plays in a sandboxed frame of another site', async ({ page, host, notes, heard }) => {
    const address = await host({ headers: { 'Access-Control-Allow-Origin': '*' } });
    await page.goto(notes);
    const frame = await framed(page, { sandbox: 'allow-scripts', src: `${address}#scene=contention` });
    await plays(frame);
    expect(await frame.evaluate(() => self.origin)).toBe('null');
    expect(heard.complaints).toEqual([]);
  });
});

test.describe('what cannot start says why', () => {
  /** What the page says in place of the figure. */
  async function says(page: Page | Frame, ...sentences: (string | RegExp)[]): Promise<void> {
    const alert = page.getByRole('alert');
    for (const sentence of sentences) await expect(alert).toContainText(sentence);
    await expect(page.getByText('is starting')).toHaveCount(0);
    await expect(alert.getByRole('button', { name: 'Load again' })).toBeVisible();
  }

  test('where a part is not on the server', async ({ page, host }) => {
    await page.goto(await host({ missing: /\.wasm$/ }));
    await says(page, /the server answers 404 to page-\w+_bg\.wasm/, 'not copied to the server as a whole');
    await page.goto(await host({ missing: /\/page-\w+\.js$/ }));
    await says(page, /the server answers 404 to page-\w+\.js/);
  });

  test('where the network fails, and loads again', async ({ page, host }) => {
    await page.route('**/*.wasm', (route) => route.abort());
    await page.goto(await host());
    await says(page, /could not be loaded: page-\w+_bg\.wasm/, 'you are online');
    await page.unroute('**/*.wasm');
    await page.getByRole('button', { name: 'Load again' }).click();
    await plays(page);
  });

  test.describe('of a host', () => {
    test.use({ keepsPolicy: false });

    test('where a policy forbids WebAssembly', async ({ page, host }) => {
      await page.goto(await host({ headers: { 'Content-Security-Policy': "default-src 'self'" } }));
      await says(page, 'A Content-Security-Policy forbids WebAssembly here', "script-src needs 'wasm-unsafe-eval'");
    });
  });

  test('where a browser has no WebAssembly, or one that is too old', async ({ page, host }) => {
    const address = await host();
    await page.addInitScript(() => Reflect.deleteProperty(self, 'WebAssembly'));
    await page.goto(address);
    await says(page, 'This browser does not run WebAssembly', 'a lockdown mode');
    const other = await page.context().newPage();
    await other.route('**/*.wasm', (route) => route.fulfill({ body: Buffer.from([0, 97, 115, 109, 1, 0, 0, 0, 99, 1, 0]) }));
    await other.goto(address);
    await says(other, 'it is too old for it', 'Ctrl+Shift+R');
  });

  test('where a script is damaged', async ({ page, host }) => {
    await page.route('**/page-*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: 'export default {' }));
    await page.goto(await host());
    await says(page, 'does not understand the script of this page');
  });

  test('where a sandboxed frame may not load, and tells the page around it', async ({ page, host, notes }) => {
    const address = await host();
    await page.goto(notes);
    await page.evaluate(() => {
      addEventListener('message', ({ data }) => Reflect.set(self, 'told', data));
    });
    const frame = await framed(page, { sandbox: 'allow-scripts', src: `${address}?id=fig-1` });
    await says(frame, 'In this sandboxed frame a part of the page may not be loaded', 'Access-Control-Allow-Origin: *');
    const told = await page.evaluate(() => Reflect.get(self, 'told'));
    expect(told).toMatchObject({ paxos: 1, id: 'fig-1', type: 'error' });
    expect(told.message).toContain('In this sandboxed frame');
  });

  test('where the folder is opened from a disk', async ({ page }) => {
    await page.goto(pathToFileURL(join(DIST, 'index.html')).href);
    await says(page, 'opened from a disk', 'Open paxos-explainer.html');
  });

  test('and where not even that script comes, what to do appears after a while', async ({ page, host }) => {
    await page.route('**/start.js', (route) => route.abort());
    await page.goto(await host());
    const late = page.getByText('It takes longer than usual');
    await expect(late).toBeHidden();
    await page.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()));
    await expect(late).toBeVisible();
  });

  test('without scripts one sentence stands there, and nothing that waits', async ({ browser, host, notes }) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(await host());
    const sentence = page.locator('noscript > p');
    await expect(sentence).toBeVisible();
    expect((await sentence.evaluate((it) => getComputedStyle(it).paddingLeft))).toBe('24px');
    await expect(page.locator('.wait')).toHaveCount(2);
    for (const wait of await page.locator('.wait').all()) await expect(wait).toBeHidden();
    await context.close();
    const framing = await browser.newPage();
    const address = await host();
    await framing.goto(notes);
    const frame = await framed(framing, { sandbox: '', src: address });
    await expect(frame.locator('noscript > p')).toBeVisible();
    await expect(frame.getByText('is starting')).toBeHidden();
    await framing.close();
  });

  test('and on a small screen it fits', async ({ page, host }) => {
    await page.setViewportSize({ width: 320, height: 480 });
    await page.goto(await host({ missing: /\.wasm$/ }));
    const again = page.getByRole('button', { name: 'Load again' });
    await expect(again).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    const box = await again.boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(36);
  });
});
