import { expect, test } from './fixture';
import { labels, nativeRun, open, pageRun, picture, playOut, type Node, type Vote } from './paxos';

const SCENES: [string, string][] = [
  ['nutshell', 'One round in six steps'],
  ['phase-1', 'Phase 1: the floor'],
  ['floor', 'Who has the floor'],
  ['phase-2', 'Phase 2: the value'],
  ['learning', 'Learning'],
];

/** What a screen reader must be told of a node in this state, as far as the JSON knows it. */
function expected(node: Node, hidesIds: boolean): RegExp {
  const up = node.up ? 'up' : 'crashed';
  const learned = node.learned?.[0]?.value ?? 'nothing';
  const role = node.roles[0];
  if (role === 'acceptor') {
    const vote = node.accepted?.[0];
    const promised = node.promised ?? 'nothing';
    const accepted = vote ? (hidesIds ? vote.value : `${vote.id} ${vote.value}`) : 'nothing';
    const answered = node.promised ? 'answered' : 'answered nothing';
    return new RegExp(`^Acceptor ${node.name}, ${up}, ${hidesIds ? answered : `promised ${promised}`}, accepted ${accepted}$`);
  }
  if (role === 'learner') {
    return new RegExp(`^Learner ${node.name}, ${up}, heard of \\d acceptors?, has learned ${learned}$`);
  }
  if (role === 'proposer') {
    const id = node.id && !hidesIds ? `, id ${node.id}` : '';
    const sent = node.value ? `.*, has sent ${node.value}` : '(?!.*has sent)';
    const knows = node.learned?.length ? `.*, has learned ${learned}` : '(?!.*has learned)';
    return new RegExp(`^Proposer ${node.name}, ${up}${id}${sent}${knows}`);
  }
  return new RegExp(`^Client ${node.name}, ${up}`);
}

/** What the sign below the acceptors says. */
function signOf(chosen: Vote, hidesIds: boolean): string {
  return `chosen: ${chosen.value}` + (hidesIds ? '' : `, under ${chosen.id}`);
}

for (const [scene, title] of SCENES) {
  test(`${scene} shows at the end of each slide what the native run says, and goes back exactly`, async ({ page }) => {
    await open(page, title);
    const whole = nativeRun(scene);
    expect(await pageRun(page), 'the page and the command play the same run').toEqual(whole);

    const seen: string[][] = [];
    for (let slide = 1; slide <= whole.slides.length; slide++) {
      const native = nativeRun(scene, slide);
      // A scene opens with its first slide at its end.
      if (1 < slide) await playOut(page);
      await expect(page.locator('.place', { hasText: `Slide ${slide} of ${whole.slides.length}` })).toBeVisible();
      await expect(page.locator('.narration h1')).toHaveText(whole.slides[slide - 1]!.title);
      const now = await pageRun(page, 'now');
      expect(now.time).toBe(native.time);
      expect(now.nodes, `the nodes after slide ${slide}`).toEqual(native.nodes);

      const shown = await labels(page);
      seen.push(shown);
      native.nodes.forEach((node, at) => expect(shown[at]).toMatch(expected(node, scene === 'nutshell')));
      for (const node of native.nodes.filter((node) => node.roles[0] === 'acceptor')) {
        const text = (await page.locator(`#node-${node.name}`).textContent()) ?? '';
        const vote = node.accepted?.[0];
        if (vote) expect(text).toContain(vote.value);
        if (node.promised && scene !== 'nutshell') expect(text).toContain(`promised${node.promised}`);
      }
      const sign = page.locator('#chosen');
      if (native.chosen.length > 0) await expect(sign).toHaveText(signOf(native.chosen[0]!, scene === 'nutshell'));
      else await expect(sign).toHaveCount(0);
    }

    for (let slide = whole.slides.length - 1; 1 <= slide; slide--) {
      await page.keyboard.press('ArrowLeft');
      await expect(page.locator('.place', { hasText: `Slide ${slide} of ${whole.slides.length}` })).toBeVisible();
      expect(await labels(page), `back at slide ${slide}`).toEqual(seen[slide - 1]);
    }
  });
}

test('steps go forward and back through the same pictures', async ({ page }) => {
  await open(page, 'Phase 2: the value');
  await page.getByRole('slider', { name: 'Time' }).fill('0');
  await page.locator('body').click({ position: { x: 2, y: 2 } });
  const pictures = [await picture(page)];
  for (let step = 0; step < 12; step++) {
    await page.keyboard.press('.');
    pictures.push(await picture(page));
  }
  expect(new Set(pictures.map((each) => each.join())).size, 'steps change the picture').toBeGreaterThan(10);
  for (let step = 11; 0 <= step; step--) {
    await page.keyboard.press(',');
    expect(await picture(page), `after ${step} steps`).toEqual(pictures[step]);
  }
});

test('the scrubber goes to any time, and the speed changes how fast it plays', async ({ page }) => {
  await open(page, 'Phase 2: the value');
  const scrubber = page.getByRole('slider', { name: 'Time' });
  await scrubber.fill('4500');
  expect((await pageRun(page, 'now')).time).toBe(4500);
  await expect(page.locator('#node-A1')).toHaveAttribute('aria-label', /accepted 5 cat$/);
  await expect(page.locator('.place', { hasText: 'Slide 2 of 4' })).toBeVisible();
  await scrubber.fill('0');
  await expect(page.locator('#node-A1')).toHaveAttribute('aria-label', /promised nothing/);

  await page.getByRole('button', { name: 'Faster' }).click();
  await page.getByRole('button', { name: 'Faster' }).click();
  await expect(page.locator('.speed output')).toHaveText('4×');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(page.locator('.place', { hasText: 'Slide 1 of 4' })).toBeVisible();
  await expect.poll(() => pageRun(page, 'now').then((run) => run.time)).toBe(3000);
});

test('a message travels: its arrow grows and its pill moves between two frames', async ({ page }) => {
  await open(page, 'Phase 1: the floor');
  await page.getByRole('slider', { name: 'Time' }).fill('300');
  const pill = page.locator('#pill-0');
  await expect(pill).toHaveText('PREPARE5');
  const early = [await pill.getAttribute('transform'), await page.locator('#arrow-0 path').first().getAttribute('d')];
  await page.getByRole('slider', { name: 'Time' }).fill('800');
  const late = [await pill.getAttribute('transform'), await page.locator('#arrow-0 path').first().getAttribute('d')];
  expect(late[0]).not.toBe(early[0]);
  expect(late[1]).not.toBe(early[1]);
});
