import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tensor } from "./as-tensor.js";
import type { DType } from "./dtype.js";
import { max } from "./extremes.js";
import { contiguousCopy, elementsOf, layouts, SHAPES, transposed } from "./sample-tensors.js";
import { numelOf } from "./shape.js";

const { NaN: NAN, POSITIVE_INFINITY: INF } = Number;

describe("max along a dim", () => {
  const scores = tensor([[1, 3, 3], [NAN, 5, NAN]]); // biome-ignore format: one line

  test("of equals the first is meant, and NaN is the largest", () => {
    // torch 1.13, scores.max(1)
    const { values, indices } = max(scores, 1);
    expect(values.toArray()).toEqual([3, NAN]);
    expect(indices.data).toEqual(BigInt64Array.of(1n, 0n));
    expect(max([1, NAN, NAN, INF], 0).indices.item()).toBe(1);
    expect(max([-INF, -INF], 0).indices.item()).toBe(0);
    expect(max([-0, 0], 0).indices.item()).toBe(0);
  });

  test("the answer comes apart by name and in order, and is a pair", () => {
    const { values, indices } = max(scores, 0);
    const [first, second, ...rest] = max(scores, 0);
    expect([first.toArray(), second.toArray(), rest]).toEqual([values.toArray(), indices.toArray(), []]);
    expect([...max(scores, 0)]).toHaveLength(2);
    expect(indices.dtype).toBe("int64");
  });

  test("the answer prints as PyTorch's, in a string and on Node's console", () => {
    const answer = max([[1, 2], [3, 4]], 1, { keepdim: true }); // biome-ignore format: one line
    // torch 1.13, tensor([[1., 2.], [3., 4.]]).max(1, keepdim=True)
    const text = "torch.return_types.max(\nvalues=tensor([[2.],\n        [4.]]),\nindices=tensor([[1],\n        [1]]))";
    expect(String(answer)).toBe(text);
    expect(inspect(answer)).toBe(text);
  });

  test("keepdim keeps the dim with size 1", () => {
    const { contiguous } = layouts([2, 3, 4], "float32");
    expect(max(contiguous!, 1, { keepdim: true }).values.shape).toEqual([2, 1, 4]);
    expect(max(contiguous!, 1, { keepdim: true }).indices.shape).toEqual([2, 1, 4]);
    expect(max(contiguous!, 1, { keepdim: false }).values.shape).toEqual([2, 4]);
    expect(max(contiguous!, -1, { keepdim: undefined }).values.shape).toEqual([2, 3]);
  });

  test("any dim of any view", () => {
    for (const shape of [...SHAPES.filter(numelOf), [40, 30, 20], [1500, 40]]) {
      for (const [layout, view] of Object.entries(layouts(shape, "float32"))) {
        for (const dim of shape.keys()) {
          const rows = contiguousCopy(transposed(view, dim, shape.length - 1));
          const length = shape[dim]!;
          const best = Array.from({ length: rows.numel / length }, (_, row) =>
            rows.data.subarray(row * length, (row + 1) * length).reduce((a, b) => Math.max(a, b)),
          );
          const { values, indices } = max(view, dim, { keepdim: true });
          const inRows = transposed(values, dim, shape.length - 1);
          expect(elementsOf(inRows).join(), `${layout} [${shape}], dim ${dim}`).toBe(best.join());
          const found = elementsOf(transposed(indices, dim, shape.length - 1));
          const first = best.map((value, row) => rows.data.indexOf(value, row * length) - row * length);
          expect(found.join(), `${layout} [${shape}], dim ${dim}`).toBe(first.join());
        }
      }
    }
  });

  test("every dtype, and it stays", () => {
    for (const dtype of [
      "uint8",
      "int8",
      "int16",
      "int32",
      "int64",
      "float16",
      "bfloat16",
      "float64",
    ] satisfies DType[]) {
      const { values, indices } = max(tensor([3, 9, 4], { dtype }), 0);
      expect([values.dtype, values.item(), indices.item()]).toEqual([dtype, 9, 1]);
    }
    expect(max([2n ** 53n, 2n ** 53n + 1n], 0).indices.item()).toBe(1);
    expect(max([false, true, true], 0).values.item()).toBe(true);
    expect(max([false, true, true], 0).indices.item()).toBe(1);
  });

  test("a 0-d tensor is a row of one", () => {
    const { values, indices } = max(3, 0); // torch 1.13, tensor(3.).max(0)
    expect([values.shape, values.item(), indices.shape, indices.item()]).toEqual([[], 3, [], 0]);
  });

  test("no rows have no maxima, and rows of nothing are refused in torch's words", () => {
    const empty = { data: new Float32Array(0), shape: [0, 3] };
    expect(max(empty, 1).values.shape).toEqual([0]);
    expect(() => max(empty, 0)).toThrow("max(): Expected reduction dim 0 to have non-zero size.");
    expect(() => max(empty, -2)).toThrow("max(): Expected reduction dim 0 to have non-zero size.");
    expect(() => max([], 0)).toThrow("max(): Expected reduction dim 0 to have non-zero size.");
  });

  test("a dim out of range, or no integer, is refused", () => {
    expect(() => max(scores, 2)).toThrow("max: Dimension out of range (expected to be in range of [-2, 1], but got 2)");
    expect(() => max(scores, 0.5)).toThrow("max: dim must be an integer");
    // @ts-expect-error
    expect(() => max(scores, 0, { keepdims: true })).toThrow('max: unknown option "keepdims"');
  });

  test("the index is where the value is, and no other element is larger", () => {
    fc.assert(
      fc.property(fc.float32Array({ minLength: 1 }), (x) => {
        const { values, indices } = max(x, 0);
        const value = values.item();
        expect(x.indexOf(value) === indices.item() || (Number.isNaN(value) && Number.isNaN(x[indices.item()]))).toBe(
          true,
        );
        expect(x.some((other) => other > value)).toBe(false);
      }),
    );
  });
});

describe("max of all", () => {
  test("is a 0-d tensor, of any view", () => {
    const { data, shape } = tensor([[1, 7], [5, 3]]); // biome-ignore format: one line
    const first = max({ data, shape, strides: [0, 0], offset: 2 });
    expect([first.shape, first.item()]).toEqual([[], 5]);
    expect(max(3).item()).toBe(3);
    expect(max([1, NAN, 2]).item()).toBeNaN();
  });

  test("of nothing is refused in torch's words", () => {
    expect(() => max([])).toThrow(
      "max(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' " +
        "argument.",
    );
  });
});
