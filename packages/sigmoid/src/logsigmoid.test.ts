import { tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logsigmoid } from "./logsigmoid.js";

describe("logsigmoid", () => {
  behavesLikeAnActivation(logsigmoid, test);

  test("a score becomes the logarithm of its probability", () => {
    // torch 1.13, F.logsigmoid(tensor([-2, -0.5, 0, 1, 3]))
    const y = logsigmoid(tensor([-2, -0.5, 0, 1, 3]));
    expect(String(y)).toBe("tensor([-2.1269, -0.9741, -0.6931, -0.3133, -0.0486])");
  });

  test("probabilities near 0 and 1 keep the digits of their logarithm", () => {
    // mpmath 1.3, -log1p(exp(-x)) in 50 digits
    const x = Float64Array.of(50, 700, -745.5, 1e-9);
    expect(logsigmoid(x).toArray()).toEqual([
      -1.9287498479639178e-22, -9.85967654375977e-305, -745.5, -0.6931471800599454,
    ]);
    // torch 1.13, F.logsigmoid(tensor([-1000., 1000., -inf, inf]))
    const ends = [-1000, 1000, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    expect(logsigmoid(ends).toArray()).toEqual([-1000, 0, Number.NEGATIVE_INFINITY, 0]);
  });

  test("a higher score never has a lower logarithm, and none is above 0", () => {
    fc.assert(
      fc.property(fc.float64Array({ noNaN: true, minLength: 2 }), (x) => {
        const { data } = logsigmoid(x.sort());
        expect(data).toEqual(data.slice().sort());
        expect(data.at(-1)).toBeLessThanOrEqual(0);
      }),
    );
  });
});
