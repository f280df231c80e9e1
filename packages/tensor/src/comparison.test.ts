import { expect, test } from "vitest";
import { tensor } from "./as-tensor.js";
import { allclose, eq, equal, isclose, isnan, logicalNot, lt } from "./comparison.js";
import { expand, transpose } from "./views.js";

test("int64 is compared exactly", () => {
  expect(eq([2n ** 53n], [2n ** 53n + 1n]).item()).toBe(false);
  expect(lt([2n ** 53n], [2n ** 53n + 1n]).item()).toBe(true);
  expect(isclose([2n ** 60n], [2n ** 60n + 1n], { rtol: 0, atol: 0 }).item()).toBe(false);
  expect(isclose([2n ** 60n], [2n ** 60n + 1n], { rtol: 0, atol: 1 }).item()).toBe(true);
});

test("a number is as exact as the tensor that it meets", () => {
  // torch 1.13, tensor([0.1], dtype=...) == 0.1
  for (const dtype of ["float16", "bfloat16", "float32", "float64"] as const) {
    expect(eq(tensor([0.1], { dtype }), 0.1).item()).toBe(true);
  }
  expect(eq(tensor([0.1], { dtype: "float64" }), [0.1]).item()).toBe(false); // that is a float32
});

test("an infinite tolerance allows any finite difference, and no infinite one", () => {
  // torch 1.13, torch.isclose(..., atol=math.inf)
  const infinity = Number.POSITIVE_INFINITY;
  expect(isclose([1, infinity, 1], [2, 1, infinity], { atol: infinity }).toArray()).toEqual([true, false, false]);
});

test("NaN is close to NaN only if asked", () => {
  expect(allclose([Number.NaN, 1], [Number.NaN, 1])).toBe(false);
  expect(allclose([Number.NaN, 1], [Number.NaN, 1], { equalNan: true })).toBe(true);
});

test("what lies at the edge in float32 is decided by sums and products of float32", () => {
  // torch 1.13; in double, the difference is larger than 1e-8 + 1e-5 · 1.7394555807113647
  expect(isclose([1.7394729852676392], [1.7394555807113647]).item()).toBe(true);
  const [a, b] = [1.7394729852676392, 1.7394555807113647].map((x) => tensor([x], { dtype: "float64" }));
  expect(isclose(a!, b!).item()).toBe(false);
});

test("allclose is not symmetric, as torch's is not", () => {
  expect(allclose([10], [9], { rtol: 0.1, atol: 0 })).toBe(false);
  expect(allclose([9], [10], { rtol: 0.1, atol: 0 })).toBe(true);
});

test("equal looks at elements, not at memory", () => {
  const x = tensor([[1, 2], [2, 1]]); // biome-ignore format: one line
  expect(equal(x, transpose(x, 0, 1))).toBe(true);
  expect(equal(expand([[5]], [2, 2]), [[5, 5], [5, 5]])).toBe(true); // biome-ignore format: one line
  expect(equal([], [])).toBe(true);
  expect(equal([], [[]])).toBe(false);
});

test("bools are 0 and 1 in memory, whatever was asked", () => {
  expect([...logicalNot([0, 2, -1, Number.NaN]).data]).toEqual([1, 0, 0, 0]);
  expect([...isnan([Number.NaN, 7]).data]).toEqual([1, 0]);
});
