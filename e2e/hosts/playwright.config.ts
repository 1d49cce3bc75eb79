import { defineConfig } from '@playwright/test';
import base from '../playwright.config';

// What `cargo xtask test hosts` runs, and the plain command does not.
export default defineConfig({ ...base, testDir: '.', outputDir: '../test-results', reporter: [['list'], ['../tally.ts']] });
