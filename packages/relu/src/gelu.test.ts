import { tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gelu } from "./gelu.js";

const { POSITIVE_INFINITY: INF, NaN: NAN } = Number;

/** The derivative of gelu, or with 2 its second. */
function slopeAt(x: number, options: typeof gelu.spec.options, order = 1): number {
  const [one, at, dx] = [Float64Array.of(1), Float64Array.of(x), new Float64Array(1)];
  if (order === 1) gelu.spec.backward(one, at, at, dx, 1, options);
  else gelu.spec.doubleBackward!(one, one, at, at, dx, 1, options);
  return dx[0]!;
}

describe("gelu", () => {
  behavesLikeAnActivation(gelu, test);

  test("it is x times the share of a normal distribution left of x", () => {
    // torch 1.13, F.gelu(tensor([-1., 0., 1., 3.]))
    expect(String(gelu(tensor([-1, 0, 1, 3])))).toBe("tensor([-0.1587,  0.0000,  0.8413,  2.9960])");
  });

  test("the left tail keeps its digits, down to the smallest number", () => {
    // mpmath 1.3, x * erfc(-x / sqrt(2)) / 2 in 50 digits; torch's float64 has -4.884981308350689e-15 for the first.
    const x = Float64Array.of(-8, -20, -30, -37.5, -38, -38.4, -38.5);
    expect(gelu(x).toArray()).toEqual([
      -4.976768459417427e-15, -5.507248237212468e-88, -1.472014178144456e-196, -1.7270073785932332e-306,
      -1.096462777e-314, -2.535e-321, -5.4e-323,
    ]);
    // The same; a float32 has fewer.
    expect(gelu(Float32Array.of(-14)).toArray()).toEqual([Math.fround(-1.091095154686992e-43)]);
  });

  test("the infinities have a value", () => {
    // torch 2.6, F.gelu(tensor([-inf, inf])); torch 1.13 has NaN for −∞.
    for (const approximate of ["none", "tanh"] as const) {
      expect(gelu([-INF, INF, -0, 0, NAN], { approximate }).toArray()).toEqual([-0, INF, -0, 0, NAN]);
    }
  });

  test("so have the slopes there, and wherever a square overflows", () => {
    for (const approximate of ["none", "tanh"] as const) {
      for (const x of [40, 1e10, 1e200, INF]) {
        expect([slopeAt(-x, { approximate }), slopeAt(x, { approximate })].map(Math.abs)).toEqual([0, 1]);
        expect([slopeAt(-x, { approximate }, 2), slopeAt(x, { approximate }, 2)].map(Math.abs)).toEqual([0, 0]);
      }
      expect(slopeAt(NAN, { approximate })).toBeNaN();
    }
  });

  test("x has the share of x, −x the rest: gelu(x) − gelu(−x) = x", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 50, noNaN: true }), fc.constantFrom("none", "tanh"), (x, approximate) => {
        const [right, left] = gelu(Float64Array.of(x, -x), { approximate }).data;
        expect(Math.abs(right! - left! - x)).toBeLessThanOrEqual(2 ** -52 * x + 5e-324);
      }),
    );
  });

  test("another approximation is refused in the words of torch", () => {
    expect(() => Reflect.apply(gelu, undefined, [[1], { approximate: "erf" }])).toThrow(
      'gelu: approximate argument must be either none or tanh., but got { approximate: "erf" }',
    );
  });
});

describe('gelu with approximate: "tanh"', () => {
  behavesLikeAnActivation(gelu, test, { options: { approximate: "tanh" } });

  test("it is the formula of GPT-2, a little off the other", () => {
    // torch 1.13, F.gelu(tensor([-3., 0., 1., 3.]), approximate="tanh")
    expect(String(gelu(tensor([-3, 0, 1, 3]), { approximate: "tanh" }))).toBe(
      "tensor([-0.0036,  0.0000,  0.8412,  2.9964])",
    );
  });

  test("its left tail keeps its digits, too", () => {
    // mpmath 1.3, x / (1 + exp(-2 * sqrt(2 / pi) * (x + mpf("0.044715") * x**3))) in 50 digits
    const x = Float64Array.of(-8, -20, -21.4);
    expect(gelu(x, { approximate: "tanh" }).toArray()).toEqual([
      -3.1077829375011112e-21, -3.3754509563109673e-261, -6.26041e-318,
    ]);
  });
});
