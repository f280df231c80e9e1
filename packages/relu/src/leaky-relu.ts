import type { Elementwise } from "@actfn/tensor";
import { elementwise } from "@actfn/tensor";

interface Slope {
  /** How steep it is left of 0. */
  negativeSlope: number;
}

/**
 * leakyRelu(x) = x where x > 0, negativeSlope · x elsewhere: relu that lets a little of what is negative through.
 *
 * Elementwise, of any shape and float dtype; the slope is 0.01 unless given.
 *
 * @function
 * @throws TypeError for integer input.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.leaky_relu.html
 */
export const leakyRelu: Elementwise<Slope, '"leaky_relu_cpu"'> = /* @__PURE__ */ elementwise({
  name: "leakyRelu",
  integers: '"leaky_relu_cpu"',
  options: { negativeSlope: 0.01 },
  kinks: [0],
  forward(x, y, n, { negativeSlope }) {
    for (let i = 0; i < n; i++) y[i] = x[i]! > 0 ? x[i]! : x[i]! * negativeSlope;
  },
  // The slope at 0 is that of the left, as in torch.
  backward(dy, x, _y, dx, n, { negativeSlope }) {
    for (let i = 0; i < n; i++) dx[i] = x[i]! > 0 ? dy[i]! : dy[i]! * negativeSlope;
  },
});
