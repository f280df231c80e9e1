import { expect, test } from "vitest";
import { tensor } from "./as-tensor.js";
import { backward, grad } from "./autograd.js";
import { checkDerivatives } from "./finite-differences.js";
import { sort, topk } from "./order.js";
import { sum } from "./sums.js";
import type { Tensor } from "./tensor.js";
import { t } from "./views.js";

test.each<[title: string, shape: readonly number[], of: (x: Tensor) => Tensor]>([
  ["sort", [3, 4], (x) => sort(x).values],
  ["sort of columns, from the largest", [3, 4], (x) => sort(x, { dim: 0, descending: true }).values],
  ["sort of a transposed tensor", [3, 4], (x) => sort(t(x)).values],
  ["sort of a 0-d tensor", [], (x) => sort(x).values],
  ["topk", [3, 4], (x) => topk(x, 2).values],
  ["topk of columns, the smallest", [3, 4], (x) => topk(x, 2, { dim: 0, largest: false }).values],
])("%s gives the gradient to where its elements came from", (_, shape, of) => {
  checkDerivatives(of, shape);
});

const leaf = (values: number[]): Tensor<"float32"> => tensor(values, { requiresGrad: true });

test("equal elements and NaN give their gradients to where they stood, as in torch", () => {
  const x = leaf([3, Number.NaN, 3]);
  // torch 1.13, x.sort().values and x.topk(2).values
  const [sorted] = grad(sort(x).values, x, { gradOutputs: [1, 2, 3] });
  expect(sorted!.toArray()).toEqual([1, 3, 2]);
  const [largest] = grad(topk(x, 2).values, x, { gradOutputs: [1, 2] });
  expect(largest!.toArray()).toEqual([2, 1, 0]);
});

test("the values print with what made them, the indices without", () => {
  // torch 1.13
  expect(String(sort(leaf([2, 1])))).toBe(
    "torch.return_types.sort(\nvalues=tensor([1., 2.], grad_fn=<SortBackward0>),\nindices=tensor([1, 0]))",
  );
  expect(String(topk(leaf([2, 1]), 1))).toBe(
    "torch.return_types.topk(\nvalues=tensor([2.], grad_fn=<TopkBackward0>),\nindices=tensor([0]))",
  );
});

test("a second backward throws, since the indices were freed, as in torch", () => {
  const total = sum(sort(leaf([2, 1])).values);
  backward(total);
  expect(() => backward(total)).toThrow("Trying to backward through the graph a second time");
});
