// A viewer who does anything, for as long as one likes: rounds of acts, what is looked at between them, what is measured.

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { settle } from './viewer.mjs';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SCENES = readdirSync(join(ROOT, 'static/scenes')).filter((name) => name.endsWith('.paxos')).map((name) => name.slice(0, -6)).sort();

/** Acts between two looks, and looks in a round. */
const ACTS = 25;
const LOOKS = 2;
/** So many runs of its own a viewer leaves in a scene: what it makes and keeps is no leak, and would hide one. */
const RUNS_LEFT = 2;
/** The windows in which the page stands: from a telephone to a large screen. */
const WINDOWS = [[1280, 800], [1024, 768], [1600, 1000], [800, 600], [360, 740], [740, 360]];

/** What was found to be wrong, with all that it takes to see it again. */
export class Trouble extends Error {}

/** The native command, built for this machine; by cargo, so that it is of these sources. */
export function nativeCommand() {
  const build = ['build', '--quiet', '--bin', 'paxos', '--message-format', 'json'];
  const said = execFileSync('cargo', build, { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return said.split('\n').filter(Boolean).map((line) => JSON.parse(line).executable).find((path) => typeof path === 'string');
}

/** A number for each round that says all that happens in it. */
function seedOf(seed, round, look) {
  let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(round + 1, 0xc2b2ae35) ^ Math.imul(look + 1, 0x27d4eb2f);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

/** What must be the same in the page and in the scene that was copied from it. */
function state(run) {
  // What brings a run back differs: here it is the scene with the acts, there the scene that replays them.
  const { title, slides, events, script, do: acts, seed, t, ...rest } = run;
  return rest;
}

/** The slide of a run that is told step by step, as src/story/print/replay.rs has it. */
const STEP_BY_STEP = 'slide "What happened"';

/** The same but for when it was. */
function timeless(run) {
  const { time, ...rest } = state(run);
  const in_flight = rest.in_flight?.map(({ sent, arrives, ...message }) => message);
  const chosen = rest.chosen?.map(({ time, ...vote }) => vote);
  return { ...rest, in_flight, chosen };
}

/** What Paxos promises, of a run in which no rule was ever switched. */
function promised(run) {
  const wrong = [];
  const chosen = new Map();
  for (const { slot, value } of run.chosen ?? []) {
    if (chosen.has(slot) && chosen.get(slot) !== value) wrong.push(`${chosen.get(slot)} and ${value} are chosen in slot ${slot}`);
    chosen.set(slot, value);
  }
  for (const node of run.nodes ?? []) {
    for (const { slot, value } of node.learned ?? []) {
      if (chosen.get(slot) !== value) wrong.push(`${node.name} has learned ${value} in slot ${slot}, and ${chosen.get(slot) ?? 'nothing'} is chosen`);
    }
  }
  return wrong;
}

/** A soak of one page in a browser. */
export class Soak {
  acts = 0;
  compared = 0;
  /** Of these, runs in which every rule was as it should be. */
  judged = 0;
  scenes = new Set();
  did = [];
  complaints = [];

  /**
   * @param {import('puppeteer-core').Page} page
   * @param {string} url of the built page
   * @param {number} seed
   * @param {string} command the native command
   */
  constructor(page, url, seed, command) {
    Object.assign(this, { page, url, seed });
    this.folder = mkdtempSync(join(tmpdir(), 'paxos-soak-'));
    // What is built meanwhile is another one.
    this.command = join(this.folder, 'paxos');
    copyFileSync(command, this.command);
  }

  /** Opens the page, and listens. */
  async start() {
    const { page } = this;
    const home = new URL(this.url).origin;
    page.on('console', (message) => {
      if (['error', 'warn', 'warning', 'assert'].includes(message.type())) this.complaints.push(`console ${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.complaints.push(`uncaught: ${error.message}`));
    page.on('error', (error) => this.complaints.push(`crashed: ${error.message}`));
    page.on('request', (request) => {
      const to = new URL(request.url());
      if (/^(https?|wss?):$/.test(to.protocol) && to.origin !== home) this.complaints.push(`request to elsewhere: ${to}`);
    });
    await page.evaluateOnNewDocument(settle);
    await page.setViewport({ width: 1280, height: 800 });
    await page.goto(`${this.url}#scene=learning`);
    await page.waitForSelector('.narration[data-of]');
    if (page.createCDPSession && this.page.browser().wsEndpoint().includes('devtools')) {
      this.cdp = await page.createCDPSession();
      await this.cdp.send('Performance.enable');
    }
  }

  /** After something went wrong: what was complained of is told; a page that has broken is loaded again. */
  async goOn() {
    this.complaints.length = 0;
    const isWell = await this.page.evaluate(() => !document.querySelector('.broken') && Boolean(window.viewer)).catch(() => false);
    if (!isWell) await this.page.goto(`${this.url}#scene=learning`).then(() => this.page.reload());
  }

  /** A round: a scene, acts, and a look at the page after every few of them. */
  async round(number) {
    const { page } = this;
    const scene = SCENES[seedOf(this.seed, number, 7) % SCENES.length];
    this.scenes.add(scene);
    this.did = [`open ${scene}`];
    await this.guard(number, async () => {
      await page.evaluate((hash) => window.viewer.open(hash), `#scene=${scene}`);
      for (let look = 0; look < LOOKS; look++) {
        const [width, height] = WINDOWS[seedOf(this.seed, number, 8 + look) % WINDOWS.length];
        await page.setViewport({ width, height });
        this.did.push(`window ${width} x ${height}`);
        const did = await page.evaluate((seed, count) => window.viewer.act(seed, count), seedOf(this.seed, number, look), ACTS);
        this.did.push(...did);
        this.acts += ACTS;
        await page.setViewport({ width: 1280, height: 800 });
        this.compare(number, await page.evaluate(() => window.viewer.copy()));
      }
      await page.evaluate((most) => window.viewer.tidy(most), RUNS_LEFT);
    });
  }

  /** What the page gives is what the native core makes of the same acts. */
  compare(number, { text, run, after = [] }) {
    const file = join(this.folder, 'copied.paxos');
    writeFileSync(file, text);
    let native;
    try {
      native = JSON.parse(execFileSync(this.command, ['run', file, '--json'], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, stdio: ['ignore', 'pipe', 'pipe'] }));
    } catch (error) {
      throw this.trouble(number, `The command cannot run the scene that was copied: ${error.stderr ?? error.message}`, text);
    }
    this.compared++;
    // A moment between things that happen together is told step by step; where nothing happens by itself each takes its time.
    const counted = /^network manual$/m.test(text) && text.includes(STEP_BY_STEP) ? timeless : state;
    const [there, here] = [counted(native), counted(run)];
    const isOneOf = [run, ...after].some((run) => isDeepStrictEqual(there, counted(run)));
    if (!isOneOf) {
      const parts = Object.keys(there).filter((name) => !isDeepStrictEqual(there[name], here[name]));
      const shown = parts.map((name) => `${name}\n  page:   ${JSON.stringify(run[name])}\n  native: ${JSON.stringify(native[name])}`);
      throw this.trouble(number, `The page and the native core differ in ${parts.join(' and ')}:\n${shown.join('\n')}`, text);
    }
    if (/^\s*(set )?rule /m.test(text) || /^quorum/m.test(text) || /set quorum/.test(text) || run.cautions?.length) return;
    this.judged++;
    const wrong = promised(run);
    if (wrong.length) throw this.trouble(number, `A promise of Paxos is broken: ${wrong.join('; ')}`, text);
  }

  /** What the page holds after the same scene was opened, and what is no longer needed was thrown away. */
  async measure(number) {
    let row = {};
    await this.guard(number, async () => {
      row = await this.page.evaluate(() => window.viewer.still());
      row.wasm = await this.page.evaluate(async () => {
        const script = performance.getEntriesByType('resource').map(({ name }) => name).find((name) => /\/page-[^/]*\.js$/.test(name))
          ?? document.querySelector('script[data-js]').dataset.js;
        const { default: init } = await import(new URL(script, location.href).href);
        // Once it runs, it only gives what it has.
        return (await init()).memory.buffer.byteLength / 65536;
      });
    });
    if (this.cdp) {
      for (let time = 0; time < 3; time++) await this.cdp.send('HeapProfiler.collectGarbage');
      const { metrics } = await this.cdp.send('Performance.getMetrics');
      const metric = (name) => metrics.find((metric) => metric.name === name).value;
      Object.assign(row, { heap: metric('JSHeapUsedSize'), nodes: metric('Nodes'), listeners: metric('JSEventListeners') });
    }
    return row;
  }

  /** Runs a part of a round; what goes wrong in it is told with all that it takes to see it again. */
  async guard(number, part) {
    try {
      await part();
    } catch (error) {
      if (error instanceof Trouble) throw error;
      throw this.trouble(number, `${error.message}${this.complaints.length ? `\n${this.complaints.join('\n')}` : ''}`);
    }
    if (this.complaints.length) throw this.trouble(number, this.complaints.join('\n'));
  }

  trouble(number, what, text) {
    const kept = join(ROOT, 'e2e/test-results');
    mkdirSync(kept, { recursive: true });
    const file = join(kept, `soak-${this.seed}-${number}.paxos`);
    if (text) writeFileSync(file, text);
    const scene = text ? `\nThe scene, in ${file}; to run it: paxos run ${file} --json\n${text}` : '';
    return new Trouble(
      `Round ${number} of seed ${this.seed}, after ${this.acts} acts: ${what}\n` +
        `To see it again: node e2e/bench/soak.mjs 0 ${this.seed} ${number}\n` +
        `What was done in this round:\n  ${this.did.join('\n  ')}${scene}`,
    );
  }
}
