import type { AlongDim } from "@actfn/tensor";
import { alongDim, exponential } from "@actfn/tensor";

// Exponentials wait here, in double, for the sum that divides them. A longer row is computed twice instead of kept.
const CHUNK = 4096;

/**
 * softmax(x)ᵢ = exp(xᵢ) / Σⱼ exp(xⱼ): scores along `dim` become probabilities that sum to 1.
 *
 * The largest score of each row is subtracted first, so that none overflows: `[1000, 1000]` gives `[0.5, 0.5]`. A row
 * with NaN, with +∞ or with nothing but −∞ is NaN throughout; single −∞ give exactly 0. The result is contiguous and has
 * the input's shape and dtype, or `dtype`.
 *
 * @function
 * @throws RangeError if `dim` is out of range; TypeError for integer input without `dtype`.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.softmax.html
 */
export const softmax: AlongDim<object> = /* @__PURE__ */ alongDim({
  name: "softmax",
  integers: '"softmax_lastdim_kernel_impl"',
  options: {},
  forward(x, y, rows, length) {
    const weights = new Float64Array(Math.min(length, CHUNK));
    for (let row = 0; row < rows; row++) {
      const start = row * length;
      const end = start + length;
      let max = Number.NEGATIVE_INFINITY;
      for (let i = start; i < end; i++) if (x[i]! > max) max = x[i]!;
      let sum = 0;
      for (let i = start; i < end; i += CHUNK) sum += weigh(x, i, Math.min(i + CHUNK, end), max, weights);
      for (let i = start; i < end; i += CHUNK) {
        const stop = Math.min(i + CHUNK, end);
        if (length > CHUNK) weigh(x, i, stop, max, weights);
        for (let at = i; at < stop; at++) y[at] = weights[at - i]! / sum;
      }
    }
  },
  // dx = y · (dy − Σ dy·y): raising one score takes from all the others.
  backward(dy, _x, y, dx, rows, length) {
    for (let row = 0; row < rows; row++) {
      const start = row * length;
      const end = start + length;
      let sum = 0;
      for (let i = start; i < end; i++) sum += dy[i]! * y[i]!;
      for (let i = start; i < end; i++) dx[i] = y[i]! * (dy[i]! - sum);
    }
  },
});

/** Puts exp(x − max) of the elements from `start` to `end` into `weights`, and answers their sum. */
function weigh(x: ArrayLike<number>, start: number, end: number, max: number, weights: Float64Array): number {
  let sum = 0;
  for (let i = start; i < end; i++) {
    // A row of nothing but −∞ gives −∞ − −∞, and one with +∞ gives ∞ − ∞: NaN, as it should be.
    const weight = exponential(x[i]! - max);
    weights[i - start] = weight;
    sum += weight;
  }
  return sum;
}
