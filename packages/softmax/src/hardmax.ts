import type { AlongDim } from "@actfn/tensor";
import { alongDim } from "@actfn/tensor";
import { indexOfLargest } from "./index-of-largest.js";

/**
 * hardmax(x)ᵢ = 1 for the largest element of each row along `dim`, the first of several, and 0 for the others.
 *
 * A row with NaN is NaN throughout. The result is contiguous and has the input's shape and dtype, or `dtype`; its gradient
 * is 0.
 *
 * @function
 * @throws RangeError if `dim` is out of range; TypeError for integer input without `dtype`.
 * @see https://onnx.ai/onnx/operators/onnx__Hardmax.html
 */
export const hardmax: AlongDim<object> = /* @__PURE__ */ alongDim({
  name: "hardmax",
  integers: '"hardmax"',
  options: {},
  forward(x, y, rows, length) {
    for (let row = 0; row < rows; row++) {
      const start = row * length;
      const end = start + length;
      const largest = indexOfLargest(x, start, end);
      for (let i = start; i < end; i++) {
        if (x[i] !== x[i]) {
          y.fill(Number.NaN, start, end);
          break;
        }
        y[i] = i === largest ? 1 : 0;
      }
    }
  },
  backward(_dy, _x, _y, dx) {
    dx.fill(0);
  },
});
