// What is drawn: where everything lies in one browser, to be held against where it lies in the other.

import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';

/** Moments in motion, in each kind of scene, on each kind of window. */
const MOMENTS = [
  ['scene=contention&t=3200', 1280, 800],
  ['scene=contention&t=3200&ui=player', 360, 740],
  ['scene=consensus&t=40%25', 1280, 800],
  ['scene=carry-on&t=62%25', 1024, 768],
  ['scene=milestones&t=6200&ui=none&theme=projector', 1280, 720],
  ['scene=mp-take-over&t=45%25&ui=player', 1280, 800],
  ['scene=mp-take-over&t=45%25&ui=player', 360, 740],
  ['scene=phase-2&t=55%25&view=stage,time&ui=player&theme=dark', 900, 700],
  ['scene=case-why-highest&t=70%25&view=stage,board&ui=player&lang=de', 900, 700],
];

/** Runs in the page: every mark of its figures, with its box in the coordinates of the figure, and how it is painted. */
function drawn() {
  const figures = [...document.querySelectorAll('.stage, #panel-time svg, #panel-board svg')].filter((svg) => svg instanceof SVGSVGElement && svg.ownerSVGElement === null);
  const round = (number) => Math.round(number * 10) / 10;
  return figures.flatMap((svg, nth) =>
    [...svg.querySelectorAll('rect, circle, path, line, text, image, use')].filter((mark) => !mark.closest('defs, clipPath, mask, marker')).map((mark) => {
      const box = mark.getBBox();
      const { a, b, c, d, e, f } = svg.getScreenCTM().inverse().multiply(mark.getScreenCTM());
      const at = (x, y) => [a * x + c * y + e, b * x + d * y + f];
      const [[x, y], [right, bottom]] = [at(box.x, box.y), at(box.x + box.width, box.y + box.height)];
      const style = getComputedStyle(mark);
      const isText = mark.tagName === 'text';
      return {
        what: `${nth} ${mark.closest('[id]')?.id ?? ''} ${mark.tagName} ${isText ? mark.textContent : ''}`.trim(),
        isText,
        box: [x, y, right, bottom].map(round),
        paint: [style.fill, style.stroke, style.opacity, style.display === 'none' ? 'none' : 'shown', style.visibility, isText ? `${style.fontSize} ${style.fontWeight} ${style.textAnchor}` : '', style.markerEnd.replace(/^url\(.*#/, '#')].join(' '),
      };
    }),
  );
}

/** All marks, when nothing moves any more: a panel is drawn once more when its size is known. */
async function atRest(visit) {
  let all = await visit.evaluate(drawn);
  for (let trial = 0; trial < 30; trial++) {
    await new Promise((passed) => setTimeout(passed, 150));
    const now = await visit.evaluate(drawn);
    if (isDeepStrictEqual(all, now)) break;
    all = now;
  }
  return all;
}

export const pictures = MOMENTS.map(([link, width, height]) => ({
  name: `#${link} at ${width} x ${height} is drawn as in the other browser`,
  width,
  height,
  async run(visit, { url }, seen) {
    await visit.open(`${url}#${link}`);
    const lang = /lang=(\w+)/.exec(link)?.[1];
    if (lang) await visit.until((lang) => document.documentElement.lang === lang, lang, lang);
    await visit.until(() => [...document.querySelectorAll('.stage .node')].length > 0, 'nodes');
    const all = await atRest(visit);
    assert(all.length > 20, `${all.length} marks`);
    const wide = await visit.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert(wide[0] <= wide[1], `the page is ${wide[0]} wide in a window of ${wide[1]}`);
    const other = seen.get(link + width);
    seen.set(link + width, all);
    if (!other) return;
    const wrong = [];
    assert.deepEqual(all.map(({ what }) => what), other.map(({ what }) => what), 'the marks');
    all.forEach((mark, nth) => {
      // A browser hints letters in its own way; what is no text lies where it lies.
      const far = Math.max(...mark.box.map((side, at) => Math.abs(side - other[nth].box[at])));
      if ((mark.isText ? 3 : 0.5) < far) wrong.push(`${mark.what}: ${mark.box} here, ${other[nth].box} there`);
      if (mark.paint !== other[nth].paint) wrong.push(`${mark.what}: ${mark.paint} here, ${other[nth].paint} there`);
    });
    assert.deepEqual(wrong, []);
  },
}));
