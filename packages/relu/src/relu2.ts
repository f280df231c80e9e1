import type { Elementwise } from "@actfn/tensor";
import { elementwise } from "@actfn/tensor";

/**
 * relu2(x) = max(0, x)²: squared ReLU, which the search that made the Primer transformer came upon.
 *
 * Elementwise, of any shape; the dtype stays, integer dtypes too. NaN stays NaN.
 *
 * @function
 * @throws TypeError for bool input.
 * @see https://arxiv.org/abs/2109.08668 D. So et al., Primer: Searching for Efficient Transformers for Language Modeling,
 *   2021
 */
export const relu2: Elementwise<object, "keep"> = /* @__PURE__ */ elementwise({
  name: "relu2",
  integers: "keep",
  options: {},
  kinks: [0],
  forward(x, y, n) {
    const whole = !(x instanceof Float32Array || x instanceof Float64Array);
    for (let i = 0; i < n; i++) {
      const value = x[i]!;
      // The product of two int32 may need more bits than a double has.
      y[i] = value < 0 ? 0 : whole ? Math.imul(value, value) : value * value;
    }
  },
  forwardInt64: (x) => (x < 0n ? 0n : x * x),
  backward(dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = x[i]! <= 0 ? 0 : 2 * x[i]! * dy[i]!;
  },
  doubleBackward(v, dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = x[i]! <= 0 ? 0 : 2 * v[i]! * dy[i]!;
  },
});
