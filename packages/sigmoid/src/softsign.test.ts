import { grad, tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";

import { describe, expect, test } from "vitest";
import { softsign } from "./softsign.js";

describe("softsign", () => {
  behavesLikeAnActivation(softsign, test);

  test("any score comes between −1 and 1", () => {
    // torch 1.13, F.softsign(tensor([-2, -0.5, 0, 1, 3]))
    const y = softsign(tensor([-2, -0.5, 0, 1, 3]));
    expect(String(y)).toBe("tensor([-0.6667, -0.3333,  0.0000,  0.5000,  0.7500])");
    expect(softsign([3e38, -3e38, -0]).toArray()).toEqual([1, -1, -0]);
  });

  test("its slope is a number where its square would overflow", () => {
    const x = tensor([0, 1e200, -1e308], { dtype: "float64", requiresGrad: true });
    expect(grad(softsign(x), x, { gradOutputs: Float64Array.of(1, 1, 1) })[0]!.toArray()).toEqual([1, 0, 0]);
  });
});
