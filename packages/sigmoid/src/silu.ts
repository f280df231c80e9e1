import type { Elementwise } from "@actfn/tensor";
import { elementwise, exponential } from "@actfn/tensor";
import { bounded, DEEP, deepGate, gate, lostByProduct, nudged } from "./gate.js";

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

/** silu(x) · other, as if rounded once, also where x · other or silu(x) alone would be too large or too small. */
export function siluTimes(x: number, other: number): number {
  const score = x < -2000 ? -2000 : x;
  // What the product rounds away matters where the gate is neither exactly a half nor exactly 1.
  const inside = Math.abs(score) > 1e-100 && score < 1000;
  const size = Math.abs(other);
  const scale = size > 2 ** 900 ? 2 ** 64 : inside && size < 2 ** -500 ? 2 ** -600 : 1;
  const factor = other / scale;
  const product = score * factor;
  const lost = inside ? lostByProduct(score, factor) / product : 0;
  return x < DEEP ? deepGate(product, x, lost, scale) : nudged(gate(product, x, scale), lost);
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
