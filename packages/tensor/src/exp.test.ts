import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exp } from "./exp.js";

const BITS = 200n;
const ONE = 1n << BITS;
// mpmath 1.3: ln 2 · 2^256, rounded down.
const LN2 = 0xb17217f7d1cf79abc9e3b39803f2f6af40f343267298b62d8a0d175b8baafa2bn >> (256n - BITS);

/** eˣ = mantissa · 2^(power − 200), the mantissa between 1/√2 and √2 in 200 binary digits, of which the last few may be off. */
function exactExp(x: number): { mantissa: bigint; power: number } {
  const fixed = BigInt(Math.trunc(x * 2 ** 44)) << (BITS - 44n);
  const rest = x - Math.trunc(x * 2 ** 44) / 2 ** 44; // exact
  const scaled = fixed + BigInt(Math.trunc(rest * 2 ** 150)) * (1n << (BITS - 150n));
  const power = Math.round(x / Math.LN2);
  const reduced = (scaled - BigInt(power) * LN2) >> 8n;
  let mantissa = ONE;
  for (let i = 30n; i > 0n; i--) mantissa = ONE + ((mantissa * reduced) >> BITS) / i;
  for (let i = 0; i < 8; i++) mantissa = (mantissa * mantissa) >> BITS;
  return { mantissa, power };
}

/** How far exp(x) is from eˣ, in units of the last place that a double of its size has. */
function unitsOff(x: number): number {
  const { mantissa, power } = exactExp(x);
  const exponent = power + (mantissa >= ONE ? 0 : -1);
  const lastPlace = Math.max(exponent - 52, -1074);
  // In two steps, for 2^1074 is no double.
  const inUnits = exp(x) * 2 ** Math.ceil(-lastPlace / 2) * 2 ** Math.floor(-lastPlace / 2);
  const shift = BITS - BigInt(power - lastPlace);
  return Math.abs(Number(((BigInt(inUnits) << shift) - mantissa) >> (shift - 40n)) / 2 ** 40);
}

/** n numbers from low to high, none of them round. */
const sampled = (low: number, high: number, n: number): number[] =>
  Array.from({ length: n }, (_, i) => low + (high - low) * ((i * 0.6180339887498949) % 1));

describe("the reference of these tests", () => {
  test("has the digits of mpmath", () => {
    // mpmath 1.3: nint(exp(x) · 2^200)
    const digits: Record<number, bigint> = {
      0.1: 0x11aec7b35a00d3a20ad9d3c71f58f0e8c591707d7b538242339n,
      [-0.7]: 0x7f2036e7755508b5494b360fe39904d51891edddec8fd75786n,
      5.5: 0xf4b122790ddfb1298c834010b3969829412dcf5adbbe59da963en,
    };
    for (const [x, value] of Object.entries(digits)) {
      const { mantissa, power } = exactExp(Number(x));
      const scaled = power < 0 ? mantissa >> BigInt(-power) : mantissa << BigInt(power);
      const difference = scaled - value;
      // 170 of the 200 digits will do.
      expect(difference < 1n << 30n && -difference < 1n << 30n).toBe(true);
    }
  });
});

describe("exp", () => {
  test.each([
    [-1, 1],
    [-0.02, 0.02],
    [-104, 89],
    [-707, 709.78],
  ])("is within 0.53 units of the last place from %d to %d", (low, high) => {
    expect(Math.max(...sampled(low, high, 5000).map(unitsOff))).toBeLessThan(0.53);
  });

  test("underflows gradually, within one unit of the smallest number", () => {
    expect(Math.max(...sampled(-745.13, -708.4, 5000).map(unitsOff))).toBeLessThan(1);
  });

  test("never falls where x rises, from one double to the next", () => {
    const next = (x: number): number => {
      const bits = new BigInt64Array(Float64Array.of(x).buffer);
      bits[0]! += x < 0 ? -1n : 1n;
      return new Float64Array(bits.buffer)[0]!;
    };
    // Around the middles and the ends of its pieces, which are ln 2 / 128 long, and anywhere.
    const ends = Array.from({ length: 4000 }, (_, k) => ((k - 2000) * Math.LN2) / 256);
    const falls: number[] = [];
    for (let x of [...ends, ...sampled(-745, 709, 4000)]) {
      x -= 8 * (Math.abs(x) * 2 ** -52);
      for (let i = 0; i < 16; i++) {
        const after = next(x);
        if (x < after ? exp(x) > exp(after) : exp(x) < exp(after)) falls.push(x);
        x = after;
      }
    }
    expect(falls).toEqual([]);
  });

  test("answers exactly at the numbers that matter", () => {
    expect([0, -0, 1, -1].map(exp)).toEqual([1, 1, Math.E, 1 / Math.E]);
    expect([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN].map(exp)).toEqual([
      Number.POSITIVE_INFINITY,
      0,
      Number.NaN,
    ]);
    expect([5e-324, -5e-324, 1e-17, -1e-17].map(exp)).toEqual([1, 1, 1, 1]);
  });

  test("turns into ∞ and into 0 at the last number before the true ones", () => {
    // mpmath 1.3, exp rounded to double
    expect(exp(709.782712893384)).toBe(1.7976931348622732e308);
    expect(exp(709.7827128933841)).toBe(Number.POSITIVE_INFINITY);
    expect(exp(1e308)).toBe(Number.POSITIVE_INFINITY);
    expect(exp(-745.1332191019411)).toBe(5e-324);
    expect(exp(-745.1332191019412)).toBe(0);
    expect(exp(-1e308)).toBe(0);
  });

  test("multiplies where x adds", () => {
    const small = fc.double({ min: -300, max: 300, noNaN: true });
    fc.assert(
      fc.property(small, small, (a, b) => {
        // What a + b loses, its exponential loses as well.
        const lost = Math.abs(a + b) * 2 ** -53;
        expect(Math.abs((exp(a) * exp(b)) / exp(a + b) - 1)).toBeLessThan(4 * 2 ** -52 + lost);
      }),
    );
  });
});
