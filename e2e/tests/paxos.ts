import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A run as the native command gives it, of a scene of the course or of a text: the same core, built for this machine. */
export function nativeRun(scene: string | { text: string }, slide?: number): Run {
  const upTo = slide === undefined ? [] : ['--slide', String(slide)];
  const file = typeof scene === 'string' ? `static/scenes/${scene}.paxos` : join(mkdtempSync(join(tmpdir(), 'paxos-')), 'copied.paxos');
  if (typeof scene !== 'string') writeFileSync(file, scene.text);
  const command = ['run', '--quiet', '--bin', 'paxos', '--', 'run', file, '--json', ...upTo];
  return JSON.parse(execFileSync('cargo', command, { cwd: ROOT, encoding: 'utf8' }));
}

/** The native command, built for this machine: what calls it often need not go through cargo each time. */
export function nativeCommand(): string {
  const build = ['build', '--quiet', '--bin', 'paxos', '--message-format', 'json'];
  const said = execFileSync('cargo', build, { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const made = said.split('\n').filter(Boolean).map((line) => JSON.parse(line).executable);
  const command = made.find((path) => typeof path === 'string');
  if (command === undefined) throw new Error('cargo names no executable');
  return command;
}

export type Vote = { slot: number; id: string; value: string };
export type Node = {
  name: string;
  roles: string[];
  up: boolean;
  id?: string | null;
  value?: string | null;
  promised?: string | null;
  accepted?: Vote[];
  learned?: { slot: number; value: string }[];
};
export type Run = {
  title: string;
  time: number;
  slides: { title: string; start: number; end: number }[];
  nodes: Node[];
  chosen: Vote[];
  events: { kind: string }[];
};

/** The run that the page shows: all of it, or up to the moment that is shown. */
export function pageRun(page: Page, until?: 'now'): Promise<Run> {
  return page.evaluate(
    (limit) => (window as unknown as { paxosExplainer: { getRun(until?: string): Promise<Run> } }).paxosExplainer.getRun(limit),
    until,
  );
}

/** Opens the page, unless it is there already, and on it the scene of this title. */
export async function open(page: Page, title: string, { here = false } = {}): Promise<void> {
  if (!here) await page.goto('/');
  await page.locator('.stage').waitFor();
  const list = page.getByRole('navigation', { name: 'Course' });
  if (await list.isVisible()) {
    const scene = page.getByRole('button', { name: title, exact: true, includeHidden: true });
    const chapter = list.locator('details', { has: scene });
    if ((await chapter.getAttribute('open')) === null) await chapter.locator('summary').click();
    await list.getByRole('button', { name: title, exact: true }).click();
  } else {
    await page.getByLabel('Scene').selectOption({ label: title });
  }
  const shown = () => pageRun(page).then((run) => run.title, () => 'not yet');
  await expect.poll(shown).toBe(title);
  await page.locator('body').click({ position: { x: 2, y: 2 } });
}

/** Plays what is left of a slide or an own run, and skips to its end. */
export async function playOut(page: Page): Promise<void> {
  await page.keyboard.press('ArrowRight');
  if (await page.getByRole('button', { name: 'Pause' }).isVisible()) {
    await page.keyboard.press('ArrowRight');
  }
  // On a busy machine a slide that was not skipped may take a while.
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible({ timeout: 15_000 });
}

/** What every node on the stage is called. */
export function labels(page: Page): Promise<string[]> {
  return page.locator('.stage .node').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('aria-label') ?? ''));
}

/** Opens the menu of a node. */
export async function menuOf(page: Page, node: string) {
  await page.locator(`#node-${node}`).click();
  const menu = page.getByRole('dialog', { name: `What to do with ${node}` });
  await expect(menu).toBeVisible();
  return menu;
}

/** Crashes a node by its menu. */
export async function crash(page: Page, node: string): Promise<void> {
  await (await menuOf(page, node)).getByRole('button', { name: 'Crash' }).click();
  await expect(page.locator(`#node-${node}`)).toHaveAttribute('aria-label', /crashed/);
}

/** All that is drawn on the stage, each element with its attributes in one order. */
export function picture(page: Page): Promise<string[]> {
  return page.locator('.stage').evaluate((stage) =>
    [...stage.querySelectorAll('*')].map((element) => {
      const attributes = [...element.attributes].map(({ name, value }) => `${name}=${value}`).sort();
      const text = element.childElementCount === 0 ? (element.textContent ?? '') : '';
      return `${element.tagName} ${attributes.join(' ')} ${text}`;
    }),
  );
}
