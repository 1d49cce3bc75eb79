import { expect, test } from './fixture';
import { ask, heard, openFrame } from './host';
import { nativeRun } from './paxos';

test('a frame says hello, that it is ready, and what is on show', async ({ page }) => {
  await openFrame(page, 'scene=nutshell&id=notes-1');
  const [hello, ready, slide] = await heard(page);
  expect(hello).toEqual({ paxos: 1, id: 'notes-1', type: 'hello', version: 1 });
  expect(ready).toMatchObject({ paxos: 1, id: 'notes-1', type: 'ready' });
  const run = nativeRun('nutshell');
  expect(ready.duration).toBe(run.time);
  const markers = ready.markers as { id: string; label: string; time: number }[];
  const slides = markers.filter((marker) => marker.id.startsWith('slide-'));
  expect(slides.map(({ label, time }) => [label, time])).toEqual(run.slides.map((slide) => [slide.title, slide.start]));
  expect(markers.find((marker) => marker.id === 'chosen')?.time).toBe((run.chosen[0] as unknown as { time: number }).time);
  expect(slide).toMatchObject({ type: 'slidechange', scene: 'nutshell', slide: 1, title: run.slides[0].title });
  await ask(page, 'seek', { to: '100%' });
  expect((await heard(page, 'chosen'))[0]).toMatchObject({ id: 'notes-1', ballot: run.chosen[0].id });
  const ours = (await heard(page)).filter((said) => said.paxos === 1);
  expect(ours.every((said) => said.id === 'notes-1'), 'every message repeats the name').toBe(true);
});

test('a host moves the page in its frame, and hears what that comes past', async ({ page }) => {
  await openFrame(page, 'scene=nutshell');
  const run = nativeRun('nutshell');
  const end = run.time;
  expect(await ask(page, 'seek', { to: '100%' })).toEqual({});
  const [chosen] = await heard(page, 'chosen');
  expect(chosen).toMatchObject({ slot: 0, id: run.chosen[0].id, value: run.chosen[0].value });
  expect((await heard(page, 'learned')).length).toBeGreaterThan(0);
  expect((await heard(page, 'seeked')).at(-1)).toMatchObject({ time: end });
  expect(await ask(page, 'getRun', { until: 'now' })).toEqual({ value: run });
  await ask(page, 'seek', { to: { marker: 'chosen' } });
  expect((await heard(page, 'seeked')).at(-1)!.time).toBe(chosen.time);
  await ask(page, 'slide', { to: 2 });
  expect((await heard(page, 'slidechange')).at(-1)).toMatchObject({ slide: 2, title: run.slides[1].title });
  await ask(page, 'step', { by: 1 });
  await ask(page, 'rate', { value: 4 });
  expect((await heard(page, 'ratechange')).at(-1)).toMatchObject({ rate: 4 });
  await ask(page, 'play');
  await expect.poll(async () => (await heard(page, 'pause')).length).toBe(1);
  expect((await heard(page, 'play')).length).toBe(1);
  expect((await heard(page, 'timeupdate')).length).toBeGreaterThan(0);
});

test('a host acts, reads the state, and sets it elsewhere', async ({ page }) => {
  await openFrame(page, 'scene=phase-1');
  await ask(page, 'seek', { to: 300 });
  expect(await ask(page, 'act', { args: ['crash', 'A2'] })).toEqual({});
  expect((await heard(page, 'action')).at(-1)).toMatchObject({ time: 300, text: 'crash A2' });
  const { value: state } = await ask(page, 'getState');
  expect(state).toMatch(/^300(_\d+)?:crash\.A2$/);
  await expect.poll(async () => (await heard(page, 'statechange')).at(-1)?.state).toBe(state);
  expect(await ask(page, 'reset')).toMatchObject({ value: { duration: expect.any(Number) } });
  expect(await ask(page, 'getState')).toEqual({ value: '' });
  await ask(page, 'setState', { state });
  expect(await ask(page, 'getState')).toEqual({ value: state });
  await expect(page.frameLocator('iframe').locator('#node-A2')).toHaveAttribute('aria-label', /crashed/);
});

test('a host loads another scene, and one of its own', async ({ page }) => {
  await openFrame(page, 'scene=phase-1');
  expect(await ask(page, 'load', { scene: 'contention', slide: 2 })).toMatchObject({ value: { duration: expect.any(Number) } });
  expect((await heard(page, 'slidechange')).at(-1)).toMatchObject({ scene: 'contention', slide: 2 });
  const script = 'title "Mine"\nproposers P1\nacceptors A1 A2 A3\n\nslide "One"\npropose P1 x\nrun idle\n';
  const loaded = await ask(page, 'load', { script });
  expect(loaded.error).toBeUndefined();
  const { value: text } = await ask(page, 'export', { format: 'text' });
  expect(text).toMatch(/^Mine\n/);
  const { value: json } = await ask(page, 'export', { format: 'json' });
  expect(JSON.parse(json as string)).toEqual({ ...nativeRun({ text: script }), t: expect.stringMatching(/^\d+(_\d+)?$/) });
  const { value: scene } = await ask(page, 'export', { format: 'scene' });
  expect(scene).toContain('title "Mine"');
});

test.describe('what is wrong', () => {
  test.use({ quiet: false });

  test('is told in a sentence that says what was expected', async ({ page }) => {
    await openFrame(page, 'scene=phase-1&id=a%20b');
    const wrong = async (type: string, fields: object) => (await ask(page, type, fields)).error;
    expect(await wrong('fly', {})).toMatch(/^There is no message of type "fly"; expected play/);
    expect(await wrong('seek', { to: 'soon' })).toMatch(/^seek: to is "soon"; expected a time in milliseconds/);
    expect(await wrong('seek', { to: { marker: 'nope' } })).toMatch(/there is no marker "nope"; there are slide-1/);
    expect(await wrong('step', { by: 2 })).toBe('step: by is 2; expected 1 or -1.');
    expect(await wrong('slide', { to: 99 })).toMatch(/^slide: to is 99; the last slide is \d+\.$/);
    expect(await wrong('load', { scene: 'phase-17' })).toMatch(/no such scene/);
    expect(await wrong('load', { script: 'title' })).toMatch(/^The scene cannot be shown: scene\.paxos:1/);
    expect(await wrong('load', { colour: 'red' })).toMatch(/^load: there is no "colour"; expected scene/);
    await ask(page, 'load', { scene: 'phase-1' });
    expect(await wrong('act', { args: ['crash', 'A9'] })).toMatch(/^act: .*A9/);
    expect(await wrong('act', { args: [] })).toMatch(/nothing is to be done/);
    expect(await wrong('act', { args: [{}] })).toMatch(/an argument is an object/);
    expect(await wrong('setState', { state: 'x' })).toMatch(/has no colon/);
    expect(await wrong('rate', { value: 9 })).toBe('rate: value is 9; expected a number from 0.25 to 4.');
    expect(await wrong('export', { format: 'pdf' })).toMatch(/expected "text", "scene"/);
    expect((await heard(page, 'error')).map((said) => said.message)).toContainEqual(expect.stringMatching(/In the link, id is "a b"/));
    expect(await ask(page, 'getState')).toEqual({ value: '' });
  });
});

test('nobody but the page around is heard, and no shape does harm', async ({ page }) => {
  await openFrame(page, 'scene=phase-1');
  const frame = page.frames()[1];
  const time = () => frame.evaluate(() => (window as any).paxosExplainer.currentTime);
  const before = await time();
  // From the frame itself, and from a frame beside it: neither is the page around.
  await frame.evaluate(() => postMessage({ paxos: 1, type: 'seek', to: '100%' }, '*'));
  await page.evaluate(
    () =>
      new Promise<void>((done) => {
        const other = document.createElement('iframe');
        other.srcdoc = '<script>parent.frames[0].postMessage({ paxos: 1, type: "seek", to: "100%" }, "*")</script>';
        other.onload = () => done();
        document.body.append(other);
      }),
  );
  await page.evaluate(() => {
    const loop: Record<string, unknown> = { paxos: 1, type: 'load', rid: 1 };
    loop.scene = loop;
    const odd = [null, 7, 'slide', [], {}, { paxos: 2, type: 'seek', to: 0 }, { paxos: 1 }, loop, { paxos: 1, type: 'seek', to: [[[[[1]]]]] }];
    for (const message of [...odd, new Map([['paxos', 1]]), new Array(100_000).fill(0)]) frames[0].postMessage(message, '*');
  });
  expect(await ask(page, 'getState')).toEqual({ value: '' });
  expect(await time()).toBe(before);
  await frame.evaluate(() => document.querySelector('.broken') === null);
});

test('a deck starts and stops what is on its slide', async ({ page }) => {
  await openFrame(page, 'scene=nutshell&slide=2');
  const say = (text: string) => page.evaluate((text) => frames[0].postMessage(text, '*'), text);
  await say('slide:start');
  await expect.poll(async () => (await heard(page, 'play')).length).toBe(1);
  await say('slide:stop');
  await expect.poll(async () => (await heard(page, 'pause')).length).toBe(1);
});

test('a deck does not start what its author wants to start by hand', async ({ page }) => {
  await openFrame(page, 'scene=nutshell&slide=2&autoplay=0');
  await page.evaluate(() => frames[0].postMessage('slide:start', '*'));
  await ask(page, 'getState');
  expect(await heard(page, 'play')).toEqual([]);
});
