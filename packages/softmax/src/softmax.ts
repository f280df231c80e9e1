import type { AlongDim } from "@actfn/tensor";
import { alongDim, exponential, exponentialRest } from "@actfn/tensor";
import { indexOfLargest } from "./index-of-largest.js";
import type { SoftmaxOptions } from "./softmax-options.js";
import { checkSoftmaxOptions, isHidden, softmaxOptions } from "./softmax-options.js";
import { lostOf, restOfWeight } from "./weight-of.js";

// Exponentials wait here, in double, for the sum that divides them. A longer row is computed twice instead of kept.
const CHUNK = 4096;

/**
 * softmax(x)ᵢ = exp(xᵢ) / Σⱼ exp(xⱼ): scores along `dim` become probabilities that sum to 1.
 *
 * The largest score of each row is subtracted first, so that none overflows: `[1000, 1000]` gives `[0.5, 0.5]`. A row
 * with NaN, with +∞ or with nothing but −∞ is NaN throughout; single −∞ give exactly 0, as do the scores that a `mask` of
 * bools hides (true keeps). A row without any other is NaN, or 0 with `maskedRow: "zero"`, and no gradient comes from it.
 * The result is contiguous and has the input's shape and dtype, or `dtype`.
 *
 * @function
 * @throws RangeError if `dim` is out of range, the mask does not broadcast to the input's shape or `temperature` is not
 *   above 0; TypeError for integer input without `dtype`, or a mask that is not bool.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.softmax.html
 */
export const softmax: AlongDim<SoftmaxOptions> = /* @__PURE__ */ alongDim({
  name: "softmax",
  integers: '"softmax_lastdim_kernel_impl"',
  options: softmaxOptions,
  hidden: Number.NEGATIVE_INFINITY,
  check: (options) => checkSoftmaxOptions("softmax", options),
  forward(x, y, rows, length, { maskedRow, temperature }) {
    const weights = new Float64Array(Math.min(length, CHUNK));
    // A float32 has no room for what a double rounds away.
    const exact = y instanceof Float64Array;
    for (let row = 0; row < rows; row++) {
      const start = row * length;
      const end = start + length;
      if (maskedRow === "zero" && isHidden(x, start, end)) {
        y.fill(0, start, end);
        continue;
      }
      const max = x[indexOfLargest(x, start, end)]!;
      let sum = 0;
      let lost = 0;
      for (let i = start; i < end; i += CHUNK) {
        const count = weigh(x, i, end, max, temperature, weights);
        for (let at = 0; at < count; at++) {
          // The sum and what it lost (D. E. Knuth's TwoSum): a row may have 200,000 terms.
          const weight = weights[at]!;
          const next = sum + weight;
          const added = next - sum;
          lost += sum - (next - added) + (weight - added);
          sum = next;
        }
        if (exact) {
          for (let at = 0; at < count; at++) lost += restOfWeight(weights[at]!, x[i + at]!, max, temperature);
        }
      }
      const total = sum + lost;
      const tail = sum - total + lost;
      for (let i = start; i < end; i += CHUNK) {
        const count = length > CHUNK ? weigh(x, i, end, max, temperature, weights) : length;
        if (exact) {
          for (let at = 0; at < count; at++) {
            y[i + at] = exactShare(weights[at]!, x[i + at]!, max, temperature, total, tail);
          }
        } else {
          for (let at = 0; at < count; at++) y[i + at] = weights[at]! / total;
        }
      }
    }
  },
  // dx = y · (dy − Σ dy·y) / temperature: raising one score takes from all the others.
  backward(dy, _x, y, dx, rows, length, { temperature }) {
    for (let row = 0; row < rows; row++) {
      const start = row * length;
      const end = start + length;
      let sum = 0;
      for (let i = start; i < end; i++) sum += dy[i]! * y[i]!;
      for (let i = start; i < end; i++) dx[i] = (y[i]! * (dy[i]! - sum)) / temperature;
    }
  },
  // Where y are weights, and ⟨v⟩ is the mean of v: dx = y · ((v − ⟨v⟩)(dy − ⟨dy⟩) − the mean of such products) / temperature².
  doubleBackward(v, dy, _x, y, dx, rows, length, { temperature }) {
    for (let row = 0; row < rows; row++) {
      const start = row * length;
      const end = start + length;
      let meanV = 0;
      let meanDy = 0;
      for (let i = start; i < end; i++) {
        meanV += v[i]! * y[i]!;
        meanDy += dy[i]! * y[i]!;
      }
      let mean = 0;
      for (let i = start; i < end; i++) mean += y[i]! * (v[i]! - meanV) * (dy[i]! - meanDy);
      const scale = 1 / (temperature * temperature);
      for (let i = start; i < end; i++) dx[i] = y[i]! * ((v[i]! - meanV) * (dy[i]! - meanDy) - mean) * scale;
    }
  },
});

/** Puts exp((x − max) / temperature) of the elements from `start` on into `weights`, and answers how many fitted. */
function weigh(
  x: ArrayLike<number>,
  start: number,
  end: number,
  max: number,
  temperature: number,
  weights: Float64Array,
): number {
  const count = Math.min(end - start, weights.length);
  // A row of nothing but −∞ gives −∞ − −∞, and one with +∞ gives ∞ − ∞: NaN, as it should be.
  for (let at = 0; at < count; at++) weights[at] = exponential((x[start + at]! - max) / temperature);
  return count;
}

// 64 ln 2 in multiples of 2^-43, which the logarithm of a faint weight is, too: their sum is exact. And the rest.
const RISE = 44.361419555836505;
const RISE_REST = -5.62123739673937e-15;

/** The weight of a score / (total + tail), with what the weight lacks as well. */
function exactShare(
  weight: number,
  score: number,
  max: number,
  temperature: number,
  total: number,
  tail: number,
): number {
  if (weight === 0) return weight / total; // NaN in a row of such
  if (weight < 2 ** -1000) {
    // Such a weight has fewer digits than a double. Further up it has them all.
    const risen = (score - max) / temperature + RISE;
    const high = exponential(risen);
    const low = high * (lostOf(score, max, temperature) + RISE_REST) + exponentialRest(risen);
    return quotient(high, low, total, tail) * 2 ** -64;
  }
  return quotient(weight, restOfWeight(weight, score, max, temperature), total, tail);
}

/** (high + low) / (total + tail), each of two parts, the second less than the last bit of the first. */
function quotient(high: number, low: number, total: number, tail: number): number {
  const share = high / total;
  const shareHigh = firstBits(share);
  const shareLow = share - shareHigh;
  const totalHigh = firstBits(total);
  const totalLow = total - totalHigh;
  const left = high - shareHigh * totalHigh - shareHigh * totalLow - shareLow * totalHigh - shareLow * totalLow;
  return share + (left - share * tail + low) / total;
}

/** The first 26 bits of a number below 1e300: the product of two such is exact (T. J. Dekker, 1971). */
function firstBits(x: number): number {
  const scaled = x * 134217729; // 2^27 + 1
  return scaled - (scaled - x);
}
