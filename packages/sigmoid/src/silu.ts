import type { Elementwise } from "@actfn/tensor";
import { elementwise, exponential } from "@actfn/tensor";
import { bounded, gate } from "./gate.js";

/**
 * silu(x) = x · σ(x): a score, let through by its own sigmoid; also known as swish.
 *
 * Elementwise, of any shape; the dtype stays.
 *
 * @function
 * @throws TypeError for integer and bool input.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.silu.html
 * @see Hendrycks and Gimpel, Gaussian Error Linear Units, 2016, https://arxiv.org/abs/1606.08415
 */
export const silu: Elementwise<object, '"silu_cpu"'> = /* @__PURE__ */ elementwise({
  name: "silu",
  integers: '"silu_cpu"',
  options: {},
  forward(x, y, n) {
    for (let i = 0; i < n; i++) y[i] = siluOf(x[i]!);
  },
  // σ(x) · (1 + x · σ(−x))
  backward(dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = dy[i]! * siluSlope(x[i]!);
  },
  // σ(x) · σ(−x) · (2 + x · (1 − 2σ(x)))
  doubleBackward(v, dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = v[i]! * dy[i]! * siluCurve(x[i]!);
  },
});

/** x · σ(x); −0 for −∞. */
export function siluOf(x: number): number {
  return gate(x < -1000 ? -1000 : x, x);
}

/** The first derivative. */
export function siluSlope(x: number): number {
  const score = bounded(x);
  const s = 1 / (1 + exponential(-score));
  return s * (1 + score * (1 - s));
}

/** The second derivative. */
export function siluCurve(x: number): number {
  const score = bounded(x);
  const s = 1 / (1 + exponential(-score));
  return s * (1 - s) * (2 + score * (1 - 2 * s));
}
