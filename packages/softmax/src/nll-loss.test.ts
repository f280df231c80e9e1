import { backward, grad, permute, sum, tensor } from "@actfn/tensor";
import { checkDerivatives } from "@actfn/tensor/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { crossEntropy } from "./cross-entropy.js";
import { logSoftmax } from "./log-softmax.js";
import { nllLoss } from "./nll-loss.js";

const { NEGATIVE_INFINITY, POSITIVE_INFINITY: INF } = Number;

describe("nllLoss", () => {
  const scores = tensor([[1, 2, 3], [2, 0.5, -1]], { dtype: "float64" }); // biome-ignore format: rows
  const logs = logSoftmax(scores, 1);
  const weight = tensor([1, 2, 0.5], { dtype: "float64" });

  test("is the mean, the sum or each of the log-probabilities of the targets, their sign turned", () => {
    // torch 1.13, F.nll_loss(F.log_softmax(scores, 1), tensor([2, 0]), reduction=...)
    expect(nllLoss(logs, [2, 0]).item()).toBeCloseTo(0.32445863055076873, 15);
    expect(nllLoss(logs, [2, 0], { reduction: "sum" }).item()).toBeCloseTo(0.6489172611015375, 15);
    const { data } = nllLoss(logs, [2, 0], { reduction: "none" });
    [0.4076059644443804, 0.24131129665715703].forEach((loss, i) => {
      expect(data[i]).toBeCloseTo(loss, 15);
    });
  });

  test("weighs the classes, and divides the mean by what they weigh together", () => {
    // torch 1.13, F.nll_loss(F.log_softmax(scores, 1), tensor([2, 0]), weight=weight)
    expect(nllLoss(logs, [2, 0], { weight }).item()).toBeCloseTo(0.2967428525862315, 15);
  });

  test("a class that is ignored counts nowhere, and of nothing there is no mean", () => {
    expect(nllLoss(logs, [-100, 0]).item()).toBe(nllLoss(logs, [0, 0], { reduction: "none" }).data[1]);
    expect(nllLoss(logs, [-100, 0], { reduction: "none" }).data[0]).toBe(0);
    expect(nllLoss(logs, [1, 0], { ignoreIndex: 1 }).item()).toBe(nllLoss(logs, [-100, 0]).item());
    // torch 1.13
    expect(nllLoss(logs, [-100, -100]).item()).toBeNaN();
    expect(nllLoss(logs, [-100, -100], { reduction: "sum" }).item()).toBe(0);
  });

  test("places of an image have a class each", () => {
    const image = tensor(
      Array.from({ length: 24 }, (_, i) => Math.sin(i)),
      { dtype: "float64" },
    );
    const x = { data: image.data, dims: [2, 3, 2, 2] };
    const target = [[[0, 1], [2, 0]], [[1, 1], [-100, 2]]]; // biome-ignore format: rows
    // torch 1.13, F.nll_loss(torch.arange(24.).double().sin().view(2, 3, 2, 2), tensor(target), weight=weight)
    expect(nllLoss(x, target, { weight }).item()).toBeCloseTo(0.5522723239875471, 15);
    expect(nllLoss(x, target, { reduction: "none" }).shape).toEqual([2, 2, 2]);
    // The channels last in memory, as images often lie.
    const last = permute(tensor(permute(x, [0, 2, 3, 1])), [0, 3, 1, 2]);
    expect(nllLoss(last, target, { reduction: "none" }).data).toEqual(nllLoss(x, target, { reduction: "none" }).data);
  });

  test("a single row has a single target", () => {
    expect(nllLoss([-1, -2], 1).item()).toBe(2);
    expect(nllLoss([-1, -2], 1, { reduction: "none" }).shape).toEqual([]);
  });

  test("what is impossible costs ∞, and only where it is the target", () => {
    // torch 1.13, F.nll_loss(tensor([[-inf, 0.]]), tensor([1])) and of 0
    expect(nllLoss([[NEGATIVE_INFINITY, 0]], [1]).item()).toBe(0);
    expect(nllLoss([[NEGATIVE_INFINITY, 0]], [0]).item()).toBe(INF);
  });

  test("of logSoftmax it is crossEntropy", () => {
    const score = fc.double({ min: -30, max: 30, noNaN: true });
    const row = fc.tuple(score, score, score, fc.constantFrom(-100, 0, 1, 2));
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 5 }),
        fc.constantFrom("none", "mean", "sum"),
        (rows, reduction) => {
          const x = tensor(
            rows.map(([a, b, c]) => [a, b, c]),
            { dtype: "float64" },
          );
          const target = rows.map(([, , , at]) => at);
          const loss = nllLoss(logSoftmax(x, 1), target, { reduction, weight });
          crossEntropy(x, target, { reduction, weight }).data.forEach((value, i) => {
            if (Number.isNaN(value)) expect(loss.data[i]).toBeNaN();
            else expect(loss.data[i]).toBeCloseTo(value, 11);
          });
        },
      ),
    );
  });

  test("the gradient is the weight of each target, over what they weigh together", () => {
    const x = tensor(logs, { requiresGrad: true });
    backward(nllLoss(x, [2, 0], { weight }));
    // torch 1.13, the gradient of that
    expect(x.grad!.toArray()).toEqual([[0, 0, -0.3333333333333333], [-0.6666666666666666, 0, 0]]); // biome-ignore format: rows
  });

  test.each(["none", "mean", "sum"] as const)("derivatives with reduction %s are those of the loss", (reduction) => {
    checkDerivatives((x) => nllLoss(x, [1, 2, -100], { reduction, weight }), [3, 3]);
    checkDerivatives((x) => nllLoss(x, 2, { reduction }), [3]);
    checkDerivatives((x) => nllLoss(x, [[0, 1], [1, -100]], { reduction }), [2, 3, 2]); // biome-ignore format: rows
  });

  test("what requires grad may be a part of more", () => {
    const x = tensor(logs, { requiresGrad: true });
    const [dx] = grad(sum(nllLoss(x, [2, 0], { reduction: "none" })), x);
    expect(dx!.data).toEqual(grad(nllLoss(x, [2, 0], { reduction: "sum" }), x)[0]!.data);
  });

  test.each([
    // torch 1.13, F.nll_loss; what stands behind a semicolon is ours.
    ["a class too high", [[0, 0]], [2], undefined, RangeError, "Target 2 is out of bounds.; there are 2 classes"],
    ["a class below 0", [[0, 0]], [-1], undefined, RangeError, "Target -1 is out of bounds."],
    ["integer scores", [[0n, 0n]], [0], undefined, TypeError, "\"nll_loss_out_frame\" not implemented for 'Long'"],
    ["fractions", [[0, 0]], Float32Array.of(0), undefined, TypeError, "expected scalar type Long but found float32"],
    ["numbers that are not whole", [[0, 0]], [0.5], undefined, TypeError, "expected scalar type Long but found 0.5"],
    ["too few targets", [[0, 0], [0, 0]], [0], undefined, RangeError, "Expected input batch_size (2) to match target batch_size (1)."], // biome-ignore format: row
    ["several targets a row", [[0, 0]], [[0, 0]], undefined, RangeError, "0D or 1D target tensor expected, multi-target not supported"], // biome-ignore format: row
    ["a number", 0, 0, undefined, RangeError, "Expected 1 or more dimensions (got 0)"],
    ["too few weights", [[0, 0]], [0], { weight: [1] }, RangeError, "weight tensor should be defined either for all 2 classes or no classes but got weight tensor of shape: [1]"], // biome-ignore format: row
    ["another reduction", [[0, 0]], [0], { reduction: "avg" }, RangeError, "avg is not a valid value for reduction; the values are none, mean, sum"], // biome-ignore format: row
  ])("refuses %s", (_, input, target, options, kind, sentence) => {
    const call = () => Reflect.apply(nllLoss, undefined, [input, target, options]);
    expect(call).toThrow(kind);
    expect(call).toThrow(`nllLoss: ${sentence}`);
  });
});
