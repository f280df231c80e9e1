import type { AlongDim } from "@actfn/tensor";
import { alongDim } from "@actfn/tensor";
import { indexOfLargest } from "./index-of-largest.js";

/**
 * sparsemax(x)ᵢ = max(xᵢ − τ, 0), with the threshold τ that makes each row along `dim` sum to 1: the probabilities nearest
 * to the scores, of which many are exactly 0.
 *
 * A row with NaN, with +∞ or with nothing but −∞ is NaN throughout; single −∞ give 0. The result is contiguous and has the
 * input's shape and dtype, or `dtype`. The second derivative is 0 wherever no probability is about to leave 0.
 *
 * @function
 * @throws RangeError if `dim` is out of range; TypeError for integer input without `dtype`.
 * @see https://arxiv.org/abs/1602.02068 A. F. T. Martins and R. F. Astudillo, From Softmax to Sparsemax, 2016
 */
export const sparsemax: AlongDim<object> = /* @__PURE__ */ alongDim({
  name: "sparsemax",
  integers: '"sparsemax"',
  options: {},
  forward(x, y, rows, length) {
    for (let row = 0; row < rows; row++) {
      const start = row * length;
      const end = start + length;
      const max = x[indexOfLargest(x, start, end)]!;
      const threshold = thresholdOf(x, start, end, max);
      for (let i = start; i < end; i++) {
        const above = x[i]! - max - threshold;
        y[i] = above <= 0 ? 0 : above; // NaN gets through
      }
    }
  },
  // dx = dy − its mean, over the elements above the threshold: they share what one of them gains.
  backward(dy, _x, y, dx, rows, length) {
    for (let row = 0; row < rows; row++) {
      const start = row * length;
      const end = start + length;
      let sum = 0;
      let count = 0;
      for (let i = start; i < end; i++) {
        if (y[i]! > 0) {
          sum += dy[i]!;
          count++;
        }
      }
      // A row of NaN has no such elements: 0 / 0.
      for (let i = start; i < end; i++) dx[i] = y[i] === 0 ? 0 : dy[i]! - sum / count;
    }
  },
});

/** τ less the largest score, by algorithm 1 of the paper: 1 + k · z(k) > Σ z(j) holds for the k scores above it alone. */
function thresholdOf(x: ArrayLike<number>, start: number, end: number, max: number): number {
  // What is 1 or more below the largest is below the threshold, too. ∞ − ∞ makes it NaN.
  const near: number[] = [];
  for (let i = start; i < end; i++) {
    const score = x[i]! - max;
    if (!(score <= -1)) near.push(score);
  }
  let sum = 0;
  let threshold = -1;
  const sorted = Float64Array.from(near).sort().reverse();
  for (let k = 0; k < sorted.length; k++) {
    const score = sorted[k]!;
    if (score <= threshold) break;
    sum += score;
    threshold = (sum - 1) / (k + 1);
  }
  return threshold;
}
