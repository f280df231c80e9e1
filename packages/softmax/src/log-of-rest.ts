import { exponential, logarithmOnePlus } from "@actfn/tensor";
import { indexOfLargest } from "./index-of-largest.js";
import { restOfSum } from "./rest-of-sum.js";
import { lostOf, restOfWeight } from "./weight-of.js";

/**
 * ln Σ exp((xᵢ − max) / temperature), where the element at `largest` is the maximum, and what its double lacks: 0 unless x is
 * float64, for a float32 has no room for that.
 *
 * NaN where an element is NaN or the maximum infinite.
 */
export function logOfRest(
  x: ArrayLike<number>,
  start: number,
  end: number,
  largest: number,
  temperature = 1,
): readonly [log: number, low: number] {
  if (!(x instanceof Float64Array)) return [logarithmOnePlus(restOfSum(x, start, end, largest, temperature)), 0];
  const max = x[largest]!;
  let sum = max - max;
  let lost = 0;
  for (let i = start; i < end; i++) {
    if (i === largest) continue;
    const weight = exponential((x[i]! - max) / temperature);
    const next = sum + weight;
    const added = next - sum;
    lost += sum - (next - added) + (weight - added) + restOfWeight(weight, x[i]!, max, temperature);
    sum = next;
  }
  const rest = sum + lost;
  const low = sum - rest + lost;
  if (rest < 2 ** -20) return [rest, low - rest * rest * (1 / 2 - rest * (1 / 3))];
  const log = logarithmOnePlus(rest);
  return [log, logarithmOnePlus(rest, log) + low / (1 + rest)];
}

/** ln Σ exp(xᵢ), as if rounded once: −∞ for no elements, or none but −∞. */
export function logOfSum(x: ArrayLike<number>, start: number, end: number): number {
  if (start === end) return Number.NEGATIVE_INFINITY;
  const largest = indexOfLargest(x, start, end);
  const max = x[largest]!;
  if (Number.isFinite(max)) {
    const [log, low] = logOfRest(x, start, end, largest);
    return max + log + (lostOf(max, -log) + low);
  }
  for (let i = start; i < end; i++) if (x[i] !== x[i]) return Number.NaN;
  return max;
}
