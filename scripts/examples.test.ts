import { describe, expect, test } from "vitest";
import { findExamples, findOrphans, runExample } from "./examples.js";

const examples = findExamples();

describe("an example prints what its .out file holds", () => {
  test.each(examples.map((example) => [example.id, example] as const))("%s", async (_, example) => {
    const printed = await runExample(example);
    expect(example.recorded, "no .out file: look at what it prints, then npm run examples:record").toBeDefined();
    expect(printed).toBe(example.recorded);
  });
});

test("every .out file has its example", () => {
  expect(findOrphans()).toEqual([]);
});
