import {
  type DType,
  expand,
  Generator,
  grad,
  manualSeed,
  mul,
  type Tensor,
  tensor,
  transpose,
  zeros,
} from "@actfn/tensor";
import { checkDerivatives } from "@actfn/tensor/testing";
import { describe, expect, test } from "vitest";
import { chiSquare } from "./chi-square.js";
import { gumbelSoftmax } from "./gumbel-softmax.js";
import { softmax } from "./softmax.js";

const scores = [
  [2.0, 1.0, 0.1],
  [0.0, 0.0, 0.0],
];

describe("gumbelSoftmax", () => {
  test("after the same seed it draws what torch draws", () => {
    // torch 1.13, torch.manual_seed(0); F.gumbel_softmax(tensor([2.0, 1.0, 0.1])), and of both rows with tau=0.5
    manualSeed(0);
    expect(String(gumbelSoftmax(scores[0]!))).toBe("tensor([0.3446, 0.3614, 0.2940])");
    manualSeed(0);
    expect(String(gumbelSoftmax(scores, { tau: 0.5 }))).toBe(
      "tensor([[0.3536, 0.3891, 0.2574],\n        [0.1040, 0.6233, 0.2726]])",
    );
  });

  test("hard rows are one-hot, with the gradient of the soft ones", () => {
    // torch 1.13, torch.manual_seed(0); F.gumbel_softmax(x, tau=0.5, hard=True, dim=0), and its backward
    manualSeed(0);
    const x = tensor(scores, { requiresGrad: true });
    const y = gumbelSoftmax(x, { tau: 0.5, hard: true, dim: 0 });
    expect(String(y)).toBe("tensor([[1., 1., 1.],\n        [0., 0., 0.]], grad_fn=<AddBackward0>)");
    const dy = [[1, 2, 3], [4, 5, 6]]; // biome-ignore format: rows
    expect(String(grad(y, x, { gradOutputs: dy })[0])).toBe(
      "tensor([[-0.1964, -0.8079, -0.5973],\n        [ 0.1964,  0.8079,  0.5973]])",
    );
  });

  test("the largest of a row is drawn with the probabilities that softmax gives", () => {
    const logits = [0.5, -1, 2, 0];
    const draws = gumbelSoftmax(expand(tensor(logits), [5000, 4]), { hard: true, generator: new Generator(11) });
    const classes = (draws.toArray() as number[][]).map((row) => row.indexOf(1));
    expect(chiSquare(classes, softmax(logits, 0).toArray() as number[])).toBeLessThan(1);
  });

  test("the smaller tau, the nearer to one-hot; the larger, the more alike", () => {
    const drawnAt = (tau: number) => gumbelSoftmax(scores, { tau, generator: new Generator(3) });
    const hard = gumbelSoftmax(scores, { hard: true, generator: new Generator(3) });
    expect(drawnAt(1e-3).toArray()).toEqual(hard.toArray());
    expect(drawnAt(1e6).data.every((p) => Math.abs(p - 1 / 3) < 1e-5)).toBe(true);
  });

  test("its first and second derivatives are those that finite differences estimate", () => {
    for (const dim of [0, 1]) {
      checkDerivatives((x) => gumbelSoftmax(x, { tau: 0.7, dim, generator: new Generator(5) }), [3, 4]);
    }
  });

  test("any shape and any float dtype will do, however the input lies in memory", () => {
    for (const shape of [[], [0], [1], [2, 0, 3], [2, 1, 3, 2], [1, 2, 1, 2, 1, 2]]) {
      expect(gumbelSoftmax(zeros(shape)).shape).toEqual(shape);
    }
    const drawn = (input: Tensor) => gumbelSoftmax(input, { generator: new Generator(9) });
    const x = tensor(scores);
    expect(drawn(transpose(tensor(transpose(x, 0, 1)), 0, 1)).toArray()).toEqual(drawn(x).toArray());
    for (const dtype of ["float16", "bfloat16", "float32", "float64"] satisfies DType[]) {
      expect(drawn(tensor(x, { dtype })).dtype).toBe(dtype);
    }
  });

  test("−∞ is never drawn, and a row of nothing else is NaN", () => {
    const { NEGATIVE_INFINITY: NOTHING, NaN: NAN } = Number;
    const rows = tensor([[NOTHING, 0, NOTHING], [NOTHING, NOTHING, NOTHING]]); // biome-ignore format: rows
    expect(gumbelSoftmax(rows).toArray()).toEqual([[0, 1, 0], [NAN, NAN, NAN]]); // biome-ignore format: rows
  });

  test("the input stays as it is, and gradients flow through what it is made of", () => {
    const x = tensor(scores, { requiresGrad: true });
    grad(gumbelSoftmax(mul(x, 2), { hard: true }), x, { gradOutputs: scores });
    expect(x.toArray()).toEqual(tensor(scores).toArray());
  });

  test("what makes no sense is refused", () => {
    expect(() => gumbelSoftmax(scores, { dim: 5 })).toThrow(
      "gumbelSoftmax: Dimension out of range (expected to be in range of [-2, 1], but got 5)",
    );
    expect(() => gumbelSoftmax([1n, 2n])).toThrow("gumbelSoftmax: \"exponential_cpu\" not implemented for 'Long'");
    for (const tau of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => gumbelSoftmax(scores, { tau })).toThrow("gumbelSoftmax: tau must be a finite number above 0");
    }
    expect(() => gumbelSoftmax(zeros([2, 0]), { hard: true })).toThrow(
      "gumbelSoftmax: max(): Expected reduction dim 1 to have non-zero size",
    );
    expect(() => Reflect.apply(gumbelSoftmax, undefined, [scores, { generator: 0 }])).toThrow(
      "gumbelSoftmax: generator must be a Generator, but got 0",
    );
    expect(() => Reflect.apply(gumbelSoftmax, undefined, [scores, { temperature: 2 }])).toThrow("gumbelSoftmax: ");
  });
});
