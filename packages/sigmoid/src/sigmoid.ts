import type { Elementwise } from "@actfn/tensor";
import { elementwise } from "@actfn/tensor";
import { gate } from "./gate.js";

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
    // Not 1 / (1 + exp(−x)), whose exponential overflows left of −709 where σ still has digits.
    for (let i = 0; i < n; i++) y[i] = gate(1, x[i]!);
  },
  backward(dy, _x, y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = dy[i]! * y[i]! * (1 - y[i]!);
  },
  doubleBackward(v, dy, _x, y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = v[i]! * dy[i]! * y[i]! * (1 - y[i]!) * (1 - 2 * y[i]!);
  },
});
