import { backward, exp, tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logSoftmax } from "./log-softmax.js";
import { softmax } from "./softmax.js";

const { NaN: NAN, POSITIVE_INFINITY: INF } = Number;

const score = { noNaN: true, min: -1e4, max: 1e4 };

describe("logSoftmax", () => {
  behavesLikeAnActivation(logSoftmax, test);

  test("scores become logarithms of probabilities", () => {
    // torch 1.13, F.log_softmax(tensor([2.0, 1.0, 0.1]), 0)
    expect(String(logSoftmax(tensor([2.0, 1.0, 0.1]), 0))).toBe("tensor([-0.4170, -1.4170, -2.3170])");
  });

  test("a probability as good as 1 keeps the digits of what is missing", () => {
    // mpmath 1.3, -log1p(exp(-40)) and -40 - log1p(exp(-40)); torch's float64 has 0 for the first.
    expect([...logSoftmax(Float64Array.of(40, 0), 0).data]).toEqual([-4.248354255291589e-18, -40]);
  });

  test("probabilities that softmax rounds to 0 still have logarithms", () => {
    expect(logSoftmax([0, -1000, -30000], 0).toArray()).toEqual([0, -1000, -30000]);
  });

  test("a row with NaN, with ∞ or with nothing but −∞ is NaN; single −∞ stay", () => {
    // torch 1.13, F.log_softmax(tensor(rows), 1)
    const rows = [[NAN, 1], [INF, 1], [-INF, -INF], [-INF, 1]]; // biome-ignore format: rows
    expect(logSoftmax(rows, 1).toArray()).toEqual([[NAN, NAN], [NAN, NAN], [NAN, NAN], [-INF, 0]]); // biome-ignore format: rows
  });

  test("a masked row of zeros gives no gradient", () => {
    const x = tensor([[1, 2], [3, 4]], { requiresGrad: true }); // biome-ignore format: rows
    const y = logSoftmax(x, 1, { mask: [[true, true], [false, false]], maskedRow: "zero" }); // biome-ignore format: rows
    expect((y.toArray() as number[][])[1]).toEqual([0, 0]);
    backward(y, [[1, 0], [5, 7]]); // biome-ignore format: rows
    // torch 1.13, the gradient of torch.masked.log_softmax of the same
    expect(String(x.grad)).toBe("tensor([[ 0.7311, -0.7311],\n        [ 0.0000,  0.0000]])");
  });

  test("it is the logarithm of softmax", () => {
    fc.assert(
      fc.property(fc.float64Array({ ...score, minLength: 1 }), (scores) => {
        const back = exp(logSoftmax(scores, 0)).data;
        const probabilities = softmax(scores, 0).data;
        // Half a unit of a logarithm of −700 is 2⁻⁴⁴ of its exponential.
        expect(back.every((p, i) => Math.abs(p - probabilities[i]!) <= probabilities[i]! * 2 ** -43)).toBe(true);
      }),
    );
  });

  test("adding the same to every score changes nothing", () => {
    const whole = fc.integer({ min: -1000, max: 1000 });
    fc.assert(
      fc.property(fc.array(whole, { minLength: 1 }), whole, (scores, shift) => {
        expect(
          logSoftmax(
            scores.map((value) => value + shift),
            0,
          ).data,
        ).toEqual(logSoftmax(scores, 0).data);
      }),
    );
  });

  test("a temperature divides the scores", () => {
    fc.assert(
      fc.property(fc.float32Array({ ...score, minLength: 1 }), (scores) => {
        const divided = Float64Array.from(scores, (value) => value / 4);
        const expected = Float32Array.from(logSoftmax(divided, 0).data);
        expect(logSoftmax(scores, 0, { temperature: 4 }).data).toEqual(expected);
      }),
    );
  });

  test("a temperature costs no digits", () => {
    // mpmath 1.3, v / t - log(sum(exp(v / t))) with t = mpf(1.3)
    const expected = [-0.38074156401405534, -246.5345877178602, -1.1499723332448246];
    expect([...logSoftmax(Float64Array.of(0, -320, -1), 0, { temperature: 1.3 }).data]).toEqual(expected);
  });

  describe("with a temperature", () => {
    behavesLikeAnActivation(logSoftmax, test, { options: { temperature: 0.7 } });
  });
});
