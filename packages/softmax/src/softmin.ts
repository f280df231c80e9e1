import type { AlongDim } from "@actfn/tensor";
import { alongDim } from "@actfn/tensor";
import { softmax } from "./softmax.js";
import type { SoftmaxOptions } from "./softmax-options.js";
import { checkSoftmaxOptions, softmaxOptions } from "./softmax-options.js";

/**
 * softmin(x)ᵢ = exp(−xᵢ) / Σⱼ exp(−xⱼ), which is softmax(−x): costs along `dim` become probabilities, the lowest the
 * likeliest.
 *
 * A row with NaN, with −∞ or with nothing but +∞ is NaN throughout; single +∞ give exactly 0, as do the costs that a `mask`
 * of bools hides (true keeps). A row without any other is NaN, or 0 with `maskedRow: "zero"`. The result is contiguous and
 * has the input's shape and dtype, or `dtype`.
 *
 * @function
 * @throws RangeError if `dim` is out of range, the mask does not broadcast to the input's shape or `temperature` is not
 *   above 0; TypeError for integer input without `dtype`, or a mask that is not bool.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.softmin.html
 */
export const softmin: AlongDim<SoftmaxOptions> = /* @__PURE__ */ alongDim({
  name: "softmin",
  gradName: "Softmax",
  integers: '"softmax_lastdim_kernel_impl"',
  options: softmaxOptions,
  hidden: Number.POSITIVE_INFINITY,
  check: (options) => checkSoftmaxOptions("softmin", options),
  forward(x, y, rows, length, options) {
    for (let i = 0; i < rows * length; i++) y[i] = -x[i]!;
    softmax.spec.forward(y, y, rows, length, options);
  },
  // As softmax, with the sign of x turned.
  backward(dy, x, y, dx, rows, length, options) {
    softmax.spec.backward(dy, x, y, dx, rows, length, options);
    for (let i = 0; i < rows * length; i++) dx[i] = -dx[i]!;
  },
  // With the sign turned twice.
  doubleBackward(v, dy, x, y, dx, rows, length, options) {
    softmax.spec.doubleBackward!(v, dy, x, y, dx, rows, length, options);
  },
});
