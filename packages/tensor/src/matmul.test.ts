import { expect, test } from "vitest";
import { mul } from "./arithmetic.js";
import { tensor } from "./as-tensor.js";
import { grad } from "./autograd.js";
import { full, zeros } from "./create.js";
import { exp } from "./elementary.js";
import { checkDerivatives } from "./finite-differences.js";
import { requireGrad } from "./graph.js";
import { matmul } from "./matmul.js";
import { randn } from "./random.js";
import type { Tensor } from "./tensor.js";
import { contiguous, expand, transpose } from "./views.js";

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

/** Every pair of 1-d, 2-d and batched operands that fit, and sizes at the edges of a tile. */
const PAIRS: [left: number[], right: number[], gradFn: string][] = [
  [[3], [3], "DotBackward0"],
  [[2, 3], [3], "MvBackward0"],
  [[3], [3, 2], "SqueezeBackward3"],
  [[2, 3], [3, 4], "MmBackward0"],
  [[5, 1], [1, 3], "MmBackward0"],
  [[2, 2, 3], [3], "UnsafeViewBackward0"],
  [[2, 2, 3], [3, 2], "UnsafeViewBackward0"],
  [[2, 2, 3], [2, 3, 2], "UnsafeViewBackward0"],
  [[3], [2, 3, 2], "UnsafeViewBackward0"],
  [[2, 3], [2, 3, 2], "CloneBackward0"],
  [[1, 3], [2, 3, 2], "TransposeBackward0"],
  [[2, 3], [2, 3, 1], "TransposeBackward0"],
  [[1, 2, 3], [2, 3, 2], "UnsafeViewBackward0"],
  [[2, 1, 2, 3], [2, 3, 1], "UnsafeViewBackward0"],
  [[2, 2, 2, 3], [3], "UnsafeViewBackward0"],
  [[3], [2, 1, 3, 2], "UnsafeViewBackward0"],
];

test("gradients are the slopes, of either side, in any dims", () => {
  for (const [left, right] of PAIRS) {
    const [a, b] = [left, right].map((shape) => tensor(randn(shape), { dtype: "float64" }));
    checkDerivatives((x) => matmul(x, b!), left);
    checkDerivatives((x) => matmul(a!, x), right);
    // Both sides at once, so that a gradient depends on the other side, too.
    if (left.join() === right.join()) checkDerivatives((x) => matmul(x, mul(x, x)), left);
  }
  checkDerivatives((x) => matmul(x, transpose(x, 0, 1)), [3, 4]);
  checkDerivatives((x) => matmul(transpose(x, -2, -1), exp(x)), [2, 3, 2]);
});

test("gradients are named after the last step that torch takes", () => {
  for (const [left, right, gradFn] of PAIRS) {
    // torch 1.13, (left @ right).grad_fn
    expect([left, right, matmul(requireGrad("", randn(left), true), randn(right)).gradFn?.name]).toEqual([
      left,
      right,
      gradFn,
    ]);
  }
});

test("gradients of products over nothing, or of none, are zeros or empty", () => {
  for (const [left, right] of [
    [
      [2, 0],
      [0, 3],
    ],
    [
      [0, 2],
      [2, 3],
    ],
    [
      [2, 0, 2],
      [2, 3],
    ],
    [[0], [0]],
    [[0, 2, 3], [3]],
  ] as const) {
    // biome-ignore format: one line
    const [a, b] = [left, right].map((shape) => zeros(shape, { requiresGrad: true })) as [Tensor, Tensor];
    const y = matmul(a, b);
    const [da, db] = grad(y, [a, b], { gradOutputs: zeros(y.shape) });
    expect([da!.shape, db!.shape]).toEqual([left, right]);
    expect([...da!.data, ...db!.data].every((slope) => slope === 0)).toBe(true);
  }
});

test("is the sum of products in their order, whatever the sizes, strides and batches", () => {
  const sizes = [1, 2, 3, 4, 5, 7, 8, 9];
  for (const n of sizes) {
    for (const m of sizes) {
      for (const inner of [1, 3, 8]) {
        const [a, b] = [randn([n, inner]), randn([inner, m])];
        const expected = Float32Array.from({ length: n * m }, (_, at) => {
          let sum = 0;
          for (let k = 0; k < inner; k++) sum += a.data[Math.floor(at / m) * inner + k]! * b.data[k * m + (at % m)]!;
          return sum;
        });
        expect(matmul(a, b).data).toEqual(expected);
        const columns = transpose(contiguous(transpose(a, 0, 1)), 0, 1);
        expect(matmul(columns, transpose(contiguous(transpose(b, 0, 1)), 0, 1)).data).toEqual(expected);
        const batch = matmul(expand(a, [2, n, inner]), expand(b, [2, inner, m]));
        expect(batch.data).toEqual(Float32Array.of(...expected, ...expected));
      }
    }
  }
});
