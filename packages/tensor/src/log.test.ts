import { describe, expect, test } from "vitest";
import { logarithm, logarithmOnePlus } from "./log.js";

// Exact values are of mpmath 1.3 with 60 digits: the nearest double, and how far beyond it the value lies, in units of the
// last place. conformance/accuracy.py compares millions of them.

type Reference = [x: number, nearest: number, rest: number];

// mpmath.log(x)
const LOGARITHMS: Reference[] = [
  [5e-324, -744.4400719213812, -0.389],
  [1e-320, -736.8272408909739, 0.2952],
  [2.2250738585072014e-308, -708.3964185322641, -0.2417],
  [1e-300, -690.7755278982137, -0.2082],
  [1e-10, -23.025850929940457, 0.1213],
  [0.11, -2.2072749131897207, -0.2933],
  [0.25, -1.3862943611198906, -0.2089],
  [0.3, -1.2039728043259361, 0.4024],
  [0.55, -0.5978370007556204, 0.3445],
  [0.7, -0.35667494393873245, 0.08693],
  [0.7148, -0.3357524956968641, 0.3057],
  [0.71484375, -0.33569129163814154, 0.1294],
  [0.75, -0.2876820724517809, -0.4697],
  [0.9, -0.10536051565782628, 0.3466],
  [0.99, -0.01005033585350145, 0.2503],
  [0.99609375, -0.003913899321136329, -0.4936],
  [0.9999, -0.00010000500033334732, 0.3033],
  [0.9999999990686774, -9.313225750491594e-10, -0.001302],
  [0.9999999999999999, -1.1102230246251565e-16, -0.25],
  [1.0000000000000002, 2.2204460492503128e-16, 1.48e-16],
  [1.0000000022613025, 2.2613024760443792e-9, 0.2501],
  [1.0000009536743164, 9.536738616591883e-7, -0.3353],
  [1.0001, 9.999500033329732e-5, 0.1283],
  [1.0077515907155983, 0.0077217014962523, -0.4857],
  [1.0078125, 0.007782140442054949, -0.01478],
  [1.01, 0.009950330853168092, -0.2154],
  [1.1, 0.09531017980432493, 0.4271],
  [1.25, 0.22314355131420976, -0.3275],
  [1.4, 0.3364722366212129, -0.4953],
  [1.4296875, 0.3574558889218038, -0.4528],
  [1.5, 0.4054651081081644, -0.0519],
  [2.1, 0.7419373447293773, 0.1788],
  [2.7, 0.9932517730102834, 0.09663],
  [3.0, 1.0986122886681098, -0.4085],
  [5.5, 1.7047480922384253, -0.169],
  [11.0, 2.3978952727983707, -0.2823],
  [100.0, 4.605170185988092, -0.4888],
  [10000000000.0, 23.025850929940457, -0.111],
  [1e100, 230.25850929940458, -0.3882],
  [1e300, 690.7755278982137, 0.2089],
  [1.7976931348623157e308, 709.782712893384, 0.2079],
];

// mpmath.log1p(x)
const LOGARITHMS_OF_ONE_PLUS: Reference[] = [
  [5e-324, 5e-324, 0.0],
  [-1e-310, -1e-310, 0.0],
  [1e-300, 1e-300, 0.0],
  [-1e-17, -1e-17, -0.03245],
  [1e-16, 1e-16, -0.4056],
  [-1e-12, -1.0000000000005e-12, 0.1199],
  [2.6408014210938607e-9, 2.6408014176069445e-9, 0.2723],
  [-1e-5, -1.0000050000333337e-5, 0.3188],
  [0.0001, 9.999500033330834e-5, 0.04703],
  [-0.003, -0.0030045090202987217, -0.3355],
  [0.0078125, 0.007782140442054949, -0.01478],
  [0.007817629586509304, 0.007787230251374645, 0.4832],
  [-0.0039, -0.003907624831017062, 0.1292],
  [0.01, 0.009950330853168083, -0.1659],
  [-0.1, -0.10536051565782631, 0.1244],
  [0.3, 0.26236426446749106, -0.2894],
  [0.5, 0.4054651081081644, -0.0519],
  [-0.55, -0.7985076962177717, 0.2233],
  [-0.91, -2.4079456086518722, -0.2087],
  [-0.999999, -13.815510557935518, -0.2668],
  [-0.9999999999999999, -36.7368005696771, -0.09485],
  [1.1, 0.7419373447293773, 0.1788],
  [2.5, 1.252762968495368, -0.2746],
  [10.0, 2.3978952727983707, -0.2823],
  [12345.678, 9.42114231801815, 0.2265],
  [10000000000.0, 23.025850930040455, 0.3867],
  [9007199254740991.0, 36.7368005696771, 0.09485],
  [1e17, 39.14394658089878, -0.143],
  [1e300, 690.7755278982137, 0.2089],
  [1.7976931348623157e308, 709.782712893384, 0.2079],
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

// Its rows begin at these numbers, from 0.7 to 5.7.
const seams = Array.from({ length: 192 }, (_, row) => {
  const view = new DataView(new ArrayBuffer(8));
  view.setInt32(0, 0x3fe6e000 + row * 0x4000);
  return view.getFloat64(0);
});

describe("logarithm", () => {
  test("is within 0.76 units of the last place of mpmath's log", () => {
    expect(tooFar(logarithm, LOGARITHMS, 0.76)).toEqual([]);
  });

  test("never falls where x rises, from one double to the next", () => {
    expect(turns(logarithm, [...seams, 1 - 2 ** -28, 1 + 2 ** -28, 2 ** -1022, 1e-300, 1e300])).toEqual([]);
  });

  test("is exact where it can be", () => {
    expect([1, 0, -0, Number.POSITIVE_INFINITY].map(logarithm)).toEqual([
      0,
      Number.NEGATIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
  });

  test("is NaN left of 0", () => {
    for (const x of [-5e-324, -1, -1e308, Number.NEGATIVE_INFINITY, Number.NaN]) expect(logarithm(x)).toBeNaN();
  });

  test("adds ln 2 where x doubles, down to the smallest number", () => {
    for (let power = -1074; power < 1024; power++) {
      const expected = power * Math.LN2;
      expect(Math.abs(logarithm(2 ** power) - expected)).toBeLessThanOrEqual(Math.abs(expected) * 2 ** -52);
    }
  });
});

describe("logarithmOnePlus", () => {
  test("is within 0.76 units of the last place of mpmath's log1p", () => {
    expect(tooFar(logarithmOnePlus, LOGARITHMS_OF_ONE_PLUS, 0.76)).toEqual([]);
  });

  test("never falls where x rises, from one double to the next", () => {
    const around = [
      ...seams.map((x) => x - 1).filter((x) => x !== 0),
      2 ** -54,
      -(2 ** -54),
      2 ** -28,
      -(2 ** -28),
      2 ** 53,
    ];
    expect(turns(logarithmOnePlus, around)).toEqual([]);
  });

  test("is x itself for the smallest, the sign of 0 included", () => {
    for (const x of [0, -0, 5e-324, -5e-324, 2.2250738585072014e-308, -1e-20]) expect(logarithmOnePlus(x)).toBe(x);
  });

  test("is −∞ at −1, NaN left of it, and ∞ at ∞", () => {
    expect(logarithmOnePlus(-1)).toBe(Number.NEGATIVE_INFINITY);
    expect(logarithmOnePlus(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    for (const x of [-1 - 2 ** -52, -2, Number.NEGATIVE_INFINITY, Number.NaN]) expect(logarithmOnePlus(x)).toBeNaN();
  });
});
