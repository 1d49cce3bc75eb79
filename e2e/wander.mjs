// A reader who does no more than look, play, step and turn, by chance, and the same for the same seed: what the first part of
// the program is for. `cargo xtask profile` watches such readers, and a test holds that they never lack the rest.

const KEYS = [' ', 'k', ',', '.', 'ArrowRight', 'ArrowLeft', 'PageDown', 'PageUp', 'Home', 'End'];
/** Those that lead out of the scene, at its first slide and at its last. */
const OUT = { first: ['ArrowLeft', 'PageUp'], last: ['ArrowRight', 'PageDown'] };
const WINDOWS = [{ width: 1280, height: 800 }, { width: 1024, height: 768 }, { width: 360, height: 740 }, { width: 760, height: 420 }];
/** How many times as slow as this machine theirs may be. */
const SLOW = [1, 2, 4, 8];

/** Whole numbers below a bound, by chance, from a seed (a linear congruential generator, whose high bits are taken). */
function chance(seed) {
  let state = BigInt(seed);
  return (bound) => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return Number((state >> 33n) % BigInt(bound));
  };
}

/** Whether a key would lead to another scene. */
async function leadsOut(page, key) {
  const count = await page.locator('.narration[data-of] .count').textContent();
  const [slide, last] = count.match(/\d+/g).map(Number);
  return (slide === 1 && OUT.first.includes(key)) || (slide === last && OUT.last.includes(key));
}

/**
 * Goes through the page that is open, which stands at its first slide: sixteen things done, less than ten seconds.
 *
 * @returns what was done, in words
 */
export async function wander(page, seed) {
  const below = chance(seed);
  const session = await page.context().newCDPSession(page);
  const viewport = WINDOWS[below(WINDOWS.length)];
  const slow = SLOW[below(SLOW.length)];
  await page.setViewportSize(viewport);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slow });
  const done = [`${viewport.width} by ${viewport.height}`, `${slow} times as slow`];
  for (let nth = 0; nth < 16; nth++) {
    const kind = below(8);
    const wait = below(kind === 0 ? 2500 : 300);
    const key = KEYS[below(KEYS.length)];
    const [x, y] = [below(viewport.width), below(viewport.height)];
    if (kind === 0) done.push(`waits ${wait} ms`);
    else if (kind === 1) {
      await page.emulateMedia({ colorScheme: x % 2 ? 'dark' : 'light', reducedMotion: y % 4 ? 'no-preference' : 'reduce' });
      done.push('other colours');
    } else if (kind === 2) {
      await page.mouse.move(x, y, { steps: 6 });
      done.push(`the pointer at ${x}, ${y}`);
    } else if (kind === 3) {
      const time = page.getByRole('slider', { name: 'Time' });
      const end = Number(await time.getAttribute('max'));
      const at = 10 * (x % (Math.floor(end / 10) + 1));
      await time.fill(String(at));
      done.push(`time ${at}`);
    } else if (!(await leadsOut(page, key))) {
      await page.keyboard.press(key);
      done.push(`key ${key}`);
    }
    await page.waitForTimeout(wait);
  }
  return done;
}
