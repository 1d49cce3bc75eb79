// Questions on the way: asked, answered, led on, by mouse, by keys, on a phone.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixture';

const TEXT = `title "Asked"
proposers P1 P2
acceptors A1 A2 A3
learners L1
network manual
slide "P1 asks"
  propose P1 cat id 5
slide "A1 does not answer P2"
  say "It has promised 5, and 4 is lower."
  deliver PREPARE 5
  propose P2 dog id 4
  ask answer A1 about 14
  deliver PREPARE 4 P2->A1
slide "Chosen"
  deliver PROMISE 5
  deliver ACCEPT-REQUEST 5 P1->A1,A2
  ask chosen
  deliver ACCEPT 5
`;

const quiz = (page: Page) => page.locator('.quiz');
const choice = (page: Page, text: string) => quiz(page).getByRole('button', { name: text });

async function open(page: Page, keys = 'ask=1'): Promise<void> {
  await page.goto(`/?script=${Buffer.from(TEXT).toString('base64url')}&${keys}`);
  await page.locator('svg.stage').waitFor();
}

/** Plays on to the question of the second slide. */
async function asked(page: Page): Promise<void> {
  await open(page);
  await page.keyboard.press('ArrowRight');
  await expect(quiz(page)).toContainText('PREPARE 4 from P2 reaches A1. What does A1 do?', { timeout: 15_000 });
}

test('a question stops the run, and what the slide tells is kept back', async ({ page }) => {
  await asked(page);
  await expect(page.getByRole('heading', { name: 'A1 does not answer P2' })).toHaveCount(0);
  await expect(page.locator('.narration')).not.toContainText('4 is lower');
  await page.waitForTimeout(500);
  await expect(page.locator('.controls')).toContainText('1.0 s');
  expect((await new AxeBuilder({ page }).include('.narration').analyze()).violations).toEqual([]);
});

test('a right answer is told, and it goes on', async ({ page }) => {
  await asked(page);
  await choice(page, 'It ignores it').click();
  await expect(quiz(page).getByRole('status')).toContainText('Right. A1 ignores PREPARE 4: it has promised 5.');
  await expect(page.getByRole('heading', { name: 'A1 does not answer P2' })).toBeVisible();
  await quiz(page).getByRole('button', { name: 'Go on' }).click();
  await expect(quiz(page)).toHaveCount(0);
  await expect(page.locator('.narration .why')).toContainText('A1 ignores PREPARE 4', { timeout: 15_000 });
});

test('a wrong answer leads to the shortest run that breaks, and back', async ({ page }) => {
  await asked(page);
  await choice(page, 'It promises').click();
  await expect(quiz(page).getByRole('status')).toContainText('Not so. So it would be if the rule were another: acceptors promise any id, even a lower one.');
  await quiz(page).getByRole('button', { name: 'See the shortest run' }).click();
  await expect(page.locator('.caution')).toContainText('This is not Paxos');
  await page.getByRole('button', { name: 'Back to the question' }).click();
  await expect(quiz(page).getByRole('status')).toContainText('Not so.');
  await expect(choice(page, 'It promises')).toHaveAttribute('aria-pressed', 'true');
});

test('what is asked of the moment is not to be read from the page', async ({ page }) => {
  await open(page, 'ask=1&slide=3');
  await page.keyboard.press('ArrowRight');
  await expect(quiz(page)).toContainText('Which value is chosen at this moment?', { timeout: 15_000 });
  await expect(page.locator('svg.stage')).not.toContainText('chosen');
  await expect(page.locator('.panels, .dock')).not.toContainText('cat chosen');
  await choice(page, 'None').click();
  await expect(page.locator('svg.stage')).toContainText('chosen');
});

test('questions are answered and passed over by keys alone', async ({ page }) => {
  await asked(page);
  const first = quiz(page).locator('.ask-choice').first();
  await first.focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(quiz(page).getByRole('status')).toContainText(/Right\.|Not so\./);
  await page.keyboard.press('ArrowRight');
  await expect(quiz(page)).toHaveCount(0);
  await asked(page);
  await page.keyboard.press('ArrowRight');
  await expect(quiz(page)).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'A1 does not answer P2' })).toBeVisible();
});

test('who does not want to be asked may open a question, and may change that', async ({ page }) => {
  await open(page, 'slide=2');
  await expect(page.getByRole('heading', { name: 'A1 does not answer P2' })).toBeVisible();
  await page.getByRole('button', { name: 'What does A1 do?' }).click();
  await expect(quiz(page)).toBeVisible();
  await quiz(page).getByRole('button', { name: 'Skip' }).click();
  await page.getByLabel('Ask me before it is shown').check();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.narration')).toBeVisible();
});

test('on a phone the question comes into sight below the stage', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await asked(page);
  await expect(quiz(page).locator('.ask-choice').last()).toBeInViewport();
  const box = (await quiz(page).locator('.ask-skip').boundingBox())!;
  const controls = (await page.locator('.controls').boundingBox())!;
  expect(box.y + box.height, 'nothing of it lies below the controls').toBeLessThanOrEqual(controls.y + 1);
});
