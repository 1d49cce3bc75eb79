// docs/embed/module.md: what an author copies from it works.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DIST, serve } from '../server.mjs';
import { expect, test as base } from './fixture';
import { lay } from './notes';

const test = base.extend<object, { site: string }>({
  /** The notes of the page, beside our folder. */
  site: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'paxos-module-'));
      mkdirSync(join(folder, 'paxos-explainer'));
      symlinkSync(DIST, join(folder, 'paxos-explainer/dist'));
      const course = join(folder, 'course');
      mkdirSync(course);
      lay('module', course);
      const server = await serve(course);
      await use(server.url);
      await server.close();
      rmSync(folder, { recursive: true });
    },
    { scope: 'worker' },
  ],
});

test('the page of the documentation mounts two, plays both, hears them, and takes one away', async ({ page }) => {
  await page.goto('/');
  const stage = (id: string) => page.locator(`#${id} .stage`);
  await stage('first').waitFor();
  await stage('second').waitFor();
  await expect(stage('second')).toHaveAttribute('aria-label', /Tea or milk/);
  const [left, right] = [(await page.locator('#first').boundingBox())!, (await page.locator('#second').boundingBox())!];
  expect(left.y).toBe(right.y);
  expect(left.height).toBe(520);

  await page.locator('#go').click();
  await expect(page.locator('#said')).toHaveText(/^In the second, tea is chosen at \d+ ms\.$/, { timeout: 25_000 });
  await page.locator('#away').click();
  await expect(page.locator('#second .paxos-explainer')).toHaveCount(0);
  await expect(stage('first')).toBeVisible();
});
