import { describe } from "@actfn/tensor";
import type { Cut, LogitsFilter } from "./logits-filter.js";
import { logitsFilter, NO_CUT } from "./logits-filter.js";

/**
 * The k largest logits of each row, the rest −∞: a sampler draws from the k likeliest tokens only. Of equals the first
 * stay. All stay where there are no more than k.
 *
 * Of any shape and float dtype, along the last dim or `dim`. A row with NaN comes back as it is.
 *
 * @function
 * @throws RangeError unless k is an integer from 1 on; TypeError for integer logits.
 * @see https://arxiv.org/abs/1805.04833 A. Fan, M. Lewis and Y. Dauphin, Hierarchical Neural Story Generation, 2018
 */
export const topKLogits: LogitsFilter = /* @__PURE__ */ logitsFilter("topKLogits", checkCount, cut);

function checkCount(k: number): void {
  if (!Number.isInteger(k) || k < 1) {
    throw new RangeError(`topKLogits: k must be an integer from 1 on, but got ${describe(k)}; 50 is a common choice`);
  }
}

function cut(x: ArrayLike<number>, start: number, end: number, k: number): Cut {
  if (k >= end - start) return NO_CUT;
  const row = new Float64Array(end - start);
  for (let i = start; i < end; i++) {
    if (x[i] !== x[i]) return NO_CUT;
    row[i - start] = x[i]!;
  }
  const threshold = nthSmallest(row, row.length - k);
  let equals = k;
  for (const logit of row) if (logit > threshold) equals--;
  return { threshold, equals };
}

/** What would be at index n if the row were sorted (C. A. R. Hoare's FIND, 1961). Moves the elements about. */
function nthSmallest(row: Float64Array, n: number): number {
  let low = 0;
  let high = row.length - 1;
  while (low < high) {
    const pivot = row[(low + high) >> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (row[i]! < pivot) i++;
      while (row[j]! > pivot) j--;
      if (i > j) break;
      [row[i], row[j]] = [row[j]!, row[i]!];
      i++;
      j--;
    }
    if (n <= j) high = j;
    else if (n >= i) low = i;
    else break; // between the two all are the pivot
  }
  return row[n]!;
}
