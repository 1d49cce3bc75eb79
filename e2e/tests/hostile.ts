// Texts that were made to do harm, and what is looked for on a page that shows them.

import type { Page } from '@playwright/test';

/** What a text would set if it ran. */
export const HARMED = 'harmed';

/** Texts that mean something to one reader or another, run the other way, cannot be seen, or are long. */
export const TEXTS: Record<string, string> = {
  script: '<script>window.harmed=1</script>',
  image: '<img src=x onerror=window.harmed=1>',
  attribute: '"><svg onload=window.harmed=1><a href=javascript:window.harmed=1>a</a>',
  closing: '</title></text></svg></textarea></style></script><script>window.harmed=1</script>',
  entities: ']]>&amp;&#60;b&#62;&lt;i&gt;"\'`',
  comment: '<!-- --> <![CDATA[ <?xml ?> &e; %e;',
  address: 'javascript:window.harmed=1',
  braces: '${window.harmed=1} {{7*7}} {0} {me}',
  hebrew: 'מה שלומך (5) עולם',
  arabic: 'مرحبا 5 بالعالم',
  override: '\u202etxet desrever',
  isolates: 'a\u2069\u2069b\u202ec\u2067d',
  emoji: '👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽',
  zalgo: `Z${'\u0351\u036b\u0301\u0489'.repeat(40)}algo`,
  wide: '日本語の値 한국어 ｆｕｌｌ',
  controls: 'a\u0000b\u0001c\u0008d\u001b[31me\u007ff\u0085g',
  unseen: '\ufeff\u200b\u2060x\u2028y',
  prototype: '__proto__',
  long: 'x'.repeat(10_000),
  words: 'word '.repeat(2000).trim(),
};

/** A scene in which everything that can be named, said or cited is this text; a long one stands in fewer places, since a link may carry 64 KiB. */
export function sceneOf(text: string): string {
  const it = `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  const isLong = 9000 <= it.length;
  const cited = isLong ? '' : `about ${it}\nsource ${it}\n`;
  const head = `title ${it}\n${cited}proposers P1 P2\nacceptors A1 A2 A3\nlearners L1\nclients C1\n\n`;
  return `${head}slide ${it}\n  say ${it}\n  propose P1 ${it}\n  run 2600\n  crash A1\nslide "two"\n  request C1 P2 ${isLong ? 'late' : it}\n  run 3000\n`;
}

/** A scene as a link carries it. */
export const carried = (scene: string) => `script=${Buffer.from(scene).toString('base64url')}`;

/** What is on a page that no text may bring there. */
export function harm(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    if ('harmed' in window) found.push('a script ran');
    const about = (element: Element) => element.outerHTML.slice(0, 160);
    for (const element of document.querySelectorAll('iframe, object, embed, base, form[action], foreignObject, #page script, #page style, #page link, svg a, svg use, svg image')) {
      const isOurs = element.matches('iframe[src], iframe[title]') && element.closest('dialog') !== null;
      if (!isOurs) found.push(about(element));
    }
    for (const element of document.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        if (name.startsWith('on') || name === 'srcdoc') found.push(about(element));
        if (['href', 'src', 'action', 'xlink:href'].includes(name) && /^\s*(javascript|data:text|vbscript):/i.test(value)) found.push(about(element));
      }
    }
    return found.slice(0, 4);
  });
}

/**
 * Where a text turns what stands beside it: in each paragraph that the browser sets for itself (a block, or what is
 * isolated), nothing may follow letters that turn the other way unless an isolate of ours closes them in.
 */
export function leaks(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const turning = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e]/;
    const found = new Set<string>();
    const isParagraph = (element: Element) => {
      const { display, unicodeBidi } = getComputedStyle(element);
      return display !== 'inline' || /isolate|plaintext/.test(unicodeBidi) || element.matches('text, title, desc');
    };
    /** The text of a paragraph; for what is one of its own, a sign. */
    const textOf = (element: Element): string =>
      [...element.childNodes]
        .map((node) => {
          if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? '';
          if (!(node instanceof Element)) return '';
          return isParagraph(node) ? '\ufffc' : textOf(node);
        })
        .join('');
    for (const element of document.querySelectorAll('body *')) {
      if (element.matches('script, style, textarea, pre, input') || element.closest('pre, textarea') || !isParagraph(element)) continue;
      const text = textOf(element);
      if (!turning.test(text)) continue;
      // What is closed in is taken out, from the inside outwards.
      let left = text;
      for (let before = ''; before !== left; ) [before, left] = [left, left.replace(/[\u2066-\u2068][^\u2066-\u2069]*\u2069/g, '')];
      // What is left is alone in its paragraph, or there is nothing left that turns.
      const pieces = [...element.childNodes].filter((node) => (node.textContent ?? '').trim() !== '');
      if (turning.test(left) && 1 < pieces.length) found.add(`${element.tagName}.${element.getAttribute('class')}: ${JSON.stringify(text.slice(0, 120))}`);
    }
    return [...found].slice(0, 8);
  });
}

/** How far the page and its dialogs are wider than their window, and what makes them so. */
export function sideways(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const scrolling = document.scrollingElement!;
    if (scrolling.scrollWidth <= innerWidth) return [];
    const out = [...document.querySelectorAll('#page *')].filter((element) => innerWidth + 1 < element.getBoundingClientRect().right);
    const name = (element: Element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class')} to ${Math.round(element.getBoundingClientRect().right)}`;
    return [`${scrolling.scrollWidth} in ${innerWidth}`, ...out.slice(0, 6).map(name)];
  });
}
