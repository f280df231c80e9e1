import { grad, tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";

import { describe, expect, test } from "vitest";
import { quickGelu } from "./quick-gelu.js";

describe("quickGelu", () => {
  behavesLikeAnActivation(quickGelu, test);

  test("it is x · σ(1.702x)", () => {
    // torch 1.13, x * torch.sigmoid(1.702 * x) of tensor([-2, -0.5, 0, 1, 3])
    const y = quickGelu(tensor([-2, -0.5, 0, 1, 3]));
    expect(String(y)).toBe("tensor([-0.0643, -0.1496,  0.0000,  0.8458,  2.9819])");
  });

  test("a score times 1.702 loses no digits, of which the exponential would lose a thousand times as many", () => {
    // mpmath 1.3, x / (1 + exp(-mpf(1.702) * x)) in 50 digits
    const x = Float64Array.of(-100, -400, -420);
    const exact = [-1.210818868520422e-72, -8.597589621092077e-294, -1.4865579597463174e-308];
    quickGelu(x).data.forEach((value, i) => {
      expect(Math.abs(value / exact[i]! - 1)).toBeLessThanOrEqual(2 ** -52);
    });
  });

  test("it has a value and a slope at the infinities", () => {
    const x = tensor([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], { requiresGrad: true });
    const y = quickGelu(x);
    expect(y.toArray()).toEqual([-0, Number.POSITIVE_INFINITY]);
    expect(grad(y, x, { gradOutputs: [1, 1] })[0]!.toArray()).toEqual([-0, 1]);
  });
});
