import { describe, expect, test } from "vitest";
import { complementaryErrorFunction, errorFunction } from "./erf.js";

// Exact values are of mpmath 1.3 with 60 digits: the nearest double, and how far beyond it the value lies, in units of the
// last place. conformance/accuracy.py compares millions of them.

type Reference = [x: number, nearest: number, rest: number];

// mpmath.erf(x)
const ERRORS: Reference[] = [
  [5e-324, 5e-324, 0.1284],
  [-1e-310, -1.1283791670955e-310, 0.2587],
  [1e-300, 1.1283791670955126e-300, -0.09022],
  [1e-17, 1.1283791670955127e-17, -0.3794],
  [-1e-8, -1.1283791670955126e-8, 0.3554],
  [0.0001, 0.00011283791633342487, 0.1145],
  [0.01, 0.011283415555849618, -0.3938],
  [0.0552001992078925, 0.06222354872671862, 0.1269],
  [-0.1, -0.1124629160182849, -0.06669],
  [0.2, 0.22270258921047847, -0.294],
  [0.3, 0.3286267594591274, 0.4127],
  [-0.4, -0.42839235504666845, -0.4885],
  [0.474, 0.49735716005666725, -0.1757],
  [0.49999999999999994, 0.5204998778130465, -0.2682],
  [0.5, 0.5204998778130465, 0.1711],
  [0.51, 0.5292436198411704, 0.2446],
  [-0.6, -0.6038560908479259, 0.02783],
  [0.75, 0.7111556336535151, 0.4231],
  [0.9, 0.7969082124228322, -0.2089],
  [1.0, 0.8427007929497149, -0.2234],
  [-1.1, -0.8802050695740817, 0.03198],
  [1.25, 0.9229001282564583, -0.497],
  [1.5, 0.9661051464753108, -0.305],
  [1.75, 0.9866716712191824, 0.193],
  [2.0, 0.9953222650189527, 0.1988],
  [-2.5, -0.999593047982555, -0.4227],
  [3.0, 0.9999779095030014, 0.4831],
  [3.5, 0.9999992569016276, 0.4472],
  [4.0, 0.9999999845827421, 0.1304],
  [5.0, 0.9999999999984626, -0.2067],
  [-5.5, -0.9999999999999927, 0.2736],
  [5.8, 0.9999999999999998, -0.1217],
  [5.9, 0.9999999999999999, 0.3523],
];

// mpmath.erfc(x)
const COMPLEMENTS: Reference[] = [
  [-6.0, 2.0, -0.09692],
  [-5.5, 1.9999999999999927, -0.1368],
  [-4.0, 1.999999984582742, 0.06522],
  [-2.0, 1.9953222650189528, -0.4006],
  [-1.0, 1.8427007929497148, 0.3883],
  [-0.6, 1.6038560908479258, 0.4861],
  [-0.5, 1.5204998778130465, 0.08557],
  [-0.3, 1.3286267594591274, -0.1468],
  [-1e-5, 1.0000112837916706, -0.05411],
  [1e-300, 1.0, 0.0],
  [1e-17, 1.0, -0.1016],
  [1e-10, 0.999999999887162, 0.4007],
  [0.01, 0.9887165844441503, 0.4124],
  [0.1, 0.887537083981715, 0.4917],
  [0.3, 0.6713732405408726, 0.2937],
  [0.4, 0.5716076449533315, 0.2557],
  [0.49999999999999994, 0.47950012218695354, -0.4635],
  [0.5, 0.4795001221869535, -0.3423],
  [0.506, 0.47424327619860857, -0.09085],
  [0.6, 0.3961439091520741, 0.05565],
  [0.75, 0.28884436634648486, 0.1538],
  [1.0, 0.15729920705028513, -0.1064],
  [1.25, 0.07709987174354177, -0.02404],
  [1.5, 0.033894853524689274, -0.1192],
  [1.75, 0.013328328780817557, -0.3542],
  [2.0, 0.004677734981047266, -0.4473],
  [2.5, 0.0004069520174449589, 0.3837],
  [3.0, 2.209049699858544e-5, 0.04593],
  [3.5, 7.430983723414128e-7, -0.2944],
  [4.0, 1.541725790028002e-8, -0.3451],
  [5.0, 1.537459794428035e-12, -0.4243],
  [6.0, 2.1519736712498913e-17, 0.1035],
  [7.5, 2.776649386030569e-26, 0.4198],
  [10.0, 2.088487583762545e-45, -0.3859],
  [12.5, 6.231942781979911e-70, -0.2261],
  [15.0, 7.212994172451207e-100, -0.1539],
  [18.068, 5.215298029842247e-144, 0.342],
  [20.0, 5.395865611607901e-176, -0.3562],
  [22.5, 3.445348860464602e-222, -0.1135],
  [25.135, 9.49181311429206e-277, -0.0904],
  [26.0, 5.663192408856143e-296, -0.3179],
  [26.5, 2.2109076642637343e-307, 0.06333],
  [26.517749322668653, 8.621770689632338e-308, -0.03819],
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

// Its rows begin at these numbers, from 27.3 down to 0.5.
const seams = Array.from({ length: 98 }, (_, row) => 512 / (row + 16.5) - 4);

describe("errorFunction", () => {
  test("is within 0.9 units of the last place of mpmath's erf", () => {
    expect(tooFar(errorFunction, ERRORS, 0.9)).toEqual([]);
  });

  test("never falls where x rises, from one double to the next", () => {
    const around = [0.5, ...seams.filter((x) => x < 6), 5.9215871957945065, 6];
    expect(turns(errorFunction, [...around, ...around.map((x) => -x)])).toEqual([]);
  });

  test("is odd, the sign of 0 included", () => {
    for (const [x] of ERRORS) expect(errorFunction(-x)).toBe(-errorFunction(x));
    expect([0, -0].map(errorFunction)).toEqual([0, -0]);
  });

  test("is ±1 from where the rest is less than half of the last place, and keeps NaN", () => {
    // mpmath: erfc(5.9215871957945065) > 2 ** -54 > erfc(5.921587195794507)
    expect(errorFunction(5.9215871957945)).toBe(1 - 2 ** -53);
    for (const x of [5.9215871957946, 6, 30, 1e308, Number.POSITIVE_INFINITY]) {
      expect(errorFunction(x)).toBe(1);
      expect(errorFunction(-x)).toBe(-1);
    }
    expect(errorFunction(Number.NaN)).toBeNaN();
  });
});

describe("complementaryErrorFunction", () => {
  test("is within 0.9 units of the last place of mpmath's erfc", () => {
    expect(tooFar(complementaryErrorFunction, COMPLEMENTS, 0.9)).toEqual([]);
  });

  test("never rises where x rises, from one double to the next", () => {
    const around = [0.5, 0.9, ...seams, 26.5, 26.54, 26.5432, 26.9, 27.2, 27.22];
    expect(turns(complementaryErrorFunction, [...around, -0.5, ...seams.map((x) => -x)], true)).toEqual([]);
  });

  test("keeps its digits in the subnormal range, down to the last number", () => {
    // mpmath: erfc(x), and the nearest double
    expect(complementaryErrorFunction(26.6)).toBe(1.088512588544227e-309); // 1.08851258854422653327e-309
    expect(complementaryErrorFunction(26.8)).toBe(2.484962157e-314); // 2.4849621572508355783e-314
    expect(complementaryErrorFunction(27)).toBe(5.23705e-319); // 5.237048923789255685e-319
    expect(complementaryErrorFunction(27.2)).toBe(1e-323); // 1.0189049142703155395e-323
    expect(complementaryErrorFunction(27.226)).toBe(5e-324); // 2.4726325434460463646e-324
    expect(complementaryErrorFunction(27.2261)).toBe(0);
  });

  test("is 1 at 0, 2 at −∞, 0 at ∞, and keeps NaN", () => {
    expect([0, -0, 5e-324, -1e-300].map(complementaryErrorFunction)).toEqual([1, 1, 1, 1]);
    expect([-6, -27.5, -1e308, Number.NEGATIVE_INFINITY].map(complementaryErrorFunction)).toEqual([2, 2, 2, 2]);
    expect([27.3, 28, 1e308, Number.POSITIVE_INFINITY].map(complementaryErrorFunction)).toEqual([0, 0, 0, 0]);
    expect(complementaryErrorFunction(Number.NaN)).toBeNaN();
  });

  test("and the error function add up to 1", () => {
    for (let x = -6; x <= 6; x += 0.0625) {
      expect(Math.abs(errorFunction(x) + complementaryErrorFunction(x) - 1)).toBeLessThanOrEqual(2 ** -52);
    }
  });
});
