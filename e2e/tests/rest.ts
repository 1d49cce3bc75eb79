// What comes with the rest of the program, held back.

import type { Page } from '@playwright/test';

/** Holds the first request for the files of this pattern back until `go`; `kinds` says in what ways they were asked for. */
export async function heldBack(page: Page, pattern: string): Promise<{ kinds: string[]; go: () => void }> {
  let go = () => {};
  const gone = new Promise<void>((resolve) => (go = resolve));
  const kinds: string[] = [];
  await page.route(pattern, async (route) => {
    // A dialog may have a page of its own in it.
    if (route.request().frame() !== page.mainFrame()) return route.continue();
    kinds.push(route.request().resourceType());
    if (kinds.length === 1) await gone;
    await route.continue();
  });
  return { kinds, go: () => go() };
}
