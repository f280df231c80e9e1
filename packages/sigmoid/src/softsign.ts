import type { Elementwise } from "@actfn/tensor";
import { elementwise } from "@actfn/tensor";

/**
 * softsign(x) = x / (1 + |x|): any score becomes a number between −1 and 1, more slowly than by tanh. NaN for ±∞, as in
 * torch.
 *
 * Elementwise, of any shape; integers and bools give float32.
 *
 * @function
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.softsign.html
 */
export const softsign: Elementwise<object, "promote"> = /* @__PURE__ */ elementwise({
  name: "softsign",
  gradName: "Div",
  integers: "promote",
  options: {},
  forward(x, y, n) {
    for (let i = 0; i < n; i++) y[i] = x[i]! / (1 + Math.abs(x[i]!));
  },
  backward(dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) {
      const size = 1 + Math.abs(x[i]!);
      dx[i] = dy[i]! / size / size;
    }
  },
  doubleBackward(v, dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) {
      const size = 1 + Math.abs(x[i]!);
      dx[i] = (-2 * Math.sign(x[i]!) * v[i]! * dy[i]!) / size / size / size;
    }
  },
});
