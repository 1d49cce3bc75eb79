import { test as base, expect, type BrowserContext } from '@playwright/test';
import { DIST, serve } from '../server.mjs';

export { expect };

/**
 * Playwright's `test`, with the built page at `/` and three rules that hold in
 * every test: the console stays clean, nothing is fetched from elsewhere, and
 * nothing tries what a Content-Security-Policy forbids. They are watched on the
 * browser context, so that pop-ups, frames and workers count too.
 */
export const test = base.extend<{ quiet: boolean; keepsPolicy: boolean }, { site: string }>({
  /** Whether complaints fail the test. One that makes trouble on purpose says `test.use({ quiet: false })`. */
  quiet: [true, { option: true }],

  /** Whether what a policy forbids fails the test, also of one that is not quiet. One whose host forbids too much says `test.use({ keepsPolicy: false })`. */
  keepsPolicy: [true, { option: true }],

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

  context: async ({ context, site, quiet, keepsPolicy }, use) => {
    const home = new URL(site).origin;
    const complaints: string[] = [];
    const violations = await violationsIn(context);

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

    if (keepsPolicy) expect(violations, 'nothing tries what a policy forbids').toEqual([]);
    if (quiet) expect(complaints, 'the console is clean and nothing is fetched from elsewhere').toEqual([]);
  },
});

/** What the pages of a context, and the frames in them, try against a policy, from now on. */
export async function violationsIn(context: BrowserContext): Promise<string[]> {
  const violations: string[] = [];
  await context.exposeBinding('violatesPolicy', (_, what: string) => void violations.push(what));
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      const { effectiveDirective, blockedURI, documentURI, sample } = event;
      const told = `${effectiveDirective} forbids ${blockedURI} ${sample} on ${documentURI}`.slice(0, 300);
      (window as unknown as { violatesPolicy(what: string): void }).violatesPolicy(told);
    });
  });
  return violations;
}

/** `data:` and `blob:` addresses name what the page already holds. */
function leaves(home: string, address: string): boolean {
  const url = new URL(address);
  return /^(https?|wss?):$/.test(url.protocol) && url.origin !== home;
}
