// The page in the notes of others: in a frame, as the element, mounted without a frame, in a sandbox, as a single file.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pause, until } from './visit.mjs';

/** The frame of a page in which the explainer runs. */
async function inner(visit) {
  // Asked for by its element, Firefox's driver reaches into a window of another site, and the console says so.
  const within = () => visit.page.frames().find((frame) => frame.parentFrame() && frame.url() !== 'about:blank');
  for (let wait = 0; wait < 300 && !within(); wait++) await pause(50);
  const frame = within();
  assert(frame, 'there is a frame');
  await until(frame, () => document.querySelector('.stage') && window.paxosExplainer?.scene !== undefined, 'the page in its frame');
  return frame;
}

/** The figure in a frame plays: from its beginning to the end of a slide. */
async function plays(frame) {
  await frame.evaluate(() => window.paxosExplainer.seek(0));
  await frame.evaluate(() => window.paxosExplainer.setRate(4));
  await frame.evaluate(() => window.paxosExplainer.nextSlide());
  await until(frame, () => window.paxosExplainer.paused && 0 < window.paxosExplainer.currentTime, 'the end of its slide');
  assert(await frame.evaluate(() => document.querySelectorAll('.stage .node').length > 2));
}

const ask = (visit, type, fields = {}) => visit.evaluate((type, fields) => window.ask(type, fields), type, fields);
const heard = (visit, type) => visit.evaluate((type) => window.heard.filter((said) => said.type === type), type);

const frame = {
  name: 'in a frame it plays, is spoken to and speaks, and leaves the focus of the notes alone',
  async run(visit, { url }) {
    await visit.page.goto(`${url}notes/frame.html?frame=${encodeURIComponent('/index.html#scene=nutshell&id=a1')}`);
    await visit.until(() => window.heard?.some(({ type }) => type === 'ready'), 'ready');
    const within = await inner(visit);
    assert.equal(await visit.evaluate(() => document.activeElement.tagName), 'BODY');
    assert.equal((await ask(visit, 'seek', { to: '100%' })).error, undefined);
    const [chosen] = await heard(visit, 'chosen');
    assert.equal(chosen.value, 'cat');
    assert.equal(chosen.id, 'a1');
    const { value: run } = await ask(visit, 'getRun', { until: 'now' });
    assert.deepEqual(run, await within.evaluate(() => window.paxosExplainer.getRun('now')));
    await ask(visit, 'seek', { to: 300 });
    assert.equal((await ask(visit, 'act', { args: ['crash', 'A2'] })).error, undefined);
    await until(within, () => /crashed/.test(document.querySelector('#node-A2').getAttribute('aria-label')), 'the crash');
    const { value: state } = await ask(visit, 'getState');
    assert.match(state, /^300(_\d+)?:crash\.A2$/);
    assert.match((await ask(visit, 'fly')).error, /^There is no message of type "fly"/);
    await ask(visit, 'reset');
    await plays(within);
  },
};

/** Notes that hold a frame with this sandbox, or none, around an address. */
async function sandboxed(visit, url, sandbox, source) {
  await visit.page.goto(`${url}plain.html`);
  await visit.evaluate((sandbox, source) => {
    const frame = document.createElement('iframe');
    if (sandbox !== null) frame.setAttribute('sandbox', sandbox);
    Object.assign(frame, { ...source, width: '900', height: '600' });
    document.body.replaceChildren(frame);
  }, sandbox, source);
  return inner(visit);
}

const sandboxes = [
  ['allow-scripts', 'null'],
  ['allow-scripts allow-same-origin', undefined],
].map(([sandbox, origin]) => ({
  name: `in a frame of another site with sandbox="${sandbox}" it plays, and searches in a worker`,
  async run(visit, { url, other }) {
    const within = await sandboxed(visit, url, sandbox, { src: `${other}#scene=contention&ui=full` });
    assert.equal(await within.evaluate(() => self.origin), origin ?? new URL(other).origin);
    await plays(within);
    await within.evaluate(() => document.querySelector('.head .break-open').click());
    await until(within, () => document.querySelector('[data-rule="value own"]'), 'the switches');
    await within.evaluate(() => document.querySelector('[data-rule="value own"]').click());
    await until(within, () => /after 14 actions/.test(document.querySelector('.example')?.textContent), 'the shortest run');
    assert.equal(await within.evaluate(() => window.workers ?? 1), 1, 'it was done in a worker');
  },
}));

const text = {
  name: 'the single file plays in a sandboxed frame as its text',
  async run(visit, { url, dist }) {
    const within = await sandboxed(visit, url, 'allow-scripts', { srcdoc: readFileSync(join(dist, 'paxos-explainer.html'), 'utf8') });
    assert.equal(await within.evaluate(() => self.origin), 'null');
    await plays(within);
  },
};

const file = {
  name: 'the single file plays from a disk, opens what a link says, and searches',
  async run(visit, { dist }) {
    const single = pathToFileURL(join(dist, 'paxos-explainer.html')).href;
    await visit.open(`${single}#scene=phase-2&t=100%25&do=3300:crash.P1`);
    await visit.shows('P1', 'crashed');
    await visit.open(`${single}#scene=nutshell&lang=de`);
    await visit.until(() => document.documentElement.lang === 'de' && /Paxos/.test(document.title), 'German');
    await plays(visit.page);
    await visit.click('.head .break-open');
    await visit.click('[data-rule="value own"]');
    await visit.until(() => /14/.test(document.querySelector('.example h1, .example h2')?.textContent), 'the shortest run');
  },
};

const element = {
  name: 'the element shows a scene under a strict policy, is moved by its methods, and tells what happens',
  async run(visit, { url }) {
    await visit.page.goto(`${url}notes/host.html`);
    await visit.until(() => Boolean(customElements.get('paxos-explainer')), 'the element');
    await visit.evaluate(() => {
      window.told = [];
      document.querySelector('#notes').innerHTML = '<paxos-explainer scene="nutshell" slide="2" name="one"><img src="figure.svg" alt="Figure"></paxos-explainer>';
      const element = document.querySelector('paxos-explainer');
      for (const type of ['chosen', 'action', 'play', 'pause']) element.addEventListener(type, ({ detail }) => window.told.push([type, detail]));
    });
    const on = (does) => visit.evaluate(does);
    const { duration } = await on(() => document.querySelector('paxos-explainer').ready());
    await on(() => document.querySelector('paxos-explainer').seek('100%'));
    await visit.until((end) => document.querySelector('paxos-explainer').currentTime === end, 'the end', duration);
    assert.equal((await on(() => window.told.splice(0)))[0][1].value, 'cat');
    await on(() => document.querySelector('paxos-explainer').act('crash', 'A2'));
    await visit.until(() => /crash\.A2$/.test(document.querySelector('paxos-explainer').state), 'the state');
    const run = await on(() => document.querySelector('paxos-explainer').getRun('now'));
    assert.equal(run.nodes.find(({ name }) => name === 'A2').up, false);
    const wrong = await on(() => document.querySelector('paxos-explainer').act('crush', 'A2').catch((error) => error.message));
    assert.match(wrong, /expected crash/);
    const { width, height } = await on(() => document.querySelector('paxos-explainer').getBoundingClientRect().toJSON());
    assert(200 < width && 200 < height);
  },
};

const mounted = {
  name: 'two are mounted into a page without frames, play, differ in theme, and are taken away',
  async run(visit, { url }) {
    await visit.page.goto(`${url}notes/guests.html`);
    await visit.until(() => typeof window.mount === 'function', 'the module');
    await visit.evaluate(async () => {
      window.one = await window.mount(document.getElementById('one'), { scene: 'contention', t: '60%', theme: 'dark' });
      window.two = await window.mount(document.getElementById('two'), { scene: 'nutshell' });
      await window.one.ready();
      await window.two.ready();
    });
    const of = (id) => visit.evaluate((id) => {
      const root = document.getElementById(id).shadowRoot;
      const { color, fontSize, display } = getComputedStyle(root.querySelector('.page'));
      return { nodes: root.querySelectorAll('.stage .node').length, ground: getComputedStyle(root.querySelector('.paxos-explainer')).backgroundColor, color, fontSize, display };
    }, id);
    const [one, two] = [await of('one'), await of('two')];
    assert.deepEqual([one.ground, two.ground], ['rgb(21, 23, 26)', 'rgb(251, 250, 247)']);
    assert(one.nodes === 5 && two.nodes > 3);
    assert.deepEqual([one.fontSize, one.display], ['16px', 'grid']);
    await visit.evaluate(() => document.getElementById('two').scrollIntoView());
    await visit.evaluate(async () => {
      await window.two.setRate(4);
      await window.two.nextSlide();
    });
    await visit.until(() => window.two.paused && window.two.slide === 2, 'the end of slide 2');
    await visit.evaluate(() => window.one.destroy());
    assert.equal(await visit.evaluate(() => document.getElementById('one').shadowRoot.childElementCount), 0);
    assert((await of('two')).nodes > 3);
  },
};

export const embeds = [frame, ...sandboxes, text, file, element, mounted];
