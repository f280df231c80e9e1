import type { Elementwise } from "@actfn/tensor";
import { elementwise, exponential, exponentialMinusOne } from "@actfn/tensor";

interface Alpha {
  /** How far below 0 it can get, and how soon. */
  alpha: number;
}

/**
 * celu(x) = x where x > 0, alpha · (exp(x / alpha) − 1) elsewhere: elu whose slope is 1 at 0 whatever alpha is.
 *
 * Elementwise, of any shape and float dtype; alpha is 1 unless given.
 *
 * @function
 * @throws RangeError if alpha is 0; TypeError for integer input.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.celu.html
 */
export const celu: Elementwise<Alpha, '"elu_cpu"'> = /* @__PURE__ */ elementwise({
  name: "celu",
  integers: '"elu_cpu"',
  options: { alpha: 1 },
  check({ alpha }) {
    if (alpha === 0) throw new RangeError("celu: ZeroDivisionError: alpha cannot be 0 for CELU; got { alpha: 0 }");
  },
  kinks: [0],
  forward(x, y, n, { alpha }) {
    for (let i = 0; i < n; i++) y[i] = x[i]! > 0 ? x[i]! : alpha * exponentialMinusOne(x[i]! / alpha);
  },
  backward(dy, x, _y, dx, n, { alpha }) {
    for (let i = 0; i < n; i++) dx[i] = x[i]! > 0 ? dy[i]! : dy[i]! * exponential(x[i]! / alpha);
  },
  doubleBackward(v, dy, x, _y, dx, n, { alpha }) {
    for (let i = 0; i < n; i++) dx[i] = x[i]! >= 0 ? 0 : (v[i]! * dy[i]! * exponential(x[i]! / alpha)) / alpha;
  },
});
