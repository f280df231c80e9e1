import type { AlongDim } from "@actfn/tensor";
import { alongDim, exponential } from "@actfn/tensor";
import { indexOfLargest } from "./index-of-largest.js";
import { logOfRest } from "./log-of-rest.js";
import type { SoftmaxOptions } from "./softmax-options.js";
import { checkSoftmaxOptions, isHidden, softmaxOptions } from "./softmax-options.js";
import { lostOf } from "./weight-of.js";

/**
 * logSoftmax(x)ᵢ = xᵢ − ln Σⱼ exp(xⱼ): the logarithms of softmax, of probabilities that it would round to 0 or 1, too.
 *
 * A row with NaN, with +∞ or with nothing but −∞ is NaN throughout; single −∞ stay −∞, as do the scores that a `mask` of
 * bools hides (true keeps). A row without any other is NaN, or 0 with `maskedRow: "zero"`, so that it adds nothing to a
 * loss, and no gradient comes from it. The result is contiguous and has the input's shape and dtype, or `dtype`.
 *
 * @function
 * @throws RangeError if `dim` is out of range, the mask does not broadcast to the input's shape or `temperature` is not
 *   above 0; TypeError for integer input without `dtype`, or a mask that is not bool.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.log_softmax.html
 */
export const logSoftmax: AlongDim<SoftmaxOptions> = /* @__PURE__ */ alongDim({
  name: "logSoftmax",
  integers: '"log_softmax_lastdim_kernel_impl"',
  options: softmaxOptions,
  hidden: Number.NEGATIVE_INFINITY,
  check: (options) => checkSoftmaxOptions("logSoftmax", options),
  forward(x, y, rows, length, { maskedRow, temperature }) {
    for (let row = 0; row < rows; row++) {
      const start = row * length;
      const end = start + length;
      if (maskedRow === "zero" && isHidden(x, start, end)) {
        y.fill(0, start, end);
        continue;
      }
      const largest = indexOfLargest(x, start, end);
      const max = x[largest]!;
      const [logSum, low] = logOfRest(x, start, end, largest, temperature);
      // Neither is above 0, so that nothing cancels.
      const exact = y instanceof Float64Array;
      for (let i = start; i < end; i++) {
        const score = (x[i]! - max) / temperature;
        const lost = exact && score > Number.NEGATIVE_INFINITY;
        // One element at a time, for x may be y.
        y[i] = score - logSum + (lost ? lostOf(score, logSum) + lostOf(x[i]!, max, temperature) - low : 0);
      }
    }
  },
  // dx = (dy − p · Σ dy) / temperature, with the probabilities p = exp y.
  backward(dy, _x, y, dx, rows, length, { temperature }) {
    for (let row = 0; row < rows; row++) {
      const start = row * length;
      const end = start + length;
      let sum = 0;
      for (let i = start; i < end; i++) sum += dy[i]!;
      const slope = isZero(y, start, length) ? 0 : 1 / temperature;
      for (let i = start; i < end; i++) dx[i] = slope && (dy[i]! - exponential(y[i]!) * sum) * slope;
    }
  },
  // dy = (v − Σ v · p) / temperature: the score that all are measured by moves with them.
  tangent(v, _x, y, dy, rows, length, { temperature }) {
    for (let row = 0; row < rows; row++) {
      const start = row * length;
      const end = start + length;
      let mean = 0;
      for (let i = start; i < end; i++) mean += v[i]! * exponential(y[i]!);
      const slope = isZero(y, start, length) ? 0 : 1 / temperature;
      for (let i = start; i < end; i++) dy[i] = slope && (v[i]! - mean) * slope;
    }
  },
  // dx = −Σ dy · p · (v − Σ v · p) / temperature²
  doubleBackward(v, dy, _x, y, dx, rows, length, { temperature }) {
    for (let row = 0; row < rows; row++) {
      const start = row * length;
      const end = start + length;
      let sum = 0;
      let mean = 0;
      for (let i = start; i < end; i++) {
        sum += dy[i]!;
        mean += v[i]! * exponential(y[i]!);
      }
      const slope = isZero(y, start, length) ? 0 : -sum / (temperature * temperature);
      for (let i = start; i < end; i++) dx[i] = slope && slope * exponential(y[i]!) * (v[i]! - mean);
    }
  },
});

/** Whether maskedRow made the row: two probabilities of 1 are no distribution. A row of one is the same either way. */
function isZero(y: ArrayLike<number>, start: number, length: number): boolean {
  return length > 1 && y[start] === 0 && y[start + 1] === 0;
}
