import type { Elementwise } from "@actfn/tensor";
import { elementwise } from "@actfn/tensor";
import { boundIn } from "./bound.js";

interface Lambda {
  /** By how much numbers come nearer to 0. */
  lambd: number;
}

/**
 * softshrink(x) = x − lambd where x > lambd, x + lambd where x < −lambd, 0 between: all numbers come nearer to 0, and small
 * ones vanish.
 *
 * Elementwise, of any shape and float dtype; lambd (Python has no room for its last letter) is 0.5 unless given. NaN
 * stays NaN.
 *
 * @function
 * @throws RangeError unless lambd is 0 or more; TypeError for integer input.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.softshrink.html
 */
export const softshrink: Elementwise<Lambda, '"softshrink_cpu"'> = /* @__PURE__ */ elementwise({
  name: "softshrink",
  integers: '"softshrink_cpu"',
  options: { lambd: 0.5 },
  check({ lambd }) {
    if (lambd >= 0) return;
    throw new RangeError(`softshrink: lambda must be greater or equal to 0, but found to be ${lambd}.`);
  },
  kinks: [-0.5, 0.5],
  forward(x, y, n, { lambd }) {
    const bound = boundIn(x, lambd);
    // Not x > lambd first and 0 for the rest, where NaN would be lost.
    for (let i = 0; i < n; i++) y[i] = Math.abs(x[i]!) <= bound ? 0 : x[i]! < 0 ? x[i]! + lambd : x[i]! - lambd;
  },
  // The slope at the kinks is 0, as in torch.
  backward(dy, x, _y, dx, n, { lambd }) {
    const bound = boundIn(x, lambd);
    for (let i = 0; i < n; i++) dx[i] = Math.abs(x[i]!) > bound ? dy[i]! : 0;
  },
});
