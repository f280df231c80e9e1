import { tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { elu } from "./elu.js";

describe("elu", () => {
  behavesLikeAnActivation(elu, test);

  test("it levels off at −1, or at −alpha", () => {
    // torch 1.13, F.elu(tensor([-3., 0., 2.])) and with 2.
    expect(String(elu(tensor([-3, 0, 2])))).toBe("tensor([-0.9502,  0.0000,  2.0000])");
    expect(String(elu(tensor([-3, 0, 2]), { alpha: 2 }))).toBe("tensor([-1.9004,  0.0000,  2.0000])");
    expect(elu([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]).toArray()).toEqual([-1, Number.POSITIVE_INFINITY]);
  });

  test("near 0 it keeps all digits, and the sign of −0", () => {
    // mpmath 1.3, expm1(mpf(-1e-10)), which exp(x) − 1 has as -1.000000082740371e-10
    expect(elu(Float64Array.of(-1e-10, -5e-324, -0)).toArray()).toEqual([-9.999999999500001e-11, -5e-324, -0]);
  });

  test("the slope at 0 is alpha", () => {
    // torch 1.13, the gradient of F.elu(x, 2.) at 0
    const dx = new Float64Array(1);
    elu.spec.backward(Float64Array.of(1), Float64Array.of(0), Float64Array.of(0), dx, 1, { alpha: 2 });
    expect(dx[0]).toBe(2);
  });

  test("the slope keeps its digits where the function has levelled off", () => {
    // mpmath 1.3, exp(mpf(-50)), where y + alpha is 0
    const dx = new Float64Array(1);
    elu.spec.backward(Float64Array.of(1), Float64Array.of(-50), Float64Array.of(-1), dx, 1, { alpha: 1 });
    expect(dx[0]).toBe(1.9287498479639178e-22);
  });

  test("it never falls, and never below −1", () => {
    fc.assert(
      fc.property(fc.float64Array({ noNaN: true }), (x) => {
        const y = elu(x.sort()).data;
        expect(y.every((value, i) => value >= -1 && (i === 0 || value >= y[i - 1]!))).toBe(true);
      }),
    );
  });
});

describe("elu with another alpha", () => {
  behavesLikeAnActivation(elu, test, { options: { alpha: 1.7 } });
});
