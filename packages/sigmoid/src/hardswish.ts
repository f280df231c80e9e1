import type { Elementwise } from "@actfn/tensor";
import { elementwise } from "@actfn/tensor";

/**
 * hardswish(x) = x · relu6(x + 3) / 6: silu without an exponential, 0 up to −3 and x from 3 on.
 *
 * Elementwise, of any shape; the dtype stays.
 *
 * @function
 * @throws TypeError for integer and bool input.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.hardswish.html
 * @see Howard et al., Searching for MobileNetV3, 2019, https://arxiv.org/abs/1905.02244
 */
export const hardswish: Elementwise<object, '"hardswish_cpu"'> = /* @__PURE__ */ elementwise({
  name: "hardswish",
  integers: '"hardswish_cpu"',
  options: {},
  kinks: [-3, 3],
  forward(x, y, n) {
    for (let i = 0; i < n; i++) {
      const score = x[i]!;
      // x itself from 3 on, not x · 6 / 6, which overflows; −0 up to −3, which is x · 0, but not for −∞.
      y[i] = score >= 3 ? score : score <= -3 ? -0 : (score * (score + 3)) / 6;
    }
  },
  // The slope at the kinks is that outside of them, as in torch since 2.6.
  backward(dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) {
      const score = x[i]!;
      dx[i] = score <= -3 ? 0 : score >= 3 ? dy[i]! : (dy[i]! * (2 * score + 3)) / 6;
    }
  },
  doubleBackward(v, dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = x[i]! > -3 && x[i]! < 3 ? (v[i]! * dy[i]!) / 3 : 0;
  },
});
