import type { Frame, Page } from '@playwright/test';

// How the program is broken. Nothing in it is there for that: what the browser gives it does what it never does, and the
// program, which has not foreseen that, panics in whatever it does just then.

type Armed = Window & { armed?: boolean };

/** From now on an attribute that the program sets is refused. It takes that for impossible: a panic. */
export function refuseAttributes(page: Page | Frame): Promise<void> {
  return page.evaluate(refuse);
}

/** The same from the first moment on, again and again, until the page says `armed = false`. */
export function refuseAttributesAtStart(page: Page): Promise<void> {
  return page.addInitScript(refuse);
}

function refuse(): void {
  const set = Element.prototype.setAttribute;
  (window as Armed).armed = true;
  Element.prototype.setAttribute = function (name, value) {
    // Others on the page set some, too.
    if ((window as Armed).armed && /wasm/.test(new Error().stack ?? '')) throw new DOMException('It is refused.', 'InvalidCharacterError');
    return set.call(this, name, value);
  };
}

/** The program asks for the time, and the stack is used up: not a panic, but an exception in the midst of it. */
export async function exhaustStack(page: Page): Promise<void> {
  await page.evaluate(() => {
    const now = Date.now;
    const deeper = (): number => 1 + deeper();
    Date.now = deeper;
    void (window as any).paxosExplainer.seek(0);
    // Whoever drives the page asks for it too.
    return new Promise((done) => setTimeout(done, 200)).then(() => (Date.now = now));
  });
}

/** What the panic hook calls throws, too. */
export function refuseConsole(page: Page): Promise<void> {
  return page.evaluate(() => {
    console.error = () => {
      throw new Error('There is no console.');
    };
  });
}

/** A number as WebAssembly has it, at a place; and the place behind it. */
function leb(bytes: Buffer, at: number): [number, number] {
  let [value, shift] = [0, 0];
  for (;;) {
    const byte = bytes[at++]!;
    value += (byte & 127) * 2 ** shift;
    shift += 7;
    if (byte < 128) return [value, at];
  }
}

function written(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...written(Math.floor(value / 128))];
}

/** The same program, whose memory grows by so many pages of 64 KiB and no more. */
export function withLittleMemory(wasm: Buffer, pages: number): Buffer {
  for (let at = 8; at < wasm.length; ) {
    const [size, start] = leb(wasm, at + 1);
    if (wasm[at] === 5) {
      const [least] = leb(wasm, start + 2);
      const section = [1, 1, ...written(least), ...written(least + pages)];
      return Buffer.concat([wasm.subarray(0, at), Buffer.from([5, ...written(section.length), ...section]), wasm.subarray(start + size)]);
    }
    at = start + size;
  }
  throw new Error('The program has no memory of its own.');
}
