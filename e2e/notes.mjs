// The notes that docs/embed tells authors to write, taken out of its pages.
//
// A fenced block whose second mark is a file's name is that file of the
// author's notes, whole; a block marked `sh build` is what the author types to
// build them. So what the tests build is what the page says, and not a copy of
// it. `node notes.mjs HOST FOLDER` writes the notes of `docs/embed/HOST.md`
// into a folder, and the commands into `build.sh`.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PAGES = fileURLToPath(new URL('../docs/embed', import.meta.url));

/**
 * What a page of docs/embed tells an author to write.
 *
 * @param {string} host the page's name without its ending
 * @returns {{ files: Record<string, string>, build: string }} files by name, and the commands, one a line
 */
export function notes(host) {
  const files = {};
  let build = '';
  for (const { marks, text } of blocks(readFileSync(join(PAGES, `${host}.md`), 'utf8'))) {
    const [language, name] = marks;
    if (language === 'sh' && name === 'build') build += text;
    else if (name !== undefined) files[name] = text;
  }
  return { files, build };
}

/** Writes the notes of a host into a folder. */
export function write(host, folder) {
  const { files, build } = notes(host);
  for (const [name, text] of Object.entries({ ...files, ...(build && { 'build.sh': build }) })) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** The fenced blocks of a page. A fence may be longer than three backticks, to hold another. */
function blocks(text) {
  const found = [];
  let open = null;
  for (const line of text.split('\n')) {
    const fence = /^(`{3,})(.*)$/.exec(line);
    if (open === null && fence) {
      open = { fence: fence[1], marks: fence[2].trim().split(/\s+/), lines: [] };
    } else if (open !== null && line === open.fence) {
      found.push({ marks: open.marks, text: `${open.lines.join('\n')}\n` });
      open = null;
    } else {
      open?.lines.push(line);
    }
  }
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [host, folder] = process.argv.slice(2);
  if (folder === undefined) throw new Error('Two words are expected, as in "node notes.mjs mdbook FOLDER".');
  write(host, folder);
}
