import { backward, grad, mean, oneHot, sum, tensor } from "@actfn/tensor";
import { checkDerivatives } from "@actfn/tensor/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { crossEntropy } from "./cross-entropy.js";
import { softmax } from "./softmax.js";

const { NaN: NAN, NEGATIVE_INFINITY, POSITIVE_INFINITY: INF } = Number;

describe("crossEntropy", () => {
  const scores = tensor([[1, 2, 3], [2, 0.5, -1]], { dtype: "float64" }); // biome-ignore format: rows
  const weight = tensor([1, 2, 0.5], { dtype: "float64" });
  const shares = tensor([[0.2, 0.3, 0.5], [0.9, 0.1, 0]], { dtype: "float64" }); // biome-ignore format: rows

  // torch 1.13, F.cross_entropy(scores, target, ...), in float64
  test.each([
    ["classes, their mean", [2, 0], {}, [0.32445863055076873]],
    ["each of them", [2, 0], { reduction: "none" }, [0.4076059644443804, 0.24131129665715703]],
    ["their sum", [2, 0], { reduction: "sum" }, [0.6489172611015375]],
    ["weighed classes", [2, 0], { weight }, [0.2967428525862315]],
    ["smoothed labels", [2, 0], { labelSmoothing: 0.1 }, [0.44945863055076873]],
    ["smoothed labels with weights", [2, 0], { labelSmoothing: 0.1, weight }, [0.5064287987466168]],
    ["each of those", [2, 0], { labelSmoothing: 0.1, weight, reduction: "none" }, [0.36431004651848226, 0.395333151601443]], // biome-ignore format: row
    ["one ignored", [-100, 0], {}, [0.24131129665715703]],
    ["one ignored, each of them", [-100, 0], { reduction: "none" }, [0, 0.24131129665715703]],
    ["one ignored, with smoothed labels", [-100, 0], { labelSmoothing: 0.2 }, [0.541311296657157]],
    ["another one ignored", [1, 0], { ignoreIndex: 1 }, [0.24131129665715703]],
    ["probabilities, their mean", shares, {}, [0.7494586305507688]],
    ["each of them", shares, { reduction: "none" }, [1.1076059644443805, 0.391311296657157]],
    ["weighed probabilities", shares, { weight }, [0.9967143444947361]],
    ["weighed and smoothed ones", shares, { weight, labelSmoothing: 0.1, reduction: "sum" }, [2.153126167219038]],
  ])("of %s it is PyTorch's", (_, target, options, expected) => {
    const { data } = Reflect.apply(crossEntropy, undefined, [scores, target, options]);
    expect(data.length).toBe(expected.length);
    expected.forEach((loss, i) => {
      expect(data[i]).toBeCloseTo(loss, 14);
    });
  });

  test("a single row has a single target, of either kind", () => {
    // torch 1.13, F.cross_entropy(scores[0], tensor(1)) and F.cross_entropy(scores[0], shares[0])
    expect(crossEntropy(Float64Array.of(1, 2, 3), 1).item()).toBeCloseTo(1.4076059644443804, 15);
    expect(crossEntropy(Float64Array.of(1, 2, 3), [0.2, 0.3, 0.5]).item()).toBeCloseTo(1.1076059644443805, 7);
    expect(crossEntropy([1, 2, 3], 1, { reduction: "none" }).shape).toEqual([]);
  });

  test("places of an image have a class each", () => {
    const x = { data: Float64Array.from({ length: 24 }, (_, i) => Math.sin(i)), dims: [2, 3, 2, 2] };
    const target = [[[0, 1], [2, 0]], [[1, 1], [-100, 2]]]; // biome-ignore format: rows
    // torch 1.13, F.cross_entropy(torch.arange(24.).double().sin().view(2, 3, 2, 2), tensor(target), reduction="none")
    const expected = [1.4251958174228057, 2.3971218446144213, 1.8840654959498295, 1.0967951857355895, 1.6297841271579578, 2.399621635398446, 0, 2.100929281530365]; // biome-ignore format: row
    const y = crossEntropy(x, target, { reduction: "none" });
    expect(y.shape).toEqual([2, 2, 2]);
    expected.forEach((loss, i) => {
      expect(y.data[i]).toBeCloseTo(loss, 14);
    });
  });

  test("a target as good as certain keeps the digits of what is missing, and so does its gradient", () => {
    const x = tensor([[40, 0]], { dtype: "float64", requiresGrad: true });
    const loss = crossEntropy(x, [0]);
    backward(loss);
    // mpmath 1.3, log1p(exp(-40)) and ∓1 / (1 + exp(40)); torch's float64 has 0 for the first two.
    expect(loss.item()).toBe(4.248354255291589e-18);
    expect(x.grad!.toArray()).toEqual([[-4.248354255291589e-18, 4.248354255291589e-18]]);
  });

  test("huge scores do not overflow", () => {
    expect(crossEntropy([[1000, 0]], [1]).item()).toBe(1000);
    expect(crossEntropy([[-1000, 0]], [1]).item()).toBe(0);
  });

  test("what is impossible costs ∞ where it is the target, and nothing elsewhere", () => {
    // torch 1.13, F.cross_entropy(tensor([row]), tensor([target])) and its gradient
    for (const [row, target, expected, slopes] of [
      [[0, NEGATIVE_INFINITY, 1], 0, 1.31326162815094, [-0.7310585975646973, 0, 0.7310585975646973]],
      [[0, NEGATIVE_INFINITY, 1], 1, INF, [0.2689414322376251, -1, 0.7310585975646973]],
      [[0, INF, 1], 1, NAN, [NAN, NAN, NAN]],
      [[NAN, 0, 1], 1, NAN, [NAN, NAN, NAN]],
    ] as const) {
      const x = tensor([row], { requiresGrad: true });
      const loss = crossEntropy(x, [target]);
      backward(loss);
      const got = [loss.item(), ...(x.grad!.data as Float32Array)];
      [expected, ...slopes].forEach((value, i) => {
        if (Number.isFinite(value)) expect(got[i]).toBeCloseTo(value, 6);
        else expect(got[i]).toBe(value);
      });
    }
  });

  test("of no rows there is no mean, as of none that counts", () => {
    // torch 1.13
    expect(crossEntropy({ data: [], dims: [0, 3] }, new BigInt64Array(0)).item()).toBeNaN();
    expect(crossEntropy(scores, [-100, -100]).item()).toBeNaN();
    expect(crossEntropy(scores, [-100, -100], { reduction: "sum" }).item()).toBe(0);
    const x = tensor(scores, { requiresGrad: true });
    backward(crossEntropy(x, [-100, -100], { reduction: "sum" }));
    expect(x.grad!.data).toEqual(new Float64Array(6));
  });

  test("targets that are classes are those whose probability is 1", () => {
    const score = fc.double({ min: -30, max: 30, noNaN: true });
    const row = fc.tuple(score, score, score, fc.constantFrom(0n, 1n, 2n));
    const options = fc.record({
      reduction: fc.constantFrom("none" as const, "sum" as const),
      labelSmoothing: fc.constantFrom(0, 0.1, 1),
      weight: fc.constantFrom(undefined, weight),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), options, (rows, given) => {
        const x = tensor(rows.map(([a, b, c]) => [a, b, c]), { dtype: "float64" }); // biome-ignore format: one row
        const classes = rows.map(([, , , at]) => at);
        const certain = tensor(oneHot(classes, { numClasses: 3 }), { dtype: "float64" });
        const ofProbabilities = crossEntropy(x, certain, given).data;
        crossEntropy(x, classes, given).data.forEach((loss, i) => {
          expect(loss).toBeCloseTo(ofProbabilities[i]!, 10);
        });
      }),
    );
  });

  test("the gradient of the mean is softmax less what was wanted, over the number of rows", () => {
    const x = tensor(scores, { requiresGrad: true });
    backward(crossEntropy(x, [2, 0]));
    const p = softmax(scores, 1).data;
    // torch 1.13, the gradient of F.cross_entropy(scores, tensor([2, 0]))
    const expected = [0.04501528658519022, 0.12236423552739882, -0.1673795221125891, -0.10720148270536206, 0.08764519607001835, 0.019556286635343725]; // biome-ignore format: row
    x.grad!.data.forEach((slope, i) => {
      expect(slope).toBeCloseTo(expected[i]!, 15);
      expect(slope).toBeCloseTo((p[i]! - ([2, 3].includes(i) ? 1 : 0)) / 2, 15);
    });
  });

  describe("derivatives are those of the loss", () => {
    const each = ["none", "mean", "sum"] as const;

    test.each(each)("of classes, with reduction %s", (reduction) => {
      for (const options of [{}, { weight }, { labelSmoothing: 0.3 }, { weight, labelSmoothing: 0.3 }]) {
        checkDerivatives((x) => crossEntropy(x, [1, 2, -100], { reduction, ...options }), [3, 3]);
      }
      checkDerivatives((x) => crossEntropy(x, 2, { reduction }), [3]);
      checkDerivatives((x) => crossEntropy(x, [[0, 1], [1, -100]], { reduction }), [2, 3, 2]); // biome-ignore format: rows
    });

    test.each(each)("of probabilities, with reduction %s", (reduction) => {
      for (const options of [{}, { weight }, { weight, labelSmoothing: 0.3 }]) {
        checkDerivatives((x) => crossEntropy(x, shares, { reduction, ...options }), [2, 3]);
      }
    });

    test("through the probabilities that were wanted, as in distillation", () => {
      const student = tensor(scores, { requiresGrad: true });
      const teacher = tensor(shares, { requiresGrad: true });
      const [, dq] = grad(crossEntropy(student, teacher), [student, teacher]);
      // By hand: −logSoftmax(scores) over the number of rows; torch 1.13 has the same.
      expect(dq!.data[2]).toBeCloseTo(0.4076059644443804 / 2, 15);
      expect(dq!.data[3]).toBeCloseTo(0.24131129665715703 / 2, 15);
      checkDerivatives((q) => crossEntropy(scores, q, { weight, labelSmoothing: 0.3 }), [2, 3]);
    });

    test("a third one is refused in words", () => {
      const x = tensor(scores, { requiresGrad: true });
      const [dx] = grad(crossEntropy(x, [2, 0]), x, { createGraph: true });
      const [ddx] = grad(sum(dx!), x, { gradOutputs: tensor(1, { dtype: "float64" }), createGraph: true });
      expect(() => grad(sum(ddx!), x)).toThrow("crossEntropy has a first and a second derivative, and no third");
    });
  });

  test("the mean of the losses is the loss with reduction mean", () => {
    const each = crossEntropy(scores, [2, 0], { reduction: "none" });
    expect(mean(each).item()).toBe(crossEntropy(scores, [2, 0]).item());
  });

  test.each(["float16", "bfloat16", "float32"] as const)(
    "%s scores are computed in double and rounded once",
    (dtype) => {
      const x = tensor([[1.5, 2, 3], [2, 0.5, -1]], { dtype }); // biome-ignore format: rows
      const y = crossEntropy(x, [2, 0]);
      expect(y.dtype).toBe(dtype);
      const exact = crossEntropy(tensor(x, { dtype: "float64" }), [2, 0]);
      expect(y.data).toEqual(tensor(exact, { dtype }).data);
    },
  );

  test.each([
    // torch 1.13, F.cross_entropy; what stands behind a semicolon is ours.
    ["a class too high", [[0, 0]], [2], undefined, RangeError, "Target 2 is out of bounds.; there are 2 classes"],
    ["a class below 0", [[0, 0]], [-1], undefined, RangeError, "Target -1 is out of bounds."],
    ["integer scores", [[0n, 0n]], [0], undefined, TypeError, "\"log_softmax_lastdim_kernel_impl\" not implemented for 'Long'"], // biome-ignore format: row
    ["fractions", [[0, 0]], Float32Array.of(0), undefined, TypeError, "expected scalar type Long but found float32"],
    ["numbers that are not whole", [[0, 0]], [0.5], undefined, TypeError, "expected scalar type Long but found 0.5"],
    ["too few targets", [[0, 0], [0, 0]], [0], undefined, RangeError, "Expected input batch_size (2) to match target batch_size (1)."], // biome-ignore format: row
    ["integers where probabilities would be", [[0, 0]], [[0n, 1n]], undefined, TypeError, "Expected floating point type for target with class probabilities, got Long; a target of classes has the shape [1]"], // biome-ignore format: row
    ["probabilities to ignore", [[0, 0]], [[0, 1]], { ignoreIndex: 0 }, RangeError, "ignore_index is not supported for floating point target; got 0"], // biome-ignore format: row
    ["a number", 0, 0, undefined, RangeError, "Expected 1 or more dimensions (got 0)"],
    ["too few weights", [[0, 0]], [0], { weight: [1] }, RangeError, "weight tensor should be defined either for all 2 classes or no classes but got weight tensor of shape: [1]"], // biome-ignore format: row
    ["another reduction", [[0, 0]], [0], { reduction: "avg" }, RangeError, "avg is not a valid value for reduction; the values are none, mean, sum"], // biome-ignore format: row
    ["too much smoothing", [[0, 0]], [0], { labelSmoothing: 1.5 }, RangeError, "label_smoothing must be between 0.0 and 1.0. Got: 1.5"], // biome-ignore format: row
    ["NaN for smoothing", [[0, 0]], [0], { labelSmoothing: NAN }, RangeError, "label_smoothing must be between 0.0 and 1.0. Got: NaN"], // biome-ignore format: row
  ])("refuses %s", (_, input, target, options, kind, sentence) => {
    const call = () => Reflect.apply(crossEntropy, undefined, [input, target, options]);
    expect(call).toThrow(kind);
    expect(call).toThrow(`crossEntropy: ${sentence}`);
  });
});
