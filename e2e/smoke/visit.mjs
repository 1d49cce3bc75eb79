// A visit of the page in one of the browsers: what is done there, and what must not happen.

import assert from 'node:assert/strict';

/** How long is waited for what must come, in milliseconds: machines that test are busy. */
const PATIENCE_MS = 30_000;

/**
 * What Firefox's own driver trips over now and then, when it looks at a frame of another site: no script of a page is to
 * blame, as the page would have had an event of it, which is looked at besides.
 */
const OF_DRIVER = /^(Error: )*Permission denied to access property "length"/;

/**
 * Runs in the page before anything of it: keeps what the browser forbids, which no console of Firefox tells a driver;
 * what breaks in it, and how many workers there are.
 */
function watch() {
  window.workers = 0;
  const Original = window.Worker;
  window.Worker = class extends Original {
    constructor(...given) {
      super(...given);
      window.workers += 1;
    }
  };
  window.forbidden = [];
  window.broken = [];
  addEventListener('error', ({ message, filename, lineno }) => window.broken.push(`${message} at ${filename}:${lineno}`));
  document.addEventListener('securitypolicyviolation', (event) => window.forbidden.push(`${event.violatedDirective}: ${event.blockedURI}`));
}

export class Visit {
  complaints = [];

  /**
   * @param {import('puppeteer-core').Page} page
   * @param {string[]} homes the origins from which it may fetch
   */
  constructor(page, homes) {
    this.page = page;
    page.on('console', (message) => {
      if (['error', 'warn', 'warning', 'assert'].includes(message.type())) this.complaints.push(`console ${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => {
      if (!OF_DRIVER.test(error.message)) this.complaints.push(`uncaught: ${error.stack ?? error.message}`);
    });
    page.on('request', (request) => {
      const to = new URL(request.url());
      if (/^(https?|wss?):$/.test(to.protocol) && !homes.includes(to.origin)) this.complaints.push(`request to elsewhere: ${to}`);
    });
  }

  async start({ width = 1280, height = 800 } = {}) {
    await this.page.evaluateOnNewDocument(watch);
    // A tab that is opened behind another has neither frames nor the focus.
    await this.page.bringToFront();
    await this.page.setViewport({ width, height });
  }

  /** Opens an address afresh, and waits until the page is there. */
  async open(address) {
    await this.page.goto('about:blank');
    await this.page.goto(address);
    await this.ready();
  }

  /** The page runs: before that there is only its first picture. */
  ready() {
    return this.until(() => {
      const narration = document.querySelector('.narration');
      return document.querySelector('.stage') && window.paxosExplainer?.scene !== undefined && (!narration || narration.hasAttribute('data-of'));
    }, 'the page');
  }

  /** Waits until this holds in the page, and gives what it gave. */
  async until(holds, what, ...given) {
    return until(this.page, holds, what, ...given);
  }

  evaluate(what, ...given) {
    return this.page.evaluate(what, ...given);
  }

  /** A control by its name, as people hear it. */
  async control(name, within = 'body') {
    await this.until((name, within) => {
      const all = document.querySelectorAll(`:is(${within}) :is(button, summary, [role=button], label, a)`);
      const called = (element) => (element.getAttribute('aria-label') ?? element.textContent).replace(/\s+/g, ' ').trim();
      const found = [...all].filter((element) => called(element) === name && element.getClientRects().length > 0);
      document.querySelector('[data-smoke]')?.removeAttribute('data-smoke');
      found[0]?.setAttribute('data-smoke', '');
      return found.length > 0;
    }, `“${name}” in ${within}`, name, within);
    return this.page.$('[data-smoke]');
  }

  /** Presses it with the pointer. */
  async press(name, within) {
    await (await this.control(name, within)).click();
  }

  /** Presses what a selector says with the pointer. */
  async click(selector) {
    await this.until((selector) => document.querySelector(selector)?.getClientRects().length > 0, selector, selector);
    await (await this.page.$(selector)).click();
  }

  /** Writes into a field by keyboard, in place of what is in it. */
  async fill(selector, text) {
    await this.until((selector) => document.querySelector(selector), selector, selector);
    await this.evaluate((selector) => {
      const field = document.querySelector(selector);
      field.focus();
      field.select?.();
    }, selector);
    await this.page.keyboard.type(text);
  }

  /** Moves in time as the slider does. */
  async seek(ms) {
    await this.evaluate((ms) => {
      const field = document.querySelector('.scrubber input[type=range]');
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, String(ms));
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }, ms);
    await this.until((ms) => Number(document.querySelector('.scrubber input[type=range]').value) === ms, `${ms} ms`, ms);
  }

  async key(...names) {
    for (const name of names) await this.page.keyboard.press(name);
  }

  label(node) {
    return this.evaluate((node) => document.querySelector(`#node-${node}`)?.getAttribute('aria-label') ?? '', node);
  }

  /** Waits until a node is called so. */
  async shows(node, part) {
    return this.until((node, part) => document.querySelector(`#node-${node}`)?.getAttribute('aria-label')?.includes(part), `${node} with “${part}”`, node, part);
  }

  run(until) {
    return this.evaluate((until) => window.paxosExplainer.getRun(until), until);
  }

  /** Nothing has gone wrong on the way. */
  async end() {
    const kept = this.page.frames().map((frame) => frame.evaluate(() => [
      ...(window.forbidden ?? []).map((what) => `forbidden by the policy: ${what}`),
      ...(window.broken ?? []).map((what) => `uncaught: ${what}`),
    ]).catch(() => []));
    assert.deepEqual([...this.complaints, ...(await Promise.all(kept)).flat()], []);
  }
}

/** Waits until this holds in a page or a frame; what is found is given, and of an element that it is there. */
export async function until(where, holds, what, ...given) {
  // WebDriver BiDi hands no element over.
  const asked = `(() => { const found = (${holds})(...${JSON.stringify(given)}); return found instanceof Node ? true : found; })()`;
  const stop = Date.now() + PATIENCE_MS;
  for (;;) {
    let trouble = '';
    const found = await where.evaluate(asked).catch((error) => ((trouble = error.message), false));
    if (found) return found;
    if (stop <= Date.now()) throw new Error(`Waited in vain for ${what}${trouble && ` (${trouble})`}.`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));
