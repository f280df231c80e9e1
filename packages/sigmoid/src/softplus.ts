import type { Elementwise } from "@actfn/tensor";
import { elementwise, exponential, logarithmOnePlus } from "@actfn/tensor";
import { gate } from "./gate.js";

interface Sharpness {
  /** How close it is to relu. */
  beta: number;
  /** From which βx on it is x itself. */
  threshold: number;
}

/**
 * softplus(x) = log(1 + exp(βx)) / β: relu without its kink; `beta` (1) says how close to it. Where βx is above `threshold`
 * (20) it is x itself.
 *
 * Elementwise, of any shape; the dtype stays.
 *
 * @function
 * @throws TypeError for integer and bool input.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.softplus.html
 */
export const softplus: Elementwise<Sharpness, '"softplus_cpu"'> = /* @__PURE__ */ elementwise({
  name: "softplus",
  integers: '"softplus_cpu"',
  options: { beta: 1, threshold: 20 },
  kinks: [20],
  forward(x, y, n, { beta, threshold }) {
    for (let i = 0; i < n; i++) {
      const score = x[i]! * beta;
      // Not log(1 + exp(score)), which overflows under a high threshold.
      if (score > threshold) y[i] = x[i]!;
      else y[i] = ((score > 0 ? score : 0) + logarithmOnePlus(exponential(-Math.abs(score)))) / beta;
    }
  },
  // σ(βx)
  backward(dy, x, _y, dx, n, { beta, threshold }) {
    for (let i = 0; i < n; i++) {
      const score = x[i]! * beta;
      dx[i] = score > threshold ? dy[i]! : gate(dy[i]!, score);
    }
  },
  // β · σ(βx) · σ(−βx), and 0 from the threshold on, as in torch
  doubleBackward(v, dy, x, _y, dx, n, { beta, threshold }) {
    for (let i = 0; i < n; i++) {
      const score = x[i]! * beta;
      const e = exponential(-Math.abs(score));
      dx[i] = score >= threshold ? 0 : (v[i]! * dy[i]! * beta * e) / ((1 + e) * (1 + e));
    }
  },
});
