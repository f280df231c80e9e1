// eˣ − 1 in double, from additions and multiplications alone, so that every engine answers the same bits.

import { exp, FRACTIONS, LN2_128_HIGH, LN2_128_LOW, LOG2_E_128, LOWEST_POWER, POWERS, TO_INTEGER } from "./exp.js";

/**
 * eˣ − 1, which keeps its digits where eˣ is near 1, to within 0.52 ULP of float64, the same on every engine.
 *
 * As in `exp`, eˣ = p · (1 + g) with p = 2^(k/128) and a small g; p − 1 is taken as the sum of two doubles before p · g
 * joins (P. T. P. Tang, Table-driven implementation of the Expm1 function, 1992).
 */
export function exponentialMinusOne(x: number): number {
  // The rest is 0 and its sign, −1, ∞ and NaN, and the last numbers before ∞.
  if (!(Math.abs(x) < 709) || x === 0) return x === 0 ? x : exp(x) - 1;
  const t = x * LOG2_E_128 + TO_INTEGER - TO_INTEGER;
  const k = t | 0;
  const rHigh = x - t * LN2_128_HIGH;
  const rLow = t * LN2_128_LOW;
  const r = rHigh - rLow;
  const r2 = r * r;
  const i = (k & 127) << 1;
  const p = FRACTIONS[i]! * POWERS[(k >> 7) - LOWEST_POWER]!;
  const pLow = FRACTIONS[i + 1]!; // relative to p
  const bend = r2 * (1 / 2 + r * (1 / 6) + r2 * (1 / 24 + r * (1 / 120) + r2 * (1 / 720)));
  // p − 1 and what it lost (D. E. Knuth's TwoSum).
  const base = p - 1;
  const minusOne = base - p;
  const baseLow = p - (base - minusOne) + (-1 - minusOne);
  // p · r as r + (p − 1) · r: near 0 its first part is most of the answer, and must join before anything is rounded.
  const sum = base + r;
  const sumLow = base - sum + r + (rHigh - r - rLow);
  return sum + (sumLow + baseLow + (base + pLow) * r + p * (pLow + bend));
}
