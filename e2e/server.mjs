// A file server for the built page and nothing else.
//
// It stands in for the plain static hosting that the page is made for: no
// rewriting, no compression, the right media types. `node server.mjs [FOLDER]`
// serves a folder by hand; the tests call `serve`.

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

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

/** Where `trunk build --release --dist e2e/dist` puts the page. */
export const DIST = fileURLToPath(new URL('./dist', import.meta.url));

/**
 * Serves `folder` on this machine alone. The system picks the port, so that
 * nothing has to be free and runs may overlap.
 *
 * @param {string} folder
 * @param {number} port 0 for any free one
 * @param {string} page a file that must be there, so that a build which is missing is not taken for a broken one
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serve(folder, port = 0, page = 'index.html') {
  const root = resolve(folder);
  if (!(await isFile(fileFor(root, `/${page}`) ?? ''))) {
    throw new Error(`There is no built page in ${root}; build it with "cargo xtask test e2e".`);
  }
  const server = createServer((request, response) => {
    answer(root, request, response).catch((error) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise((listening, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', listening);
  });
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function answer(root, request, response) {
  const path = fileFor(root, request.url ?? '/');
  if (path === null || !(await isFile(path))) {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found\n');
    return;
  }
  response.writeHead(200, {
    'Cache-Control': 'no-store',
    'Content-Type': MEDIA_TYPES[extname(path)] ?? 'application/octet-stream',
  });
  createReadStream(path).pipe(response);
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
