// Makes of a folder that Trunk has built what is given to others: puts the Content-Security-Policy into its
// index.html, makes the single file paxos-explainer.html, and the list manifest.json.
//   node xtask/pack.mjs FOLDER
// `cargo xtask dist` calls this. Node has gzip, SHA-256 and base64, so that nothing has to be installed for them.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

/** What a host of notes is asked to load for the element; more than this would be felt there. */
const ELEMENT_BYTES_MAX = 4096;
const ELEMENT = 'paxos-explainer.js';
const MODULE = 'mount.mjs';
const WORKSHOP = 'workshop.js';
const SINGLE = 'paxos-explainer.html';
const MANIFEST = 'manifest.json';
/** What says that the program has broken. */
const BROKEN = 'broken.mjs';

/** The folders whose files the page fetches, and the single file holds inside. */
const TEXTS = ['scenes', 'course', 'words', 'scenes/de', 'course/de'];

/** The folder of the figures, which `paxos figures` writes, and its list. The single file does not hold them. */
const FIGURES = 'figures';
/** The figures that stand in the page before it runs. */
const FIRST = ['first.svg', 'first-dark.svg', 'first-tall.svg', 'first-tall-dark.svg'];

/** What is wrong, in a sentence for the one who builds. */
class Trouble extends Error {}

/** What the page may do. Scenes may come from anywhere (`src=`), scripts and styles from its own folder alone. */
const POLICY = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'style-src': "'self'",
  'img-src': "'self' data: blob:",
  'connect-src': '*',
  'worker-src': "'self' blob:",
  'frame-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

/** A policy as its header and the meta element have it. */
export const written = (policy) => Object.entries(policy).map(([name, value]) => `${name} ${value}`).join('; ');

/** What the page that is served asks for itself. */
export const PAGE_POLICY = written(POLICY);

/** The policy of the single file: the same, but its scripts and its style are inside, and named by what they are. */
function singlePolicy(scripts, style) {
  const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return written({
    ...POLICY,
    'script-src': [...scripts.map(hash), "'wasm-unsafe-eval'"].join(' '),
    'style-src': hash(style),
    'img-src': 'data: blob:',
    'worker-src': 'blob:',
  });
}

/** A page with a policy of its own, which has to stand before all that it is to hold for. */
function withPolicy(html, policy) {
  // It is put in here and not in index.html, since `trunk serve` puts a script into the page, to load it again.
  const charset = '<meta charset="utf-8">';
  return put(html, charset, `${charset}\n<meta http-equiv="Content-Security-Policy" content="${policy}">`);
}

/** Puts one text in place of another, which has to be there once. */
function put(html, there, instead) {
  const parts = html.split(there);
  if (parts.length !== 2) throw new Trouble(`index.html has ${parts.length - 1} times ${there}, and once was expected.`);
  return parts.join(instead);
}

/** The first element that looks so. */
function found(html, pattern) {
  const match = pattern.exec(html);
  if (!match) throw new Trouble(`index.html, as Trunk made it, has nothing like ${pattern}.`);
  return match;
}

/** The names of all files below a folder, with `/` on every system, in an order that is the same on each. */
export function filesBelow(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return names.map((name) => name.slice(join(folder, '/').length).replaceAll('\\', '/')).sort();
}

// The single file has ASCII letters alone: some servers say of all that they send that it is Latin-1, and what is read
// otherwise than it was written has another hash too, and is not run.

/** A piece of a page. */
const asciiHtml = (text) => text.replace(/[^\0-\x7f]/gu, (letter) => `&#${letter.codePointAt(0)};`);

/** A script: whatever its comments say, its code has such letters in strings only. */
const asciiScript = (text) =>
  text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** A style. The blank ends the number, and is no part of the text. */
const asciiStyle = (text) => text.replace(/[^\0-\x7f]/gu, (letter) => `\\${letter.codePointAt(0).toString(16)} `);

/** A text that may stand in an element: `src/link/inside.rs` reads it back. */
const hidden = (text) => asciiHtml(text.replaceAll('&', '&amp;').replaceAll('<', '&lt;'));

/** What holds a file inside the page. A script of a type that no browser knows is not run, and not shown. */
function holder(folder, name) {
  const text = readFileSync(join(folder, name), 'utf8');
  // A browser would read these otherwise than a file has them.
  if (/[\r\0\uFFFD]/.test(text)) throw new Trouble(`${name} is not plain text with plain ends of lines.`);
  return `<script type="text/plain" id="file:${name}">${hidden(text)}</script>`;
}

/** A text for a script or a style as it is: nothing in it may end the element or change how it is read. */
function asIs(text, name) {
  if (/<\/(script|style)|<!--|<script/i.test(text)) throw new Trouble(`${name} cannot stand inside a page as it is.`);
  return text;
}

/** The elements that load the styles, that of the first view and that of the rest, with the names of these. */
function stylesOf(html) {
  const links = [...html.matchAll(/<link (?=[^>]*rel="stylesheet")[^>]*href="\.\/([^"]+)"[^>]*>/g)];
  if (links.length !== 2) throw new Trouble(`index.html, as Trunk made it, loads ${links.length} styles, and two were expected.`);
  return links;
}

/** The element that starts the page, with the names of the parts in it. */
const startOf = (html) =>
  found(html, /<script defer src="\.\/(start\.js)" data-js="\.\/([^"]+)" data-wasm="\.\/([^"]+)" data-rest="\.\/([^"]+)"><\/script>/);

/** A script that fetches parts, with their names in it. Packed once more, it is the same. */
function withNames(text, parts) {
  const names = Object.entries(parts).map(([part, name]) => `${part}: './${name}'`);
  const [line, blanks] = found(text, /^( *)const NAMES = .*$/m);
  return put(text, line, `${blanks}const NAMES = { ${names.join(', ')} };`);
}

/** The module for pages that mount explainers themselves, with the names of the parts. */
function moduleOf(text, html) {
  const [, , js, wasm, rest] = startOf(html);
  const [[, style], [, restStyle]] = stylesOf(html);
  return withNames(text, { js, wasm, rest, style, restStyle });
}

/** The digits by which a browser knows whether it has these files. */
function digits(folder, names) {
  const hash = createHash('sha256');
  names.forEach((name) => hash.update(readFileSync(join(folder, name))));
  return hash.digest('hex').slice(0, 16);
}

/**
 * The page with the parts of its program called after what is in them all: they fit together or not at all. Trunk has
 * named two of them after what they were before the program was split.
 */
function withParts(folder, html) {
  const element = /(<script defer src="\.\/start\.js" data-js="\.\/(page-[0-9a-f]+)\.js" data-wasm="[^"]+")( data-rest="[^"]+")?>/;
  const [whole, start, stem] = found(html, element);
  const endings = ['.js', '_bg.wasm', '_rest.wasm'];
  const named = `page-${digits(folder, endings.map((ending) => `${stem}${ending}`))}`;
  endings.forEach((ending) => renameSync(join(folder, `${stem}${ending}`), join(folder, `${named}${ending}`)));
  return put(html, whole, `${start} data-rest="./${stem}_rest.wasm">`).replaceAll(stem, named);
}

/**
 * The page with its styles called after what is in them, which Trunk has seen before they were made small. That of the
 * rest is fetched with the rest of the program: a browser leaves alone what is disabled.
 */
function withStyles(folder, html) {
  const named = stylesOf(html).reduce((html, [, name]) => {
    const own = name.replace(/[0-9a-f]{16}/, digits(folder, [name]));
    renameSync(join(folder, name), join(folder, own));
    return html.replaceAll(name, own);
  }, html);
  const [, [rest]] = stylesOf(named);
  return / disabled/.test(rest) ? named : put(named, rest, rest.replace(' data-paxos', ' data-paxos disabled'));
}

/**
 * Names the parts of the worker after what is in them, as Trunk does with those of the page, so that a browser may keep
 * them; gives the names.
 */
function namedWorker(folder) {
  const [js, wasm] = ['worker.js', 'worker_bg.wasm'].map((name) => join(folder, name));
  if (existsSync(js)) {
    const named = `worker-${digits(folder, ['worker.js', 'worker_bg.wasm'])}`;
    renameSync(js, join(folder, `${named}.js`));
    renameSync(wasm, join(folder, `${named}_bg.wasm`));
  }
  const named = readdirSync(folder).filter((name) => /^worker-[0-9a-f]{16}\.js$/.test(name));
  if (named.length !== 1) throw new Trouble(`There are ${named.length} workers in ${folder}, and one was expected.`);
  return { js: named[0], wasm: named[0].replace(/\.js$/, '_bg.wasm') };
}

/** A text or a program that nobody reads before it is needed. */
const packed = (bytes) => gzipSync(bytes, { level: 9 }).toString('base64');

/**
 * What wasm-bindgen wrote for the page, as a module that hands it over by an event: what is inside cannot be imported. So
 * what says that it has broken is in there too.
 */
function handing(js, broken) {
  // xtask/rest.js gives its function last, which has another name since.
  const [given, start] = found(js, /export\{([\w$]+) as default\};\n$/);
  const held = `const broken = (() => {\n${put(broken, 'export function tell(', 'function tell(')}\nreturn { tell };\n})();`;
  const whole = put(put(js, 'import("./broken.mjs")', 'Promise.resolve(broken)'), given, '');
  return `${whole}\n${held}\ndispatchEvent(new CustomEvent('paxos-bindings', { detail: ${start} }));\n`;
}

/** The same for the worker, as a classic script: from a disk no browser makes a worker of a module that is inside a page. */
function handingWorker(js) {
  found(js, /__wbg_init as default/);
  // What is exported is handed over. The address of a module is where the program would be looked for, and it is inside.
  const classic = js.replace(/^export \{[^}]*\};?$/m, '').replaceAll(/^export /gm, '').replaceAll('import.meta.url', "''");
  if (/^\s*(export|import)\b|import\.meta/m.test(classic)) throw new Trouble('The script of the worker cannot be put inside.');
  const detail = '{ default: __wbg_init, Errand }';
  return `(() => {\n'use strict';\n${classic}\ndispatchEvent(new CustomEvent('paxos-worker', { detail: ${detail} }));\n})();\n`;
}

/** A drawing as an address that holds it: as text, since one much like another packs well then. */
const held = (drawing) => `data:image/svg+xml,${drawing.replace(/[\s"'#%&<>]/g, (letter) => `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`)}`;

/** The page with its first figures and its icon inside: each would be one request more before it runs. */
function withDrawings(folder, html) {
  const icon = readdirSync(folder).find((name) => /^icon-[0-9a-f]+\.svg$/.test(name));
  if (!icon) throw new Trouble(`There is no icon in ${folder}.`);
  const names = [[`./${icon}`, icon], ...FIRST.map((name) => [name, name])];
  return names.reduce((html, [address, name]) => {
    const inside = held(readFileSync(join(folder, name), 'utf8'));
    // Packed once more, it is the same.
    return html.includes(inside) ? html : put(html, `"${address}"`, `"${inside}"`);
  }, html);
}

/** The page with everything that it needs inside, in one file. */
function singleFile(folder, html, worker) {
  const read = (name, encoding) => readFileSync(join(folder, name), encoding);
  const styles = stylesOf(html);
  const start = startOf(html);
  const [, startName, jsName, wasmName, restName] = start;

  const css = styles.map(([, name]) => asIs(asciiStyle(read(name, 'utf8')), name)).join('');
  const starter = asIs(asciiScript(read(startName, 'utf8')), startName);
  const js = asIs(asciiScript(read(jsName, 'utf8')), jsName);
  const bindings = handing(js, asIs(asciiScript(read(BROKEN, 'utf8')), BROKEN));
  const workshop = asIs(asciiScript(read(WORKSHOP, 'utf8')), WORKSHOP);
  const working = handingWorker(asciiScript(read(worker.js, 'utf8')));
  const texts = filesBelow(folder).filter((name) => TEXTS.includes(dirname(name)));

  const inside = [
    ...texts.map((name) => holder(folder, name)),
    `<script type="application/wasm" id="wasm">${packed(read(wasmName))}</script>`,
    `<script type="application/wasm" id="wasm-rest">${packed(read(restName))}</script>`,
    `<script type="text/plain" id="worker-js">${packed(working)}</script>`,
    `<script type="application/wasm" id="worker-wasm">${packed(read(worker.wasm))}</script>`,
    `<script data-paxos-workshop>${workshop}</script>`,
    `<script data-inside data-wasm="wasm" data-rest="wasm-rest">${starter}</script>`,
    `<script type="module">${bindings}</script>`,
  ];
  let single = asciiHtml(html).replaceAll(/<link rel="(module)?preload"[^>]*>/g, '');
  single = put(single, styles[0][0], `<style data-paxos>${css}</style>`);
  single = put(single, styles[1][0], '');
  single = put(single, start[0], '');
  single = put(single, '</body>', `${inside.join('\n')}\n</body>`);
  return withPolicy(single, singlePolicy([workshop, starter, bindings, working], css));
}

/** Where the page, as long as it does not run, leads to all of its figures. */
const TO_FIGURES = ` All slides are in <a href="${FIGURES}/index.html">${FIGURES}</a>.`;

/**
 * The page with the names of the scenes of which there are figures beside it, so that it never asks for one in vain;
 * and beside them, for each scene, what its slides say, for the page to show before it runs.
 */
function withFigures(folder, html) {
  const list = join(folder, FIGURES, 'figures.json');
  if (!existsSync(list)) return html;
  const scenes = new Map();
  for (const { scene, sceneTitle, title, caption } of JSON.parse(readFileSync(list, 'utf8'))) {
    const slides = [...(scenes.get(scene)?.slides ?? []), { title, caption }];
    scenes.set(scene, { title: sceneTitle, slides });
  }
  for (const [scene, { slides }] of scenes) writeFileSync(join(folder, FIGURES, `${scene}-slides.json`), JSON.stringify(slides));
  const lines = [...scenes].map(([scene, { title, slides }]) => `${scene} ${slides.length} ${title}`);
  const letters = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '\n': '&#10;' };
  const value = lines.join('\n').replace(/[&"<\n]/g, (letter) => letters[letter]);
  const [start] = startOf(html);
  const listed = put(html, start, start.replace('></script>', ` data-figures="${value}"></script>`));
  return put(listed, '</p></noscript>', `${TO_FIGURES}</p></noscript>`);
}

/** What the list says of a file. */
function measured(bytes) {
  return {
    bytes: bytes.length,
    gzipped: gzipSync(bytes, { level: 9 }).length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

/** The list of all files, with no date in it: the same commit gives the same list. */
function manifest(folder) {
  const cargo = readFileSync(fileURLToPath(new URL('../Cargo.toml', import.meta.url)), 'utf8');
  const [, version] = found(cargo, /^version = "([^"]+)"/m);
  const names = filesBelow(folder).filter((name) => name !== MANIFEST);
  const files = Object.fromEntries(names.map((name) => [name, measured(readFileSync(join(folder, name)))]));
  return { name: 'paxos-explainer', version, files };
}

/** The sizes, those of the texts summed up. */
function table({ files }) {
  const rows = new Map();
  for (const [name, { bytes, gzipped }] of Object.entries(files)) {
    const row = [...TEXTS, FIGURES].includes(dirname(name)) ? `${dirname(name)}/*${extname(name)}` : name;
    const sum = rows.get(row) ?? { bytes: 0, gzipped: 0 };
    rows.set(row, { bytes: sum.bytes + bytes, gzipped: sum.gzipped + gzipped });
  }
  const line = (name, bytes, gzipped) => `${name.padEnd(36)}${String(bytes).padStart(12)}${String(gzipped).padStart(12)}`;
  const lines = [...rows].map(([name, { bytes, gzipped }]) => line(name, bytes, gzipped));
  return [line('', 'bytes', 'gzipped'), ...lines].join('\n');
}

/** Packs a folder in which Trunk has just built the page, and gives the table of what is in it. */
export function pack(folder) {
  const page = join(folder, 'index.html');
  if (!existsSync(page)) throw new Trouble(`There is no page in ${folder}.`);
  // Packed once more, it is the same.
  const packed = [/\n<meta http-equiv="Content-Security-Policy"[^>]*>/, / data-figures="[^"]*"/];
  const built = [...packed, TO_FIGURES].reduce((html, part) => html.replace(part, ''), readFileSync(page, 'utf8'));
  const html = withDrawings(folder, withStyles(folder, withParts(folder, built)));
  const worker = namedWorker(folder);
  const workshop = join(folder, WORKSHOP);
  writeFileSync(workshop, withNames(readFileSync(workshop, 'utf8'), worker));
  writeFileSync(join(folder, SINGLE), singleFile(folder, html, worker));
  writeFileSync(page, withPolicy(withFigures(folder, html), PAGE_POLICY));
  const module = join(folder, MODULE);
  writeFileSync(module, moduleOf(readFileSync(module, 'utf8'), html));
  const list = manifest(folder);
  writeFileSync(join(folder, MANIFEST), `${JSON.stringify(list, null, 2)}\n`);
  const element = list.files[ELEMENT];
  if (!element) throw new Trouble(`${ELEMENT} is missing; index.html names it for Trunk to copy.`);
  if (ELEMENT_BYTES_MAX < element.gzipped) {
    const sizes = `${element.gzipped} bytes gzipped, and may have ${ELEMENT_BYTES_MAX}`;
    throw new Trouble(`${ELEMENT} has ${sizes}: authors load it into pages of their own.`);
  }
  return table(list);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    console.log(pack(process.argv[2] ?? '.'));
  } catch (error) {
    console.error(error instanceof Trouble ? error.message : error);
    process.exitCode = 1;
  }
}
