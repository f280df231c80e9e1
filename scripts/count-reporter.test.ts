import { expect, test } from "vitest";
import { type CountedFile, testCount } from "./count-reporter.js";

type Outcome = "passed" | "failed" | "skipped" | "pending";

/** What vitest hands to a reporter for one file, as far as the count looks at it. */
function file(outcomes: Outcome[], broken: { file?: number; suite?: number } = {}): CountedFile {
  const errors = (count = 0): unknown[] => Array.from({ length: count }, () => ({ message: "broken" }));
  const tests = outcomes.map((state) => ({ result: () => ({ state }) }));
  const suites = [{ errors: () => errors(broken.suite) }];
  return { errors: () => errors(broken.file), children: { allTests: () => tests, allSuites: () => suites } };
}

test("the tests of all files are added up", () => {
  expect(testCount([file(["passed", "passed"]), file(["passed", "failed"])], 0)).toBe("3 passed, 1 failed");
});

test("skipped tests are named, and so are those that a broken-off run did not reach", () => {
  expect(testCount([file(["passed", "skipped", "pending"])], 0)).toBe("1 passed, 0 failed, 2 skipped");
});

test("a file that cannot be loaded, a hook that throws and an error outside the tests each count as failed", () => {
  expect(testCount([file([], { file: 1 })], 0)).toBe("0 passed, 1 failed");
  expect(testCount([file(["skipped"], { suite: 1 })], 0)).toBe("0 passed, 1 failed, 1 skipped");
  expect(testCount([file(["passed"])], 1)).toBe("1 passed, 1 failed");
});
