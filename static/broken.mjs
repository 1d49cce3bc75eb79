// Says that the program has broken, and loses nothing: what was done is there as a text, and loading the page again leads
// back to it.
//
// Fetched only then. Nothing of the program may be called any more; all that is known of its instances it has noted
// outside before (src/ui/last.rs), and the last of what was typed still stands in the fields of the page.

/** Where a text waits for the next try, should that break too. */
const LAST = 'paxos-explainer.broken';
/** The keys of a link that say what is opened; the others say how it looks. */
const PLACE = ['scene', 'objective', 'src', 'script', 'slide', 't', 'do', 'seed', 'break', 'found'];

const WORDS = {
  en: {
    broken: 'This explainer has broken, and cannot go on: that is our mistake.',
    missing: 'A part of this explainer could not be fetched, and it cannot go on without it.',
    online: (part) => `The browser asked for ${part}, and it did not come. See whether you are online before you load the page again.`,
    kept: 'Nothing that you have done is lost. Load the page again, and it opens where you were.',
    guest: 'What you have done is below. Load the page again to go on; what this browser keeps is under “Your runs” then.',
    start: 'It broke while it was opening. Load it again; if it breaks once more, begin at the start: your runs and drafts stay where they are.',
    unkept: 'This browser lets it keep nothing here: copy what is below before you load it again.',
    console: 'What the console of the browser says helps to mend it.',
    again: 'Load again and go on',
    guestAgain: 'Load the page again',
    anew: 'Begin at the start',
    run: 'Your run, as a scene',
    draft: 'What you were writing',
    link: 'The link that was opened',
    copy: 'Copy',
    save: 'Save as a file',
    copied: 'Copied.',
    selected: 'It is selected: copy it with Ctrl+C, or ⌘C.',
    gone: 'This explainer has broken, and answers no more. Load the page again.',
  },
  de: {
    broken: 'Dieser Erklärer ist kaputtgegangen und kann nicht weitermachen: Das ist unser Fehler.',
    missing: 'Ein Teil dieses Erklärers ließ sich nicht holen, und ohne ihn kann er nicht weitermachen.',
    online: (part) => `Der Browser hat nach ${part} gefragt, und es kam nicht. Sehen Sie nach, ob Sie online sind, bevor Sie die Seite neu laden.`,
    kept: 'Nichts von dem, was Sie getan haben, ist verloren. Laden Sie die Seite neu, und sie öffnet sich, wo Sie waren.',
    guest: 'Was Sie getan haben, steht unten. Laden Sie die Seite neu, um weiterzumachen; was dieser Browser behält, steht dann unter „Ihre Läufe“.',
    start: 'Er ist beim Öffnen kaputtgegangen. Laden Sie ihn neu; geht er noch einmal kaputt, so beginnen Sie von vorn: Ihre Läufe und Entwürfe bleiben, wo sie sind.',
    unkept: 'Dieser Browser lässt ihn hier nichts behalten: Kopieren Sie, was unten steht, bevor Sie neu laden.',
    console: 'Was in der Konsole des Browsers steht, hilft, es zu beheben.',
    again: 'Neu laden und weitermachen',
    guestAgain: 'Die Seite neu laden',
    anew: 'Von vorn beginnen',
    run: 'Ihr Lauf, als Szene',
    draft: 'Woran Sie geschrieben haben',
    link: 'Der Link, der geöffnet wurde',
    copy: 'Kopieren',
    save: 'Als Datei sichern',
    copied: 'Kopiert.',
    selected: 'Es ist ausgewählt: Kopieren Sie es mit Strg+C oder ⌘C.',
    gone: 'Dieser Erklärer ist kaputtgegangen und antwortet nicht mehr. Laden Sie die Seite neu.',
  },
};

function make(tag, fields, ...children) {
  const made = Object.assign(document.createElement(tag), fields);
  made.append(...children);
  return made;
}

/** What the browser keeps for this visit; nothing where it is forbidden. */
function stored(act) {
  try {
    return act(sessionStorage, localStorage);
  } catch {
    return undefined;
  }
}

/** What the instance knew: what it has noted, or, where it broke before that, what the one before it has left. */
function found(root, noted) {
  const field = root.querySelector('.script textarea');
  const draft = field?.value && field.value !== noted.scene ? field.value : undefined;
  const before = noted.scene ? undefined : stored((visit) => JSON.parse(visit.getItem(LAST) ?? 'null'));
  return { ...before, ...noted, draft: draft ?? before?.draft };
}

/** The link to where it was: while something plays, the address is a moment behind. */
function linkOf({ link, time }) {
  if (!link || time === undefined) return link;
  const others = link.split('&').filter((pair) => !pair.startsWith('t='));
  return [...others, `t=${time}`].join('&');
}

/** The last part of an address. */
const nameOf = (address) => String(address).split('/').pop();

/** A name that every system takes. */
const fileOf = (title) => `${(title ?? '').replace(/[^\p{L}\p{N} _(),-]/gu, ' ').replace(/\s+/g, ' ').trim().slice(0, 60) || 'scene'}.paxos`;

/** A text, and what can be done with it. */
function text(say, label, content, file) {
  const field = make('textarea', { value: content, readOnly: true, rows: 8, spellcheck: false });
  const said = make('span', {});
  said.setAttribute('role', 'status');
  const copy = make('button', { textContent: say.copy, type: 'button' });
  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(content);
      said.textContent = say.copied;
    } catch {
      field.focus();
      field.select();
      said.textContent = say.selected;
    }
  });
  const buttons = [copy];
  if (file) {
    const save = make('button', { textContent: say.save, type: 'button' });
    save.addEventListener('click', () => {
      const href = URL.createObjectURL(new Blob([content], { type: 'text/plain' }));
      make('a', { href, download: file }).click();
      setTimeout(() => URL.revokeObjectURL(href), 10_000);
    });
    buttons.push(save);
  }
  return [make('label', {}, make('b', { textContent: label }), field), make('p', { className: 'broken-row' }, ...buttons, said)];
}

/** Loads the page again, at this link. */
function loadAt(link) {
  // Where the page may not change its address, this it may.
  if (link && link !== location.hash.slice(1)) location.hash = link;
  location.reload();
}

/** Loads the page again, at the start of the course: neither the address nor what is kept leads to where it broke. */
function loadAnew() {
  stored((visit, kept) => {
    kept.removeItem('paxos-explainer.place');
    kept.removeItem('paxos-explainer.editing');
  });
  const url = new URL(location.href);
  const looks = (pairs) => pairs.split('&').filter((pair) => pair && !PLACE.includes(pair.split('=')[0])).join('&');
  const search = looks(url.search.slice(1));
  if (search !== url.search.slice(1)) {
    url.search = search;
    url.hash = looks(url.hash.slice(1));
    return location.replace(url);
  }
  location.hash = looks(url.hash.slice(1));
  location.reload();
}

function notice(root, noted, isPage, missing) {
  const say = WORDS[root.closest('[lang]')?.lang] ?? WORDS.en;
  const known = found(root, noted);
  const isOpened = Boolean(noted.scene);
  const keeps = stored((visit) => {
    const { scene, title, draft, link } = known;
    visit.setItem(LAST, JSON.stringify({ scene, title, draft, link }));
    return true;
  });
  const what = isPage ? (isOpened ? say.kept : say.start) : say.guest;
  const why = missing ? say.missing : say.broken;
  const heading = make('h1', { textContent: why, tabIndex: -1 });
  const again = make('button', { textContent: isPage ? say.again : say.guestAgain, type: 'button' });
  again.addEventListener('click', () => (isPage ? loadAt(isOpened ? linkOf(known) : '') : location.reload()));
  const ways = [again];
  if (isPage) {
    const anew = make('button', { textContent: say.anew, type: 'button' });
    anew.addEventListener('click', loadAnew);
    ways.push(anew);
  }
  const alert = make('div', {}, heading, make('p', { textContent: what }));
  if (!keeps) alert.append(make('p', { textContent: say.unkept }));
  alert.setAttribute('role', 'alert');
  const texts = [];
  if (known.scene) texts.push(...text(say, say.run, known.scene, fileOf(known.title)));
  if (known.draft) texts.push(...text(say, say.draft, known.draft, fileOf(known.title)));
  if (!known.scene && !known.draft && isPage) texts.push(...text(say, say.link, location.href));
  const made = make('main', { className: 'not-started' }, alert, make('p', { className: 'broken-row' }, ...ways), ...texts, make('p', { textContent: missing ? say.online(nameOf(missing)) : say.console }));
  return { made, heading, message: `${why} ${what}`, gone: say.gone };
}

/** Whoever still holds a handle is answered, in words. */
function answerFor({ handle }, gone, leave) {
  for (const name of Object.keys(handle ?? {})) {
    const method = Object.getOwnPropertyDescriptor(handle, name)?.value;
    if (typeof method !== 'function') continue;
    handle[name] = () => {
      if (name === 'mount') throw new Error(gone);
      return name === 'destroy' ? Promise.resolve(leave()) : Promise.reject(new Error(gone));
    };
  }
}

/** The page around a frame is told, and whatever it asks from now on is refused. */
function answerHosts(message, gone, asked) {
  const hosts = [parent, opener].filter((host) => host && host !== self);
  const id = new Map([location.search, location.hash].flatMap((text) => [...new URLSearchParams(text.slice(1))])).get('id');
  const post = (host, fields) => host.postMessage({ paxos: 1, id, ...fields }, '*');
  const refuse = (host, rid) => post(host, { type: 'result', rid, ok: false, error: gone });
  for (const host of hosts) post(host, { type: 'error', message });
  for (const [rid, host] of asked) refuse(host, rid);
  addEventListener('message', ({ source, data }) => {
    if (!hosts.includes(source) || data?.paxos !== 1) return;
    if (['number', 'string'].includes(typeof data.rid)) refuse(source, data.rid);
    else post(source, { type: 'error', message: gone });
  });
}

/**
 * Puts the words in place of every instance.
 *
 * @param {{ instances: Map<Element, object>, waiting: Map<number, Function>, asked: Map<unknown, Window> }} known
 * @param {string=} missing the address of a part that could not be fetched, where that is what is wrong
 */
export function tell({ instances, waiting, asked }, missing) {
  document.querySelector('body > .first')?.remove();
  let gone = WORDS.en.gone;
  for (const [root, noted] of instances) {
    const isPage = root.id === 'page';
    // In a shadow tree the document knows the host of what has the focus alone.
    const active = root.getRootNode().activeElement ?? document.activeElement;
    const hadFocus = root.contains(active) || (isPage && (active === document.body || !active));
    const told = notice(root, noted, isPage, missing);
    gone = told.gone;
    root.replaceChildren(told.made);
    if (document.hasFocus() && hadFocus) told.heading.focus();
    answerFor(noted, told.gone, () => (isPage ? root : root.parentElement).remove());
    const detail = { message: told.message };
    noted.target?.dispatchEvent(new CustomEvent('error', { detail, bubbles: true, composed: true }));
    if (isPage) answerHosts(told.message, told.gone, asked);
  }
  for (const refuse of waiting.values()) refuse(new Error(gone));
  // Where the program was loaded for guests alone, no handle of a page holds this.
  if (window.paxosExplainer) window.paxosExplainer.mount = () => { throw new Error(gone); };
}
