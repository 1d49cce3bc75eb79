// What the benchmarks of this folder say in the same way.

import { loadavg } from 'node:os';

export const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];

/** Whether an aim is kept, as it stands in a table; nothing where there is none. */
export const verdict = (value, aim, unit = 'ms') => (aim === undefined ? '' : `${aim} ${unit}: ${value <= aim ? 'kept' : 'missed'}`);

/** A table as it stands in docs/performance.md. The first column is words, the others are numbers but where they say otherwise. */
export function table(heads, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  console.log([line(heads), line(heads.map((_, nth) => (nth === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n'));
}

/** Says how busy the machine was in the last minute: a figure of a busy one says little. */
export function tellLoad(when) {
  console.log(`Load ${when}: ${loadavg()[0].toFixed(1)}.`);
}
