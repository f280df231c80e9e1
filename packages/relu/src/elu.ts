import type { Elementwise } from "@actfn/tensor";
import { elementwise, exponential, exponentialMinusOne } from "@actfn/tensor";

interface Alpha {
  /** How far below 0 it can get. */
  alpha: number;
}

/**
 * elu(x) = x where x > 0, alpha · (eˣ − 1) elsewhere: it bends where relu has a corner, and levels off at −alpha.
 *
 * Elementwise, of any shape and float dtype; alpha is 1 unless given.
 *
 * @function
 * @throws TypeError for integer input.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.elu.html
 */
export const elu: Elementwise<Alpha, '"elu_cpu"'> = /* @__PURE__ */ elementwise({
  name: "elu",
  integers: '"elu_cpu"',
  options: { alpha: 1 },
  kinks: [0],
  forward(x, y, n, { alpha }) {
    for (let i = 0; i < n; i++) y[i] = x[i]! > 0 ? x[i]! : alpha * exponentialMinusOne(x[i]!);
  },
  // Not y + alpha, which has lost the digits of the exponential. The slope at 0 is alpha, as in torch.
  backward(dy, x, _y, dx, n, { alpha }) {
    for (let i = 0; i < n; i++) dx[i] = x[i]! > 0 ? dy[i]! : dy[i]! * alpha * exponential(x[i]!);
  },
  doubleBackward(v, dy, x, _y, dx, n, { alpha }) {
    for (let i = 0; i < n; i++) dx[i] = x[i]! >= 0 ? 0 : v[i]! * dy[i]! * alpha * exponential(x[i]!);
  },
});
