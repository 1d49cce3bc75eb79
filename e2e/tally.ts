import { basename } from 'node:path';
import type { FullConfig, FullResult, Reporter, Suite, TestCase } from '@playwright/test/reporter';

/** What is wrong in a line, without the colours of a terminal. */
function reason(test: TestCase): string {
  const message = test.results.at(-1)?.error?.message ?? test.outcome();
  const lines = message.replace(/\u001b\[[0-9;]*m/g, '').split('\n').map((line) => line.trim()).filter(Boolean);
  const told = lines.filter((line, nth) => nth === 0 || /^(Expected|Received|Locator|Error)/.test(line));
  return told.join(' · ').slice(0, 400);
}

/**
 * Ends Playwright's output with the lines that `cargo test` ends with, so that
 * `cargo xtask test` counts all its runners, and names what failed, in one way.
 */
export default class Tally implements Reporter {
  private all: Suite | undefined;

  onBegin(_config: FullConfig, suite: Suite) {
    this.all = suite;
  }

  onEnd(result: FullResult) {
    const counts = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
    for (const test of this.all?.allTests() ?? []) {
      const outcome = test.outcome();
      counts[outcome] += 1;
      if (outcome === 'unexpected' || outcome === 'flaky') {
        const place = `${basename(test.location.file)}:${test.location.line}`;
        console.log(`test ${place} › ${test.title} ... FAILED: ${reason(test)}`);
      }
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
