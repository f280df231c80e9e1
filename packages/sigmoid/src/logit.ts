import type { Elementwise } from "@actfn/tensor";
import { elementwise, logarithm, logarithmOnePlus } from "@actfn/tensor";

interface Margin {
  /** How near to 0 and 1 probabilities may come. */
  eps: number;
}

/**
 * logit(x) = log(x / (1 − x)): the score whose sigmoid is the probability x; ∓∞ at 0 and 1, NaN beyond them.
 *
 * With `eps`, x is clamped to eps … 1 − eps first; a negative one, as the default, leaves x alone. Elementwise, of any shape;
 * integers and bools give float32.
 *
 * @function
 * @see https://pytorch.org/docs/stable/generated/torch.logit.html
 */
export const logit: Elementwise<Margin, "promote"> = /* @__PURE__ */ elementwise({
  name: "logit",
  integers: "promote",
  options: { eps: -1 },
  forward(x, y, n, { eps }) {
    const low = eps < 0 ? Number.NEGATIVE_INFINITY : eps;
    const high = eps < 0 ? Number.POSITIVE_INFINITY : 1 - eps;
    for (let i = 0; i < n; i++) {
      const p = x[i]! < low ? low : x[i]! > high ? high : x[i]!;
      // Near ½ the logarithm is near 0 and p / (1 − p) near 1, where it would lose its digits; 2p − 1 and 1 − p are exact.
      if (p < 0.25) y[i] = logarithm(p / (1 - p));
      else y[i] = p < 0.5 ? -logarithmOnePlus((1 - 2 * p) / p) : logarithmOnePlus((2 * p - 1) / (1 - p));
    }
  },
  // Outside of eps … 1 − eps the slope is 0, as in torch, and outside of 0 … 1 there is none.
  backward(dy, x, _y, dx, n, { eps }) {
    const [low, high, outside] = eps < 0 ? [0, 1, Number.NaN] : [eps, 1 - eps, 0];
    for (let i = 0; i < n; i++) {
      const p = x[i]!;
      dx[i] = p < low || p > high ? outside : dy[i]! / (p * (1 - p));
    }
  },
  doubleBackward(v, dy, x, _y, dx, n, { eps }) {
    const [low, high, outside] = eps < 0 ? [0, 1, Number.NaN] : [eps, 1 - eps, 0];
    for (let i = 0; i < n; i++) {
      const p = x[i]!;
      dx[i] = p < low || p > high ? outside : (v[i]! * dy[i]! * (2 * p - 1)) / (p * (1 - p)) / (p * (1 - p));
    }
  },
});
