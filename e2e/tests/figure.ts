// What figures have in common that the page exports: elements, and pictures made of them.

import { execFileSync } from 'node:child_process';
import { expect, type Page } from '@playwright/test';
import sharp from 'sharp';
import { ROOT } from './paxos';

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
  const marks = [...root.querySelectorAll<SVGElement>('rect, circle, path, text')].filter((mark) => !mark.classList.contains('reach') && mark.closest('.time-cursor') === null);
  return marks.map((mark) => {
    const group = mark.parentElement as Element;
    const style = getComputedStyle(mark);
    const seen = mark.ownerSVGElement === root ? undefined : through(mark);
    const numbers = ['x', 'y', 'width', 'height', 'rx', 'cx', 'cy', 'r', 'd'].map((name) => `${name}=${(name === 'd' && seen) || (mark.getAttribute(name) ?? '')}`);
    const [, x = '0', y = '0'] = /translate\(([-\d.]+) ([-\d.]+)\)/.exec(group.getAttribute('transform') ?? '') ?? [];
    const opacity = Math.round(Number(getComputedStyle(group).opacity) * 1000) / 1000;
    const isText = mark.tagName === 'text';
    // What is only there to be pointed at is not seen.
    const stroke = ['none', 'rgba(0, 0, 0, 0)'].includes(style.stroke) ? 'none' : `${style.stroke} ${style.strokeWidth} ${style.strokeDasharray}`;
    const face = `${style.fontSize} ${style.fontWeight} ${style.textAnchor} ${style.fontFamily.replaceAll(/["']/g, '')}`;
    return {
      kind: mark.tagName,
      place: `${x} ${y} ${opacity} ${numbers.join(' ')}`,
      text: isText ? (mark.textContent ?? '') : '',
      paint: `${style.fill} ${isText ? face : stroke}`,
    };
  });

  /** What is seen of a line through the window in which it lies. */
  function through(mark: SVGElement): string {
    const [left = 0, width = 0] = ['x', 'width'].map((name) => Number(mark.ownerSVGElement?.getAttribute(name)));
    const [x = 0, y = 0, endX = 0, endY = 0] = (mark.getAttribute('d')?.match(/-?[\d.]+/g) ?? []).map(Number);
    const at = (place: number) => [place, y + ((endY - y) * (place - x)) / (endX - x)].map((number) => Math.round(number * 10) / 10).join(' ');
    return `M${at(Math.max(x, left))}L${at(Math.min(endX, left + width))}`;
  }
}

/** The figure of a moment of a scene of the course as the command draws it, in these colours. */
export function native(scene: string, at: number, ...more: string[]): string {
  const command = ['run', '--quiet', '--bin', 'paxos', '--', 'figure', `static/scenes/${scene}.paxos`, '--at', String(at), ...more];
  return execFileSync('cargo', command, { cwd: ROOT, encoding: 'utf8' });
}

/** Opens the panel of the space-time diagram, as wide as that is in a figure. */
export async function timeAsInFigures(page: Page): Promise<void> {
  const region = page.locator('.time-region');
  const button = page.getByRole('button', { name: 'Time', exact: true });
  await page.locator('.stage .node').first().waitFor();
  if ((await button.getAttribute('aria-expanded')) === 'false') await button.click();
  await region.waitFor();
  const FIGURE = 700;
  for (let trial = 0; trial < 3; trial += 1) {
    const room = await region.evaluate((region) => region.clientWidth);
    const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
    if (room !== FIGURE) await page.setViewportSize({ width: width + FIGURE - room, height });
  }
  await expect.poll(() => region.evaluate((region) => region.clientWidth)).toBe(FIGURE);
  await expect(region.locator('> svg')).toHaveAttribute('width', String(FIGURE));
}

/** A small picture: a row after the other, three numbers a point. */
export type Small = { width: number; height: number; levels: Uint8Array };

/** A picture of this size as a rasteriser makes it, and as small as makes the fonts matter little. */
async function small(image: sharp.Sharp, width: number, height: number): Promise<Small> {
  const { data, info } = await image
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .flatten({ background: '#808080' })
    .blur(2)
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
  const BLOCK = 8;
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
