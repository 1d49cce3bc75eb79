// What the tests of languages look at: texts that no table reaches, and texts for which there is no room.

import type { Page } from '@playwright/test';

/** Words that are no text: names, values, kinds of messages, keys, and what stands for a number. */
const DATA = [
  /[A-Za-z]{0,2}\d+(?:[.,:]\d+)*(?:s|ms|x|×|%)?/, // P1, 5, 3.1, 1.5
  /PREPAREs?|PROMISEs?|ACCEPT-REQUESTs?|ACCEPTs?|NACKs?|REQUESTs?|REPLY|REPLIES|REPLYs|REDIRECTs?|HEARTBEATs?|SUCCESS|CATCH-UPs?/,
  /cat|dog|cow|ox|tea|milk|cinema|dinner|park|foo|bar|no-op|open|members|[XYZ]|v[A-Z]|a|b|c|x|y|z/,
  /[a-tv-z]|A|n|v/, // Values of short scenes, the acceptor to try, and what a rule card calls an id and a value.
  /crash|accept|commit|count|dedup|gaps|ids|leader|learn|phases|promise|quorum|report|storage|value/, // Words of the scene language.
  /English|Deutsch|Ļóñĝ|Paxos|Explainer|Lamport|MIT/,
  /ms|s|kB|px/,
].map((each) => each.source);

/** What is said on the page and is in no brackets: of each text what is left of it. */
export async function unbracketed(page: Page): Promise<string[]> {
  return page.evaluate((data) => {
    const isData = new RegExp(`^(?:${data})$`);
    /** What stands outside of the brackets, which may stand within each other. */
    const outside = (text: string) => {
      let depth = 0;
      let left = '';
      for (const letter of text) {
        if (letter === '⟦') depth += 1;
        else if (letter === '⟧') depth = Math.max(0, depth - 1);
        else if (depth === 0) left += letter;
      }
      return left;
    };
    const isText = (text: string) => {
      const words = outside(text).split(/[^\p{L}\p{N}.,:%×-]+|[.,:](?=\s|$)/u).filter((word) => /\p{L}/u.test(word));
      return words.some((word) => !isData.test(word.replace(/^[.,:-]+|[.,:-]+$/g, '')));
    };
    const roots: (Element | ShadowRoot)[] = [document.body];
    const found = new Set<string>();
    for (const root of roots) {
      for (const element of root.querySelectorAll('*')) {
        if (element.matches('script, style, noscript, textarea, pre, code, kbd, samp, .source, .first *, template')) continue;
        if (element.closest('pre, code, kbd, samp, textarea, noscript, script, style, [data-written], .source')) continue;
        const isShown = element.checkVisibility({ visibilityProperty: true });
        const where = `${element.tagName.toLowerCase()}.${(element.getAttribute('class') ?? '').replaceAll(' ', '.')}`;
        if (!isShown && !element.closest('[aria-live], title, desc')) continue;
        for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description', 'aria-valuetext']) {
          const text = element.getAttribute(name);
          if (text && isText(text)) found.add(`${where} ${name}: ${text}`);
        }
        for (const node of element.childNodes) {
          const text = node.nodeType === Node.TEXT_NODE ? (node.textContent ?? '').trim() : '';
          if (text && isText(text)) found.add(`${where}: ${text}`);
        }
      }
    }
    return [...found].sort();
  }, DATA.join('|'));
}

/** What has no room: of each thing what it is and what is wrong. */
export async function withoutRoom(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = new Set<string>();
    const name = (element: Element) => `${element.tagName.toLowerCase()}.${(element.getAttribute('class') ?? '').replaceAll(' ', '.')} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 60)}”`;
    const scrolling = document.scrollingElement!;
    if (innerWidth < scrolling.scrollWidth) found.add(`the page is ${scrolling.scrollWidth} px wide, its window ${innerWidth}`);
    const isShown = (element: Element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const scrollsAround = (element: Element) => {
      for (let around = element.parentElement; around; around = around.parentElement) {
        if (/auto|scroll/.test(getComputedStyle(around).overflowX) && around.clientWidth < around.scrollWidth) return true;
      }
      return false;
    };
    for (const element of document.querySelectorAll('#page *')) {
      if (!isShown(element)) continue;
      const style = getComputedStyle(element);
      if (element instanceof HTMLElement) {
        const hides = style.overflowX === 'hidden' || style.overflowX === 'clip';
        const isMeant = element.matches('.told, .crumb, .skip, select, input, textarea') || element.clientWidth <= 1;
        if (hides && !isMeant && element.textContent?.trim() && element.clientWidth + 1 < element.scrollWidth) {
          found.add(`cut: ${name(element)} ${element.scrollWidth} in ${element.clientWidth}`);
        }
        if (element.matches('button, select, input, summary')) {
          const { left, right, width } = element.getBoundingClientRect();
          const isOut = left < -1 || innerWidth + 1 < right;
          if (isOut && 1 < width && !element.matches('.skip') && !scrollsAround(element)) found.add(`out of the window: ${name(element)} ${Math.round(left)} to ${Math.round(right)}`);
          if (element.matches('button:not(.log-step)') && element.clientWidth + 1 < element.scrollWidth) found.add(`wider than its button: ${name(element)}`);
        }
      }
    }
    const near = 3;
    for (const drawing of document.querySelectorAll('#page svg.stage, #page svg')) {
      const frame = drawing.getBoundingClientRect();
      if (frame.width === 0 || !isShown(drawing)) continue;
      const texts = [...drawing.querySelectorAll('text')].filter((text) => isShown(text) && text.textContent?.trim());
      const boxes = texts.map((text) => ({ text, box: text.getBoundingClientRect() })).filter(({ box }) => 0 < box.width);
      for (const { text, box } of boxes) {
        if (box.left < frame.left - near || frame.right + near < box.right) found.add(`out of its drawing: ${name(text)} by ${Math.round(Math.max(frame.left - box.left, box.right - frame.right))}`);
      }
      if (!drawing.matches('.stage')) continue;
      for (const [at, one] of boxes.entries()) {
        for (const other of boxes.slice(at + 1)) {
          // What moves may pass over what stands.
          if (one.text.closest('.message') || other.text.closest('.message')) continue;
          // On a phone the crosses of what is lost, and messages that wait, come close to each other in any language.
          if (innerWidth < 640 && [one, other].some(({ text }) => text.matches('.f-lost, .f-on-full'))) continue;
          const width = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
          const height = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
          if (3 < width && 4 < height) found.add(`over each other on the stage: ${name(one.text)} and ${name(other.text)}`);
        }
      }
    }
    return [...found].sort();
  });
}
