import { describe, expect, test } from "vitest";
import { exp } from "./exp.js";
import { exponentialMinusOne } from "./expm1.js";

// Exact values are of mpmath 1.3 with 60 digits: the nearest double, and how far beyond it the value lies, in units of the
// last place. conformance/accuracy.py compares millions of them.

type Reference = [x: number, nearest: number, rest: number];

// mpmath.expm1(x)
const REFERENCES: Reference[] = [
  [5e-324, 5e-324, 0.0],
  [-1e-310, -1e-310, 0.0],
  [1e-300, 1e-300, 0.0],
  [-1e-17, -1e-17, 0.03245],
  [1e-16, 1e-16, 0.4056],
  [-1e-12, -9.999999999995e-13, -0.1199],
  [1e-8, 1.0000000050000001e-8, -0.4089],
  [-1e-5, -9.999950000166666e-6, -0.4538],
  [0.001, 0.0010005001667083417, 0.1198],
  [-0.0027, -0.002696358278286858, -0.1194],
  [0.002715887090557556, 0.0027195784529198863, -0.09472],
  [0.0028, 0.002803923661229168, 0.3039],
  [-0.0055, -0.005484902691080964, -0.1646],
  [0.01, 0.010050167084168058, -0.382],
  [-0.02, -0.0198013266932447, 0.1753],
  [0.1, 0.10517091807564763, 0.1276],
  [-0.1, -0.09516258196404043, -0.3568],
  [0.3, 0.3498588075760031, 0.2981],
  [-0.5, -0.3934693402873666, -0.01188],
  [0.5, 0.6487212707001282, -0.4262],
  [0.69, 0.9937155332430823, -0.343],
  [-0.69, -0.49842393093394444, -0.04571],
  [1.0, 1.7182818284590453, -0.3489],
  [-1.0, -0.6321205588285577, -0.1119],
  [2.0, 6.38905609893065, -0.2023],
  [-3.0, -0.950212931632136, -0.07586],
  [5.5, 243.69193226422038, 0.1453],
  [-10.0, -0.9999546000702375, -0.05306],
  [20.0, 485165194.4097903, 0.008188],
  [-21.733491867427897, -0.9999999996358634, 0.4912],
  [-36.0, -0.9999999999999998, 0.08924],
  [-37.4, -0.9999999999999999, -0.4848],
  [40.0, 2.3538526683702e17, -0.4873],
  [100.5, 4.4319559098458955e43, -0.1234],
  [700.0, 1.0142320547350045e304, 0.1368],
  [708.9, 7.436322587880697e307, 0.06896],
  [709.1, 9.082744919406668e307, -0.2202],
  [709.782712893384, 1.7976931348622732e308, 0.1057],
];

/** The double after x, away from 0. */
function next(x: number): number {
  const bits = new BigInt64Array(Float64Array.of(x).buffer);
  bits[0]! += 1n;
  return new Float64Array(bits.buffer)[0]!;
}

/** Results that are further from the exact value than `bound` units of the last place. */
function tooFar(f: (x: number) => number, references: Reference[], bound: number): number[] {
  const off = ([x, nearest, rest]: Reference) =>
    (f(x) - nearest) / (next(Math.abs(nearest)) - Math.abs(nearest)) - rest;
  return references.filter((reference) => !(Math.abs(off(reference)) <= bound)).map(([x]) => x);
}

/** Where f falls (or rises, for a falling one) from one double to the next, within 20 doubles of these numbers. */
function turns(f: (x: number) => number, around: number[], falling = false): number[] {
  const bits = new BigInt64Array(1);
  const double = new Float64Array(bits.buffer);
  const wrong: number[] = [];
  for (const x of around) {
    double[0] = Math.abs(x);
    bits[0]! -= 20n;
    for (let i = 0; i < 40; i++) {
      const before = Math.sign(x) * double[0]!;
      bits[0]! += 1n;
      const after = Math.sign(x) * double[0]!;
      const rises = f(Math.max(before, after)) - f(Math.min(before, after));
      if (falling ? rises > 0 : rises < 0) wrong.push(before);
    }
  }
  return wrong;
}

describe("exponentialMinusOne", () => {
  test("is within 0.52 units of the last place of mpmath's expm1", () => {
    expect(tooFar(exponentialMinusOne, REFERENCES, 0.52)).toEqual([]);
  });

  test("never falls where x rises, from one double to the next", () => {
    // Around the middles and the ends of its pieces, which are ln 2 / 128 long.
    const ends = Array.from({ length: 4000 }, (_, k) => ((k - 2000) * Math.LN2) / 256).filter((x) => x !== 0);
    expect(turns(exponentialMinusOne, [...ends, 1e-8, -1e-8, 708.99999, 709, -709, 709.78])).toEqual([]);
  });

  test("is x itself for the smallest, the sign of 0 included", () => {
    for (const x of [0, -0, 5e-324, -5e-324, 2.2250738585072014e-308, -1e-20]) expect(exponentialMinusOne(x)).toBe(x);
  });

  test("ends at −1 and at ∞, and keeps NaN", () => {
    for (const x of [-38, -100, -709, -1e308, Number.NEGATIVE_INFINITY]) expect(exponentialMinusOne(x)).toBe(-1);
    expect(exponentialMinusOne(709.7827128933841)).toBe(Number.POSITIVE_INFINITY);
    expect(exponentialMinusOne(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(exponentialMinusOne(Number.NaN)).toBeNaN();
  });

  test("is eˣ where 1 is less than its last place", () => {
    for (const x of [45, 100.25, 300, 709.5]) {
      expect(Math.abs(exponentialMinusOne(x) / exp(x) - 1)).toBeLessThanOrEqual(2 ** -52);
    }
  });
});
