// Every scene of the course, from its link to the end of its last slide.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../soak/soak.mjs';

/** The scenes of each chapter. */
const chapters = new Map();
for (const file of readdirSync(join(ROOT, 'static/scenes')).filter((file) => file.endsWith('.paxos')).sort()) {
  const place = /^place (\d+)/m.exec(readFileSync(join(ROOT, 'static/scenes', file), 'utf8'));
  const name = `chapter ${place?.[1]}`;
  chapters.set(name, [...(chapters.get(name) ?? []), file.slice(0, -'.paxos'.length)]);
}
assert(chapters.size === 7 && [...chapters.values()].flat().length > 110, 'the scenes were found');

export const course = [...chapters].sort().map(([name, scenes]) => ({
  name: `every scene of ${name} opens from its link and comes to its end`,
  async run(visit, { url, command }) {
    await visit.open(`${url}#scene=${scenes[0]}&slide=1`);
    for (const scene of scenes) {
      // What is put into the address of the open page is followed, as a link is that is opened.
      await visit.evaluate((hash) => (location.hash = hash), `#scene=${scene}&slide=1`);
      await visit.until((scene) => window.paxosExplainer.scene === scene && document.querySelector('.stage'), scene, scene);
      const native = JSON.parse(execFileSync(command, ['run', join(ROOT, `static/scenes/${scene}.paxos`), '--json'], { encoding: 'utf8', maxBuffer: 1 << 28 }));
      const slides = native.slides.length;
      const isAt = (place) => document.querySelector('.place')?.textContent === place;
      // The scene before stands at its end until this one has come.
      await visit.until(isAt, `the first slide of ${scene}`, `Slide 1 of ${slides}`);
      await visit.key('End');
      await visit.until(isAt, `the last slide of ${scene}`, `Slide ${slides} of ${slides}`);
      assert.deepEqual(await visit.run(), native, scene);
      const names = native.nodes.map(({ name }) => name);
      const drawn = await visit.evaluate((names) => {
        const { width, height } = document.querySelector('.stage').getBoundingClientRect();
        const isDrawn = (box) => box && 0 < box.width && 0 < box.height;
        const missing = names.filter((name) => !isDrawn(document.getElementById(`node-${name}`)?.getBoundingClientRect()));
        return { width, height, missing, broken: document.querySelector('.broken') !== null };
      }, names);
      assert.deepEqual(drawn.missing, [], `nodes that are not drawn in ${scene}`);
      assert(200 < drawn.width && 100 < drawn.height && !drawn.broken, `the picture of ${scene}: ${JSON.stringify(drawn)}`);
    }
  },
}));
