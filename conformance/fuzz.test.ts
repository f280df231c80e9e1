import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPython } from "../scripts/python.js";
import { anchors } from "./fuzz/accepted.js";
import { calls, uncovered } from "./fuzz/calls.js";
import { type Found, search } from "./fuzz/search.js";
import { startTorch, type TorchProcess } from "./fuzz/torch-process.js";

test("every exported function is called at random, or judged elsewhere", () => {
  expect(uncovered()).toEqual([]);
});

test("every accepted difference stands on the page Differences from PyTorch", () => {
  const page = readFileSync(new URL("../apps/docs/guides/differences.md", import.meta.url), "utf8");
  const headings = [...page.matchAll(/^##+ .* \{#(.*)\}$/gm)].map(([, anchor]) => anchor);
  expect(anchors.filter((anchor) => !headings.includes(anchor))).toEqual([]);
});

// Without PyTorch, golden.test.ts says loudly what is not tested, and fails in CI.
describe.runIf(findPython())("random calls and a running PyTorch", () => {
  const CALLS = 2000;
  let torch: TorchProcess;
  let found: Found;

  beforeAll(async () => {
    torch = startTorch();
    const functions = Object.keys(calls);
    found = await search({ torch, seed: 1, functions, goesOn: (compared) => compared < CALLS });
  });
  afterAll(() => torch.stop());

  test(`agree on ${CALLS} of them`, () => {
    expect(found.difference).toBeUndefined();
    expect([...found.unsupported.keys()]).toEqual([]);
    expect(found.compared).toBe(CALLS);
  });

  test("are of every function, with gradients, and some of them throw", () => {
    expect(Object.keys(calls).filter((name) => !found.calls.has(name))).toEqual([]);
    expect(found.differentiated).toBeGreaterThan(CALLS / 4);
    expect(found.thrown).toBeGreaterThan(CALLS / 20);
  });
});
