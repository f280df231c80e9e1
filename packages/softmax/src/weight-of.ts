import { exponential, exponentialRest } from "@actfn/tensor";

/**
 * exp((score − max) / temperature), the weight of a score among those up to `max`, with what the difference rounds away
 * made good: half a unit of a difference of 700 would be 350 units of its exponential.
 */
export function weightOf(score: number, max: number, temperature: number): number {
  const weight = exponential((score - max) / temperature);
  return weight > 0 ? weight + (weight * lostOf(score, max)) / temperature : weight;
}

/** What that weight, computed without the second of these, lacks: for the difference, and for the exponential. */
export function restOfWeight(weight: number, score: number, max: number, temperature: number): number {
  return weight > 0 ? (weight * lostOf(score, max)) / temperature + exponentialRest((score - max) / temperature) : 0;
}

/** What score − max loses when it is rounded (D. E. Knuth's TwoSum). */
export function lostOf(score: number, max: number): number {
  const difference = score - max;
  const back = difference - score;
  return score - (difference - back) - (max + back);
}
