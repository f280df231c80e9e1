import { exponential } from "@actfn/tensor";

/** Left of here exp(x) has lost digits and exp(−x) is soon ∞. */
export const DEEP = -708;

/** value · σ(score) · scale, with all its digits also where σ is below the smallest normal number; a power of two scales. */
export function gate(value: number, score: number, scale = 1): number {
  if (score < DEEP) return deepGate(value, score, 0, scale);
  const e = exponential(-score);
  return (score < 0 ? quotient(value, e, 1, 0) : value / (1 + e)) * scale;
}

/** value · exp(score + more) · scale for a score < DEEP, where σ is exp, and `more` is less than its last bit. */
export function deepGate(value: number, score: number, more: number, scale = 1): number {
  // Further to the right exp has all its digits; the product, and what it is short of the way, go back with it.
  if (score > -745) return nudged(value * exponential(score + WAY), WAY_REST + more) * (2 ** -64 * scale);
  return nudged(value * exponential(score + LONG_WAY), LONG_WAY_REST + more) * (2 ** -1024 * scale);
}

// 64 ln 2 and 1024 ln 2 in multiples of 2^-43, which such scores are, too: their sums are exact. And the rests.
const WAY = 44.361419555836505;
const WAY_REST = -5.62123739673937e-15;
const LONG_WAY = 709.782712893384;
const LONG_WAY_REST = 2.3747039373786107e-14;

/** x / (large + small + more), where the sum of the first two would round, and `more` is less than their last bit. */
export function quotient(x: number, large: number, small: number, more: number): number {
  const sum = large + small;
  const rest = small - (sum - large) + more;
  return rest === 0 ? x / sum : nudged(x / sum, -rest / sum);
}

/** y · (1 + change), for a change that 1 + change would round away. */
export function nudged(y: number, change: number): number {
  // Not always, for −0 + 0 is 0 and ∞ − ∞ NaN.
  return y !== 0 && Math.abs(y) < Number.POSITIVE_INFINITY ? y + y * change : y;
}

/**
 * x, or ±1000 beyond: where σ is exactly 0 or 1 long since, and what it is multiplied with should be finite, for 0 · ∞ is
 * NaN.
 */
export function bounded(x: number): number {
  return x > 1000 ? 1000 : x < -1000 ? -1000 : x;
}

/** The first 26 bits of a number below 1e300: the product of two such is exact (T. J. Dekker, 1971). */
export function firstBits(x: number): number {
  const scaled = x * 134217729; // 2^27 + 1
  return scaled - (scaled - x);
}

/** What a · b loses when it is rounded. */
export function lostByProduct(a: number, b: number): number {
  const aHigh = firstBits(a);
  const bHigh = firstBits(b);
  const cross = aHigh * (b - bHigh) + (a - aHigh) * bHigh;
  return aHigh * bHigh - a * b + cross + (a - aHigh) * (b - bHigh);
}
