import type { FullConfig, FullResult, Reporter, Suite } from '@playwright/test/reporter';

/**
 * Ends Playwright's output with the line that `cargo test` ends with, so that
 * `cargo xtask test` counts all its runners in one way.
 */
export default class Tally implements Reporter {
  private all: Suite | undefined;

  onBegin(_config: FullConfig, suite: Suite) {
    this.all = suite;
  }

  onEnd(result: FullResult) {
    const counts = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
    for (const test of this.all?.allTests() ?? []) {
      counts[test.outcome()] += 1;
    }
    const failed = counts.unexpected + counts.flaky;
    const word = result.status === 'passed' && failed === 0 ? 'ok' : 'FAILED';
    console.log(
      `test result: ${word}. ${counts.expected} passed; ${failed} failed; ${counts.skipped} ignored`,
    );
  }

  printsToStdio() {
    return false;
  }
}
