import { describe, expect, test } from "vitest";
import { tensor } from "./as-tensor.js";
import { backward, grad } from "./autograd.js";
import { zeros } from "./create.js";
import { amax, amin, argmax, max, min } from "./extremes.js";
import { checkDerivatives } from "./finite-differences.js";
import type { Tensor } from "./tensor.js";
import { t } from "./views.js";

type Extreme = (x: Tensor) => Tensor;

// torch 1.13, y.grad_fn of the same calls
test.each<[title: string, shape: readonly number[], of: Extreme, gradFn: string]>([
  ["max", [2, 3], (x) => max(x), "MaxBackward1"],
  ["max of a 0-d tensor", [], (x) => max(x), "MaxBackward1"],
  ["max along a dim", [2, 3], (x) => max(x, 0).values, "MaxBackward0"],
  ["max along a dim that stays", [2, 3, 2], (x) => max(x, 1, { keepdim: true }).values, "MaxBackward0"],
  ["max along the dim of a 0-d tensor", [], (x) => max(x, -1, { keepdim: true }).values, "MaxBackward0"],
  ["min", [2, 3], (x) => min(t(x)), "MinBackward1"],
  ["min along a dim", [2, 3], (x) => min(t(x), 0).values, "MinBackward0"],
  ["amax", [2, 3], (x) => amax(x), "AmaxBackward0"],
  ["amax along dims", [2, 3, 2], (x) => amax(x, [-1, 0]), "AmaxBackward0"],
  ["amin along dims that stay", [2, 3, 2], (x) => amin(x, [0, 1], { keepdim: true }), "AminBackward0"],
  ["amin of a 0-d tensor", [], (x) => amin(x, 0), "AminBackward0"],
])("%s has the derivatives of the extreme elements", (_, shape, of, gradFn) => {
  checkDerivatives(of, shape);
  expect(of(tensor(zeros(shape), { requiresGrad: true })).gradFn?.name).toBe(gradFn);
});

function gradientOf(of: Extreme, values: number[] | number[][], dy: number[] | number = 1): unknown {
  const x = tensor(values, { requiresGrad: true });
  return grad(of(x), x, { gradOutputs: tensor(dy) })[0]!.toArray();
}

const [NAN, INF] = [Number.NaN, Number.POSITIVE_INFINITY];

describe("among equals, as in torch 1.13,", () => {
  test("all of one dim's gradient goes to the index", () => {
    expect(gradientOf((x) => max(x, 0).values, [1, 3, 3])).toEqual([0, 1, 0]);
    expect(gradientOf((x) => min(x, 1).values, [[2, 1, 1], [5, 5, 5]], [7, 8])).toEqual([[0, 7, 0], [8, 0, 0]]); // biome-ignore format: one line
  });

  test("that of all elements is split evenly", () => {
    expect(gradientOf((x) => max(x), [1, 3, 3])).toEqual([0, 0.5, 0.5]);
    expect(gradientOf((x) => min(x), [[1, 2], [1, 1]], 6)).toEqual([[2, 0], [2, 2]]); // biome-ignore format: one line
    expect(gradientOf((x) => max(x), [INF, INF, 1])).toEqual([0.5, 0.5, 0]);
    expect(gradientOf((x) => max(x), [0, -0])).toEqual([0.5, 0.5]);
  });

  test("that of amax and amin is split evenly in each row", () => {
    expect(gradientOf((x) => amax(x, 1), [[1, 3, 3], [2, 2, 2]], [4, 6])).toEqual([[0, 2, 2], [2, 2, 2]]); // biome-ignore format: one line
    expect(gradientOf((x) => amin(x), [[1, 2], [1, 3]])).toEqual([[0.5, 0], [0.5, 0]]); // biome-ignore format: one line
  });
});

describe("NaN, as in torch 1.13,", () => {
  test("takes the gradient of max and min, shared with all other NaN", () => {
    expect(gradientOf((x) => max(x), [NAN, 3, NAN])).toEqual([0.5, 0, 0.5]);
    expect(gradientOf((x) => min(x), [NAN, 3, NAN])).toEqual([0.5, 0, 0.5]);
  });

  test("takes all of it along a dim, the first", () => {
    expect(gradientOf((x) => max(x, 0).values, [2, NAN, NAN])).toEqual([0, 1, 0]);
  });

  test("makes the gradient of amax and amin NaN, in its row", () => {
    expect(gradientOf((x) => amax(x, 1), [[NAN, 3], [1, 2]], [1, 1])).toEqual([[NAN, NAN], [0, 1]]); // biome-ignore format: one line
  });
});

test("an infinite gradient leaves zeros where the extreme is not", () => {
  // torch 1.13 for max; for amax it multiplies the infinity by 0, and answers NaN.
  expect(gradientOf((x) => max(x), [1, 3], INF)).toEqual([0, INF]);
  expect(gradientOf((x) => amax(x), [1, 3], INF)).toEqual([0, INF]);
});

test("the values print with what made them, the indices without, nor do those of argmax need a gradient", () => {
  const x = tensor([[0, 1], [3, 2]], { requiresGrad: true }); // biome-ignore format: one line
  // torch 1.13
  expect(String(max(x, 0))).toBe(
    "torch.return_types.max(\nvalues=tensor([3., 2.], grad_fn=<MaxBackward0>),\nindices=tensor([1, 1]))",
  );
  expect(min(x).toString()).toBe("tensor(0., grad_fn=<MinBackward1>)");
  expect(argmax(x, 0).requiresGrad).toBe(false);
});

test("a second backward throws, since input and indices were freed, as in torch", () => {
  const x = tensor([1, 2], { requiresGrad: true });
  for (const y of [max(x), max(x, 0).values, amax(x)]) {
    backward(y);
    expect(() => backward(y)).toThrow("Trying to backward through the graph a second time");
  }
});
