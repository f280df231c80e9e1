import { tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import { describe, expect, test } from "vitest";
import { celu } from "./celu.js";

describe("celu", () => {
  behavesLikeAnActivation(celu, test);

  test("it levels off at −alpha, the later the larger alpha is", () => {
    // torch 1.13, F.celu(tensor([-3., 0., 2.])) and with 2.
    expect(String(celu(tensor([-3, 0, 2])))).toBe("tensor([-0.9502,  0.0000,  2.0000])");
    expect(String(celu(tensor([-3, 0, 2]), { alpha: 2 }))).toBe("tensor([-1.5537,  0.0000,  2.0000])");
  });

  test("the slope at 0 is 1, whatever alpha is", () => {
    // torch 1.13, the gradient of F.celu(x, 0.3) at 0
    for (const alpha of [0.3, 1, -2]) {
      const dx = new Float64Array(1);
      celu.spec.backward(Float64Array.of(1), Float64Array.of(0), Float64Array.of(0), dx, 1, { alpha });
      expect(dx[0]).toBe(1);
    }
  });

  test("an alpha of 0 is refused in the words of torch", () => {
    for (const alpha of [0, -0])
      expect(() => celu([1], { alpha })).toThrow("celu: ZeroDivisionError: alpha cannot be 0 for CELU");
  });
});

describe("celu with another alpha", () => {
  behavesLikeAnActivation(celu, test, { options: { alpha: 0.4 } });
});
