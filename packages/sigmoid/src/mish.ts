import type { Elementwise } from "@actfn/tensor";
import { elementwise, exponential } from "@actfn/tensor";
import { bounded, DEEP, deepGate, quotient } from "./gate.js";

/**
 * mish(x) = x · tanh(softplus(x)): a score, let through by a gate like sigmoid that opens sooner.
 *
 * Elementwise, of any shape; the dtype stays.
 *
 * With e = exp(−x), tanh(softplus(x)) = 1 / (e + (1 + e) / (1 + 2e)), where nothing cancels.
 *
 * @function
 * @throws TypeError for integer and bool input.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.mish.html
 * @see Misra, Mish: A Self Regularized Non-Monotonic Activation Function, 2019, https://arxiv.org/abs/1908.08681
 */
export const mish: Elementwise<object, '"mish_cpu"'> = /* @__PURE__ */ elementwise({
  name: "mish",
  integers: '"mish_cpu"',
  options: {},
  forward(x, y, n) {
    for (let i = 0; i < n; i++) {
      const score = x[i]! < -1000 ? -1000 : x[i]!;
      const e = exponential(-score);
      if (score < DEEP) y[i] = deepGate(score, score, 0);
      // Two ways to write one divisor, with the fraction as its smaller part.
      else if (score > 0) y[i] = quotient(score, 1, (2 * e * e) / (1 + 2 * e), 0);
      else y[i] = quotient(score, e, 0.5 + 0.5 / (1 + 2 * e), 0);
    }
  },
  // f′ = T · (1 + x · P), where T = tanh(softplus(x)) and P = T′ / T
  backward(dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) {
      const score = bounded(x[i]!);
      const e = exponential(-score);
      const s = 1 / (1 + e);
      const a = 1 / (2 + 1 / e); // e / (1 + 2e), also where e is ∞
      const b = 1 - a * s;
      dx[i] = ((dy[i]! * s) / b) * (1 + (score * 4 * a * a) / b);
    }
  },
  // f″ = T · P · (2 + x · (1 − σ − 2Tσ))
  doubleBackward(v, dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) {
      const score = bounded(x[i]!);
      const e = exponential(-score);
      const s = 1 / (1 + e);
      const a = 1 / (2 + 1 / e);
      const b = 1 - a * s;
      const t = s / b;
      dx[i] = ((v[i]! * dy[i]! * t * 4 * a * a) / b) * (2 + score * (1 - s - 2 * t * s));
    }
  },
});
