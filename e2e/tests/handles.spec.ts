import { expect, test } from './fixture';
import { nativeRun } from './paxos';

type Handle = {
  ready(): Promise<{ duration: number; markers: { id: string }[] }>;
  seek(to: unknown): Promise<void>;
  act(...words: string[]): Promise<void>;
  getState(): Promise<string>;
  load(what: object): Promise<object>;
  play(): Promise<void>;
  destroy(): Promise<void>;
  getRun(until?: string): Promise<object>;
  exportAs(format: string): Promise<string>;
  readonly currentTime: number;
  readonly paused: boolean;
  readonly slide: number;
  readonly scene: string;
  readonly state: string;
  readonly duration: number;
  readonly playbackRate: number;
  readonly markers: { id: string }[];
};
type Api = Handle & { version: number; mount(place: unknown, keys?: object): Handle };
type Tests = Window & { paxosExplainer: Api; one: Handle; two: Handle; heard: unknown[] };

test('the page itself is a handle', async ({ page }) => {
  await page.goto('/#scene=nutshell');
  await page.locator('.stage').waitFor();
  const seen = await page.evaluate(async () => {
    const api = (window as unknown as Tests).paxosExplainer;
    const { duration, markers } = await api.ready();
    const heard: unknown[] = [];
    for (const name of ['seeked', 'chosen', 'play', 'pause']) {
      addEventListener(name, (event) => heard.push([name, (event as CustomEvent).detail.time]));
    }
    await api.seek('100%');
    await new Promise(requestAnimationFrame);
    return { version: api.version, duration, markers: markers.length, heard, time: api.currentTime, paused: api.paused, scene: api.scene };
  });
  const run = nativeRun('nutshell');
  expect(seen).toMatchObject({ version: 1, duration: run.time, time: run.time, paused: true, scene: 'nutshell' });
  expect(seen.heard.map((heard) => (heard as string[])[0])).toEqual(['seeked', 'chosen']);
});

test('two instances stand on one page, one of them in a shadow root, and do not disturb each other', async ({ page }) => {
  await page.goto('/#scene=learning');
  await page.locator('.stage').waitFor();
  const seen = await page.evaluate(async () => {
    const tests = window as unknown as Tests;
    const first = document.createElement('div');
    const shadow = document.createElement('section').attachShadow({ mode: 'open' });
    document.body.append(first, shadow.host);
    const one = (tests.one = tests.paxosExplainer.mount(first, { scene: 'nutshell', slide: 2 }));
    const two = (tests.two = tests.paxosExplainer.mount(shadow, { script: 'title "Mine"\nproposers P1\nacceptors A1 A2 A3\n\nslide "One"\npropose P1 x\nrun idle\n' }));
    tests.heard = [];
    first.addEventListener('action', (event) => tests.heard.push((event as CustomEvent).detail.text));
    document.addEventListener('action', () => tests.heard.push('bubbles'));
    await Promise.all([one.ready(), two.ready()]);
    await one.act('crash', 'A2');
    await two.seek('100%');
    await new Promise(requestAnimationFrame);
    const crashed = [first.shadowRoot!, shadow, document].map((root) => root.querySelector('#node-A2')?.getAttribute('aria-label')?.includes('crashed'));
    return {
      slides: [one.slide, two.slide],
      states: [await one.getState(), await two.getState(), await tests.paxosExplainer.getState()],
      crashed,
      heard: tests.heard,
      title: document.title,
      address: location.hash,
      text: (await two.exportAs('text')).split('\n')[0],
    };
  });
  expect(seen.slides[0]).toBe(2);
  expect(seen.states).toEqual([expect.stringMatching(/crash\.A2$/), '', '']);
  expect(seen.crashed).toEqual([true, false, false]);
  expect(seen.heard).toEqual(['crash A2', 'bubbles']);
  expect(seen.text).toBe('Mine');
  expect(seen.title).toContain('Learning');
  expect(seen.address).not.toContain('crash');
});

test.describe('what is wrong', () => {
  test.use({ quiet: false });

  test('a handle says in words what is wrong, also when its instance is gone', async ({ page }) => {
  await page.goto('/#scene=nutshell');
  await page.locator('.stage').waitFor();
  const wrong = await page.evaluate(async () => {
    const { paxosExplainer: api } = window as unknown as Tests;
    const said = async (attempt: () => unknown) => {
      try {
        await attempt();
        return 'nothing';
      } catch (error) {
        return error instanceof Error ? error.message : `no error: ${error}`;
      }
    };
    const place = document.createElement('div');
    document.body.append(place);
    const handle = api.mount(place, { scene: 'nutshell' });
    const sentences = [
      await said(() => api.mount('page')),
      await said(() => api.mount(document.createElement('img'))),
      await said(() => api.mount(document.createElement('div'), 7 as unknown as object)),
      await said(() => handle.seek('soon')),
      await said(() => handle.act('explode', 'A1')),
    ];
    const asked = said(() => api.mount(document.body.appendChild(document.createElement('div')), { src: '/never.paxos' }).ready());
    const late = handle.load({ scene: 'learning' });
    await handle.destroy();
    return [...sentences, await said(() => late), await said(() => handle.play()), await said(() => handle.destroy()), await asked, place.shadowRoot!.childElementCount];
  });
  expect(wrong).toEqual([
    expect.stringMatching(/^mount: its first argument must be an element/),
    expect.stringMatching(/^mount: a <img> cannot hold one/),
    expect.stringMatching(/^mount: its second argument must be an object/),
    expect.stringMatching(/^seek: to is "soon"; expected/),
    expect.stringMatching(/^act: this act does "explode"; expected/),
    'This explainer has been taken away.',
    'This explainer has been taken away.',
    'This explainer has been taken away.',
    expect.stringMatching(/^The scene cannot be shown: There is no file/),
    0,
  ]);
});
});
