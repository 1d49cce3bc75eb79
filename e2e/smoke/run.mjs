// The same visits of the page in stock Chromium and in stock Firefox:
//   node smoke/run.mjs [BROWSER…] [--grep WORDS]
// Ends with the line that `cargo test` ends with, so that `cargo xtask test` counts all its runners in one way.

import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from '../browsers.mjs';
import { DIST, serve } from '../server.mjs';
import { nativeCommand } from '../soak/soak.mjs';
import { course } from './course.mjs';
import { embeds } from './embeds.mjs';
import { page } from './page.mjs';
import { pictures } from './pictures.mjs';
import { soak } from './soak.mjs';
import { Visit } from './visit.mjs';

const words = process.argv.slice(2);
const grep = words.includes('--grep') ? words.splice(words.indexOf('--grep'), 2)[1] : '';
const browsers = words.length ? words : ['chromium', 'firefox'];
const visits = [...page, ...embeds, ...pictures, ...course, ...soak].filter(({ name }) => name.includes(grep));
/** No visit lasts longer, whatever it waits for. */
const LIMIT_MS = 180_000;

const command = nativeCommand();
const dist = process.env.DIST ?? DIST;
const folder = mkdtempSync(join(tmpdir(), 'paxos-smoke-'));
const site = join(folder, 'site');
mkdirSync(site);
for (const name of readdirSync(dist)) symlinkSync(join(dist, name), join(site, name));
writeFileSync(join(site, 'plain.html'), '<!doctype html><html lang="en"><meta charset="utf-8"><title>Notes</title><body>');
// Chromium asks for it on the pages of hosts that name no icon.
writeFileSync(join(site, 'favicon.ico'), '');
symlinkSync(fileURLToPath(new URL('../hosts', import.meta.url)), join(site, 'notes'));
const own = await serve(site);
const other = await serve(dist, 0, 'index.html', { headers: { 'Access-Control-Allow-Origin': '*' } });
const homes = [own.url, other.url].map((url) => new URL(url).origin);

/** What was drawn by the browser before, to be held against. */
const seen = new Map();
const count = { passed: 0, failed: 0 };

async function one(browserName, browser, visited, downloads) {
  const started = Date.now();
  // What one visit keeps in the browser is not found by the next.
  const context = await browser.createBrowserContext(browserName === 'chromium' ? { downloadBehavior: { policy: 'allow', downloadPath: downloads } } : {});
  const visit = new Visit(await context.newPage(), homes);
  let trouble;
  try {
    await visit.start(visited);
    if (browserName === 'chromium' && (visited.reduced || visited.dark)) {
      await visit.page.emulateMediaFeatures([
        { name: 'prefers-reduced-motion', value: visited.reduced ? 'reduce' : 'no-preference' },
        { name: 'prefers-color-scheme', value: visited.dark ? 'dark' : 'light' },
      ]);
    }
    let timer;
    const late = new Promise((_, fail) => (timer = setTimeout(() => fail(new Error(`It took longer than ${LIMIT_MS / 1000} s.`)), LIMIT_MS)));
    await Promise.race([visited.run(visit, { url: own.url, other: other.url, dist, command, downloads, browserName }, seen), late]).finally(() => clearTimeout(timer));
    if (!visited.noisy) await visit.end();
  } catch (error) {
    trouble = error;
    const picture = join(folder, `${browserName}-${count.failed + 1}.png`);
    await visit.page.screenshot({ path: picture }).then(() => (error.message += `\nThe page then: ${picture}`), () => {});
    if (visit.complaints.length) error.message += `\nIt had complained: ${visit.complaints.join('; ')}`;
  }
  await context.close().catch(() => {});
  count[trouble ? 'failed' : 'passed'] += 1;
  const name = `${browserName}: ${visited.name}`;
  const seconds = `${((Date.now() - started) / 1000).toFixed(1)} s`;
  if (!trouble) return console.log(`test ${name} ... ok (${seconds})`);
  const [reason, ...more] = trouble.message.split('\n');
  console.log([`test ${name} ... FAILED: ${reason}`, ...more, `(${seconds})`].join('\n       '));
}

for (const browserName of browsers) {
  const downloads = join(folder, browserName);
  mkdirSync(downloads);
  // What a system asks for is a setting of the whole of Firefox, and so is another Firefox.
  const kinds = [{}, { reduced: true }, { dark: true }];
  for (const wants of kinds) {
    const these = visits.filter(({ reduced = false, dark = false }) => reduced === (wants.reduced ?? false) && dark === (wants.dark ?? false));
    if (these.length === 0) continue;
    try {
      const browser = await launch(browserName, { downloads, ...wants });
      if (wants === kinds[0]) console.log(`${browserName} is ${await browser.version()}`);
      for (const visited of these) await one(browserName, browser, visited, downloads);
      await browser.close();
    } catch (error) {
      count.failed += 1;
      console.log(`test ${browserName} ... FAILED: ${error.message}`);
    }
  }
}
await own.close();
await other.close();
if (count.failed === 0) rmSync(folder, { recursive: true });
console.log(`test result: ${count.failed === 0 ? 'ok' : 'FAILED'}. ${count.passed} passed; ${count.failed} failed; 0 ignored`);
process.exit(count.failed === 0 ? 0 : 1);
