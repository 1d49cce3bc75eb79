// Whether the memory of a page is flat: rows of measurements, and a line through them.

const COLUMNS = [
  ['minute', ({ minute }) => minute.toFixed(1)],
  ['acts', ({ acts }) => acts],
  ['compared', ({ compared }) => compared],
  ['scenes', ({ scenes }) => scenes],
  ['heap kB', ({ heap }) => (heap === undefined ? '–' : Math.round(heap / 1000))],
  ['wasm pages', ({ wasm }) => wasm],
  ['nodes', ({ nodes }) => nodes ?? '–'],
  ['listeners', ({ listeners }) => listeners ?? '–'],
  ['elements', ({ elements }) => elements],
  ['kept kB', ({ kept }) => Math.round(kept / 1000)],
];

export const table = {
  head: () => console.log(COLUMNS.map(([name]) => name.padStart(10)).join('')),
  row: (row) => console.log(COLUMNS.map(([, of]) => String(of(row)).padStart(10)).join('')),
};

/** What may grow by how much, in a thousand acts: a leak of one node or one listener an act is a thousand of them. */
const BOUNDS = { heap: [40_000, 'bytes of JavaScript'], wasm: [1, 'pages of wasm'], nodes: [20, 'nodes'], listeners: [10, 'listeners'], elements: [5, 'elements'] };
/** This part of the measurements is left out: caches fill, and code is compiled. */
const WARMING = 1 / 4;

/** The slope of the line that fits best. */
export function slope(points) {
  const mean = (of) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean(([x]) => x), mean(([, y]) => y)];
  const spread = points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0) / spread;
}

/** Of so many parts of the rest the lowest counts: a leak raises that too, and what was only not thrown away yet does not. */
const PARTS = 5;

/** Whether each grows no faster than it may. */
export function judge(rows) {
  const steady = rows.slice(Math.ceil(rows.length * WARMING));
  const parts = Array.from({ length: PARTS }, (_, nth) => steady.slice(Math.floor((nth * steady.length) / PARTS), Math.floor(((nth + 1) * steady.length) / PARTS))).filter((part) => part.length);
  const lowest = (part, name) => part.reduce((low, row) => (row[name] < low[name] ? row : low));
  return Object.entries(BOUNDS).filter(([name]) => steady.every((row) => row[name] !== undefined)).map(([name, [bound, unit]]) => {
    const found = slope(parts.map((part) => lowest(part, name)).map((row) => [row.acts / 1000, row[name]]));
    const holds = found <= bound;
    return { name, holds, said: `${holds ? 'flat' : 'GROWS'}: ${found.toFixed(2)} ${unit} in a thousand acts (at most ${bound})` };
  });
}
