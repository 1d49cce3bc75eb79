import { cpSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { notes, write } from '../notes.mjs';
import { serve } from '../server.mjs';

export { expect };

/** How the notes of one host are served and read. */
export type Notes = {
  /** The folder that is served. */
  root: string;
  /** The page in it. */
  page: string;
  /** A deck shows one figure a slide, and is turned with the keyboard. */
  isDeck?: boolean;
  /** What the host itself asks of other servers, by a part of the address. */
  allows?: string[];
};

/** Playwright's `test` over notes that are served, with the console and all requests watched. */
export const test = base.extend<{ notes: Notes; site: string }>({
  notes: [{ root: '.', page: 'index.html' }, { option: true }],

  site: async ({ notes }, use) => {
    const server = await serve(notes.root, 0, notes.page);
    await use(server.url);
    await server.close();
  },

  context: async ({ context, site, notes }, use) => {
    const complaints: string[] = [];
    const isAllowed = (address: string) => (notes.allows ?? []).some((part) => address.includes(part));
    context.on('console', (message) => {
      const isBad = message.type() === 'error' || message.type() === 'warning';
      if (isBad && !isAllowed(message.location().url)) complaints.push(`console ${message.type()}: ${message.text()}`);
    });
    context.on('weberror', (problem) => complaints.push(`uncaught: ${problem.error().message}`));
    const isElsewhere = (url: URL) => /^(https?|wss?):$/.test(url.protocol) && url.origin !== new URL(site).origin;
    await context.route(isElsewhere, (route) => {
      if (!isAllowed(route.request().url())) complaints.push(`request to elsewhere: ${route.request().url()}`);
      return route.abort();
    });
    await use(context);
    expect(complaints, 'the console is clean and nothing is fetched from elsewhere').toEqual([]);
  },
});

/** Opens the notes, and reads both figures in them. */
export async function read(page: Page, site: string, { page: name, isDeck }: Notes): Promise<void> {
  await page.goto(site + name);
  await page.locator('iframe[title^="A later proposer"], iframe[src*="carry-on"]').first().waitFor({ state: 'attached' });
  if (!isDeck) await expectUntouched(page);
  const turn = async (slide: Locator) => {
    if (isDeck) {
      // After a click in a figure the keyboard is in it.
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      await page.keyboard.press('ArrowRight');
    } else await slide.scrollIntoViewIfNeeded();
  };
  const course = page.locator('iframe[title^="A later proposer"]');
  await turn(course);
  await plays(page, course, 'A later proposer carries the value on');
  const own = page.locator('paxos-explainer');
  await turn(own);
  await plays(page, own.locator('iframe'), 'Tea or milk?');
}

/** A page that has been opened is where it was, and the keyboard is not in a figure. */
async function expectUntouched(page: Page): Promise<void> {
  const where = () => page.evaluate(() => [scrollY, document.activeElement === document.body || document.activeElement?.tagName]);
  await page.waitForLoadState('load');
  await expect.poll(where).toEqual([0, true]);
}

/** A figure stands there with the scene of this title, and goes on. */
async function plays(page: Page, frame: Locator, title: string): Promise<void> {
  await expect(frame).toBeVisible();
  const inside = frame.contentFrame();
  await expect(inside.locator('.stage')).toBeVisible();
  type Explainer = { paxosExplainer: { getRun(until?: string): Promise<{ title: string; time: number }> } };
  const now = () => inside.locator('body').evaluate(() => (window as unknown as Explainer).paxosExplainer.getRun('now'));
  expect((await now()).title).toBe(title);
  const before = (await now()).time;
  await inside.getByRole('button', { name: /^Next/ }).click();
  await expect.poll(async () => (await now()).time, 'Next plays on').toBeGreaterThan(before);
  await expect(page.locator('body')).not.toContainText('does not start');
}

/** Writes the notes of a host as its page says, and does what `cp -r` would: plain notes need no other program. */
export function lay(host: string, folder: string): void {
  write(host, folder);
  for (const line of notes(host).build.trim().split('\n')) {
    const [, from, to] = /^cp -r (\S+) (\S+)$/.exec(line) ?? [];
    if (from === undefined || to === undefined) throw new Error(`${host}: "${line}" is more than a copy.`);
    mkdirSync(dirname(join(folder, to)), { recursive: true });
    cpSync(join(folder, from), join(folder, to), { recursive: true, dereference: true });
  }
}
