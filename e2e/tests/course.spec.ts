import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from './fixture';
import { nativeRun, open, pageRun, playOut } from './paxos';

const CONTENTS = fileURLToPath(new URL('../../static/course/contents.txt', import.meta.url));

/** The ids of all scenes, in the order of the course. */
const course = readFileSync(CONTENTS, 'utf8').split('\n').filter((line) => line.startsWith('scene ')).map((line) => line.slice(6));

test('every scene of the course opens after the one before, and plays as the command plays it', async ({ page }) => {
  test.setTimeout(180_000);
  await page.goto('/');
  for (const [at, scene] of course.entries()) {
    const native = nativeRun(scene);
    await expect.poll(() => pageRun(page).then((run) => run.title, () => 'not yet'), scene).toBe(native.title);
    expect(await pageRun(page), scene).toEqual(native);
    await page.keyboard.press('End');
    const slides = native.slides.length;
    await expect(page.locator('.place', { hasText: `Slide ${slides} of ${slides}` }), scene).toBeVisible();
    await expect(page.locator('.broken'), scene).toHaveCount(0);
    if (at + 1 < course.length) await page.keyboard.press(']');
  }
  expect(course.length).toBeGreaterThan(70);
});

test('the course begins with people, whose minds the reader may change', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('.narration[data-of] h1')).toHaveText('Nobody has said anything');
  for (let slide = 2; slide <= 4; slide++) await playOut(page);
  await expect(page.locator('#tally')).toHaveAttribute('aria-label', /dinner 3/);
  await expect(page.locator('#node-F3')).toHaveAttribute('aria-label', 'Person F3, backs dinner, takes dinner for the result');
  await expect(page.locator('#node-F1')).toHaveAttribute('aria-label', 'Person F1, backs cinema');
  await page.locator('#node-F2').click();
  await page.getByLabel('Tell everybody this value').fill('park');
  await page.getByRole('button', { name: 'Tell everybody' }).click();
  await expect(page.getByRole('heading', { name: 'This is your own run' })).toBeVisible();
  await expect(page.locator('#tally')).toHaveAttribute('aria-label', /no majority/);
  await page.locator('#node-F1').click();
  await page.getByRole('button', { name: 'Ask F3' }).click();
  await playOut(page);
  await expect(page.locator('#node-F1')).toHaveAttribute('aria-label', /takes dinner for the result/);
  await page.getByRole('button', { name: 'Back to the slide' }).click();
  await expect(page.locator('#tally')).toHaveAttribute('aria-label', /dinner 3/);
});

test('the words of the talk, of Lamport and of MIT are one switch, which is kept', async ({ page }) => {
  await open(page, 'Phase 1: the floor');
  await page.getByRole('slider', { name: 'Time' }).fill('700');
  const pill = page.locator('.stage .pill, .stage [id^=pill-]').first();
  await expect(pill).toHaveAttribute('aria-label', 'PREPARE 5 from P1 to A1, on its way, arrives at 1.5 s');
  await expect(page.locator('#node-A1')).toContainText('promised');
  await page.getByLabel('Words').selectOption('lamport');
  await expect(pill).toHaveAttribute('aria-label', '1a 5 from P1 to A1, on its way, arrives at 1.5 s');
  await expect(page.locator('#node-A1')).toContainText('maxBal');
  await expect(page.locator('.narration')).not.toContainText('PREPARE');
  await page.getByLabel('Words').selectOption('mit');
  await expect(pill).toHaveAttribute('aria-label', 'prepare(5) from P1 to A1, on its way, arrives at 1.5 s');
  await expect(page.locator('#node-A1')).toContainText('n_p');
  await expect(page, 'the address follows a moment later').toHaveURL(/names=mit/);
  await page.reload();
  await expect(page.locator('#node-A1')).toContainText('n_p');
  await page.getByRole('button', { name: 'Contents' }).click();
  await expect(page.locator('main.guide')).toBeVisible();
  await expect(page.locator('main.guide')).not.toContainText('PROMISE');
});

test('the list shows where one is, after a link and after going on', async ({ page }) => {
  await page.goto('/#scene=case-weather');
  const current = page.getByRole('navigation', { name: 'Course' }).locator('[aria-current=page]');
  const inSight = () => current.evaluate((item) => {
    const [room, place] = [item.closest('.course')!, item].map((it) => it.getBoundingClientRect());
    return room.top <= place.top && place.bottom <= room.bottom;
  });
  await expect.poll(inSight).toBe(true);
  await page.goto('/#scene=mp-catch-up');
  for (let nth = 0; nth < 6; nth++) {
    await page.keyboard.press(']');
    await expect.poll(inSight).toBe(true);
  }
});
