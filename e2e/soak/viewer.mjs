// A viewer who does anything: what runs in the page itself.
//
// It looks for things by their place in the page and not by their words, so that it goes on in every language.

/**
 * Puts `window.viewer` into the page, before anything of the page runs. Sent to the browser as text: it must not use
 * anything of this file.
 */
export function settle() {
  // A frame that the page makes for a preview is no place for a viewer.
  if (window.top !== window) return;
  // Nothing is to leave the page, and nothing is to wait for a person.
  window.print = () => window.dispatchEvent(new Event('afterprint'));
  window.open = () => null;
  // Where no hand has pressed, a browser refuses, and says so on the console.
  Element.prototype.requestFullscreen = () => Promise.reject(new TypeError('Not by a hand.'));
  const click = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = function () {
    if (!this.hasAttribute('download')) click.call(this);
  };

  let state = 0;
  /** Mulberry32: the same choices for the same seed, everywhere. */
  const draw = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (bound) => Math.floor(draw() * bound);
  const pick = (from) => from[below(from.length)];
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);
  const rest = (ms = 0) => new Promise((done) => setTimeout(done, ms));
  let did = [];
  const tell = (text) => did.push(text.replace(/\s+/g, ' ').trim().slice(0, 90));
  const called = (element) => element?.getAttribute('aria-label') ?? element?.textContent ?? '';

  const until = async (holds, what) => {
    for (let wait = 0; wait < 1500; wait++) {
      const found = holds();
      if (found) return found;
      await rest(10);
    }
    const main = one('.page') ?? document.body;
    throw new Error(`The viewer waited in vain for ${what}. The page: ${main.className}; ${main.innerText.replace(/\s+/g, ' ').slice(-600)}`);
  };
  const type = (field, text) => {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set.call(field, text);
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const press = async (element) => {
    if (!element) return;
    const { left, top, width, height } = element.getBoundingClientRect();
    const at = { bubbles: true, cancelable: true, composed: true, clientX: left + width / 2, clientY: top + height / 2 };
    element.dispatchEvent(new PointerEvent('pointerdown', at));
    element.dispatchEvent(new PointerEvent('pointerup', at));
    element.dispatchEvent(new MouseEvent('click', at));
    await rest();
  };
  const key = async (name, more = {}) => {
    (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more }));
    await rest();
  };
  /** A control of any kind, used as it is meant to be. */
  const use = async (element) => {
    if (!element) return;
    if (element instanceof HTMLSelectElement) {
      const options = all('option:not(:disabled)', element);
      if (options.length) type(element, pick(options).value);
    } else if (element instanceof HTMLInputElement && ['checkbox', 'radio'].includes(element.type)) {
      element.click();
    } else if (element instanceof HTMLInputElement && element.type === 'range') {
      const [low, high] = [Number(element.min || 0), Number(element.max || 100)];
      type(element, String(low + below(high - low + 1)));
    } else if (element instanceof HTMLInputElement && element.type === 'file') {
      return;
    } else if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
      const words = element.type === 'number' ? ['3', '1500', '0', '-1', ''] : ['cat', 'dog', '3', '1500', 'big owl', ''];
      if (!element.readOnly) type(element, pick(words));
    } else await press(element);
    await rest();
  };
  const CONTROLS = ':is(button, input, select, textarea, summary, [role=button]):not(:disabled):not(.language select):not(.help-language select)';
  const useAny = async (where) => {
    const element = pick(all(CONTROLS, one(where) ?? document.createElement('p')));
    if (element) tell(`${where}: ${called(element)}`);
    await use(element);
  };
  const controls = (nth) => all('.controls .buttons button')[nth];
  const plays = () => one('.controls .play') && !one('.controls .play').textContent.includes('▶');
  const pause = async () => {
    if (plays()) await press(one('.controls .play'));
  };

  /** Something that the open menu offers. */
  const choose = async () => {
    const menu = one('.menu');
    if (!menu) return;
    for (const field of all('input[type=text]:not(.id)', menu)) type(field, pick(['cat', 'dog', 'big owl']));
    const chosen = pick(all('button:not(.close):not(:disabled)', menu));
    tell(`${menu.getAttribute('aria-label')}: ${called(chosen)}`);
    if (!chosen?.isConnected) return;
    if (chosen.type === 'submit' && chosen.closest('form')) {
      chosen.closest('form').requestSubmit();
      await rest();
    } else await press(chosen);
    if (one('.menu')) await press(one('.menu .close'));
  };
  const panel = (name) => one(`.tabs button[aria-controls="panel-${name}"]`);
  const opened = async (name) => {
    if (panel(name)?.getAttribute('aria-expanded') === 'false') await press(panel(name));
    return one(`#panel-${name}`);
  };
  const SAID = [
    'set delay 400..1600', 'set delay 1000', 'set loss 25%', 'set loss 0%', 'set duplication 20%', 'set retry 2500', 'set retry off',
    'set nacks on', 'set rule accept always', 'set rule value own', 'set rule value highest-accepted', 'set seed 77', 'heal',
    'partition P1 A1 | P2 A2 A3', 'drop next any->A2', 'drop PREPARE', 'hold any', 'release any', 'no such thing',
    'timeout R2', 'heartbeat R1', 'request C1 R2 +50', 'request C1 R1 "open 100"', 'partition R1 | R2 R3', 'drop next any->R2',
    'set heartbeat 700', 'set heartbeat off', 'set election 2000..4000', 'set election off', 'set commands 500..900',
    'set commands off', 'set window 2', 'set rule dedup none', 'set rule commit loose',
  ];

  /** Whatever lies over the stage is closed. */
  const clear = async () => {
    // The first key on a black screen lights it and does nothing else, and the screen may turn black a moment after it
    // was asked to: whoever then presses the key that ends the talk presses it once more.
    for (let tries = 0; tries < 20 && one('.presenting'); tries++) {
      if (one('.present-black')) await key('b');
      // Where the controls are hidden there is the key.
      else if (one('.present-leave')) await press(one('.present-leave'));
      else await key('f');
      for (let wait = 0; wait < 20 && one('.presenting') && !one('.present-black'); wait++) await rest(10);
    }
    await until(() => !one('.presenting'), 'the end of the talk');
    for (const dialog of all('dialog[open]')) dialog.close();
    for (const close of all('.menu .close, main.guide .close, .editor .close, .answer .close, .comparison .home')) await press(close);
    for (let escapes = 0; escapes < 3 && one('main.guide, .draw, .menu'); escapes++) await key('Escape');
    await rest();
    await pause();
  };
  const dialog = async (opener) => {
    tell(`open ${called(one(opener))}`);
    await press(one(opener));
    for (let nth = below(5); nth > 0; nth--) await useAny('dialog[open], main.guide, .editor');
    await rest(below(3) * 5);
    await clear();
  };
  /** A search in the worker, which is called off, left alone, or waited for. */
  const search = async () => {
    await press(one('.break-open'));
    const choice = pick(all('.breaking-switch'));
    tell(`search ${choice?.dataset.rule ?? choice?.closest('[data-rule]')?.dataset.rule ?? called(choice)}`);
    await press(choice);
    if (below(3) === 0) await useAny('.breaking-settings');
    await rest(below(6) * 40);
    const end = below(4);
    if (end === 0) await press(one('.call-off'));
    if (end === 1) for (let wait = 0; wait < 60 && one('.breaking-state.runs'); wait++) await rest(50);
    if (end === 2) await press(one('.breaking .again') ?? one('.breaking .mend'));
    await clear();
  };
  /** Two runs side by side are gone through, and left. */
  const beside = async () => {
    if (!one('.comparison')) return;
    for (let nth = below(6); nth > 0; nth--) await useAny('.comparison');
    await clear();
  };
  const runs = () => all('.own-runs li button:not(:disabled):not(.delete)');

  const things = [
    [10, async () => { await press(pick(all('.stage .node'))); await choose(); }],
    [12, async () => { await press(pick(all('.stage .message'))); await choose(); }],
    [6, async () => {
      const field = (await opened('world'))?.querySelector('.do input');
      if (!field) return; // A poll has no such field.
      const text = pick(SAID);
      tell(`do: ${text}`);
      type(field, text);
      await rest();
      // A scene that comes in between brings another field.
      one('#panel-world .do input')?.form.requestSubmit();
      await rest();
    }],
    [8, async () => {
      const slider = one('input[type=range]#time, .scrubber input[type=range]');
      if (!slider) return;
      const to = draw() < 0.7 ? Number(slider.value) + below(2500) : below(Number(slider.max) + 1);
      tell(`seek ${to}`);
      type(slider, String(to));
      await rest();
    }],
    [6, async () => { tell('step'); await press(controls(3)); }],
    [2, async () => { tell('step back'); await press(controls(1)); }],
    [2, async () => { tell('next slide'); await press(one('.controls .next')); }],
    [1, async () => { tell('slide back'); await press(one('.controls .previous')); }],
    [3, async () => {
      const frames = below(4);
      tell('play');
      await press(one('.controls .play'));
      for (let nth = 0; nth < frames; nth++) await rest(16);
    }],
    [2, async () => { tell('undo'); await key('z', { ctrlKey: true }); }],
    [2, async () => { tell('redo'); await key('Z', { ctrlKey: true, shiftKey: true }); }],
    [2, async () => { await opened('runs'); const run = pick(runs()); if (run) tell(`run ${called(run)}`); await press(run); }],
    [1, async () => { await opened('runs'); tell('home'); await press(all('.own-runs li:first-child button')[0]); }],
    [1, async () => { await opened('runs'); const run = pick(all('.own-runs .delete')); if (run) tell(called(run)); await press(run); }],
    [1, async () => { await opened('runs'); const back = one('.own-runs .deleted button'); if (back) tell(called(back)); await press(back); }],
    [4, async () => {
      const mark = pick(all('#panel-time svg :is(path, circle, rect, g[id])'));
      if (mark) tell(`time: ${mark.id || mark.tagName}`);
      await press(mark);
      await choose();
    }],
    [4, async () => { const tab = pick(all('.tabs button')); tell(`tab ${called(tab)}`); if (!tab?.matches('.break-open')) await press(tab); await beside(); }],
    [5, async () => useAny('.dock .panel:nth-of-type(1), .dock .panel')],
    [3, async () => { const where = pick(all('.dock .panel')); if (where) await useAny(`#${where.id}`); }],
    [4, async () => { await useAny('.narration'); await beside(); }],
    [2, async () => useAny('.quiz, .objective')],
    [1, async () => { const eyes = one('.eyes select'); tell('eyes'); await use(eyes); }],
    [1, async () => { tell('words'); await use(one('label.words select')); }],
    [1, async () => {
      const choice = one('.head .language select');
      if (!choice) return;
      type(choice, pick(['en', 'de']));
      tell(`language ${choice.value}`);
      for (let wait = 0; wait < 40 && document.documentElement.lang !== choice.value; wait++) await rest(5);
    }],
    [1, async () => { tell('theme'); await press(one('.head .theme')); }],
    [1, async () => { tell('speed'); await press(pick(all('.speed button'))); }],
    [1, async () => dialog(pick(['.share-open', '.takeout-open', '.help-open', '.contents', '.edit', '.new-run', '.break-open']))],
    [1, search],
    [1, async () => {
      tell('present');
      await press(one('.present-open'));
      for (let nth = below(4); nth > 0; nth--) await key(pick(['PageDown', 'PageUp', 'b', 'h', '+', '-', 'b']));
      await clear();
    }],
    [1, async () => { const name = pick([']', '[', '>', '<', '.', ',', '0', '5', 'End', 'Home', '?', 'Escape']); tell(`key ${name}`); await key(name); await rest(20); await clear(); }],
    [1, async () => {
      const scene = pick(all('.course button'));
      tell(`scene ${called(scene)}`);
      await press(scene);
      await rest(30);
    }],
  ];
  const weights = things.reduce((sum, [weight]) => sum + weight, 0);

  /** The English page, paused, with nothing over its stage and nothing asked. */
  const calm = async () => {
    await clear();
    // What was asked for, such as the scene beside this one, may come a moment later.
    for (let trial = 0; trial < 20 && !one('.dock .tabs'); trial++) {
      await rest(50);
      await clear();
    }
    await until(() => one('.controls .play') && one('.narration[data-of]') && one('.stage'), 'the stage');
    const choice = one('.head .language select');
    if (choice && document.documentElement.lang !== 'en') {
      type(choice, 'en');
      await until(() => document.documentElement.lang === 'en', 'English');
    }
    await pause();
    // What is being searched is not waited for.
    if (one('.dock .break-open')?.ariaLabel?.includes('(searching)')) {
      await press(one('.dock .break-open'));
      // It may come to its end just then.
      for (let wait = 0; wait < 20 && !one('.call-off'); wait++) await rest(10);
      await press(one('.call-off'));
      await clear();
    }
  };

  window.viewer = {
    /** Does so many things at random; gives what was done. */
    async act(seed, count) {
      state = seed | 0;
      did = [];
      for (let nth = 0; nth < count; nth++) {
        let at = below(weights);
        const [, thing] = things.find(([weight]) => (at -= weight) < 0);
        await thing();
        await pause();
        if (one('.broken')) throw new Error(`The page says that it is broken, after: ${did.slice(-5).join(' | ')}`);
      }
      return did;
    },
    /** What the page gives for the moment on show: its scene to be copied, and its run. */
    async copy() {
      for (let trial = 0; trial < 5; trial++) {
        const copy = await this.copyNow();
        // What was begun may begin to play a moment later: a text of one moment and a run of another say nothing.
        if (copy.before === copy.run.time) return copy;
      }
      throw new Error('The page does not stand still.');
    },
    async copyNow() {
      await calm();
      // What a replica does by itself because of a step belongs to that step: no line of a scene comes in between.
      for (let steps = 0; steps < 8; steps++) {
        const [now, whole] = [await window.paxosExplainer.getRun('now'), await window.paxosExplainer.getRun()];
        const next = whole.events[now.events.length];
        if (next?.kind !== 'own' || next.time !== now.time) break;
        await press(controls(3));
      }
      const copied = async (button, name) => {
        for (let trial = 0; trial < 20; trial++) {
          if (!(await opened('runs'))) {
            // The scene beside this one was asked for before, and has come only now.
            await rest(50);
            await calm();
            continue;
          }
          await press(all('#panel-runs button').find(({ textContent }) => textContent === button));
          for (let wait = 0; wait < 100 && one('.copied textarea')?.getAttribute('aria-label') !== name; wait++) await rest(10);
          const field = one('.copied textarea');
          // A scene that was asked for may come in between, and begins with nothing copied.
          if (field?.getAttribute('aria-label') === name) return field;
        }
        return undefined;
      };
      const before = window.paxosExplainer.currentTime;
      // What was copied before stands there until the next has come: with the link in between, the next is told from it.
      await copied('Copy link', 'The link');
      const field = await copied('Copy as scene', 'The scene');
      if (!field) throw new Error(`The scene was not copied. The panel: ${one('#panel-runs')?.innerText}; the notices: ${one('.notices')?.innerText}`);
      const run = await window.paxosExplainer.getRun('now');
      return { text: field.value, run, after: await this.restOfAct(run, /^network manual$/m.test(field.value)), before };
    },
    /**
     * The runs up to the moments that follow within something that was done: it may take several steps, or, as a delivery
     * of a manual network, some time, and in its midst the scene that is copied tells all of it.
     */
    async restOfAct(run, isManual) {
      const begun = String(run.do ?? '').split('~').map((act) => Number(act.split(/[_:]/)[0])).filter((time) => time <= run.time);
      const last = Math.max(-1, ...begun);
      const isInAct = last === run.time || (isManual && 0 <= last && run.events.every(({ time }) => time <= last));
      const after = [];
      for (let steps = 0; isInAct && steps < 8; steps++) {
        await press(controls(3));
        const next = await window.paxosExplainer.getRun('now');
        const isLater = next.time !== run.time && (last === run.time || 0 < after.length);
        if (isLater || next.events.length <= run.events.length + after.length) break;
        after.push(next);
      }
      return after;
    },
    /** Opens a scene as a link does that is put into the address. */
    async open(hash) {
      await calm();
      location.hash = hash;
      const id = /scene=([^&]*)/.exec(hash)[1];
      await until(() => window.paxosExplainer.scene === id, `the scene ${id}`);
      await calm();
    },
    /** Of the runs in the scene on show only so many are left. */
    async tidy(most) {
      await calm();
      await until(() => opened('runs'), 'the panel of runs');
      for (let left = all('.own-runs .delete').length; most < left; left--) {
        await press(all('.own-runs .delete')[0]);
        await until(() => all('.own-runs .delete').length < left, 'one run less');
      }
      await rest(400); // The storage is written.
    },
    /** The page as at its beginning, to be measured. */
    async still() {
      await calm();
      location.hash = '#scene=learning&view=stage&t=100%25';
      await until(() => window.paxosExplainer.scene === 'learning', 'the scene learning');
      await calm();
      for (const tab of all('.tabs button[aria-expanded=true]')) await press(tab);
      await rest(400); // The address is written.
      return {
        elements: document.querySelectorAll('*').length,
        kept: Object.keys(localStorage).reduce((sum, name) => sum + name.length + (localStorage.getItem(name) ?? '').length, 0),
      };
    },
  };
}
