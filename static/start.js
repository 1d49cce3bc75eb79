// Starts the page: fetches its parts, and where they cannot be had says in words what is wrong and what helps.
//
// A file of its own, since a strict Content-Security-Policy lets no script stand in the page. A classic script and no
// module: from a disk, and in a sandboxed frame, a browser may refuse modules, and then nobody is left to say so.
(() => {
  // The element that loads this file names the parts, which lie beside it. In the single file it names what holds
  // them inside instead.
  const { src, dataset } = document.currentScript;
  const { inside } = dataset;
  const part = (name) => new URL(dataset[name], src).href;

  const CURRENT = 'Open the page in a current Chrome, Edge, Firefox or Safari';

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
        'This browser does not run WebAssembly, and Paxos runs in this page as WebAssembly.',
        `${CURRENT}; where a lockdown mode or an administrator has switched WebAssembly off, allow it for this page.`,
      );
    }
    try {
      new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    } catch {
      throw new Trouble(
        'A Content-Security-Policy forbids WebAssembly here, and Paxos runs in this page as WebAssembly.',
        "Whoever runs this site can allow it: script-src needs 'wasm-unsafe-eval'.",
      );
    }
  }

  /** Why a part of the page cannot be had; `status` is what the server answered, if it did. */
  function missing(address, status) {
    const name = address.split('/').pop();
    if (location.protocol === 'file:') {
      return new Trouble(
        'This page was opened from a disk, and from there a browser does not load its parts.',
        'Open paxos-explainer.html, which holds everything in one file, or put the folder on a web server.',
      );
    }
    if (status) {
      return new Trouble(
        `A part of this page is missing: the server answers ${status} to ${name}.`,
        'Load the page again; if that does not help, its folder was not copied to the server as a whole.',
      );
    }
    if (self.origin === 'null') {
      return new Trouble(
        `In this sandboxed frame a part of the page may not be loaded: ${name}.`,
        'Whoever runs its server can allow it, by the header Access-Control-Allow-Origin: *.',
      );
    }
    return new Trouble(
      `A part of this page could not be loaded: ${name}.`,
      'See whether you are online, and load the page again.',
    );
  }

  /** The file at an address. */
  async function file(address) {
    const response = await fetch(address).catch(() => {
      throw missing(address);
    });
    if (!response.ok) throw missing(address, response.status);
    return response;
  }

  /** What wasm-bindgen wrote. In the single file a module hands it over. */
  async function bindings() {
    if (inside) return new Promise((resolve) => addEventListener('paxos-bindings', ({ detail }) => resolve(detail)));
    const address = part('js');
    try {
      return (await import(address)).default;
    } catch (error) {
      // A browser does not say why a module was not loaded, so it is asked for once more. Where it is there, it is the
      // module itself that does not run.
      await file(address);
      throw new Trouble(
        'This browser does not understand the script of this page, or has a damaged copy of it.',
        `Load the page again; if that does not help: ${CURRENT}. (${error.message})`,
      );
    }
  }

  /** The program. Browsers compile it while it comes, but only under its own media type, which not every server knows. */
  async function program() {
    const body = inside ? unpacked(document.getElementById(inside).textContent) : (await file(part('wasm'))).body;
    return new Response(body, { headers: { 'Content-Type': 'application/wasm' } });
  }

  /** The bytes that gzip and base64 hide in a text, as they come. */
  function unpacked(text) {
    if (typeof DecompressionStream !== 'function') {
      throw new Trouble('This browser is too old for this page: it cannot unpack it.', `${CURRENT}.`);
    }
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    return new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  }

  async function start() {
    refuseWhereWasmIsRefused();
    const [init, response] = await Promise.all([bindings(), program()]);
    try {
      await init({ module_or_path: response });
    } catch (error) {
      // It runs, and has broken: it says so itself.
      if (error instanceof WebAssembly.RuntimeError) throw error;
      throw new Trouble(
        'This browser could not start the page: it is too old for it, or has copies of its parts that do not fit together.',
        `Load the page again without the copies that the browser keeps (Ctrl+Shift+R); if that does not help: ${CURRENT}. (${error.message})`,
      );
    }
  }

  function paragraph(text) {
    const made = document.createElement('p');
    made.textContent = text;
    return made;
  }

  function tell({ message, help }) {
    const again = document.createElement('button');
    again.textContent = 'Load again';
    again.addEventListener('click', () => location.reload());
    const alert = document.createElement('div');
    alert.className = 'not-started';
    alert.setAttribute('role', 'alert');
    alert.append(paragraph(message), paragraph(help), again);
    document.querySelector('#page[data-paxos]')?.replaceChildren(alert);
    tellParent(`${message} ${help}`);
  }

  /** The page that holds this frame can then show something else in its place. */
  function tellParent(message) {
    if (parent === self) return;
    const keys = (text) => new URLSearchParams(text.slice(1));
    const id = keys(location.hash).get('id') ?? keys(location.search).get('id') ?? undefined;
    parent.postMessage({ paxos: 1, id, type: 'error', message }, '*');
  }

  // A deck speaks to a frame as soon as it has loaded, which is before the page runs: what it says waits for the page.
  const early = [];
  const keep = (event) => early.push(event);
  addEventListener('message', keep);

  function handOver() {
    removeEventListener('message', keep);
    for (const { data, origin, source } of early) dispatchEvent(new MessageEvent('message', { data, origin, source }));
  }

  start().then(handOver, (error) => {
    console.error(error);
    if (error instanceof Trouble) tell(error);
  });
})();
