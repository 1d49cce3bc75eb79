import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';

/** What a page in a frame says to the page around it. */
export type Said = { paxos?: number; type: string; id?: string; [field: string]: unknown };
type Host = Window & { heard: Said[]; ask(type: string, fields?: object): Promise<{ value?: unknown; error?: string }> };

/** Opens a page of e2e/hosts at an address beside the built page. */
export async function openHost(page: Page, name: string, query = ''): Promise<void> {
  const body = readFileSync(fileURLToPath(new URL(`../hosts/${name}`, import.meta.url)), 'utf8');
  await page.route(`**/notes/${name}*`, (route) => route.fulfill({ body, contentType: 'text/html; charset=utf-8' }));
  await page.goto(`/notes/${name}${query}`);
}

/** Opens a host with the page in a frame, and waits until that has a scene. */
export async function openFrame(page: Page, keys: string): Promise<void> {
  await openHost(page, 'frame.html', `?frame=${encodeURIComponent(`/index.html#${keys}`)}`);
  await page.waitForFunction(() => (window as unknown as Host).heard.some((said) => said.type === 'ready' || said.type === 'error'));
}

/** Asks the page in the frame something. */
export function ask(page: Page, type: string, fields: object = {}) {
  return page.evaluate(([type, fields]) => (window as unknown as Host).ask(type, fields), [type, fields] as [string, object]);
}

/** What the page in the frame has said, of these types, or all. */
export function heard(page: Page, ...types: string[]): Promise<Said[]> {
  return page.evaluate(
    (types) => (window as unknown as Host).heard.filter((said) => types.length === 0 || types.includes(said.type)),
    types,
  );
}
