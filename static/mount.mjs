// Puts explainers into elements of a page, without frames: docs/embed/module.md says how.

// What the build has called the parts, which lie beside this file.
const NAMES = { js: '{js}', wasm: '{wasm}', rest: '{rest}', style: '{style}', restStyle: '{restStyle}' };
const part = (name) => new URL(NAMES[name], import.meta.url).href;

let started;

/** A part of the program. */
async function program(name) {
  const response = await fetch(part(name));
  if (!response.ok) throw new Error(`paxos-explainer: the server answers ${response.status} to ${part(name)}.`);
  // Browsers compile it while it comes, but only under its own media type, which not every server knows.
  return new Response(response.body, { headers: { 'Content-Type': 'application/wasm' } });
}

async function start() {
  const [{ default: init }, first, rest] = await Promise.all([import(part('js')), program('wasm'), program('rest')]);
  await init({ module_or_path: first, rest: { program: rest } });
}

/**
 * Puts an explainer into an element, or into a shadow root, and gives its handle.
 *
 * @param {Element | ShadowRoot} place it fills this
 * @param {object} keys the keys of a link, such as `{ scene: 'contention', slide: 2 }`; `script` is the text of a scene
 */
export async function mount(place, keys = {}) {
  started ??= start();
  try {
    await started;
  } catch (error) {
    started = undefined; // The next one tries again.
    throw error;
  }
  return window.paxosExplainer.mount(place, { style: `${part('style')} ${part('restStyle')}`, ...keys });
}
