// A minute of the viewer who does anything, with seeds that are always the same.

import { Soak } from '../soak/soak.mjs';

/** So many rounds of each seed; where they take long, fewer. */
const [ROUNDS, LIMIT_MS] = [40, 30_000];

export const soak = [1, 2].map((seed) => ({
  name: `a viewer does anything, with seed ${seed}, and every state is that of the native core`,
  async run(visit, { url, command }) {
    const soak = new Soak(visit.page, url, seed, command);
    await soak.start();
    const stop = Date.now() + LIMIT_MS;
    for (let round = 0; round < ROUNDS && Date.now() < stop; round++) await soak.round(round);
  },
}));
