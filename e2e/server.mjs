// A file server for the built page and nothing else.
//
// It stands in for the plain static hosting that the page is made for: no
// rewriting, no compression unless it is asked for, the right media types. `node server.mjs [FOLDER]`
// serves a folder by hand; the tests call `serve`.

import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const MEDIA_TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.paxos': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  // Browsers compile WebAssembly while it arrives only under this type.
  '.wasm': 'application/wasm',
};

/** Where `cargo xtask dist e2e/dist` puts the page. */
export const DIST = fileURLToPath(new URL('./dist', import.meta.url));

/**
 * How a host differs from the plain one.
 *
 * @typedef {object} Ways
 * @property {string} [prefix] the folder of the site in which it stands, with a slash at both ends
 * @property {Record<string, string>} [headers] what is sent with every file
 * @property {Record<string, string>} [mediaTypes] by the ending of the name
 * @property {RegExp} [missing] paths under which there is nothing
 * @property {boolean} [gzip] whether files are sent compressed, as most hosts do
 */

/**
 * Serves `folder` on this machine alone. The system picks the port, so that
 * nothing has to be free and runs may overlap.
 *
 * @param {string} folder
 * @param {number} port 0 for any free one
 * @param {string} page a file that must be there, so that a build which is missing is not taken for a broken one
 * @param {Ways} ways
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serve(folder, port = 0, page = 'index.html', ways = {}) {
  const root = resolve(folder);
  const prefix = ways.prefix ?? '/';
  if (!(await isFile(fileFor(root, `/${page}`) ?? ''))) {
    throw new Error(`There is no built page in ${root}; build it with "cargo xtask test e2e".`);
  }
  const server = createServer((request, response) => {
    answer(root, ways, request, response).catch((error) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise((listening, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', listening);
  });
  return {
    url: `http://127.0.0.1:${server.address().port}${prefix}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** Compressed once, as a host keeps them: how long that takes is no matter of the page. */
const compressed = new Map();

async function gzipped(path) {
  if (!compressed.has(path)) compressed.set(path, gzipSync(await readFile(path)));
  return compressed.get(path);
}

async function answer(root, { prefix = '/', headers, mediaTypes, missing, gzip = false }, request, response) {
  const address = request.url ?? '/';
  const path = address.startsWith(prefix) && !missing?.test(address) ? fileFor(root, address.slice(prefix.length - 1)) : null;
  if (path === null || !(await isFile(path))) {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found\n');
    return;
  }
  response.writeHead(200, {
    'Cache-Control': 'no-store',
    'Content-Type': mediaTypes?.[extname(path)] ?? MEDIA_TYPES[extname(path)] ?? 'application/octet-stream',
    ...(gzip ? { 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' } : {}),
    ...headers,
  });
  if (gzip) response.end(await gzipped(path));
  else createReadStream(path).pipe(response);
}

/** The file that a request names, or null where it points out of the folder. */
function fileFor(root, url) {
  let name;
  try {
    name = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return null;
  }
  const path = normalize(join(root, name.endsWith('/') ? `${name}index.html` : name));
  return path.startsWith(root + sep) ? path : null;
}

async function isFile(path) {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await serve(process.argv[2] ?? DIST, Number(process.env.PORT ?? 0));
  console.log(url);
}
