import { exponential } from "@actfn/tensor";

/**
 * exp((score − max) / temperature), the weight of a score among those up to `max`, with what the difference rounds away
 * made good.
 */
export function weightOf(score: number, max: number, temperature: number): number {
  const difference = score - max;
  const weight = exponential(difference / temperature);
  // Half a unit of a difference of 700 would be 350 units of its exponential (D. E. Knuth's TwoSum finds it).
  const back = difference - score;
  const lost = score - (difference - back) - (max + back);
  return weight > 0 ? weight + (weight * lost) / temperature : weight;
}
