import { exponential, exponentialRest } from "@actfn/tensor";

/**
 * exp((score − max) / temperature), the weight of a score among those up to `max`, with what the exponent rounds away made
 * good: half a unit of an exponent of −700 would be 350 units of its exponential.
 */
export function weightOf(score: number, max: number, temperature: number): number {
  const weight = exponential((score - max) / temperature);
  return weight > 0 ? weight + weight * lostOf(score, max, temperature) : weight;
}

/** What that weight, computed without the second of these, lacks: for the exponent, and for the exponential. */
export function restOfWeight(weight: number, score: number, max: number, temperature: number): number {
  return weight > 0 ? weight * lostOf(score, max, temperature) + exponentialRest((score - max) / temperature) : 0;
}

/** What (score − max) / temperature loses when both are rounded, the difference (D. E. Knuth's TwoSum) and the quotient. */
export function lostOf(score: number, max: number, temperature = 1): number {
  const difference = score - max;
  const back = difference - score;
  const lost = score - (difference - back) - (max + back);
  if (temperature === 1) return lost;
  return (lost + remainderOf(difference, temperature)) / temperature;
}

/** x − divisor · (x / divisor), which is 0 but for what the quotient has lost; the product is that of T. J. Dekker, 1971. */
function remainderOf(x: number, divisor: number): number {
  const quotient = x / divisor;
  const [high, divisorHigh] = [firstBits(quotient), firstBits(divisor)];
  const [low, divisorLow] = [quotient - high, divisor - divisorHigh];
  const remainder = x - high * divisorHigh - high * divisorLow - low * divisorHigh - low * divisorLow;
  // Numbers near the largest have no such parts.
  return remainder === remainder ? remainder : 0;
}

/** The first 26 bits of a number. */
function firstBits(x: number): number {
  const scaled = x * 134217729; // 2^27 + 1
  return scaled - (scaled - x);
}
