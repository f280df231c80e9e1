import type { AlongDim } from "@actfn/tensor";
import { alongDim, exponential } from "@actfn/tensor";
import { indexOfLargest } from "./index-of-largest.js";
import { weightOf } from "./weight-of.js";

/**
 * softmax1(x)ᵢ = exp(xᵢ) / (1 + Σⱼ exp(xⱼ)): softmax along `dim` with one more score of 0 that is not shown, so that a head
 * of attention may attend to nothing. What is missing to 1 is its probability.
 *
 * A row with NaN or +∞ is NaN throughout; −∞ give exactly 0, also a row of nothing else. The result is contiguous and has
 * the input's shape and dtype, or `dtype`.
 *
 * @function
 * @throws RangeError if `dim` is out of range; TypeError for integer input without `dtype`.
 * @see https://www.evanmiller.org/attention-is-off-by-one.html E. Miller, Attention Is Off By One, 2023
 */
export const softmax1: AlongDim<object> = /* @__PURE__ */ alongDim({
  name: "softmax1",
  integers: '"softmax1"',
  options: {},
  forward(x, y, rows, length) {
    for (let row = 0; row < rows; row++) {
      const start = row * length;
      const end = start + length;
      const max = Math.max(x[indexOfLargest(x, start, end)]!, 0);
      let sum = exponential(-max);
      for (let i = start; i < end; i++) sum += weightOf(x[i]!, max, 1);
      for (let i = start; i < end; i++) y[i] = weightOf(x[i]!, max, 1) / sum;
    }
  },
  // dx = y · (dy − Σ dy·y), as of softmax: the score of 0 is a constant.
  backward(dy, _x, y, dx, rows, length) {
    for (let row = 0; row < rows; row++) {
      const start = row * length;
      const end = start + length;
      let sum = 0;
      for (let i = start; i < end; i++) sum += dy[i]! * y[i]!;
      for (let i = start; i < end; i++) dx[i] = y[i]! * (dy[i]! - sum);
    }
  },
  // dx = y · (z − Σ z·y) with z = v·dy − v · Σ dy·y − dy · Σ v·y, the slope of Σ v · backward by y.
  doubleBackward(v, dy, _x, y, dx, rows, length) {
    for (let row = 0; row < rows; row++) {
      const start = row * length;
      const end = start + length;
      let [sumV, sumDy, sumBoth] = [0, 0, 0];
      for (let i = start; i < end; i++) {
        sumV += v[i]! * y[i]!;
        sumDy += dy[i]! * y[i]!;
        sumBoth += v[i]! * dy[i]! * y[i]!;
      }
      const sum = sumBoth - 2 * sumV * sumDy;
      for (let i = start; i < end; i++) dx[i] = y[i]! * (v[i]! * dy[i]! - v[i]! * sumDy - dy[i]! * sumV - sum);
    }
  },
});
