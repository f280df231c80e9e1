import type { Elementwise } from "@actfn/tensor";
import { elementwise } from "@actfn/tensor";

/**
 * relu6(x) = min(max(0, x), 6): relu with a ceiling, so that few bits can hold it.
 *
 * Elementwise, of any shape; the dtype stays, integer dtypes too. NaN stays NaN and −0 stays −0.
 *
 * @function
 * @throws TypeError for bool input.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.relu6.html
 */
export const relu6: Elementwise<object, "keep"> = /* @__PURE__ */ elementwise({
  name: "relu6",
  gradName: "Hardtanh", // which it is, between 0 and 6
  integers: "keep",
  noBool: "Bool inputs not supported for hardtanh",
  options: {},
  kinks: [0, 6],
  forward(x, y, n) {
    for (let i = 0; i < n; i++) y[i] = x[i]! < 0 ? 0 : x[i]! > 6 ? 6 : x[i]!;
  },
  forwardInt64: (x) => (x < 0n ? 0n : x > 6n ? 6n : x),
  // The slope at the kinks is 0, as in torch.
  backward(dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = x[i]! > 0 && x[i]! < 6 ? dy[i]! : 0;
  },
});
