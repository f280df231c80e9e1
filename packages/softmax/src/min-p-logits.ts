import { describe, logarithm } from "@actfn/tensor";
import { indexOfLargest } from "./index-of-largest.js";
import type { Cut, LogitsFilter } from "./logits-filter.js";
import { logitsFilter, NO_CUT } from "./logits-filter.js";

/**
 * The logits of each row whose probability is at least p times that of the likeliest, the rest −∞: many where the model
 * hesitates, few where it is sure. Equals stay or go together.
 *
 * Of any shape and float dtype, along the last dim or `dim`. A row with NaN or +∞, which has no probabilities, comes back
 * as it is.
 *
 * @function
 * @throws RangeError unless 0 ≤ p ≤ 1; TypeError for integer logits.
 * @see https://arxiv.org/abs/2407.01082 M. Nguyen et al., Turning Up the Heat: Min-p Sampling, 2024
 */
export const minPLogits: LogitsFilter = /* @__PURE__ */ logitsFilter("minPLogits", checkProbability, cut);

function checkProbability(p: number): void {
  if (!(p >= 0 && p <= 1)) {
    throw new RangeError(`minPLogits: p must be a probability from 0 to 1, but got ${describe(p)}; 0.05 drops a tail`);
  }
}

function cut(x: ArrayLike<number>, start: number, end: number, p: number): Cut {
  for (let i = start; i < end; i++) if (x[i] !== x[i]) return NO_CUT;
  const max = x[indexOfLargest(x, start, end)]!;
  return max < Number.POSITIVE_INFINITY ? { threshold: max + logarithm(p), equals: end - start } : NO_CUT;
}
