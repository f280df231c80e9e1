import type { AlongDim } from "@actfn/tensor";
import { alongDim } from "@actfn/tensor";
import { indexOfLargest } from "./index-of-largest.js";

/**
 * entmax15(x)ᵢ = max(xᵢ / 2 − τ, 0)², with the threshold τ that makes each row along `dim` sum to 1: half-way between
 * softmax and sparsemax, with probabilities of exactly 0 and without kinks.
 *
 * A row with NaN, with +∞ or with nothing but −∞ is NaN throughout; single −∞ give 0. The result is contiguous and has the
 * input's shape and dtype, or `dtype`.
 *
 * @function
 * @throws RangeError if `dim` is out of range; TypeError for integer input without `dtype`.
 * @see https://arxiv.org/abs/1905.05702 B. Peters, V. Niculae and A. F. T. Martins, Sparse Sequence-to-Sequence Models, 2019
 */
export const entmax15: AlongDim<object> = /* @__PURE__ */ alongDim({
  name: "entmax15",
  integers: '"entmax15"',
  options: {},
  forward(x, y, rows, length) {
    for (let row = 0; row < rows; row++) {
      const start = row * length;
      const end = start + length;
      const max = x[indexOfLargest(x, start, end)]!;
      const threshold = thresholdOf(x, start, end, max);
      for (let i = start; i < end; i++) {
        const above = (x[i]! - max) / 2 - threshold;
        y[i] = above <= 0 ? 0 : above * above; // NaN gets through
      }
    }
  },
  // dx = s · (dy − Σ s·dy / Σ s) with s = √y
  backward(dy, _x, y, dx, rows, length) {
    for (let row = 0; row < rows; row++) {
      const start = row * length;
      const end = start + length;
      let total = 0;
      let sum = 0;
      for (let i = start; i < end; i++) {
        const s = Math.sqrt(y[i]!);
        total += s;
        sum += s * dy[i]!;
      }
      for (let i = start; i < end; i++) dx[i] = Math.sqrt(y[i]!) * (dy[i]! - sum / total);
    }
  },
  // dx = (z − s · Σ z / Σ s) / 2 where y > 0, with z = (v − Σ s·v / Σ s) · (dy − Σ s·dy / Σ s)
  doubleBackward(v, dy, _x, y, dx, rows, length) {
    for (let row = 0; row < rows; row++) {
      const start = row * length;
      const end = start + length;
      let [total, sumV, sumDy] = [0, 0, 0];
      for (let i = start; i < end; i++) {
        const s = Math.sqrt(y[i]!);
        total += s;
        sumV += s * v[i]!;
        sumDy += s * dy[i]!;
      }
      const [meanV, meanDy] = [sumV / total, sumDy / total];
      let sum = 0;
      for (let i = start; i < end; i++) if (y[i] !== 0) sum += (v[i]! - meanV) * (dy[i]! - meanDy);
      for (let i = start; i < end; i++) {
        const z = (v[i]! - meanV) * (dy[i]! - meanDy);
        dx[i] = y[i] === 0 ? 0 : (z - (Math.sqrt(y[i]!) * sum) / total) / 2;
      }
    }
  },
});

/**
 * τ less half the largest score, by algorithm 2 of the paper: for the k largest scores it is their mean less a root, and
 * k is right as long as the last of them is above it.
 */
function thresholdOf(x: ArrayLike<number>, start: number, end: number, max: number): number {
  // What is 2 or more below the largest is below the threshold, too. ∞ − ∞ makes it NaN.
  const near: number[] = [];
  for (let i = start; i < end; i++) {
    const score = (x[i]! - max) / 2;
    if (!(score <= -1)) near.push(score);
  }
  let mean = 0;
  let squares = 0; // Σ (score − mean)², kept up to date (B. P. Welford, 1962)
  let threshold = -1;
  const sorted = Float64Array.from(near).sort().reverse();
  for (let k = 1; k <= sorted.length; k++) {
    const score = sorted[k - 1]!;
    if (score <= threshold) break;
    const before = score - mean;
    mean += before / k;
    squares += before * (score - mean);
    threshold = mean - Math.sqrt(Math.max(1 - squares, 0) / k);
  }
  return threshold;
}
