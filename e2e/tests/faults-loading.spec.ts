// Parts of the page do not come, or come as something else: there are words in place of an empty page.

import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { DIST, serve } from '../server.mjs';
import { expect, test } from './fixture';

test.use({ quiet: false, keepsPolicy: false }); // The console says so, and a policy is there to forbid.

const WASM = readdirSync(DIST).find((name) => /^page-.*_bg\.wasm$/.test(name))!;
const HTML = '<!doctype html><title>Home</title><h1>Welcome</h1>';

/** Words stand there, with a way on. */
async function says(page: Page, ...sentences: (string | RegExp)[]): Promise<void> {
  const alert = page.getByRole('alert');
  for (const sentence of sentences) await expect(alert).toContainText(sentence);
  await expect(page.getByText('is starting')).toHaveCount(0);
  await expect(alert.getByRole('button', { name: /^(Load again|Neu laden)$/ })).toBeVisible();
}

/** The page, whose program breaks off half-way: the connection is closed, or its length was said wrongly. */
async function cutOff(how: 'closed' | 'short') {
  const home = await serve(DIST);
  const server = createServer(async (request, response) => {
    if (!request.url!.endsWith('_bg.wasm')) {
      const answer = await fetch(new URL(request.url!, home.url));
      response.writeHead(answer.status, { 'Content-Type': answer.headers.get('content-type')! });
      return void response.end(Buffer.from(await answer.arrayBuffer()));
    }
    const whole = readFileSync(join(DIST, WASM));
    const half = whole.subarray(0, whole.length / 2);
    response.writeHead(200, { 'Content-Type': 'application/wasm', 'Content-Length': how === 'closed' ? whole.length : half.length });
    if (how === 'short') return void response.end(half);
    response.write(half, () => setTimeout(() => response.destroy(), 100));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await home.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}/`, close };
}

test('a program that breaks off half-way', async ({ page }) => {
  const closed = await cutOff('closed');
  await page.goto(closed.url);
  await says(page, /could not be loaded: page-\w+_bg\.wasm/, 'See whether you are online');
  await closed.close();
  const short = await cutOff('short');
  await page.goto(short.url);
  await says(page, 'has copies of its parts that do not fit together', 'Ctrl+Shift+R');
  await short.close();
});

test('a program that is something else', async ({ page }) => {
  const bodies: [Parameters<typeof says>[1], object][] = [
    [/the server answers with a page to page-\w+_bg\.wasm/, { body: HTML, contentType: 'text/html; charset=utf-8' }],
    ['has copies of its parts that do not fit together', { body: HTML, contentType: 'application/wasm' }],
    ['has copies of its parts that do not fit together', { body: '', contentType: 'application/wasm' }],
    // Another program: whole, and of another version.
    ['has copies of its parts that do not fit together', { path: join(DIST, readdirSync(DIST).find((name) => /^worker-.*\.wasm$/.test(name))!), contentType: 'application/wasm' }],
  ];
  for (const [sentence, answer] of bodies) {
    await page.unrouteAll();
    await page.route('**/page-*_bg.wasm', (route) => route.fulfill(answer));
    await page.goto('about:blank');
    await page.goto('/');
    await says(page, sentence);
  }
});

test('a script that is something else', async ({ page }) => {
  const answers: [string | RegExp, object][] = [
    [/the server answers with a page to page-\w+\.js/, { body: HTML, contentType: 'text/html' }],
    [/The server sends page-\w+\.js as text\/plain, and a browser runs a script as text\/javascript alone/, { body: 'export default 1', contentType: 'text/plain' }],
    ['does not understand the script of this page', { body: '', contentType: 'text/javascript' }],
  ];
  for (const [sentence, answer] of answers) {
    await page.unrouteAll();
    await page.route('**/page-*.js', (route) => route.fulfill(answer));
    await page.goto('about:blank');
    await page.goto('/');
    await says(page, sentence);
  }
});

test('a reader who goes offline while it loads, in their language', async ({ page, context }) => {
  // The program is fetched beside what says that it did not come: only when that is there is anything said.
  const came = (name: RegExp) => page.waitForEvent('requestfinished', (request) => name.test(request.url()));
  const sayers = Promise.all([came(/\/start\.js/), came(/\/page-\w+\.js/)]);
  await page.route('**/page-*_bg.wasm', async (route) => {
    await sayers;
    await context.setOffline(true);
    await route.abort('internetdisconnected');
  });
  await page.goto('/#lang=de&scene=phase-2&do=3300:crash.A2');
  // Several parts are under way then: which of them is named first is chance.
  await says(page, /konnte nicht geladen werden: (page|rest)-\w+\.(wasm|css)/, 'ob Sie online sind');
  await context.setOffline(false);
  await page.unrouteAll();
  await page.getByRole('button', { name: 'Neu laden' }).click();
  await expect(page.locator('#node-A2'), 'and the link is still what it was').toHaveAttribute('aria-label', /abgestürzt/);
});

test('a scene that does not come once the page runs, while all else goes on', async ({ page, context }) => {
  await page.goto('/#scene=phase-2');
  await page.locator('.narration[data-of]').waitFor();
  await context.setOffline(true);
  await page.evaluate(() => void (location.hash = 'scene=contention'));
  await expect(page.getByRole('alert')).toContainText('could not be fetched. Is this page still online?');
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.locator('.stage')).toBeVisible();
});

test('a guide that does not come has another try', async ({ page }) => {
  await page.route('**/course/misreadings.txt', (route) => route.abort());
  await page.goto('/#scene=phase-2');
  await page.locator('.narration[data-of]').waitFor();
  await page.getByRole('button', { name: 'Contents' }).click();
  await page.getByRole('button', { name: 'What people get wrong' }).click();
  await expect(page.getByRole('alert')).toContainText('could not be fetched. Is this page still online?');
  await page.unrouteAll();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.locator('.misreadings > li')).not.toHaveCount(0);
});

test('a policy that forbids WebAssembly, and one that forbids to connect', async ({ page }) => {
  const server = await serve(DIST, 0, 'index.html', { headers: { 'Content-Security-Policy': "script-src 'self'" } });
  await page.goto(server.url);
  await says(page, 'A Content-Security-Policy forbids WebAssembly here');
  await server.close();
  const other = await serve(DIST, 0, 'index.html', { headers: { 'Content-Security-Policy': "connect-src 'none'" } });
  await page.goto(other.url);
  await says(page, /could not be loaded: page-\w+_bg\.wasm/);
  await other.close();
});
