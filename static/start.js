// Starts the page: fetches its parts, and where they cannot be had says in words what is wrong and what helps.
//
// A file of its own, since a strict Content-Security-Policy lets no script stand in the page. A classic script and no
// module: from a disk, and in a sandboxed frame, a browser may refuse modules, and then nobody is left to say so.
(() => {
  // The element that loads this file names the parts, which lie beside it. In the single file it names what holds
  // them inside instead, by its id.
  const { src, dataset } = document.currentScript;
  const inside = 'inside' in dataset;
  const part = (name) => new URL(dataset[name], src).href;

  // A reload opens the address that stood there when it was asked for. What the program writes there as it is left is
  // kept for this visit, beside what stood there before.
  const LEFT = 'paxos-explainer.left';
  let was;
  let given;
  goOn();
  addEventListener('hashchange', () => (given = location.href));
  addEventListener('beforeunload', () => (was = location.href));
  addEventListener('pagehide', () => (was ??= location.href));

  /** After a reload, goes to the address that the page was left with. */
  function goOn() {
    try {
      const [before, left] = JSON.parse(sessionStorage.getItem(LEFT) ?? '[]');
      sessionStorage.removeItem(LEFT);
      const [{ type }] = performance.getEntriesByType('navigation');
      if (before === location.href && type === 'reload') history.replaceState(null, '', left);
    } catch {
      // Nothing can be kept here, or no address be changed.
    }
  }

  /** Keeps the address as it is left. The program has heard of the leaving before, and has written it. */
  function leave() {
    if (was === given) return; // Somebody has put it there, to be opened.
    try {
      sessionStorage.setItem(LEFT, JSON.stringify([was, location.href]));
    } catch {
      // Nothing can be kept here.
    }
  }

  // In which language: as the link says, else as the reader has chosen before, else as the browser prefers; by the same
  // rules as the page goes by (src/link/spoken.rs). Both languages are here, since nothing may have to be fetched to say
  // that nothing can be fetched.
  const keysOf = (text) => [...new URLSearchParams(text.slice(1))];
  const inAddress = new Map([...keysOf(location.search), ...keysOf(location.hash)]);
  const isGerman = language() === 'de';
  /** A text in the language of the reader. */
  const either = (english, german) => (isGerman ? german : english);

  function language() {
    const ours = (tag) => ['en', 'de'].find((known) => known === String(tag).toLowerCase().split('-')[0]);
    const asked = inAddress.get('lang');
    if (asked && asked !== 'auto') return ours(asked) ?? 'en';
    return stored('paxos-explainer.language') ?? (navigator.languages ?? []).map(ours).find(Boolean) ?? 'en';
  }

  /** What the page has kept; nothing where the browser keeps nothing. */
  function stored(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  }

  /** Whether keys say what is to be opened; where they do not, the page opens where the reader was last. */
  function namesPlace(given) {
    return ['scene', 'objective', 'src', 'script', 'slide', 't', 'do', 'seed'].some((name) => given.has(name));
  }

  /** Where the reader was last, which the page opens again. */
  function kept() {
    return new URLSearchParams(stored('paxos-explainer.place') ?? '');
  }

  const CURRENT = either(
    'Open the page in a current Chrome, Edge, Firefox or Safari',
    'Öffnen Sie die Seite in einem aktuellen Chrome, Edge, Firefox oder Safari',
  );

  /** What is wrong, for the reader, and what helps. */
  class Trouble extends Error {
    constructor(what, help) {
      super(what);
      this.help = help;
    }
  }

  /** The smallest module that there is: whoever refuses it refuses all. */
  function refuseWhereWasmIsRefused() {
    if (typeof WebAssembly !== 'object') {
      throw new Trouble(
        either(
          'This browser does not run WebAssembly, and Paxos runs in this page as WebAssembly.',
          'Dieser Browser führt kein WebAssembly aus, und Paxos läuft auf dieser Seite als WebAssembly.',
        ),
        either(
          `${CURRENT}; where a lockdown mode or an administrator has switched WebAssembly off, allow it for this page.`,
          `${CURRENT}; wo ein Blockierungsmodus oder die Verwaltung WebAssembly abgeschaltet hat, erlauben Sie es für diese Seite.`,
        ),
      );
    }
    try {
      new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    } catch {
      throw new Trouble(
        either(
          'A Content-Security-Policy forbids WebAssembly here, and Paxos runs in this page as WebAssembly.',
          'Eine Content-Security-Policy verbietet hier WebAssembly, und Paxos läuft auf dieser Seite als WebAssembly.',
        ),
        either(
          "Whoever runs this site can allow it: script-src needs 'wasm-unsafe-eval'.",
          "Wer diese Website betreibt, kann es erlauben: script-src braucht 'wasm-unsafe-eval'.",
        ),
      );
    }
  }

  /** Why a part of the page cannot be had; `status` is what the server answered, if it did. */
  function missing(address, status) {
    const name = address.split('/').pop();
    if (location.protocol === 'file:') {
      return new Trouble(
        either(
          'This page was opened from a disk, and from there a browser does not load its parts.',
          'Diese Seite wurde von einem Datenträger geöffnet, und von dort lädt ein Browser ihre Teile nicht.',
        ),
        either(
          'Open paxos-explainer.html, which holds everything in one file, or put the folder on a web server.',
          'Öffnen Sie paxos-explainer.html, wo alles in einer Datei ist, oder legen Sie den Ordner auf einen Webserver.',
        ),
      );
    }
    if (status) {
      return new Trouble(
        either(
          `A part of this page is missing: the server answers ${status} to ${name}.`,
          `Ein Teil dieser Seite fehlt: Der Server antwortet ${status} auf ${name}.`,
        ),
        either(
          'Load the page again; if that does not help, its folder was not copied to the server as a whole.',
          'Laden Sie die Seite neu; hilft das nicht, so wurde ihr Ordner nicht vollständig auf den Server kopiert.',
        ),
      );
    }
    if (self.origin === 'null') {
      return new Trouble(
        either(
          `In this sandboxed frame a part of the page may not be loaded: ${name}.`,
          `In diesem abgeschotteten Frame (sandbox) darf ein Teil der Seite nicht geladen werden: ${name}.`,
        ),
        either(
          'Whoever runs its server can allow it, by the header Access-Control-Allow-Origin: *.',
          'Wer ihren Server betreibt, kann es erlauben, durch den Header Access-Control-Allow-Origin: *.',
        ),
      );
    }
    return new Trouble(
      either(
        `A part of this page could not be loaded: ${name}.`,
        `Ein Teil dieser Seite konnte nicht geladen werden: ${name}.`,
      ),
      either(
        'See whether you are online, and load the page again.',
        'Prüfen Sie, ob Sie online sind, und laden Sie die Seite neu.',
      ),
    );
  }

  /** As what the server has sent something. */
  const typeOf = ({ headers }) => (headers.get('Content-Type') ?? '').split(';')[0];

  /** The file at an address. */
  async function file(address) {
    const response = await fetch(address).catch(() => {
      throw missing(address);
    });
    if (!response.ok) throw missing(address, response.status);
    // Some servers answer with a page of theirs to whatever they do not have.
    if (typeOf(response) === 'text/html') throw missing(address, either('with a page', 'mit einer Seite'));
    return response;
  }

  /** What wasm-bindgen wrote. In the single file a module hands it over. */
  async function bindings() {
    if (inside) return new Promise((resolve) => addEventListener('paxos-bindings', ({ detail }) => resolve(detail)));
    const address = part('js');
    try {
      const { default: init } = await import(address);
      if (typeof init !== 'function') throw new TypeError('It exports nothing.');
      return init;
    } catch (error) {
      // A browser does not say why a module was not loaded, so it is asked for once more. Where it is there, it is the
      // module itself that does not run.
      const type = typeOf(await file(address));
      if (!/javascript/.test(type)) {
        throw new Trouble(
          either(
            `The server sends ${address.split('/').pop()} as ${type || 'nothing'}, and a browser runs a script as text/javascript alone.`,
            `Der Server sendet ${address.split('/').pop()} als ${type || 'nichts'}, und ein Browser führt ein Skript nur als text/javascript aus.`,
          ),
          either('Whoever runs this site can set its media type.', 'Wer diese Website betreibt, kann seinen Medientyp festlegen.'),
        );
      }
      throw new Trouble(
        either(
          'This browser does not understand the script of this page, or has a damaged copy of it.',
          'Dieser Browser versteht das Skript dieser Seite nicht oder hat eine beschädigte Kopie davon.',
        ),
        either(
          `Load the page again; if that does not help: ${CURRENT}. (${error.message})`,
          `Laden Sie die Seite neu; hilft das nicht: ${CURRENT}. (${error.message})`,
        ),
      );
    }
  }

  /** A part of the program. Browsers compile it while it comes, but only under its own media type, which not every server knows. */
  async function program(name) {
    const body = inside ? unpacked(document.getElementById(dataset[name]).textContent) : (await file(part(name))).body;
    return new Response(body, { headers: { 'Content-Type': 'application/wasm' } });
  }

  /**
   * The style of what only the rest of the program shows, which follows the other. In the single file, and where nothing has
   * split the program, both are there from the beginning.
   */
  const restStyle = document.querySelector('link[data-paxos][disabled]')?.href;

  /** The rest of the program, and its style. */
  async function rest() {
    const style = restStyle && file(restStyle).then((response) => response.text());
    const [own, text] = await Promise.all([program('rest'), style]);
    return { program: own, style: text };
  }

  /** The bytes that gzip and base64 hide in a text, as they come. */
  function unpacked(text) {
    if (typeof DecompressionStream !== 'function') {
      throw new Trouble(
        either(
          'This browser is too old for this page: it cannot unpack it.',
          'Dieser Browser ist zu alt für diese Seite: Er kann sie nicht entpacken.',
        ),
        `${CURRENT}.`,
      );
    }
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    return new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  }

  /**
   * Whether all of the program has to be there before it starts. The plain page needs a part of it, as long as one does no
   * more than look, play and turn to the next slides; the rest comes meanwhile.
   */
  function wholeAtOnce() {
    return dataset.rest && (inside || isGerman || 0 < asked().size);
  }

  async function start() {
    refuseWhereWasmIsRefused();
    const [init, response, whole] = await Promise.all([bindings(), program('wasm'), wholeAtOnce() ? rest() : undefined]);
    // What there is to be fetched when the program runs: where, and how without waiting for it.
    const addresses = () => ({ program: part('rest'), style: restStyle });
    const later = whole || !dataset.rest ? {} : { addresses: addresses(), fetchRest: () => drawn().then(rest) };
    try {
      await init({ module_or_path: response, rest: whole, ...later });
    } catch (error) {
      // It runs, and has broken: broken.mjs says so.
      if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) throw error;
      // It came in part alone. What does not fit together is said of an import.
      if (error instanceof TypeError && !inside && !/import/i.test(error.message)) throw missing(part('wasm'));
      throw new Trouble(
        either(
          'This browser could not start the page: it is too old for it, or has copies of its parts that do not fit together.',
          'Dieser Browser konnte die Seite nicht starten: Er ist zu alt für sie oder hat Kopien ihrer Teile, die nicht zusammenpassen.',
        ),
        either(
          `Load the page again without the copies that the browser keeps (Ctrl+Shift+R); if that does not help: ${CURRENT}. (${error.message})`,
          `Laden Sie die Seite neu, ohne die Kopien, die der Browser aufbewahrt (Strg+Umschalt+R); hilft das nicht: ${CURRENT}. (${error.message})`,
        ),
      );
    }
  }

  // Until the page runs, the figure of its first slide stands where the page draws its stage then. Where the address asks
  // for something else, that figure gives way to the one of what it asks for, or to words.

  /** The keys of the address; what stands after `#` wins over what stands after `?`. */
  function asked() {
    return namesPlace(inAddress) ? inAddress : new Map([...kept(), ...inAddress]);
  }

  /** Whether all is told in the words of the figures, which are English. */
  function isInTheirWords(given) {
    return !isGerman && (given.get('names') ?? stored('paxos-explainer.words') ?? 'talk') === 'talk';
  }

  /** The scenes of which there are figures beside the page: how many slides each has, and what it is called. */
  function scenesWithFigures() {
    const lines = (dataset.figures ?? '').split('\n').map((line) => line.split(' '));
    return new Map(lines.map(([scene, count, ...title]) => [scene, { count: Number(count), title: title.join(' ') }]));
  }

  /** Gives what stands there the look that is asked for, and says for which windows its figure is tall. */
  function dress(first, given) {
    const framed = parent === self ? 'full' : 'player';
    const ui = ['full', 'player', 'minimal', 'none'].includes(given.get('ui')) ? given.get('ui') : framed;
    const theme = ['light', 'dark', 'projector', 'print'].find((name) => name === given.get('theme'));
    if (theme) document.documentElement.dataset.theme = theme;
    const isTold = ui === 'full' || ui === 'player' ? given.get('captions') !== '0' : ui === 'minimal' && given.get('captions') === '1';
    first.className = `page ui-${ui} first`;
    if (!isTold) {
      first.classList.add('untold');
      first.querySelector('.narration')?.remove();
    }
    if (ui !== 'full') for (const part of first.querySelectorAll('.head, .course, .dock')) part.remove();
    const [tallDark, tall, wideDark] = first.querySelectorAll('source');
    if (ui !== 'full') {
      tall.media = '(max-width: 480px)';
      tallDark.media = '(max-width: 480px) and (prefers-color-scheme: dark)';
    }
    if (theme === 'dark') {
      tallDark.media = tall.media;
      wideDark.media = 'all';
    } else if (theme) {
      tallDark.remove();
      wideDark.remove();
    }
    return tall.media;
  }

  /**
   * The slide at whose end the page opens, which is what its figure shows. A link to a slide opens at its beginning,
   * where all is as the slide before has left it; of the beginning of a run, and of a moment within, there is no figure.
   */
  function leftBy(given) {
    if (given.has('t')) return 0;
    return given.has('slide') ? Number(given.get('slide')) - 1 : 1;
  }

  /** What a slide is called and says, at the places where the page has it then. */
  function announce(first, { id, count, title: scene }, slide, given) {
    const narration = first.querySelector('.narration');
    if (!narration) return;
    narration.querySelector('.count').textContent = `Slide ${slide} of ${count}`;
    const address = new URL(`figures/${encodeURIComponent(id)}-slides.json`, src);
    const say = ({ title, caption }) => {
      narration.querySelector('h1').textContent = title;
      const said = caption.map(paragraph);
      // What a slide comes to is told at its end.
      if (given.has('slide')) said.slice(1).forEach((part) => part.classList.add('to-come'));
      narration.append(...said);
    };
    const slides = fetch(address).then((response) => (response.ok ? response.json() : Promise.reject(response.status)));
    slides.then((slides) => say(slides[slide - 1])).catch(() => say({ title: scene, caption: [] }));
  }

  /** Puts in place of the figure the one of another slide, where there is one that fits, and else words. */
  function turn(first, given, narrow) {
    const id = given.get('scene') ?? 'consensus';
    const slide = Number(given.get('slide') ?? 1);
    const isRun = ['objective', 'src', 'script', 'do', 'seed', 'scenes'].some((name) => given.has(name));
    const isPart = given.has('view') && !given.get('view').split(',').includes('stage');
    // On the first slide of the course nothing happens: it begins as it ends.
    if (id === 'consensus' && slide === 1 && !isRun && !isPart && !given.has('t') && !isGerman) return;
    const { count, title } = scenesWithFigures().get(id) ?? { count: 0, title: '' };
    const isKnown = !isRun && isInTheirWords(given) && Number.isInteger(slide) && 1 <= slide && slide <= count;
    const left = isKnown && !isPart && !matchMedia(narrow).matches ? leftBy(given) : 0;
    first.querySelectorAll('.narration > p:not(.count)').forEach((part) => part.remove());
    first.querySelectorAll('.narration > *, .crumb').forEach((part) => part.replaceChildren());
    if (isKnown) first.querySelector('.crumb')?.replaceChildren(title);
    // On which slide a moment lies only the run knows.
    const isOnSlide = given.has('slide') || !given.has('t');
    if (isKnown && isOnSlide) announce(first, { id, count, title }, slide, given);
    if (isGerman) speakGerman(first);
    const picture = first.querySelector('picture');
    if (0 < left) {
      const image = document.createElement('img');
      image.className = 'poster by-day';
      image.alt = title;
      image.src = new URL(`figures/${encodeURIComponent(id)}-${left}.svg`, src).href;
      picture.replaceWith(image);
    } else {
      picture.replaceWith(first.querySelector('.wait'));
    }
    // Where no narration says what is starting, this does, if only to who does not see the figure.
    const isSaid = 0 < left && first.querySelector('.narration');
    const what = isOnSlide ? `${title}, slide ${slide}` : title;
    if (isKnown && !isSaid) first.querySelector('.wait').textContent = `Paxos Explainer is starting: ${what} …`;
  }

  /** What stands there says in German that the page is starting. What it is to show is not there in German. */
  function speakGerman(first) {
    document.documentElement.lang = 'de';
    const [wait, late] = first.querySelectorAll('.wait');
    if (wait) wait.textContent = 'Paxos Explainer startet …';
    if (late) {
      late.textContent = 'Es dauert länger als sonst. Bei langsamer Verbindung liegt das nur an der Größe der Seite, etwa 1.300 kB; laden Sie sie sonst neu, oder öffnen Sie sie in einem aktuellen Browser.';
    }
  }

  const first = document.querySelector('#page[data-paxos] > .first');
  if (first) {
    const given = asked();
    turn(first, given, dress(first, given));
  }

  /** When the first scene is drawn: what comes then holds nothing up. Where it cannot be had, in a while. */
  function drawn() {
    return new Promise((resolve) => {
      const looking = new MutationObserver(look);
      const late = setTimeout(stop, 5000);
      looking.observe(document.body, { childList: true, subtree: true });
      look();

      function look() {
        if (!first?.isConnected) stop();
      }

      function stop() {
        looking.disconnect();
        clearTimeout(late);
        resolve();
      }
    });
  }

  function paragraph(text) {
    const made = document.createElement('p');
    made.textContent = text;
    return made;
  }

  function tell({ message, help }) {
    const again = document.createElement('button');
    again.textContent = either('Load again', 'Neu laden');
    again.addEventListener('click', () => location.reload());
    const alert = document.createElement('div');
    alert.className = 'not-started';
    alert.setAttribute('role', 'alert');
    alert.append(paragraph(message), paragraph(help), again);
    // What was to be seen is still to be seen, below.
    first?.querySelectorAll('.head, .course, .dock, .controls').forEach((part) => part.remove());
    const left = first?.querySelector('.poster') ? [first] : [];
    document.querySelector('#page[data-paxos]')?.replaceChildren(alert, ...left);
    tellParent(`${message} ${help}`);
  }

  /** The page that holds this frame can then show something else in its place. */
  function tellParent(message) {
    if (parent === self) return;
    const id = inAddress.get('id');
    parent.postMessage({ paxos: 1, id, type: 'error', message }, '*');
  }

  // A deck speaks to a frame as soon as it has loaded, which is before the page runs: what it says waits for the page.
  const early = [];
  const keep = (event) => early.push(event);
  addEventListener('message', keep);

  function handOver() {
    removeEventListener('message', keep);
    for (const kind of ['beforeunload', 'pagehide']) addEventListener(kind, leave);
    for (const { data, origin, source } of early) dispatchEvent(new MessageEvent('message', { data, origin, source }));
  }

  start().then(handOver, (error) => {
    console.error(error);
    if (error instanceof Trouble) tell(error);
  });
})();
