import type { Elementwise } from "@actfn/tensor";
import { elementwise } from "@actfn/tensor";
import { firstBits } from "./gate.js";
import { hyperbolicTangent } from "./hyperbolic-tangent.js";

/**
 * tanhshrink(x) = x − tanh(x): large scores move by 1 towards 0, small ones nearly vanish, with all their digits.
 *
 * Elementwise, of any shape; integers and bools give float32.
 *
 * @function
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.tanhshrink.html
 */
export const tanhshrink: Elementwise<object, "promote"> = /* @__PURE__ */ elementwise({
  name: "tanhshrink",
  gradName: "Sub",
  integers: "promote",
  options: {},
  forward(x, y, n) {
    for (let i = 0; i < n; i++) {
      const score = x[i]!;
      y[i] = Math.abs(score) < 2 ? shrunk(score) : score - hyperbolicTangent(score);
    }
  },
  // tanh²(x)
  backward(dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) {
      const t = hyperbolicTangent(x[i]!);
      dx[i] = dy[i]! * t * t;
    }
  },
  doubleBackward(v, dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) {
      const t = hyperbolicTangent(x[i]!);
      dx[i] = 2 * v[i]! * dy[i]! * t * (1 - t * t);
    }
  },
});

/**
 * x − tanh x for |x| < 2, where the difference would lose its digits: x³ / (3 + u + u / (5 + u / (7 + …))) with u = x², what
 * is left of J. H. Lambert's continued fraction of tanh (1768), which has nothing to cancel. Ended at 21 and multiplied out
 * it is off by 2^-59 at most.
 *
 * All else would round six times, so u, the divisor and the quotient are each the sum of two doubles, and the products of the
 * first of them exact.
 */
function shrunk(x: number): number {
  const high = firstBits(x);
  const uHigh = high * high;
  const uLow = (x - high) * (x + high);
  const u = uHigh + uLow;
  const above = 21082276215 + u * (1047566520 + u * (14549535 + u * (66300 + u * 75)));
  const below = 105411381075 + u * (8249586345 + u * (174594420 + u * (1276275 + u * (2925 + u))));
  const more = u * (above / below) + uLow;
  const divisor = 3 + (uHigh + more);
  const divisorHigh = firstBits(divisor);
  const divisorLow = 3 - divisorHigh + uHigh + more;
  const ratio = firstBits(u / divisor);
  const ratioLow = (uHigh - ratio * divisorHigh - ratio * divisorLow + uLow) / divisor;
  // + 0, for −0 − tanh(−0) is 0.
  return high * ratio + ((x - high) * ratio + x * ratioLow) + 0;
}
