import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { add } from "./arithmetic.js";
import { tensor } from "./as-tensor.js";
import { elementsOf, layouts } from "./sample-tensors.js";
import type { Tensor } from "./tensor.js";
import {
  contiguous,
  expand,
  flatten,
  narrow,
  permute,
  reshape,
  select,
  slice,
  squeeze,
  t,
  transpose,
  unsqueeze,
  view,
} from "./views.js";

const counted = (): Tensor<"float32"> => tensor([[0, 1, 2], [3, 4, 5]]); // biome-ignore format: one line

test.each<[name: string, of: (x: Tensor<"float32">) => Tensor<"float32">]>([
  ["reshape", (x) => reshape(x, [3, 2])],
  ["view", (x) => view(x, [6])],
  ["transpose", (x) => transpose(x, 0, 1)],
  ["t", (x) => t(x)],
  ["permute", (x) => permute(x, [1, 0])],
  ["squeeze", (x) => squeeze(x)],
  ["unsqueeze", (x) => unsqueeze(x, 1)],
  ["expand", (x) => expand(x, [2, 2, 3])],
  ["select", (x) => select(x, 0, 0)],
  ["narrow", (x) => narrow(x, 1, 0, 2)],
  ["slice", (x) => slice(x, 1, 0, 3, 2)],
  ["flatten", (x) => flatten(x)],
  ["contiguous", (x) => contiguous(x)],
])("%s shares its input's memory, and leaves the input as it is", (_, of) => {
  const x = counted();
  const shared = of(x);
  expect(shared.data).toBe(x.data);
  x.data[0] = 42;
  expect(elementsOf(shared)[0]).toBe(42);
  expect({ shape: x.shape, strides: x.strides, offset: x.offset }).toEqual({
    shape: [2, 3],
    strides: [3, 1],
    offset: 0,
  });
});

test("views of views add up their offsets", () => {
  const corner = select(narrow(transpose(counted(), 0, 1), 0, 1, 2), 1, -1);
  expect(corner.toArray()).toEqual([4, 5]);
  expect({ offset: corner.offset, strides: corner.strides }).toEqual({ offset: 4, strides: [1] });
});

test("a view is written through", () => {
  const x = counted();
  const column = select(x, 1, 1);
  add(column, 10, { out: column });
  expect(x.toArray()).toEqual([[0, 11, 2], [3, 14, 5]]); // biome-ignore format: one line
});

test("an expanded view is not, for its elements are one", () => {
  const row = expand(tensor([[1], [2]]), [2, 3]);
  expect(() => add(row, 1, { out: row })).toThrow(
    "add: unsupported operation: more than one element of the written-to tensor refers to a single memory location",
  );
});

describe("reshape", () => {
  test("copies where no strides would do, and so leaves the input's memory alone", () => {
    const x = counted();
    const flat = reshape(transpose(x, 0, 1), [6]);
    expect(flat.toArray()).toEqual([0, 3, 1, 4, 2, 5]);
    expect(flat.data.buffer).not.toBe(x.data.buffer);
  });

  test("reads any view row by row, whatever the shape", () => {
    const layout = fc.constantFrom(...Object.keys(layouts([2], "float32")));
    const shapes = fc.constantFrom([24], [4, 6], [2, 2, 6], [1, 24, 1], [3, 2, 4], [2, 3, 4], [2, 1, 3, 4]);
    fc.assert(
      fc.property(layout, fc.constantFrom([2, 3, 4], [24], [6, 4], [2, 1, 12]), shapes, (kind, shape, wanted) => {
        const x = layouts(shape, "float32")[kind]!;
        expect(elementsOf(reshape(x, wanted))).toEqual(elementsOf(x));
      }),
    );
  });

  test("copies no more often than view refuses", () => {
    const layout = fc.constantFrom(...Object.keys(layouts([2], "float32")));
    const shapes = fc.constantFrom([24], [4, 6], [2, 2, 6], [1, 24, 1], [3, 2, 4], [2, 3, 2, 2], [2, 1, 3, 4]);
    fc.assert(
      fc.property(layout, shapes, (kind, wanted) => {
        const x = layouts([2, 3, 4], "float32")[kind]!;
        const shares = reshape(x, wanted).data === x.data;
        if (shares) expect(elementsOf(view(x, wanted))).toEqual(elementsOf(x));
        else
          expect(() => view(x, wanted)).toThrow(
            "view: view size is not compatible with input tensor's size and stride",
          );
      }),
    );
  });
});

test("narrow says what does not fit", () => {
  // torch 1.13 calls a start that is out of range a dimension that is.
  expect(() => narrow([1, 2, 3], 0, 4, 0)).toThrow("narrow: start (4) + length (0) exceeds dimension size (3)");
  expect(() => narrow([1, 2, 3], 0, -4, 1)).toThrow("narrow: start (-4) + length (1) exceeds dimension size (3)");
});

test("squeeze takes several dims, each once", () => {
  const x = tensor([[[[1, 2]]]]);
  expect(squeeze(x, [0, 1]).shape).toEqual([1, 2]);
  expect(squeeze(x, [0, -1]).shape).toEqual([1, 1, 2]);
  expect(squeeze(x, []).shape).toEqual([1, 1, 1, 2]);
  // torch 2, torch.squeeze(x, (0, 0))
  expect(() => squeeze(x, [0, -4])).toThrow("squeeze: dim 0 appears multiple times in the list of dims");
});

test("slice takes undefined for the ends, as Python takes nothing", () => {
  expect(slice([0, 1, 2, 3], 0, undefined, 2).toArray()).toEqual([0, 1]);
  expect(slice([0, 1, 2, 3], 0, 2).toArray()).toEqual([2, 3]);
  expect(slice([0, 1, 2, 3], 0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 3).toArray()).toEqual([0, 3]);
});

test("contiguous answers the tensor itself where it can", () => {
  const x = counted();
  expect(contiguous(x)).toBe(x);
  const y = contiguous(transpose(x, 0, 1));
  expect({ data: [...y.data], strides: y.strides }).toEqual({ data: [0, 3, 1, 4, 2, 5], strides: [2, 1] });
});
