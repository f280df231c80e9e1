import { grad, tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";

import { describe, expect, test } from "vitest";
import { hardswish } from "./hardswish.js";

describe("hardswish", () => {
  behavesLikeAnActivation(hardswish, test);

  test("it is 0 up to −3, the score from 3 on, and a parabola between", () => {
    // torch 1.13, F.hardswish(tensor([-2, -0.5, 0, 1, 3]))
    expect(String(hardswish(tensor([-2, -0.5, 0, 1, 3])))).toBe(
      "tensor([-0.3333, -0.2083,  0.0000,  0.6667,  3.0000])",
    );
  });

  test("the largest scores stay what they are", () => {
    // torch 2.6, F.hardswish(tensor([1e38, -1e38, inf, -inf])); torch 1.13 overflows, and has NaN for −∞.
    const x = [1e38, -1e38, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    expect(hardswish(x).toArray()).toEqual([Math.fround(1e38), -0, Number.POSITIVE_INFINITY, -0]);
    expect(hardswish(Float64Array.of(1.7e308)).item()).toBe(1.7e308);
  });

  test("at the kinks the slope is that outside of them", () => {
    // torch 2.6, the gradients of F.hardswish at these; torch 1.13 has -0.5 and 1.5 at the kinks.
    const x = tensor([-4, -3, 0, 3, 4], { requiresGrad: true });
    expect(grad(hardswish(x), x, { gradOutputs: [1, 1, 1, 1, 1] })[0]!.toArray()).toEqual([0, 0, 0.5, 1, 1]);
  });
});
