import type { Elementwise } from "@actfn/tensor";
import { elementwise, exponential } from "@actfn/tensor";
import { bounded, DEEP, deepGate, firstBits, quotient } from "./gate.js";

const STEEPNESS = 1.702; // brings x · σ(1.702x) closest to gelu
// Its first 26 bits, whose product with the first 26 of a score is exact, and the rest.
const STEEPNESS_HIGH = 1.701999992132187;
const STEEPNESS_LOW = STEEPNESS - STEEPNESS_HIGH;

/**
 * quickGelu(x) = x · σ(1.702x): gelu to two digits, as CLIP and its successors have it. Not in torch.
 *
 * Elementwise, of any shape; integers and bools give float32.
 *
 * @function
 * @see Hendrycks and Gimpel, Gaussian Error Linear Units, 2016, https://arxiv.org/abs/1606.08415
 */
export const quickGelu: Elementwise<object, "promote"> = /* @__PURE__ */ elementwise({
  name: "quickGelu",
  integers: "promote",
  options: {},
  forward(x, y, n) {
    for (let i = 0; i < n; i++) {
      const near = bounded(x[i]!);
      const score = STEEPNESS * near;
      // What the product lost, for exp makes of one bit of 1000 a thousand.
      const high = firstBits(near);
      const low = high * STEEPNESS_HIGH - score + high * STEEPNESS_LOW + (near - high) * STEEPNESS;
      const e = exponential(-score);
      if (score < DEEP) y[i] = deepGate(near, score, low);
      else y[i] = quotient(x[i]!, score < 0 ? e : 1, score < 0 ? 1 : e, -e * low);
    }
  },
  // σ · (1 + 1.702x · (1 − σ))
  backward(dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) {
      const score = STEEPNESS * bounded(x[i]!);
      const s = 1 / (1 + exponential(-score));
      dx[i] = dy[i]! * s * (1 + score * (1 - s));
    }
  },
  // 1.702σ · (1 − σ) · (2 + 1.702x · (1 − 2σ))
  doubleBackward(v, dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) {
      const score = STEEPNESS * bounded(x[i]!);
      const s = 1 / (1 + exponential(-score));
      dx[i] = STEEPNESS * v[i]! * dy[i]! * s * (1 - s) * (2 + score * (1 - 2 * s));
    }
  },
});
