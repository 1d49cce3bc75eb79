// How the tests start a browser; shared by the page's tests and the wasm tests.

/**
 * `PAXOS_BROWSER` is the path of a Chromium or Chrome. Where it is not set,
 * Playwright starts the browser that it downloaded itself.
 *
 * @type {import('@playwright/test').LaunchOptions}
 */
export const launchOptions = {
  executablePath: process.env.PAXOS_BROWSER || undefined,
  args: [
    // There is no display and often no graphics card where tests run.
    '--disable-gpu',
    // A browser that calls home would blur "nothing is fetched from elsewhere".
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-quic',
    '--disable-sync',
    '--no-first-run',
  ],
};
