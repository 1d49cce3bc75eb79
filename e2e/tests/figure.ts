// What figures have in common that the page exports: elements, and pictures made of them.

import sharp from 'sharp';
import type { Page } from '@playwright/test';

/** A thing that is drawn, with where it lies and how. */
export type Thing = { kind: string; place: string; text: string; paint: string };

/** The figure of the moment on show. */
export function exported(page: Page, format: 'svg' | 'time' = 'svg'): Promise<string> {
  return page.evaluate((format) => (window as any).paxosExplainer.exportAs(format), format);
}

/**
 * What is drawn in an element of the page, or in a figure, thing by thing: its geometry, its words, and the colours that
 * come of it. The figure is put into an empty document of its own, where nothing of the page's style reaches it.
 */
export async function things(page: Page, from: { selector: string } | { svg: string }): Promise<Thing[]> {
  if ('selector' in from) return page.locator(from.selector).evaluate(drawn);
  const blank = await page.context().newPage();
  await blank.setContent(`<!doctype html><body>${from.svg}</body>`);
  const all = await blank.locator('svg').evaluate(drawn);
  await blank.close();
  // The ground is the page's own.
  return all.slice(1);
}

/** Runs in the browser. */
function drawn(root: Element): Thing[] {
  const marks = [...root.querySelectorAll('rect, circle, path, text')].filter((mark) => !mark.classList.contains('reach'));
  return marks.map((mark) => {
    const group = mark.parentElement as Element;
    const style = getComputedStyle(mark);
    const numbers = ['x', 'y', 'width', 'height', 'rx', 'cx', 'cy', 'r', 'd'].map((name) => `${name}=${mark.getAttribute(name) ?? ''}`);
    const [, x = '0', y = '0'] = /translate\(([-\d.]+) ([-\d.]+)\)/.exec(group.getAttribute('transform') ?? '') ?? [];
    const opacity = Math.round(Number(getComputedStyle(group).opacity) * 1000) / 1000;
    const isText = mark.tagName === 'text';
    const stroke = style.stroke === 'none' ? 'none' : `${style.stroke} ${style.strokeWidth} ${style.strokeDasharray}`;
    const face = `${style.fontSize} ${style.fontWeight} ${style.textAnchor} ${style.fontFamily.replaceAll(/["']/g, '')} ${style.whiteSpaceCollapse}`;
    return {
      kind: mark.tagName,
      place: `${x} ${y} ${opacity} ${numbers.join(' ')}`,
      text: isText ? (mark.textContent ?? '') : '',
      paint: `${style.fill} ${isText ? face : stroke}`,
    };
  });
}

/** A small picture: a row after the other, three numbers a point. */
export type Small = { width: number; height: number; levels: Uint8Array };

/** A picture of this size as a rasteriser makes it, and as small as makes the fonts matter little. */
async function small(image: sharp.Sharp, width: number, height: number): Promise<Small> {
  const { data, info } = await image
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .flatten({ background: '#808080' })
    .blur(1.2)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width * info.channels, height: info.height, levels: new Uint8Array(data) };
}

/** A figure as librsvg draws it, which is what Inkscape's and LaTeX's users have at hand. */
export function rasterised(svg: string, width: number, height: number): Promise<Small> {
  return small(sharp(Buffer.from(svg), { density: 144, failOn: 'warning' }), width, height);
}

/** A screenshot, as small. */
export function shrunk(png: Buffer, width: number, height: number): Promise<Small> {
  return small(sharp(png), width, height);
}

/** How much two pictures differ: on the whole, and where they differ most, both from 0 to 255. */
export function difference(one: Small, other: Small): { mean: number; worst: number } {
  const BLOCK = 6;
  const sums = new Map<number, { sum: number; count: number }>();
  let all = 0;
  const pixels = one.width / 3;
  for (let at = 0; at < one.levels.length; at += 1) {
    const gap = Math.abs((one.levels[at] ?? 0) - (other.levels[at] ?? 0));
    all += gap;
    const [x, y] = [Math.floor((at % one.width) / 3), Math.floor(at / one.width)];
    const block = Math.floor(y / BLOCK) * Math.ceil(pixels / BLOCK) + Math.floor(x / BLOCK);
    const { sum, count } = sums.get(block) ?? { sum: 0, count: 0 };
    sums.set(block, { sum: sum + gap, count: count + 1 });
  }
  const worst = Math.max(...[...sums.values()].map(({ sum, count }) => sum / count));
  return { mean: all / one.levels.length, worst };
}
