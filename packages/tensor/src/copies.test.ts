import { expect, test } from "vitest";
import { tensor } from "./as-tensor.js";
import { clone, toTypedArray } from "./copies.js";
import { elementsOf, layouts } from "./sample-tensors.js";
import { narrow, transpose } from "./views.js";

test("a clone is independent, and lies as its original does", () => {
  const x = tensor([[1, 2, 3], [4, 5, 6]]); // biome-ignore format: one line
  const copy = clone(transpose(x, 0, 1));
  x.data[0] = 9;
  expect({ values: copy.toArray(), strides: copy.strides }).toEqual({ values: [[1, 4], [2, 5], [3, 6]], strides: [1, 3] }); // biome-ignore format: one line
});

test("a clone has the elements of any view, and no others", () => {
  for (const [kind, x] of Object.entries(layouts([2, 3, 4], "int64"))) {
    const copy = clone(x);
    expect({ kind, elements: elementsOf(copy), length: copy.data.length }).toEqual({
      kind,
      elements: elementsOf(x),
      length: 24,
    });
  }
});

test("toTypedArray hands out the memory itself where it can", () => {
  const x = tensor([1, 2, 3, 4]);
  expect(toTypedArray(x)).toBe(x.data);
  const tail = toTypedArray(narrow(x, 0, 2, 2));
  x.data[3] = 9;
  expect([...tail]).toEqual([3, 9]);
});

test("and a copy, row by row, where it cannot", () => {
  const x = tensor([[1n, 2n], [3n, 4n]]); // biome-ignore format: one line
  const flat = toTypedArray(transpose(x, 0, 1));
  expect(flat).toEqual(BigInt64Array.of(1n, 3n, 2n, 4n));
  expect(flat.buffer).not.toBe(x.data.buffer);
});
