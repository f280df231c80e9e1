import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import {
  articleExamples,
  findExamples,
  findOrphans,
  pytorchTwin,
  readmeExamples,
  runExample,
  runPytorch,
  runScript,
} from "./examples.js";
import { findPython } from "./python.js";

const examples = findExamples().map((example) => [example.id, example] as const);

describe("an example prints what its .out file holds", () => {
  test.each(examples)("%s", async (_, example) => {
    const printed = await runExample(example);
    expect(example.recorded, "no .out file: look at what it prints, then npm run examples:record").toBeDefined();
    expect(printed).toBe(example.recorded);
  });
});

describe("a README shows what its code prints", () => {
  test.each(readmeExamples())("$id", async ({ code, file, printed }) => {
    expect(await runScript(code, file)).toBe(printed);
  });

  test("the project's, and that of every package", () => {
    const files = new Set(readmeExamples().map(({ file }) => file));
    expect(files.size).toBe(1 + readdirSync("packages").length);
  });
});

// Without PyTorch the conformance tests say loudly what is not tested.
const python = findPython();

describe.runIf(python)("PyTorch prints the same, where the example has a .py beside it", () => {
  const twins = examples.flatMap(([id, example]) => {
    const file = pytorchTwin(example);
    return file ? [{ id, file, recorded: example.recorded }] : [];
  });
  const printed = new Map<string, string>();

  beforeAll(() => {
    const files = twins.map(({ file }) => file);
    const texts = runPytorch(python!, files);
    for (const [at, { id }] of twins.entries()) printed.set(id, texts[at]!);
  });

  test.each(twins)("$id", ({ id, recorded }) => expect(printed.get(id)).toBe(recorded));
});

test("every .out and .py file has its example", () => {
  expect(findOrphans()).toEqual([]);
});

test("the examples that npm start prints are there", () => {
  expect(articleExamples().length).toBeGreaterThan(0);
});
