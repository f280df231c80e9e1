import type { Elementwise } from "@actfn/tensor";
import { elementwise } from "@actfn/tensor";
import { hyperbolicTangent } from "./hyperbolic-tangent.js";

/**
 * tanh(x) = (exp(x) − exp(−x)) / (exp(x) + exp(−x)): any score becomes a number between −1 and 1.
 *
 * Elementwise, of any shape; integers and bools give float32.
 *
 * @function
 * @see https://pytorch.org/docs/stable/generated/torch.tanh.html
 */
export const tanh: Elementwise<object, "promote"> = /* @__PURE__ */ elementwise({
  name: "tanh",
  integers: "promote",
  options: {},
  forward(x, y, n) {
    for (let i = 0; i < n; i++) y[i] = hyperbolicTangent(x[i]!);
  },
  backward(dy, _x, y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = dy[i]! * (1 - y[i]! * y[i]!);
  },
  doubleBackward(v, dy, _x, y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = -2 * v[i]! * dy[i]! * y[i]! * (1 - y[i]! * y[i]!);
  },
});
