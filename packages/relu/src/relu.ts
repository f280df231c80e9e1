import type { Elementwise } from "@actfn/tensor";
import { elementwise } from "@actfn/tensor";

/**
 * relu(x) = max(0, x): what is negative becomes 0, the rest passes.
 *
 * Elementwise, of any shape; the dtype stays, integer dtypes too. NaN stays NaN and −0 stays −0.
 *
 * @function
 * @throws TypeError for bool input.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.relu.html
 */
export const relu: Elementwise<object, "keep"> = /* @__PURE__ */ elementwise({
  name: "relu",
  integers: "keep",
  options: {},
  kinks: [0],
  forward(x, y, n) {
    // Not x > 0 ? x : 0, which would turn NaN into a confident zero.
    for (let i = 0; i < n; i++) y[i] = x[i]! < 0 ? 0 : x[i]!;
  },
  forwardInt64: (x) => (x < 0n ? 0n : x),
  // The slope at the kink is 0, and 1 at NaN, as in torch.
  backward(dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = x[i]! <= 0 ? 0 : dy[i]!;
  },
});
