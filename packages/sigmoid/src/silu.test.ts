import { grad, tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { silu } from "./silu.js";

describe("silu", () => {
  behavesLikeAnActivation(silu, test);

  test("scores below 0 are nearly lost, but not all at once", () => {
    // torch 1.13, F.silu(tensor([-2, -0.5, 0, 1, 3]))
    expect(String(silu(tensor([-2, -0.5, 0, 1, 3])))).toBe("tensor([-0.2384, -0.1888,  0.0000,  0.7311,  2.8577])");
  });

  test("the left tail keeps its digits down to the smallest number", () => {
    // mpmath 1.3, x / (1 + exp(-x)) in 50 digits; torch has -0 from -709 on.
    const x = Float64Array.of(-100, -720, -745, -750);
    const exact = [-3.720075976020836e-42, -1.46320617774547e-310, -2.105e-321, -1.5e-323];
    silu(x).data.forEach((value, i) => {
      expect(Math.abs(value / exact[i]! - 1)).toBeLessThanOrEqual(2 ** -52);
    });
  });

  test("it has a value and a slope at the infinities", () => {
    // torch 2.6, F.silu(tensor([-inf, inf])); torch 1.13 has NaN for −∞, and both for the slopes.
    const x = tensor([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], { requiresGrad: true });
    const y = silu(x);
    expect(y.toArray()).toEqual([-0, Number.POSITIVE_INFINITY]);
    expect(grad(y, x, { gradOutputs: [1, 1] })[0]!.toArray()).toEqual([-0, 1]);
  });

  test("silu(x) − silu(−x) is x", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        const { data } = silu(Float64Array.of(x, -x));
        expect(Math.abs(data[0]! - data[1]! - x)).toBeLessThanOrEqual(Math.abs(x) * 2 ** -51 + 1e-323);
      }),
    );
  });
});
