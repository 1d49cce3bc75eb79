import { defineConfig, devices } from '@playwright/test';
import { launchOptions } from './browser.mjs';

export default defineConfig({
  testDir: './tests',
  outputDir: './test-results',
  fullyParallel: true,
  // A test that passes only sometimes is a failing test.
  retries: 0,
  // `test.only` is for a developer's desk.
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['./tally.ts']],
  use: {
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
  projects: [
    {
      name: 'chromium',
      // A window with room for a panel below the stage.
      use: { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 800 }, launchOptions },
    },
  ],
});
