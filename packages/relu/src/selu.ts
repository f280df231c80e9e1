import type { Elementwise } from "@actfn/tensor";
import { elementwise, exponential, exponentialMinusOne } from "@actfn/tensor";

// From the paper: with these, mean 0 and variance 1 are a fixed point of what a layer does to them.
const SCALE = 1.0507009873554805;
const SCALE_ALPHA = 1.7580993408473768; // alpha is 1.6732632423543772

/**
 * selu(x) = 1.0507 · (x where x > 0, 1.6733 · (eˣ − 1) elsewhere): elu scaled so that deep nets keep their activations
 * near mean 0 and variance 1 by themselves.
 *
 * Elementwise, of any shape and float dtype.
 *
 * @function
 * @throws TypeError for integer input.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.selu.html
 * @see https://arxiv.org/abs/1706.02515 G. Klambauer et al., Self-Normalizing Neural Networks, 2017
 */
export const selu: Elementwise<object, '"elu_cpu"'> = /* @__PURE__ */ elementwise({
  name: "selu",
  gradName: "Elu", // which it is, scaled
  integers: '"elu_cpu"',
  options: {},
  kinks: [0],
  forward(x, y, n) {
    for (let i = 0; i < n; i++) y[i] = x[i]! > 0 ? SCALE * x[i]! : SCALE_ALPHA * exponentialMinusOne(x[i]!);
  },
  // The slope at 0 is that of the left, as in torch.
  backward(dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = dy[i]! * (x[i]! > 0 ? SCALE : SCALE_ALPHA * exponential(x[i]!));
  },
  doubleBackward(v, dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = x[i]! >= 0 ? 0 : v[i]! * dy[i]! * SCALE_ALPHA * exponential(x[i]!);
  },
});
