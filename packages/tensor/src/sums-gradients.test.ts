import { describe, expect, test } from "vitest";
import { tensor } from "./as-tensor.js";
import { backward, grad } from "./autograd.js";
import { zeros } from "./create.js";
import { log } from "./elementary.js";
import { checkDerivatives } from "./finite-differences.js";
import { cumsum, mean, std, sum, var as variance } from "./sums.js";
import type { Tensor } from "./tensor.js";
import { t } from "./views.js";

// torch 1.13, y.grad_fn of the same calls
test.each<[title: string, shape: readonly number[], of: (x: Tensor) => Tensor, gradFn: string]>([
  ["sum", [2, 3], (x) => sum(x), "SumBackward0"],
  ["sum of a 0-d tensor", [], (x) => sum(x), "SumBackward0"],
  ["sum along a dim", [2, 3], (x) => sum(x, -1), "SumBackward1"],
  ["sum along dims", [2, 3, 2], (x) => sum(x, [2, 0]), "SumBackward1"],
  ["sum along no dims, which is all", [2, 3], (x) => sum(x, []), "SumBackward1"],
  ["sum along a dim that stays", [2, 3], (x) => sum(t(x), 1, { keepdim: true }), "SumBackward1"],
  ["sum along the dim of a 0-d tensor", [], (x) => sum(x, -1), "SumBackward1"],
  ["mean", [2, 3], (x) => mean(x), "MeanBackward0"],
  ["mean along dims", [2, 3, 2], (x) => mean(x, [0, 1]), "MeanBackward1"],
  ["mean along a dim that stays", [2, 3], (x) => mean(t(x), 0, { keepdim: true }), "MeanBackward1"],
  ["var", [2, 3], (x) => variance(x), "VarBackward0"],
  ["var along a dim", [2, 3], (x) => variance(t(x), 0), "VarBackward0"],
  ["var along dims of all there is", [2, 3, 2], (x) => variance(x, [0, 2], { correction: 0 }), "VarBackward0"],
  ["std", [2, 3], (x) => std(x), "StdBackward0"],
  ["std along a dim that stays", [2, 3], (x) => std(x, 1, { keepdim: true, correction: 0.5 }), "StdBackward0"],
  ["cumsum", [2, 3], (x) => cumsum(x, 0), "CumsumBackward0"],
  ["cumsum of a transposed tensor", [2, 3], (x) => cumsum(t(x), -2), "CumsumBackward0"],
  ["cumsum of a 0-d tensor", [], (x) => cumsum(x, 0), "CumsumBackward0"],
])("%s has the derivatives of its formula", (_, shape, of, gradFn) => {
  checkDerivatives(of, shape);
  expect(of(tensor(zeros(shape), { requiresGrad: true })).gradFn?.name).toBe(gradFn);
});

function gradientOf(of: (x: Tensor<"float64">) => Tensor, values: number[] | number): unknown {
  const x = tensor(values, { dtype: "float64", requiresGrad: true });
  return grad(sum(of(x)), x)[0]!.toArray();
}

const [NAN, INF] = [Number.NaN, Number.POSITIVE_INFINITY];

describe("dtype", () => {
  test("casts the gradient back, too", () => {
    const x = tensor([1, 2], { dtype: "float16", requiresGrad: true });
    for (const y of [
      sum(x, 0, { dtype: "float64" }),
      mean(x, 0, { dtype: "float32" }),
      sum(cumsum(x, 0, { dtype: "float64" })),
    ]) {
      const [dx] = grad(y, x);
      expect(dx!.dtype).toBe("float16");
    }
  });

  test("of integers leaves no record: what is cut off has no gradient", () => {
    const x = tensor([1.5, 2], { requiresGrad: true });
    expect(sum(x, 0, { dtype: "int64" }).requiresGrad).toBe(false);
    expect(cumsum(x, 0, { dtype: "int64" }).requiresGrad).toBe(false);
  });
});

describe("var and std, as in torch 1.13,", () => {
  test("have slope 0 where all elements are equal", () => {
    expect(gradientOf((x) => variance(x), [2, 2, 2])).toEqual([0, 0, 0]);
    expect(gradientOf((x) => std(x), [2, 2, 2])).toEqual([0, 0, 0]);
    expect(gradientOf((x) => log(std(x)), [2, 2, 2])).toEqual([0, 0, 0]);
  });

  test("and no second derivative but 0 for std there", () => {
    const x = tensor([2, 2, 2], { requiresGrad: true });
    const [dx] = grad(std(x), x, { createGraph: true });
    const [ddx] = grad(sum(dx!, 0), x);
    expect(ddx!.toArray()).toEqual([0, 0, 0]);
  });

  test("NaN makes NaN, and infinity what its formula does", () => {
    expect(gradientOf((x) => variance(x), [NAN, 1, 2])).toEqual([NAN, NAN, NAN]);
    expect(gradientOf((x) => variance(x), [INF, 1, 2])).toEqual([NAN, -INF, -INF]);
    expect(gradientOf((x) => std(x), [INF, 1, 2])).toEqual([NAN, NAN, NAN]);
  });

  test("of as many elements as the correction are infinite: their slopes as well, or NaN", () => {
    // torch.var(x, 0, correction=3) and torch.std
    expect(gradientOf((x) => variance(x, 0, { correction: 3 }), [1, 3, 4])).toEqual([-INF, INF, INF]);
    expect(gradientOf((x) => std(x, 0, { correction: 3 }), [1, 3, 4])).toEqual([NAN, NAN, NAN]);
  });
});

test("the variance of a single element has slope NaN, as in torch 2, where 1.13 has infinity or an error", () => {
  // FunctionsManual.cpp, var_backward: where(self == self.mean(), NaN, INFINITY)
  expect(gradientOf((x) => variance(x), 5)).toBe(NAN);
  expect(gradientOf((x) => variance(x), [5])).toEqual([NAN]);
});

test("elements that are close together and far from 0 keep the digits of their slopes", () => {
  const x = tensor([16777216, 16777218, 16777216], { requiresGrad: true });
  const [dx] = grad(variance(x), x);
  // 2 (x − mean) / (n − 1), the mean being 2/3 above the first: to the last bit of float32.
  expect(dx!.toArray()).toEqual([-2 / 3, 4 / 3, -2 / 3].map(Math.fround));
});

describe("what has no elements", () => {
  test.each<[title: string, of: (x: Tensor) => Tensor]>([
    ["sum", (x) => sum(x)],
    ["sum along a dim", (x) => sum(x, 1)],
    ["mean", (x) => mean(x)],
    ["mean along a dim", (x) => mean(x, 1)],
    ["var", (x) => variance(x)],
    ["std along a dim", (x) => std(x, 1)],
    ["cumsum", (x) => cumsum(x, 1)],
  ])("%s has an empty gradient", (_, of) => {
    const x = tensor(zeros([2, 0]), { requiresGrad: true });
    const [dx] = grad(sum(of(x)), x);
    expect(dx!.shape).toEqual([2, 0]);
  });
});

test("sum, mean and cumsum save nothing, and are gone back through twice; var and std are not, as in torch", () => {
  const x = tensor([1, 2], { requiresGrad: true });
  for (const y of [sum(x), cumsum(x, 0)]) {
    backward(y, y);
    backward(y, y);
  }
  for (const y of [variance(x), std(x)]) {
    backward(y);
    expect(() => backward(y)).toThrow("Trying to backward through the graph a second time");
  }
});
