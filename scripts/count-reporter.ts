import { writeFileSync } from "node:fs";
import type { Reporter, SerializedError, TestModule } from "vitest/node";

/** Writes "N passed, M failed[, K skipped]" to the file that TEST_COUNT_FILE names; .ci/run prints it last. */
// biome-ignore lint/style/noDefaultExport: vitest takes a reporter's default export.
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const file = process.env.TEST_COUNT_FILE;
    if (file) writeFileSync(file, `${testCount(modules, unhandledErrors.length)}\n`);
  }
}

/**
 * The sentence. A file that cannot be loaded, a hook that throws and an error outside every test count as one failed
 * each: the tests they hide would otherwise be missing from both numbers.
 */
export function testCount(modules: readonly CountedFile[], unhandled: number): string {
  const count = { passed: 0, failed: unhandled, skipped: 0, pending: 0 };
  for (const module of modules) {
    count.failed += module.errors().length;
    for (const suite of module.children.allSuites()) count.failed += suite.errors().length;
    for (const test of module.children.allTests()) count[test.result().state]++;
  }
  // Pending at the end of the run: the run was broken off before them.
  const skipped = count.skipped + count.pending;
  return `${count.passed} passed, ${count.failed} failed${skipped ? `, ${skipped} skipped` : ""}`;
}

/** As much of vitest's TestModule as the count looks at. */
export interface CountedFile {
  errors(): readonly unknown[];
  children: {
    allSuites(): Iterable<{ errors(): readonly unknown[] }>;
    allTests(): Iterable<{ result(): { state: "passed" | "failed" | "skipped" | "pending" } }>;
  };
}
