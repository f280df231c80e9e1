import { setPrintOptions } from "@actfn/tensor";
import { afterEach, describe, expect, test } from "vitest";
import { makeTensor, readGolden, type TensorSpec } from "./golden.js";
import { callPublished } from "./published.js";

interface PrintCase {
  name: string;
  tensor: TensorSpec;
  options?: Parameters<typeof setPrintOptions>[0];
  apply?: [fn: string, ...args: unknown[]];
  expected: string;
}

describe("prints as torch does", () => {
  afterEach(() => {
    setPrintOptions({ profile: "default" });
  });

  test.each(readGolden<PrintCase>("printing"))("$name", ({ tensor, options, apply, expected }) => {
    const input = makeTensor(tensor);
    const printed = apply ? callPublished(apply[0], input, ...apply.slice(1)) : input;
    if (options) setPrintOptions(options);
    // Not String(printed): of a 0-d tensor that is its number.
    expect((printed as { toString(): string }).toString()).toBe(expected);
  });
});
