import { describe, expect, test } from "vitest";
import { mul } from "./arithmetic.js";
import { tensor } from "./as-tensor.js";
import { backward, grad } from "./autograd.js";
import { castTo } from "./copy.js";
import { zeros } from "./create.js";
import { checkDerivatives } from "./finite-differences.js";
import { cat, gather, split, stack } from "./joins.js";
import { sum } from "./sums.js";
import type { Tensor } from "./tensor.js";
import { t } from "./views.js";

const leaf = (values: number | number[] | number[][]): Tensor<"float32"> => tensor(values, { requiresGrad: true });

const picks = tensor([[2n, 0n, 2n], [1n, 1n, 0n]]); // biome-ignore format: one line

test.each<[title: string, shape: readonly number[], of: (x: Tensor) => Tensor, gradFn: string]>([
  ["cat of a tensor with itself", [2, 3], (x) => cat([x, mul(x, x)], { dim: -1 }), "CatBackward0"],
  ["cat with what needs no gradient", [2, 3], (x) => cat([zeros([1, 3]), x, zeros([4, 3])]), "CatBackward0"],
  ["stack", [2, 3], (x) => stack([x, mul(x, x)], { dim: 1 }), "StackBackward0"],
  ["stack of 0-d tensors", [], (x) => stack([x, mul(x, x), x]), "StackBackward0"],
  ["the last piece of split", [5, 2], (x) => split(x, 2)[2]!, "SplitBackward0"],
  ["a section of split", [2, 5], (x) => split(x, [1, 3, 1], { dim: -1 })[1]!, "SplitWithSizesBackward0"],
  ["gather", [2, 3], (x) => gather(x, 1, picks), "GatherBackward0"],
  ["gather of a transposed tensor by a transposed index", [2, 3], (x) => gather(t(x), 0, t(picks)), "GatherBackward0"],
  ["gather from fewer rows", [4, 3], (x) => gather(x, 1, picks), "GatherBackward0"],
  ["gather from a 0-d tensor", [], (x) => gather(x, 0, [0n, 0n]), "GatherBackward0"],
])("%s has the derivatives of its elements, and torch 1.13's name", (_, shape, of, gradFn) => {
  checkDerivatives(of, shape);
  expect(of(tensor(zeros(shape), { requiresGrad: true })).gradFn?.name).toBe(gradFn);
});

describe("cat", () => {
  test("gives each part its piece, in the part's dtype", () => {
    const half = tensor([1, 2], { dtype: "float16", requiresGrad: true });
    const double = tensor([3], { dtype: "float64", requiresGrad: true });
    const [first, second] = grad(cat([half, double]), [half, double], { gradOutputs: [4, 5, 6] });
    expect({ values: first!.toArray(), dtype: first!.dtype }).toEqual({ values: [4, 5], dtype: "float16" });
    expect({ values: second!.toArray(), dtype: second!.dtype }).toEqual({ values: [6], dtype: "float64" });
  });

  test("of matrices and an empty row gives the row an empty gradient", () => {
    const [row, matrix] = [tensor(zeros([0]), { requiresGrad: true }), leaf([[1, 2]])];
    const grads = grad(sum(cat([row, matrix])), [row, matrix]);
    expect(grads.map(({ shape }) => shape)).toEqual([[0], [1, 2]]);
  });

  test("with integers makes floats that are recorded, of the floats alone", () => {
    const x = leaf([1, 2]);
    const [dx] = grad(sum(cat<Tensor>([tensor([7n]), x])), x);
    expect(dx!.toArray()).toEqual([1, 1]);
  });
});

test("split's views give zeros to all but their own elements", () => {
  const x = leaf([1, 2, 3]);
  const [, tail] = split(x, 2);
  backward(tail!);
  expect(x.grad!.toArray()).toEqual([0, 0, 1]);
});

describe("gather", () => {
  test("adds up what comes from the same element", () => {
    const x = leaf([[3, 4, 5], [6, 7, 8]]); // biome-ignore format: one line
    const y = gather(x, 1, [[0n, 0n, 2n], [1n, 1n, 1n]]); // biome-ignore format: one line
    backward(y, [[1, 2, 3], [4, 5, 6]]); // biome-ignore format: one line
    // torch 1.13
    expect(x.grad!.toArray()).toEqual([[3, 0, 3], [0, 15, 0]]); // biome-ignore format: one line
  });

  test("adds up halves without rounding each time", () => {
    const x = tensor([1], { dtype: "float16", requiresGrad: true });
    const index = zeros([4096], { dtype: "int64" });
    // One by one, 2048 + 1 would be 2048 again.
    const [dx] = grad(sum(castTo(gather(x, 0, index), "float32")), x);
    expect(dx!.item()).toBe(4096);
  });

  test("looks into its index once more, and refuses one that was written over", () => {
    const x = leaf([1, 2]);
    const index = tensor([0n, 1n]);
    const y = gather(x, 0, index);
    gather([1n, 0n], 0, [0n, 1n], { out: index });
    expect(() => backward(y, [1, 1])).toThrow("modified by an inplace operation");
  });

  test("by more indices than there are elements counts each", () => {
    const x = leaf([[3, 4, 5], [6, 7, 8]]); // biome-ignore format: one line
    const [dx] = grad(sum(gather(x, 1, [[0n, 1n, 1n, 1n, 1n], [1n, 1n, 1n, 1n, 2n]])), x); // biome-ignore format: one line
    expect(dx!.toArray()).toEqual([[1, 4, 0], [0, 4, 1]]); // biome-ignore format: one line
  });

  test("by no index leaves zeros", () => {
    const x = leaf([[1, 2]]);
    const [dx] = grad(sum(gather(x, 0, zeros([0, 2], { dtype: "int64" }))), x);
    expect(dx!.toArray()).toEqual([[0, 0]]);
  });
});
