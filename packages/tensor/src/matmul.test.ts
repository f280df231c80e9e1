import { expect, test } from "vitest";
import { tensor } from "./as-tensor.js";
import { full, zeros } from "./create.js";
import { matmul } from "./matmul.js";
import { expand, transpose } from "./views.js";

test("int64 is exact, and wraps", () => {
  expect(matmul([[2n ** 53n, 1n]], [[1n], [1n]]).data[0]).toBe(2n ** 53n + 1n);
  // torch 1.13, tensor([[2**62, 2**62]]) @ tensor([[1], [1]])
  expect(matmul([[2n ** 62n, 2n ** 62n]], [[1n], [1n]]).data[0]).toBe(-(2n ** 63n));
});

test("narrow integers wrap, whatever they sum to", () => {
  const x = tensor([[2 ** 31 - 1, 2 ** 31 - 1]], { dtype: "int32" });
  // torch 1.13, x @ x.T
  expect(matmul(x, transpose(x, 0, 1)).item()).toBe(2);
});

test("float32 keeps its sums in double", () => {
  // In float32, adding 1 to 2^24 changes nothing.
  const row = tensor([[2 ** 24, ...Array(64).fill(1)]]);
  expect(matmul(row, full([65, 1], 1)).item()).toBe(2 ** 24 + 64);
});

test("an operand may be its own out", () => {
  const x = tensor([[1, 2], [3, 4]]); // biome-ignore format: one line
  expect(matmul(x, x, { out: x })).toBe(x);
  expect(x.toArray()).toEqual([[7, 10], [15, 22]]); // biome-ignore format: one line
});

test("a batch may be one matrix expanded", () => {
  const x = expand(tensor([[[1, 2], [3, 4]]]), [3, 2, 2]); // biome-ignore format: one line
  expect(matmul(x, [1, 1]).toArray()).toEqual([[3, 7], [3, 7], [3, 7]]); // biome-ignore format: one line
});

test("a product over nothing is 0", () => {
  expect(matmul(zeros([2, 0]), zeros([0, 2])).toArray()).toEqual([[0, 0], [0, 0]]); // biome-ignore format: one line
});
