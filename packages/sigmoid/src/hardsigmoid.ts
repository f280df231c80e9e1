import type { Elementwise } from "@actfn/tensor";
import { elementwise } from "@actfn/tensor";

/**
 * hardsigmoid(x) = relu6(x + 3) / 6: sigmoid out of straight lines, 0 up to −3 and 1 from 3 on.
 *
 * Elementwise, of any shape; the dtype stays.
 *
 * @function
 * @throws TypeError for integer and bool input.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.hardsigmoid.html
 */
export const hardsigmoid: Elementwise<object, '"hardsigmoid_cpu"'> = /* @__PURE__ */ elementwise({
  name: "hardsigmoid",
  integers: '"hardsigmoid_cpu"',
  options: {},
  kinks: [-3, 3],
  forward(x, y, n) {
    for (let i = 0; i < n; i++) y[i] = x[i]! <= -3 ? 0 : x[i]! >= 3 ? 1 : (x[i]! + 3) / 6;
  },
  // The slope at the kinks is 0, as in torch.
  backward(dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = x[i]! > -3 && x[i]! < 3 ? dy[i]! / 6 : 0;
  },
});
