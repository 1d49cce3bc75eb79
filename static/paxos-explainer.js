// Why so: docs/embed/element.md

/** Keys that a running frame follows. */
const PLACE = 'scene objective src script found slide t do seed'.split(' ');
/** Keys for which it is loaded anew. */
const LOOK = 'scenes break ui interact autoplay loop speed theme motion names lang view captions links keys ask name'.split(' ');
export const ATTRIBUTES = [...PLACE, ...LOOK, 'base', 'title', 'height'];

/** What the frame tells. */
const EVENTS =
  'ready play pause ended seeked timeupdate ratechange slidechange action chosen learned violation statechange runchange answer objective error'.split(' ');

const SWITCHES = { autoplay: '0', loop: '0', captions: '1', links: '1', ask: '0' };
const PAGE = import.meta.url.replace(/[^/]*$/, 'index.html');
const GONE = 'No frame answers: this is not in a document, was loaded anew, or was destroyed.';

const BASE = `
  :host { display: block; box-sizing: border-box; position: relative; width: 100%; aspect-ratio: 16/10; overflow: clip }
  :host([hidden]), slot { display: none }
  :host::before { content: ''; display: block; padding-top: min(96px + 150%, 919px - 60%) }
  :host([ui=none])::before { padding-top: calc(544px - 40%) }
  iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0 }
  ::slotted(img) { max-width: 100%; max-height: 100% }`;
const INSTEAD = `
  iframe { visibility: hidden }
  slot { display: block; position: absolute; inset: 0; overflow: auto }`;
const PRINTED = `@media print { ${INSTEAD}
  :host { height: auto !important; aspect-ratio: auto }
  :host::before { display: none }
  slot { position: static } }`;

const link = (href) => Object.assign(document.createElement('a'), { href });

/** A scene as a link has it. */
async function packed(text) {
  if (!/\s/.test(text)) return text;
  let stream = new Blob([text]).stream();
  let sign = '';
  try {
    stream = stream.pipeThrough(new CompressionStream('deflate-raw'));
    sign = 'z.';
  } catch {}
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const code = btoa(String.fromCharCode(...bytes));
  return sign + code.replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
}

class PaxosExplainer extends (globalThis.HTMLElement ?? Object) {
  static observedAttributes = ATTRIBUTES;

  static {
    for (const name of ATTRIBUTES) {
      if (name in this.prototype) continue;
      Object.defineProperty(this.prototype, name, {
        get() {
          const text = this.getAttribute(name);
          return name in SWITCHES ? (text ?? SWITCHES[name]) !== '0' : text;
        },
        set(value) { this.#write(name, value); },
      });
    }
  }

  #phase; // With a frame: wait, hello, lost.
  #isGone;
  #frame;
  #loading;
  #now = {}; // What the frame told.
  #place; // What is to be on show.
  #text;
  #changed = [];
  #calls = []; // The first waits for hello.
  #hello;
  #turn;
  #timer;
  #heights = {}; // By width.
  #sheet = new CSSStyleSheet();

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.append(document.createElement('slot'));
    root.adoptedStyleSheets = [this.#sheet];
    new MutationObserver(() => this.#change('title')).observe(this, { subtree: true, childList: true, characterData: true });
  }

  get currentTime() { return this.#now.time ?? 0; }
  set currentTime(to) { this.#send('seek', { to: (this.#now.time = +to) }); }
  get duration() { return this.#now.duration ?? NaN; }
  get markers() { return this.#now.markers ?? []; }
  get paused() { return this.#now.paused ?? true; }
  get playbackRate() { return this.#now.rate ?? +(this.speed ?? 1); }
  set playbackRate(value) { this.#send('rate', { value: (this.#now.rate = value) }); }
  get scene() { return this.#now.scene ?? this.getAttribute('scene'); }
  set scene(scene) { this.#write('scene', scene); }
  get slide() { return this.#now.slide ?? +(this.getAttribute('slide') ?? 1); }
  set slide(slide) {
    this.t = null;
    this.#write('slide', slide);
  }
  get state() { return this.#now.state ?? this.do ?? ''; }

  play() { return this.#call('play'); }
  pause() { return this.#call('pause'); }
  seek(to) { return this.#call('seek', { to }); }
  stepForward() { return this.#call('step', { by: 1 }); }
  stepBack() { return this.#call('step', { by: -1 }); }
  nextSlide() { return this.#call('slide', { by: 1 }); }
  previousSlide() { return this.#call('slide', { by: -1 }); }
  reset() { return this.#call('reset'); }
  load(place) { return this.#call('load', this.#go(place)); }
  act(...args) { return this.#call('act', { args }); }
  getState() { return this.#call('getState'); }
  setState(state) { return this.#call('setState', { state }); }
  getRun(until) { return this.#call('getRun', { until }); }
  exportAs(format) { return this.#call('export', { format }); }
  setRate(value) { return this.#call('rate', { value }); }

  async ready() {
    await this.#meet();
    await this.#call('getState'); // It answers when a scene is on show.
    return { duration: this.duration, markers: this.markers };
  }

  async destroy() {
    this.#isGone = true;
    this.disconnectedCallback();
  }

  connectedCallback() {
    if (this.#isGone) return;
    addEventListener('message', this);
    this.#wait();
    this.#change('base');
  }

  disconnectedCallback() {
    removeEventListener('message', this);
    this.#phase = '';
    this.#drop(0);
    this.#dress();
  }

  attributeChangedCallback(name, before, value) {
    if (before !== value) this.#change(name);
  }

  handleEvent({ source, data }) {
    if (data?.paxos !== 1 || source !== this.#frame?.contentWindow) return;
    const { paxos, type, id, ballot, objective, ...detail } = data;
    if (type === 'chosen') detail.id = ballot;
    if (type === 'objective') detail.id = objective;
    if (type === 'result') {
      const call = this.#calls[data.rid];
      delete this.#calls[data.rid];
      if (data.ok) call?.ok(data.value);
      else call?.no(Error(data.error));
    } else if (type === 'hello') {
      this.#phase = type;
      this.#hello = this.#calls[0].ok();
      this.#dress();
    } else if (type === 'resize') {
      const width = this.clientWidth;
      this.#heights[width] = Math.max(this.#heights[width] ?? 0, data.height);
      this.#dress();
    } else if (type === 'key') {
      this.dispatchEvent(new KeyboardEvent('keydown', { ...data, bubbles: true, composed: true, cancelable: true }));
    } else if (EVENTS.includes(type)) {
      if (type === 'play' || type === 'pause') this.#now.paused = type === 'pause';
      const time = /seek|update/.test(type) ? detail.time : this.#now.time;
      Object.assign(this.#now, detail, type === 'ready' ? { time: 0, state: '' } : { time });
      this.#emit(type, detail);
    }
  }

  #write(name, value) {
    if (value == null) return this.removeAttribute(name);
    this.setAttribute(name, typeof value === 'boolean' ? +value : value);
    this.#change(name);
  }

  #change(name) {
    if (!this.#changed.length) queueMicrotask(() => this.#follow());
    this.#changed.push(name);
  }

  #follow() {
    const text = this.querySelector('script[type="text/paxos"]')?.textContent.trim();
    if (text !== this.#text) this.#changed.push('script');
    this.#text = text;
    const changed = this.#changed.filter((name) => name !== 'title' && name !== 'height');
    const moves = changed.filter((name) => PLACE.includes(name)).length;
    this.#changed = [];
    if (moves || !this.#place) this.#go({ ...this.#values(PLACE), ...(text && { script: text }) });
    if (!this.#phase) return;
    this.#dress();
    if (moves < changed.length || (moves && (this.#phase !== 'hello' || this.script))) this.#open();
    else if (moves) this.#send('load', this.#place);
  }

  #values(keys) {
    return Object.fromEntries(keys.map((key) => {
      const text = this.getAttribute(key);
      return [key === 'name' ? 'id' : key, text === '' && key in SWITCHES ? 1 : text || undefined];
    }));
  }

  #go(place) {
    this.#now = { rate: this.#now.rate };
    return (this.#place = { ...place, src: place?.src && link(place.src).href });
  }

  async #open() {
    if (this.#phase !== 'wait') this.#wait();
    this.#drop(1); // Or it would answer for the next.
    const turn = (this.#turn = {});
    const keys = { ...this.#values(LOOK), ...this.#place };
    keys.script &&= await packed(keys.script);
    if (0 <= this.#now.time) Object.assign(keys, { scene: this.scene, do: this.state, t: this.#now.time.toFixed() });
    for (const key in keys) if (!keys[key]) delete keys[key];
    const src = link(this.base ?? PAGE);
    src.hash = new URLSearchParams(keys);
    if (turn !== this.#turn || !this.#phase) return;
    this.#frame = Object.assign(document.createElement('iframe'), {
      part: 'frame',
      allow: 'fullscreen; clipboard-write',
      loading: this.#loading ?? this.getAttribute('loading') ?? 'lazy',
      onload: () => this.#watch(),
      src,
    });
    this.#dress();
    this.shadowRoot.append(this.#frame);
  }

  #wait() {
    this.#phase = 'wait';
    Object.assign(this.#now, { paused: true, rate: null });
    this.#hello = new Promise((ok, no) => (this.#calls[0] = { ok, no }));
    this.#hello.catch(() => {});
  }

  async #meet() {
    await 0; // What was asked for before comes first.
    if (!this.#phase) throw Error(GONE);
    return this.#hello;
  }

  #watch() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#phase === 'hello') return;
      const message = `No answer from ${link(this.base ?? PAGE)}. Is Paxos Explainer there, may it be framed, and run WebAssembly?`;
      this.#phase = 'lost';
      this.#calls[0].no(Error(message));
      this.#dress();
      this.#emit('error', { message });
    }, 30_000);
  }

  #drop(first) {
    clearTimeout(this.#timer);
    this.#frame?.remove();
    this.#frame = null;
    for (const call of this.#calls.splice(first)) call?.no(Error(GONE));
  }

  #dress() {
    const height = this.height === 'auto' ? this.#heights[this.clientWidth] : parseInt(this.height);
    const spare = this.querySelector(':scope > :not(script)') ? PRINTED : '';
    const now = spare && this.#phase !== 'hello' ? INSTEAD : '';
    this.#sheet.replaceSync(BASE + (height ? `:host { height: ${height}px }` : '') + now + spare);
    if (this.#frame) this.#frame.title = this.title || 'Paxos Explainer' + (this.scene ? `: ${this.scene}` : '');
  }

  async #call(type, given) {
    this.#loading = 'eager'; // A frame out of sight would not answer.
    if (this.#frame) this.#frame.loading = 'eager';
    await this.#meet();
    return new Promise((ok, no) => {
      const rid = this.#calls.push({ ok, no }) - 1;
      this.#frame.contentWindow.postMessage({ ...given, paxos: 1, id: this.name ?? undefined, type, rid }, '*');
    });
  }

  #send(type, given) {
    this.#call(type, given).catch(({ message }) => this.#emit('error', { message }));
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

if (globalThis.customElements && !customElements.get('paxos-explainer')) {
  customElements.define('paxos-explainer', PaxosExplainer);
}
