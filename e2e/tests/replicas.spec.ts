import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixture';
import { labels, menuOf, pageRun, picture, playOut } from './paxos';

const SCENE = `title "A log of three"
clients C1
replicas R1 R2 R3
delay 500

slide "R1 leads"
  timeout R1
  run 1600
  request C1 R1 add
  run 3000
`;

/** Opens a page on this scene. */
async function begin(page: Page, text = SCENE, rest = ''): Promise<void> {
  await page.route('**/scenes/log-of-three.paxos', (route) => route.fulfill({ body: text, contentType: 'text/plain' }));
  await page.goto(`/#src=scenes/log-of-three.paxos${rest}`);
  await page.locator('.stage').waitFor();
  await expect.poll(() => pageRun(page).then((run) => run.title, () => '')).not.toBe('');
}

const log = (page: Page, name: string) => page.locator(`#log-${name}`);

test('the leader is crashed by a click, another one leads, and a command is chosen under it', async ({ page }) => {
  await begin(page);
  await playOut(page);
  await expect(page.locator('#node-R1')).toHaveAttribute('aria-label', /leads under 1/);
  await (await menuOf(page, 'R1')).getByRole('button', { name: 'Crash' }).click();
  await expect(page.locator('#node-R1')).toHaveAttribute('aria-label', /crashed/);

  await (await menuOf(page, 'R2')).getByRole('button', { name: 'Try to lead now' }).click();
  await playOut(page);
  await expect(page.locator('#node-R2')).toHaveAttribute('aria-label', /leads under 2/);
  await expect(page.locator('#node-R3')).toHaveAttribute('aria-label', /follows R2|promised 2/);

  const menu = await menuOf(page, 'C1');
  await menu.getByLabel('Ask for this value').fill('sub');
  await menu.getByRole('button', { name: 'Ask R2', exact: true }).click();
  await playOut(page);
  await expect(page.locator('#chosen')).toHaveAttribute('aria-description', 'Chosen: slot 1 add, slot 2 sub');
  await expect(log(page, 'R2')).toHaveAttribute('aria-label', /slot 2: sub, known to be chosen/);
  await expect(page.locator('#node-C1')).toHaveAttribute('aria-label', /was told done/);

  // All of it is in the link, and comes back from it.
  await expect.poll(() => page.url()).toMatch(/crash\.R1~.*timeout\.R2~.*request\.C1\.R2\.sub/);
  const seen = await labels(page);
  const again = await page.context().newPage();
  await again.route('**/scenes/log-of-three.paxos', (route) => route.fulfill({ body: SCENE, contentType: 'text/plain' }));
  await again.goto(page.url());
  await expect.poll(() => labels(again)).toEqual(seen);
});

test('a client asks again, and its command takes effect once', async ({ page }) => {
  await begin(page);
  await playOut(page);
  const menu = await menuOf(page, 'C1');
  await expect(menu.getByRole('button', { name: /Ask again/ })).toHaveCount(0);
  await menu.getByLabel('Ask for this value').fill('mul');
  await menu.getByRole('button', { name: 'Ask R3', exact: true }).click();
  await (await menuOf(page, 'C1')).getByRole('button', { name: 'Ask again for mul' }).click();
  await expect(page.locator('#node-C1')).toHaveAttribute('aria-label', /waits for mul, has asked 2 times/);
  await playOut(page);
  await expect(page.locator('#chosen')).toHaveAttribute('aria-description', 'Chosen: slot 1 add, slot 2 mul');
});

test('a row of the table opens the menu of its replica, also by keyboard', async ({ page }) => {
  await begin(page);
  await log(page, 'R2').focus();
  await page.keyboard.press('Enter');
  const menu = page.getByRole('dialog', { name: 'What to do with R2' });
  await expect(menu.getByRole('button', { name: 'Try to lead now' })).toBeVisible();
  await expect(menu.getByRole('button', { name: 'Heartbeat now' }), 'R2 does not lead').toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
});

test('a leader lets itself be heard', async ({ page }) => {
  await begin(page);
  await playOut(page);
  await (await menuOf(page, 'R1')).getByRole('button', { name: 'Heartbeat now' }).click();
  await expect(page.locator('.stage .message').first()).toHaveAttribute('aria-label', /HEARTBEAT 1/);
  await playOut(page);
  await expect(log(page, 'R3')).toHaveAttribute('aria-label', /slot 1: add, known to be chosen/);
});

test('an eye on a replica shows its own log and no other, and not what is chosen', async ({ page }) => {
  await begin(page);
  await playOut(page);
  await page.getByLabel('Seen by').selectOption({ label: 'R2' });
  await expect(page.locator('#chosen')).toHaveCount(0);
  await expect(log(page, 'R2')).toHaveAttribute('aria-label', /Log of R2: slot 1: add, accepted under 1/);
  await expect(log(page, 'R1')).not.toHaveAttribute('aria-label', /./);
  await page.getByLabel('Seen by').selectOption({ label: 'C1' });
  await expect(page.locator('#slots')).toHaveCount(0);
});

for (const [width, height] of [[320, 640], [360, 740], [1024, 768], [1280, 800], [1920, 1080]] as const) {
  test(`the whole log is to be seen and reached at ${width}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await begin(page);
    await playOut(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    const sizes = await page.locator('.stage .node .reach').evaluateAll((all) => all.map((each) => each.getBoundingClientRect().toJSON()));
    for (const { width, height } of sizes) {
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
    }
    const words = await page.locator('.stage text').evaluateAll((all) =>
      all.map((each) => parseFloat(each.getAttribute('font-size') ?? '0') * ((each as SVGTextElement).getScreenCTM()?.a ?? 0)));
    expect(Math.min(...words)).toBeGreaterThanOrEqual(8);
  });
}

for (const theme of ['light', 'dark', 'projector'] as const) {
  test(`axe finds nothing on a log, ${theme}`, async ({ page }) => {
    await begin(page, SCENE, `&theme=${theme}&t=2700`);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  });
}

test('with reduced motion the picture of a log stands still between steps', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await begin(page, SCENE, '&t=2700');
  const before = await picture(page);
  await page.waitForTimeout(400);
  expect(await picture(page)).toEqual(before);
});
