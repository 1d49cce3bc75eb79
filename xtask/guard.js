// What the build puts behind what wasm-bindgen wrote for the page: watches every way into the program.
//
// A panic and a trap both come out of it as an exception, and so does what a function of the browser throws through it.
// After that nothing in it holds any more, and it must not be entered again: whoever calls is not heard. `broken.mjs`
// says so; it is fetched only then.

/** The exports of the program, for as long as it is whole. */
function guarded(exports) {
  let isBroken = false;
  const guard = (act) => (...given) => {
    if (isBroken) return undefined;
    try {
      return act(...given);
    } catch (why) {
      // What is called after it has been taken back says so, and has touched nothing.
      if (!isBroken && !/^closure invoked/.test(why?.message)) {
        isBroken = true;
        tellBroken(why?.missing);
      }
      throw why;
    }
  };
  const each = ([name, it]) => [name, typeof it === 'function' ? guard(it) : it];
  return Object.fromEntries(Object.entries(exports).map(each));
}

/** @param missing the part that could not be fetched, where that is what is wrong */
function tellBroken(missing) {
  const known = import.meta.paxos ?? { instances: new Map(), waiting: new Map(), asked: new Map() };
  const page = document.querySelector('#page[data-paxos]');
  if (page && !known.instances.has(page)) known.instances.set(page, {});
  // What cannot be fetched now is said in a word.
  const inAWord = () => {
    for (const root of known.instances.keys()) {
      const notice = Object.assign(document.createElement('p'), { className: 'broken' });
      notice.setAttribute('role', 'alert');
      const isGerman = root.closest('[lang]')?.lang === 'de';
      const what = missing
        ? ['A part of this page could not be fetched. See whether you are online, and load', 'Ein Teil dieser Seite ließ sich nicht holen. Sehen Sie nach, ob Sie online sind, und laden Sie']
        : ['This page has broken. Load', 'Diese Seite ist kaputtgegangen. Laden Sie'];
      notice.textContent = isGerman ? `${what[1]} sie neu: Die Adresse führt zurück zu Ihrem Lauf.` : `${what[0]} it again: its address leads back to your run.`;
      root.prepend(notice);
    }
  };
  import('./broken.mjs').then(({ tell }) => tell(known, missing)).catch(inAWord);
}
