import { grad, tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";

import { describe, expect, test } from "vitest";
import { softplus } from "./softplus.js";

describe("softplus", () => {
  behavesLikeAnActivation(softplus, test);

  test("it is relu without a kink", () => {
    // torch 1.13, F.softplus(tensor([-2, -0.5, 0, 1, 3]))
    expect(String(softplus(tensor([-2, -0.5, 0, 1, 3])))).toBe("tensor([0.1269, 0.4741, 0.6931, 1.3133, 3.0486])");
  });

  test("the left tail keeps its digits", () => {
    // mpmath 1.3, log1p(exp(x)) in 50 digits
    expect(softplus(Float64Array.of(-50, -740)).toArray()).toEqual([1.9287498479639178e-22, 4.2e-322]);
  });

  test("beta steepens it, and above threshold it is the score itself", () => {
    // torch 1.13, F.softplus(tensor([-2, -0.5, 0, 1, 3]), beta=2, threshold=5)
    const y = softplus(tensor([-2, -0.5, 0, 1, 3]), { beta: 2, threshold: 5 });
    expect(String(y)).toBe("tensor([0.0091, 0.1566, 0.3466, 1.0635, 3.0000])");
    // The threshold is one of beta · x: torch 1.13, F.softplus(tensor([20., 20.0001], dtype=torch.float64))
    expect(softplus(Float64Array.of(20, 20.0001)).toArray()).toEqual([20.000000002061153, 20.0001]);
  });

  test("a high threshold makes nothing overflow", () => {
    // mpmath 1.3, log1p(exp(800)) and its slope; torch 1.13 has ∞ and NaN.
    const x = tensor([800, 1e30], { dtype: "float64", requiresGrad: true });
    const y = softplus(x, { threshold: Number.POSITIVE_INFINITY });
    expect(y.toArray()).toEqual([800, 1e30]);
    expect(grad(y, x, { gradOutputs: Float64Array.of(1, 1) })[0]!.toArray()).toEqual([1, 1]);
  });
});

describe("softplus with beta and threshold", () => {
  behavesLikeAnActivation(softplus, test, { options: { beta: 2, threshold: 30 }, kinks: [15] });
  behavesLikeAnActivation(softplus, (title, run) => test(`beta -0.5: ${title}`, run), { options: { beta: -0.5 } });
});
