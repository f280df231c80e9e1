import type { Elementwise } from "@actfn/tensor";
import { elementwise, exponential } from "@actfn/tensor";

/**
 * σ(x) = 1 / (1 + exp(−x)): any score becomes a probability between 0 and 1.
 *
 * Elementwise, of any shape; integers and bools give float32.
 *
 * @function
 * @see https://pytorch.org/docs/stable/generated/torch.sigmoid.html
 */
export const sigmoid: Elementwise<object, "promote"> = /* @__PURE__ */ elementwise({
  name: "sigmoid",
  integers: "promote",
  options: {},
  forward(x, y, n) {
    for (let i = 0; i < n; i++) {
      // Not 1 / (1 + exp(−x)), whose exponential overflows left of −709 where σ still has digits.
      const score = x[i]!;
      const e = exponential(-Math.abs(score));
      y[i] = (score < 0 ? e : 1) / (1 + e);
    }
  },
  backward(dy, _x, y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = dy[i]! * y[i]! * (1 - y[i]!);
  },
});
