// Does the errands of the page, such as the search for a counterexample, where they do not hold it up.
//
// One file in two places. On the page it opens the workshop: a worker; where the browser gives none, a corner of the
// page itself, where the work is done in short slices between the frames. In a worker it is what works there. Nothing of
// this is fetched before there is an errand. Whatever an errand is, the program knows: text goes in, text comes out.
//
// A classic script and no module, since a worker is one that every browser knows, and since it then knows its element:
// from its address it has those of its parts, on whatever page it stands, and to it it ties what it gives.
(() => {
  // What the build has called the parts, which lie beside this file; xtask/pack.mjs puts in the names that it gives them.
  const NAMES = { js: 'worker.js', wasm: 'worker_bg.wasm' };

  /** How long a slice of work may take. On the page, frames are drawn in between. */
  const SLICE_MS = { worker: 40, page: 6 };
  /** How often is told how far an errand is. */
  const REPORT_MS = 100;
  /** Of how many units the first slice is; the next ones are as long as they should be. */
  const BUDGET = { first: 1000, max: 100_000_000 };
  /** For so long a worker at work may be silent before it counts as dead: of one that was ended nobody is told. */
  const SILENCE_S = 10;
  /** What stands for the number of the errand with which a worker warms up: nobody has asked for it. */
  const REHEARSAL = 'rehearsal';
  /** A program that has taken so much memory never gives it back, and makes way for a fresh one. */
  const MEMORY_KEPT = 64 * 1024 * 1024;

  /** Errands by turns, a slice of each. */
  class Bench {
    #errands = new Map();
    #isWorking = false;

    /**
     * @param {{ Errand: Function }} program what knows the errands
     * @param {number} sliceMs
     * @param {() => Promise<void>} pause lets others have their turn
     * @param {(number: number, text: string, isDone: boolean) => void} say
     * @param {(error: Error) => void} broke the program has broken, and nothing more is to be had from it
     */
    constructor(program, sliceMs, pause, say, broke) {
      Object.assign(this, { program, sliceMs, pause, say, broke });
    }

    start(number, text) {
      this.#errands.set(number, { text, budget: BUDGET.first, spent: 0, told: performance.now() });
      if (!this.#isWorking) this.#work();
    }

    cancel(number) {
      this.#errands.get(number)?.errand?.free();
      this.#errands.delete(number);
    }

    end() {
      [...this.#errands.keys()].forEach((number) => this.cancel(number));
    }

    async #work() {
      this.#isWorking = true;
      // What has just been asked for begins in a turn of its own, too.
      for (await this.pause(); 0 < this.#errands.size; await this.pause()) {
        const [number, job] = this.#errands.entries().next().value;
        // To the end of the row.
        this.#errands.delete(number);
        this.#errands.set(number, job);
        try {
          this.#slice(number, job);
        } catch (error) {
          this.#errands.clear();
          this.broke(error);
        }
      }
      this.#isWorking = false;
    }

    #slice(number, job) {
      const start = performance.now();
      job.errand ??= new this.program.Errand(job.text);
      const isDone = job.errand.goOn(job.budget);
      const now = performance.now();
      const took = now - start;
      job.spent += took;
      const fit = Math.min(Math.max(this.sliceMs / Math.max(took, 0.1), 0.25), 2);
      job.budget = Math.min(Math.max(Math.round(job.budget * fit), 1), BUDGET.max);
      // A clock that has been set back says nothing of how long ago that was.
      if (!isDone && 0 <= now - job.told && now - job.told < REPORT_MS) return;
      job.told = now;
      const text = job.errand.report(job.spent);
      if (isDone) this.cancel(number);
      this.say(number, text, isDone);
    }
  }

  /** A turn of the loop of events: what has come in the meantime is heard first. */
  function turn() {
    const { port1, port2 } = new MessageChannel();
    return new Promise((resolve) => {
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    });
  }

  /** On the page: whatever is drawn or clicked goes first. */
  const idle = () => (self.scheduler?.postTask ? scheduler.postTask(() => {}, { priority: 'background' }) : turn());

  /** What a script hands over that was put inside, the moment it runs. */
  const handedOver = () => new Promise((resolve) => addEventListener('paxos-worker', ({ detail }) => resolve(detail), { once: true }));

  /** The program, ready to work, and the memory that it has. `module` is a promise of what wasm-bindgen wrote. */
  async function program(module, wasm) {
    const [{ default: init, ...rest }, body] = await Promise.all([module, typeof wasm === 'string' ? fetched(wasm) : wasm]);
    const { memory } = await init({ module_or_path: new Response(body, { headers: { 'Content-Type': 'application/wasm' } }) });
    return { ...rest, memory };
  }

  async function fetched(address) {
    const response = await fetch(address).catch((error) => {
      throw new Error(`${address}: ${error.message}`);
    });
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    return response.arrayBuffer();
  }

  /** In a worker: the first message brings the parts, the others errands. */
  function serve() {
    // In a worker made of the single file's text, what follows this text hands its part over.
    const inside = handedOver();
    let bench;
    let say;

    async function begin({ js, wasm }) {
      // Whoever waits for it is told that it is still there.
      const beat = setInterval(() => postMessage({ isComing: true }), 1000);
      try {
        const made = await program(js ? import(js) : inside, wasm);
        say = (number, text, isDone) => {
          if (number !== REHEARSAL) postMessage({ number, text, isDone, memory: made.memory.buffer.byteLength });
        };
        const broke = (error) => postMessage({ broke: String(error?.message ?? error) });
        bench = new Bench(made, SLICE_MS.worker, turn, say, broke);
        postMessage({ ready: true });
        // What runs for the first time is compiled first: so it is not the errand of a reader who waits.
        bench.start(REHEARSAL, made.Errand.rehearsal());
      } catch (error) {
        postMessage({ failed: String(error?.message ?? error) });
      } finally {
        clearInterval(beat);
      }
    }

    addEventListener('message', ({ data }) => {
      if (data.parts) begin(data.parts);
      else if ('text' in data) {
        bench.cancel(REHEARSAL);
        bench.start(data.number, data.text);
      } else {
        bench.cancel(data.number);
        say(data.number, '', true);
      }
    });
  }

  /** On the page: what has this file inside, or has fetched it. */
  function workshop({ src, textContent }) {
    const part = (name) => new URL(NAMES[name], src).href;
    /** The bytes that gzip and base64 hide in an element of the single file. */
    const unpacked = (id) => {
      const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), (letter) => letter.charCodeAt(0));
      return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')));
    };
    const blob = (...texts) => URL.createObjectURL(new Blob(texts, { type: 'text/javascript' }));

    /** A worker at this address, once it is ready. */
    async function worker(address, parts, hear, died) {
      const made = new Worker(address);
      let [silent, watch] = [0];
      const ready = new Promise((resolve, reject) => {
        let fail = reject;
        const gone = (why) => {
          made.terminate();
          fail(new Error(why));
        };
        made.addEventListener('error', (event) => {
          event.preventDefault();
          gone(event.message || 'The browser does not start a worker here.');
        });
        // One that is ended before it is ready is missed, too.
        watch = setInterval(() => SILENCE_S < ++silent && gone(`No word from the worker for ${SILENCE_S} s.`), 1000);
        made.addEventListener('message', ({ data }) => {
          silent = 0;
          if (data.isComing) return;
          if (data.ready) {
            fail = died;
            resolve({
              start: (number, text) => made.postMessage({ number, text }),
              cancel: (number) => made.postMessage({ number }),
              end: () => made.terminate(),
            });
          } else if ('text' in data) hear(data);
          else gone(data.failed ?? data.broke);
        });
        made.postMessage({ parts });
      });
      return ready.finally(() => {
        clearInterval(watch);
        URL.revokeObjectURL(address);
      });
    }

    /** The corner of the page. */
    async function corner(module, wasm, hear, died) {
      const made = await program(module, wasm);
      const say = (number, text, isDone) => hear({ number, text, isDone, memory: 0 });
      const bench = new Bench(made, SLICE_MS.page, idle, say, died);
      return {
        isHere: true,
        start: (number, text) => bench.start(number, text),
        cancel: (number) => bench.cancel(number),
        end: () => bench.end(),
      };
    }

    /** The ways to work, the best first. */
    function ways(hear, died) {
      if (src) {
        const parts = { js: part('js'), wasm: part('wasm') };
        // In a sandboxed frame, and for a page of another site, a worker may not be at an address; to try it is an error on
        // the console of Firefox.
        const isOwn = new URL(src).origin === self.origin;
        return [
          ...(isOwn ? [() => worker(src, parts, hear, died)] : []),
          () => worker(blob(`importScripts(${JSON.stringify(src)})`), parts, hear, died),
          () => corner(import(parts.js), parts.wasm, hear, died),
        ];
      }
      const script = unpacked('worker-js').text();
      const bytes = () => unpacked('worker-wasm').arrayBuffer();
      return [
        async () => worker(blob(textContent, '\n', await script), { wasm: await bytes() }, hear, died),
        async () => {
          const element = document.createElement('script');
          element.textContent = await script;
          const module = handedOver();
          document.head.append(element);
          element.remove();
          return corner(module, await bytes(), hear, died);
        },
      ];
    }

    /** The first way that there is. */
    async function found(hear, died) {
      let why;
      for (const way of ways(hear, died)) {
        try {
          return await way();
        } catch (error) {
          why = error;
        }
      }
      throw why;
    }

    /**
     * Opens a workshop. Errands have numbers, which the caller gives.
     *
     * @param {(number: number, report: object) => void} tell hears of an errand, until it is done or cancelled
     */
    return function open(tell) {
      /** Those that are not done. */
      const errands = new Map();
      let shop;
      let silent = 0;
      let watch;

      /** It is gone; whatever was under way is lost, and the next errand gets another one. */
      function lose(trouble, why) {
        const lost = [...errands.keys()];
        close();
        if (lost.length) console.warn(`paxos-explainer: an errand came to nothing: ${why?.message ?? why}`);
        for (const number of lost) tell(number, { report: 'trouble', trouble });
      }

      function close() {
        errands.clear();
        clearInterval(watch);
        watch = undefined;
        const old = shop;
        shop = undefined;
        old?.then((way) => way.end(), () => {});
      }

      function get() {
        if (shop) return shop;
        // What a shop that was left behind still says is not listened to.
        const mine = (act) => (...said) => mySelf === shop && act(...said);
        const mySelf = found(
          mine(({ number, text, isDone, memory }) => {
            silent = 0;
            const isWanted = isDone ? errands.delete(number) : errands.has(number);
            if (errands.size === 0) rest(memory);
            if (isWanted) tell(number, JSON.parse(text));
          }),
          mine((why) => lose('died', why)),
        );
        shop = mySelf;
        mySelf.catch(mine((why) => lose('missing', why)));
        return shop;
      }

      /** Nothing is left to be done. */
      function rest(memory) {
        clearInterval(watch);
        watch = undefined;
        if (MEMORY_KEPT < memory) close();
      }

      async function start(number, text) {
        errands.set(number, text);
        const way = await get().catch(() => null);
        // In the meantime it may have been cancelled, or lost.
        if (!way || errands.get(number) !== text) return;
        way.start(number, text);
        if (way.isHere) return;
        silent = 0;
        // Of a computer that slept, one second is missed and not many.
        watch ??= setInterval(() => SILENCE_S < ++silent && lose('died', `No word from the worker for ${SILENCE_S} s.`), 1000);
      }

      return {
        start,
        cancel(number) {
          if (!errands.delete(number)) return;
          if (errands.size === 0) rest(0);
          shop?.then((way) => way.cancel(number), () => {});
        },
        /** Fetches all that an errand would need. */
        prepare: () => void get().catch(() => {}),
        end: close,
      };
    };
  }

  if (typeof document === 'undefined') serve();
  else document.currentScript.paxosWorkshop = workshop(document.currentScript);
})();
