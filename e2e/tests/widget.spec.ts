// The anywidget, between a model as MyST or Jupyter has it and the built page.

import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixture';
import { nativeRun, ROOT } from './paxos';

const MINE = 'title "Mine"\nproposers P1\nacceptors A1 A2 A3\n\nslide "One"\npropose P1 tea\nrun idle';

async function render(page: Page, kind: 'myst' | 'jupyter', state: object): Promise<void> {
  await page.route('**/notes/*', (route) => {
    route.fulfill({ path: join(ROOT, 'e2e/hosts', new URL(route.request().url()).pathname.split('/').at(-1)!) });
  });
  await page.goto('/notes/host.html');
  await page.addScriptTag({ type: 'module', url: 'widget.js' });
  await page.waitForFunction('window.render');
  await page.evaluate(
    async ([kind, state]) => {
      (window as any).rendered = await (window as any).render(kind, state);
    },
    [kind, state] as const,
  );
}

const model = <T>(page: Page, act: (model: any) => T) => page.evaluate(`(${act})(rendered.model)`) as Promise<T>;
const set = (page: Page, key: string, value: unknown) =>
  page.evaluate(([key, value]) => (window as any).rendered.model.set(key, value), [key, value] as const);
const element = <T>(page: Page, act: (element: any) => T | Promise<T>) =>
  page.locator('paxos-explainer').evaluate(act as (element: Element) => T | Promise<T>);

test('in MyST the body of the directive gives the keys', async ({ page }) => {
  await render(page, 'myst', { scene: 'contention', slide: 2, ui: 'player', autoplay: false, name: 'one', height: 420, comment: 'ignored' });
  await element(page, (element) => element.ready());
  const hash = new URLSearchParams(new URL((await page.locator('iframe').getAttribute('src'))!).hash.slice(1));
  expect(Object.fromEntries(hash)).toEqual({ scene: 'contention', slide: '2', ui: 'player', autoplay: '0', id: 'one' });
  await expect(page.frameLocator('iframe').locator('.stage')).toBeVisible();
  expect((await page.locator('iframe').boundingBox())!.height).toBe(420);
  // Where a place is given, the reader's is told; nothing throws, though nothing can be saved.
  await element(page, (element) => element.seek({ marker: 'slide-4' }));
  await expect.poll(() => model(page, (model) => [model.get('slide'), model.get('state')])).toEqual([4, undefined]);
  await set(page, 'slide', 1);
  await expect.poll(() => element(page, (element) => element.slide)).toBe(1);
  await page.evaluate('rendered.cleanup()');
  await expect(page.locator('paxos-explainer')).toHaveCount(0);
  await set(page, 'slide', 3);
});

test('in Jupyter the model leads and follows', async ({ page }) => {
  await render(page, 'jupyter', { script: MINE, state: '', slide: 1, currentTime: 0, theme: '' });
  await element(page, (element) => element.ready());
  expect(await element(page, (element) => element.getRun())).toEqual(nativeRun({ text: MINE.trim() }));
  await element(page, (element) => element.seek(300));
  await expect.poll(() => model(page, (model) => model.get('currentTime'))).toBe(300);
  await element(page, (element) => element.act('crash', 'A2'));
  await expect.poll(() => model(page, (model) => model.get('state'))).toMatch(/^300(_\d+)?:crash\.A2$/);
  expect(await model(page, (model) => model.saved)).toBeGreaterThan(1);
  // From the kernel.
  await set(page, 'state', '100:crash.A1');
  await expect(page.frameLocator('iframe').locator('#node-A1')).toHaveAttribute('aria-label', /crashed/);
  await set(page, 'currentTime', 500);
  await expect.poll(() => element(page, (element) => element.currentTime)).toBe(500);
  await set(page, 'script', MINE.replace('tea', 'coffee'));
  await expect.poll(() => element(page, (element) => element.getRun())).toEqual(nativeRun({ text: MINE.replace('tea', 'coffee') }));
  await set(page, 'theme', 'dark');
  await expect(page.locator('iframe')).toHaveAttribute('src', /theme=dark/);
});

test('a model that was saved opens where it was', async ({ page }) => {
  await render(page, 'jupyter', { scene: 'phase-1', state: '300:crash.A2', currentTime: 400, slide: 1 });
  await element(page, (element) => element.ready());
  await expect.poll(() => element(page, (element) => [element.currentTime, element.state])).toEqual([400, '300:crash.A2']);
  await expect(page.frameLocator('iframe').locator('#node-A2')).toHaveAttribute('aria-label', /crashed/);
});
