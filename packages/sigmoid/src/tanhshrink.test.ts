import { tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";

import { describe, expect, test } from "vitest";
import { tanhshrink } from "./tanhshrink.js";

describe("tanhshrink", () => {
  behavesLikeAnActivation(tanhshrink, test);

  test("large scores move by 1, small ones vanish", () => {
    // torch 1.13, F.tanhshrink(tensor([-2, -0.5, 0, 1, 3]))
    const y = tanhshrink(tensor([-2, -0.5, 0, 1, 3]));
    expect(String(y)).toBe("tensor([-1.0360, -0.0379,  0.0000,  0.2384,  2.0049])");
  });

  test("small scores keep their digits", () => {
    // mpmath 1.3, x - tanh(x) in 400 digits; torch has 0 for the first two.
    const x = Float64Array.of(1e-100, 1e-8, 1e-5, 0.01, 1);
    expect(tanhshrink(x).toArray()).toEqual([
      3.3333333333333334e-301, 3.3333333333333335e-25, 3.333333333200001e-16, 3.333200005396607e-7, 0.23840584404423512,
    ]);
  });

  test("−0 becomes 0, which it is not beside", () => {
    // torch 1.13, F.tanhshrink(tensor([-0., 0.]))
    expect(tanhshrink([-0, 0]).toArray()).toEqual([0, 0]);
  });
});
