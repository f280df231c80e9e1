import { grad, tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";

import { describe, expect, test } from "vitest";
import { hardsigmoid } from "./hardsigmoid.js";

describe("hardsigmoid", () => {
  behavesLikeAnActivation(hardsigmoid, test);

  test("it rises from 0 at −3 to 1 at 3", () => {
    // torch 1.13, F.hardsigmoid(tensor([-2, -0.5, 0, 1, 3]))
    expect(String(hardsigmoid(tensor([-2, -0.5, 0, 1, 3])))).toBe("tensor([0.1667, 0.4167, 0.5000, 0.6667, 1.0000])");
    // torch 1.13, F.hardsigmoid(tensor([-inf, inf, -3.]))
    const ends = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, -3, 3e38];
    expect(hardsigmoid(ends).toArray()).toEqual([0, 1, 0, 1]);
  });

  test("the slope is 0 at the kinks, and 1/6 between them", () => {
    // torch 1.13, the gradients of F.hardsigmoid at these; its 1/6 of float64 is one of float32.
    const x = tensor([-3, -1, 3, 5], { dtype: "float64", requiresGrad: true });
    const [slope] = grad(hardsigmoid(x), x, { gradOutputs: Float64Array.of(1, 1, 1, 1) });
    expect(slope!.toArray()).toEqual([0, 1 / 6, 0, 0]);
  });
});
