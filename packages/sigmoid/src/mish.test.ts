import { grad, tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";

import { describe, expect, test } from "vitest";
import { mish } from "./mish.js";

describe("mish", () => {
  behavesLikeAnActivation(mish, test);

  test("scores below 0 are nearly lost, but not all at once", () => {
    // torch 1.13, F.mish(tensor([-2, -0.5, 0, 1, 3]))
    expect(String(mish(tensor([-2, -0.5, 0, 1, 3])))).toBe("tensor([-0.2525, -0.2207,  0.0000,  0.8651,  2.9865])");
  });

  test("near 0 and in the left tail it keeps its digits", () => {
    // mpmath 1.3, x * tanh(log1p(exp(x))) in 400 digits
    const x = Float64Array.of(1e-9, -40, -100, -720, -745);
    const exact = [
      6.0000000032e-10, -1.6993417021166355e-16, -3.720075976020836e-42, -1.46320617774547e-310, -2.105e-321,
    ];
    mish(x).data.forEach((value, i) => {
      expect(Math.abs(value - exact[i]!)).toBeLessThanOrEqual(Math.abs(exact[i]!) * 2 ** -52);
    });
  });

  test("it has a value and a slope at the infinities", () => {
    // torch 2.6, F.mish(tensor([-inf, inf])); torch 1.13 has NaN for −∞, and both for the slopes.
    const x = tensor([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], { requiresGrad: true });
    const y = mish(x);
    expect(y.toArray()).toEqual([-0, Number.POSITIVE_INFINITY]);
    expect(grad(y, x, { gradOutputs: [1, 1] })[0]!.toArray()).toEqual([-0, 1]);
  });
});
