// What a reader has to load before the page can be used, in bytes and requests, against what it may be: prints a table,
// and fails where it is more. `cargo xtask test bytes` runs it on the build in e2e/dist.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { launchOptions } from './browser.mjs';
import { DIST, serve } from './server.mjs';

/** At most so many bytes, gzipped, by what a file is. */
const BYTES_MAX = { page: 5_000, style: 6_000, script: 12_900, program: 196_000, scene: 1_600 };
/** At most so many requests. */
const REQUESTS_MAX = 6;
/** What an author's page loads for the element. */
const ELEMENT = { name: 'paxos-explainer.js', most: 4096 };
/** What all of RaftScope's page is: where this one is to come to. */
const AIM = 97_000;

const KINDS = { document: 'page', stylesheet: 'style', script: 'script' };
const kindOf = (request) => KINDS[request.resourceType()] ?? (request.url().endsWith('.wasm') ? 'program' : 'scene');
const gzipped = (bytes) => gzipSync(bytes, { level: 9 }).length;

/** The first visit of a reader whose browser has kept nothing, until the page can be used. */
async function visit() {
  const server = await serve(DIST);
  const browser = await chromium.launch(launchOptions);
  const page = await browser.newPage();
  const requests = [];
  page.on('request', (request) => requests.push(request));
  await page.goto(server.url);
  await page.locator('.narration[data-of]').waitFor();
  // The rest of the program, and of the style, is asked for when the first scene is drawn, and nothing waits for it.
  const isOfRest = (url) => /(_rest\.wasm|\/rest-[0-9a-f]+\.css)$/.test(url);
  const needed = requests.filter((request) => !request.url().startsWith('data:') && !isOfRest(request.url()));
  await browser.close();
  const [own, others] = [true, false].map((isOwn) => needed.filter((request) => request.url().startsWith(server.url) === isOwn));
  const files = [];
  for (const request of own) {
    // From where the browser had it: what it has had itself it may have thrown away by now.
    const body = await (await fetch(request.url())).arrayBuffer();
    files.push({ url: request.url(), kind: kindOf(request), bytes: gzipped(new Uint8Array(body)) });
  }
  await server.close();
  return { files, requests: needed.length, elsewhere: others.map((request) => request.url()) };
}

const { files, requests, elsewhere } = await visit();
const rows = Object.entries(BYTES_MAX).map(([kind, most]) => {
  const own = files.filter((file) => file.kind === kind);
  return { what: `${kind}, gzipped`, is: own.reduce((sum, { bytes }) => sum + bytes, 0), most };
});
const sum = (key) => rows.reduce((sum, row) => sum + row[key], 0);
const all = { what: 'first view, gzipped', is: sum('is'), most: sum('most') };
const element = gzipped(readFileSync(join(DIST, ELEMENT.name)));
rows.push(all, { what: 'requests', is: requests, most: REQUESTS_MAX });
rows.push({ what: 'requests to another host', is: elsewhere.length, most: 0 });
rows.push({ what: `${ELEMENT.name}, gzipped`, is: element, most: ELEMENT.most });

const line = (...cells) => cells.map((cell, nth) => (nth === 0 ? String(cell).padEnd(34) : String(cell).padStart(12))).join('');
console.log(line('', 'is', 'at most', ''));
for (const { what, is, most } of rows) console.log(line(what, is, most, is <= most ? 'kept' : 'EXCEEDED'));
console.log(`The aim for the first view is ${AIM} bytes; it is ${(all.is / AIM).toFixed(1)} times that.`);
for (const { url, bytes } of files) console.log(line(new URL(url).pathname.slice(1) || 'index.html', bytes));
for (const url of elsewhere) console.log(`asked of another host: ${url}`);
for (const { what, is, most } of rows) if (most < is) console.log(`test ${what} ... FAILED: it is ${is}, and may be ${most}`);
const exceeded = rows.filter(({ is, most }) => most < is).length;
console.log(`test result: ${exceeded === 0 ? 'ok' : 'FAILED'}. ${rows.length - exceeded} passed; ${exceeded} failed`);
process.exitCode = exceeded === 0 ? 0 : 1;
