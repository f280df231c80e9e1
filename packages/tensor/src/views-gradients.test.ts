import { describe, expect, test } from "vitest";
import { add, mul } from "./arithmetic.js";
import { tensor } from "./as-tensor.js";
import { backward, grad, noGrad } from "./autograd.js";
import { clone } from "./copies.js";
import { zeros } from "./create.js";
import { checkDerivatives } from "./finite-differences.js";
import { elementsOf } from "./sample-tensors.js";
import { sum } from "./sums.js";
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

type View = (x: Tensor) => Tensor;

const leaf = (shape: readonly number[]): Tensor<"float32"> =>
  tensor({ data: Float32Array.from(zeros(shape).data, (_, i) => i), shape }, { requiresGrad: true, dtype: "float32" });

// torch 1.13, y.grad_fn of the same views
const VIEWS: [title: string, shape: readonly number[], of: View, gradFn: string][] = [
  ["reshape", [2, 3], (x) => reshape(x, [3, 2]), "ReshapeAliasBackward0"],
  ["reshape that copies", [2, 3], (x) => reshape(transpose(x, 0, 1), [6]), "UnsafeViewBackward0"],
  ["reshape of a 0-d tensor", [], (x) => reshape(x, [1, 1]), "ReshapeAliasBackward0"],
  ["view", [2, 3], (x) => view(x, [6]), "ViewBackward0"],
  ["transpose", [2, 3, 2], (x) => transpose(x, 0, -1), "TransposeBackward0"],
  ["t", [2, 3], (x) => t(x), "TBackward0"],
  ["t of a 0-d tensor", [], (x) => t(x), "TBackward0"],
  ["permute", [2, 3, 4], (x) => permute(x, [-1, 0, 1]), "PermuteBackward0"],
  ["squeeze", [1, 3, 1], (x) => squeeze(x), "SqueezeBackward0"],
  ["squeeze of a dim", [1, 3, 1], (x) => squeeze(x, -1), "SqueezeBackward1"],
  ["unsqueeze", [2, 3], (x) => unsqueeze(x, -1), "UnsqueezeBackward0"],
  ["expand", [2, 1, 3], (x) => expand(x, [2, 2, -1, 3]), "ExpandBackward0"],
  ["expand of a 0-d tensor", [], (x) => expand(x, [2, 3]), "ExpandBackward0"],
  ["select", [2, 3], (x) => select(x, 1, -1), "SelectBackward0"],
  ["narrow", [4, 2], (x) => narrow(x, 0, -3, 2), "SliceBackward0"],
  ["narrow of nothing", [4, 2], (x) => narrow(x, 0, 1, 0), "SliceBackward0"],
  ["slice", [2, 7], (x) => slice(x, 1, 1, -1, 2), "SliceBackward0"],
  ["flatten", [2, 3, 2], (x) => flatten(x, { startDim: 1 }), "ReshapeAliasBackward0"],
  ["flatten that copies", [2, 3], (x) => flatten(t(x)), "UnsafeViewBackward0"],
  ["contiguous that copies", [2, 3], (x) => contiguous(t(x)), "CloneBackward0"],
  ["clone", [2, 3], (x) => clone(t(x)), "CloneBackward0"],
  ["a view of a view of a view", [3, 4], (x) => select(slice(t(x), 0, 1, 4, 2), 1, 1), "SelectBackward0"],
];

describe.each(VIEWS)("%s", (_, shape, of, gradFn) => {
  test("has the derivatives of its elements", () => {
    checkDerivatives(of, shape);
  });

  test("names its gradient as torch does", () => {
    expect(of(leaf(shape)).gradFn?.name).toBe(gradFn);
  });

  test("is not recorded where nothing requires grad", () => {
    expect(of(zeros(shape)).requiresGrad).toBe(false);
    expect(noGrad(() => of(leaf(shape))).requiresGrad).toBe(false);
  });

  test("is gone back through twice, since it saves nothing, as in torch", () => {
    const x = leaf(shape);
    const y = of(x);
    const dy = zeros(y.shape);
    backward(y, dy);
    backward(y, dy);
    expect(x.grad!.shape).toEqual(shape);
  });
});

test("squeeze of several dims is recorded under the name of torch 2", () => {
  // torch 2.0 took a tuple of dims first; derivatives.yaml lists squeeze, squeeze.dim and squeeze.dims in this order.
  expect(squeeze(leaf([1, 3, 1]), [0, 2]).gradFn?.name).toBe("SqueezeBackward2");
});

test("flatten of one dim and contiguous of what is so answer their input, and leave no record", () => {
  // torch 1.13, x.flatten(1) is x; x.contiguous() is x
  const x = leaf([2, 3]);
  expect(flatten(x, { startDim: 1 })).toBe(x);
  expect(contiguous(x)).toBe(x);
});

test("flatten of a 0-d tensor has one dim, and a record", () => {
  const y = flatten(leaf([]));
  expect({ shape: y.shape, gradFn: y.gradFn?.name }).toEqual({ shape: [1], gradFn: "ReshapeAliasBackward0" });
});

test("what a view leaves out gets zeros, and what it repeats the sum", () => {
  const x = leaf([2, 3]);
  const columns = slice(x, 1, 0, 3, 2);
  const [sliced] = grad(sum(mul(columns, [[1, 2], [3, 4]])), x); // biome-ignore format: one line
  expect(sliced!.toArray()).toEqual([[1, 0, 2], [3, 0, 4]]); // biome-ignore format: one line
  const [repeated] = grad(expand(x, [4, 2, 3]), x, { gradOutputs: expand([1], [4, 2, 3]) });
  expect(repeated!.toArray()).toEqual([[4, 4, 4], [4, 4, 4]]); // biome-ignore format: one line
});

test("rows that are iterated over, one by one, give the gradient of the whole", () => {
  const x = leaf([3, 2]);
  const total = [...x].map((row, i) => sum(mul(row, i + 1))).reduce((a, b) => add(a, b));
  const [dx] = grad(total, x);
  expect(dx!.toArray()).toEqual([[1, 1], [2, 2], [3, 3]]); // biome-ignore format: one line
});

test.each<[title: string, shape: readonly number[], of: View]>([
  ["reshape of no elements", [0, 3], (x) => reshape(x, [3, 0])],
  ["transpose of no elements", [0, 3], (x) => t(x)],
  ["expand to no elements", [1], (x) => expand(x, [0])],
  ["select of no elements", [0, 3], (x) => select(x, 1, 0)],
  ["slice beyond the end", [2], (x) => slice(x, 0, 5, 9)],
])("%s has a gradient of zeros, in its input's shape", (_, shape, of) => {
  const x = leaf(shape);
  const [dx] = grad(sum(of(x)), x);
  expect(dx!.shape).toEqual(shape);
  expect(elementsOf(dx!).every((value) => value === 0)).toBe(true);
});
