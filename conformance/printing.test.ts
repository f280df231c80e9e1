import { afterEach, describe, expect, test } from "vitest";
import { makeTensor, readGolden, type TensorSpec } from "./golden.js";
import { callPublished, isPublished } from "./published.js";

interface PrintCase {
  name: string;
  tensor: TensorSpec;
  options?: Record<string, unknown>;
  apply?: [fn: string, ...args: unknown[]];
  expected: string;
}

/** Functions that some prints need and that are still to be written; whoever writes one takes it from here. */
const AWAITED = ["requiresGrad"];

const needs = ({ tensor, options, apply }: PrintCase): string[] => [
  ...(apply ? [apply[0]] : []),
  ...(options ? ["setPrintOptions"] : []),
  ...(tensor.requiresGrad ? ["requiresGrad"] : []),
];
const cases = readGolden<PrintCase>("printing");
const ready = cases.filter((print) => !needs(print).some((name) => AWAITED.includes(name)));

test("every function awaited is still missing", () => {
  expect(AWAITED.filter(isPublished)).toEqual([]);
});

describe("prints as torch does", () => {
  afterEach(() => {
    if (isPublished("setPrintOptions")) callPublished("setPrintOptions", { profile: "default" });
  });

  test.each(ready)("$name", ({ tensor, options, apply, expected }) => {
    const input = makeTensor(tensor);
    const printed = apply ? callPublished(apply[0], input, ...apply.slice(1)) : input;
    if (options) callPublished("setPrintOptions", options);
    // Not String(printed): of a 0-d tensor that is its number.
    expect((printed as { toString(): string }).toString()).toBe(expected);
  });
});
