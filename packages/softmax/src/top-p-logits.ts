import { describe } from "@actfn/tensor";
import { indexOfLargest } from "./index-of-largest.js";
import type { Cut, LogitsFilter } from "./logits-filter.js";
import { logitsFilter, NO_CUT } from "./logits-filter.js";
import { restOfSum } from "./rest-of-sum.js";
import { weightOf } from "./weight-of.js";

/**
 * The fewest logits of each row that have a probability of p together, the rest −∞: the nucleus that a sampler draws from.
 * The likeliest always stays; of equals the first stay.
 *
 * Of any shape and float dtype, along the last dim or `dim`. A row with NaN or +∞, which has no probabilities, comes back
 * as it is.
 *
 * @function
 * @throws RangeError unless 0 ≤ p ≤ 1; TypeError for integer logits.
 * @see https://arxiv.org/abs/1904.09751 A. Holtzman et al., The Curious Case of Neural Text Degeneration, 2020
 */
export const topPLogits: LogitsFilter = /* @__PURE__ */ logitsFilter("topPLogits", checkProbability, cut);

function checkProbability(p: number): void {
  if (!(p >= 0 && p <= 1)) {
    throw new RangeError(`topPLogits: p must be a probability from 0 to 1, but got ${describe(p)}; 0.9 keeps most`);
  }
}

function cut(x: ArrayLike<number>, start: number, end: number, p: number): Cut {
  if (p === 1) return NO_CUT;
  const largest = indexOfLargest(x, start, end);
  const weights = new Float64Array(end - start);
  const total = 1 + restOfSum(x, start, end, largest, 1, weights);
  if (total !== total) return NO_CUT;
  // All that are less likely than this have no more than 1 − p together: the nucleus is among the others.
  const least = ((1 - p) * total) / weights.length;
  const candidates = new Float64Array(weights.length);
  let count = 0;
  for (let i = start; i < end; i++) if (weights[i - start]! >= least) candidates[count++] = x[i]!;
  const sorted = candidates.subarray(0, count).sort();
  let sum = 0;
  let at = count;
  do sum += weightOf(sorted[--at]!, x[largest]!, 1);
  while (at > 0 && sum < p * total);
  const threshold = sorted[at]!;
  let equals = 0;
  for (; at < count && sorted[at] === threshold; at++) equals++;
  return { threshold, equals };
}
