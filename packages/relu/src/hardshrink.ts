import type { Elementwise } from "@actfn/tensor";
import { elementwise } from "@actfn/tensor";
import { boundIn } from "./bound.js";

interface Lambda {
  /** How far from 0 numbers count as 0. */
  lambd: number;
}

/**
 * hardshrink(x) = 0 where |x| ≤ lambd, x elsewhere: small numbers vanish, the others pass.
 *
 * Elementwise, of any shape and float dtype; lambd (Python has no room for its last letter) is 0.5 unless given. NaN
 * stays NaN.
 *
 * @function
 * @throws TypeError for integer input.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.hardshrink.html
 */
export const hardshrink: Elementwise<Lambda, '"hardshrink_cpu"'> = /* @__PURE__ */ elementwise({
  name: "hardshrink",
  integers: '"hardshrink_cpu"',
  options: { lambd: 0.5 },
  kinks: [-0.5, 0.5],
  forward(x, y, n, { lambd }) {
    const bound = boundIn(x, lambd);
    for (let i = 0; i < n; i++) y[i] = Math.abs(x[i]!) <= bound ? 0 : x[i]!;
  },
  // The slope where it jumps is 0, as in torch.
  backward(dy, x, _y, dx, n, { lambd }) {
    const bound = boundIn(x, lambd);
    for (let i = 0; i < n; i++) dx[i] = Math.abs(x[i]!) > bound ? dy[i]! : 0;
  },
});
