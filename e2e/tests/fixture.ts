import { test as base, expect } from '@playwright/test';
import { DIST, serve } from '../server.mjs';

export { expect };

/**
 * Playwright's `test`, with the built page at `/` and two rules that hold in
 * every test: the console stays clean, and nothing is fetched from elsewhere.
 * They are watched on the browser context, so that pop-ups, frames and workers
 * count too.
 */
export const test = base.extend<{ quiet: boolean }, { site: string }>({
  /** Whether complaints fail the test. One that makes trouble on purpose says `test.use({ quiet: false })`. */
  quiet: [true, { option: true }],

  /** The address of the built page. Each worker process serves its own copy. */
  site: [
    async ({}, use) => {
      const server = await serve(DIST);
      await use(server.url);
      await server.close();
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ site }, use) => use(site),

  context: async ({ context, site, quiet }, use) => {
    const home = new URL(site).origin;
    const complaints: string[] = [];

    context.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        complaints.push(`console ${message.type()}: ${message.text()}`);
      }
    });
    context.on('weberror', (problem) => {
      complaints.push(`uncaught: ${problem.error().message}`);
    });
    context.on('request', (request) => {
      if (leaves(home, request.url())) {
        complaints.push(`request to elsewhere: ${request.url()}`);
      }
    });

    await use(context);

    if (quiet) expect(complaints, 'the console is clean and nothing is fetched from elsewhere').toEqual([]);
  },
});

/** `data:` and `blob:` addresses name what the page already holds. */
function leaves(home: string, address: string): boolean {
  const url = new URL(address);
  return /^(https?|wss?):$/.test(url.protocol) && url.origin !== home;
}
