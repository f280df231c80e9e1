import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { tensor } from "./as-tensor.js";
import { valuesAndIndices } from "./values-and-indices.js";

describe("values and indices", () => {
  const values = tensor([4, 3]);
  const indices = tensor([1n, 0n]);
  const pair = valuesAndIndices("max", values, indices);

  test("are a pair, and go by name", () => {
    const [first, second] = pair;
    expect([first === values, second === indices]).toEqual([true, true]);
    const named = { values: pair.values, indices: pair.indices };
    expect([named.values === values, named.indices === indices]).toEqual([true, true]);
  });

  test("are an array of two and nothing else", () => {
    expect([Array.isArray(pair), pair.length, Object.keys(pair)]).toEqual([true, 2, ["0", "1"]]);
    expect(pair.map((x) => x.dtype)).toEqual(["float32", "int64"]);
    expect(Object.getPrototypeOf(pair.slice())).toBe(Array.prototype);
  });

  test("print under the name of the function that made them", () => {
    const topk = valuesAndIndices("topk", values, indices);
    for (const [name, made] of Object.entries({ max: pair, topk })) {
      // torch 1.13, torch.max(torch.tensor([[3., 4.], [3., 1.]]), 1) and topk of the same
      const printed = `torch.return_types.${name}(\nvalues=tensor([4., 3.]),\nindices=tensor([1, 0]))`;
      expect([String(made), inspect(made)]).toEqual([printed, printed]);
    }
  });
});
