import { weightOf } from "./weight-of.js";

/**
 * Σ exp((xᵢ − max) / temperature) over all elements from `start` to `end` but the one at `largest`, the maximum, whose term
 * would be 1: the logarithm of the sum is log1p of the rest, which keeps its digits where the others are next to nothing.
 * Each term is written to `weights`, if given, with 1 in the place of the largest.
 *
 * NaN where an element is NaN or the maximum infinite.
 */
export function restOfSum(
  x: ArrayLike<number>,
  start: number,
  end: number,
  largest: number,
  temperature = 1,
  weights?: Float64Array,
): number {
  const max = x[largest]!;
  let sum = max - max; // ∞ − ∞ makes it NaN
  let lost = 0;
  for (let i = start; i < end; i++) {
    const weight = i === largest ? 0 : weightOf(x[i]!, max, temperature);
    if (weights) weights[i - start] = weight;
    // The sum and what it lost (D. E. Knuth's TwoSum): a row may have 200,000 terms.
    const next = sum + weight;
    const added = next - sum;
    lost += sum - (next - added) + (weight - added);
    sum = next;
  }
  if (weights) weights[largest - start] = 1;
  return sum + lost;
}
