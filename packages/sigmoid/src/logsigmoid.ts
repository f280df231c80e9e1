import type { Elementwise } from "@actfn/tensor";
import { elementwise, exponential, logarithmOnePlus } from "@actfn/tensor";

/**
 * logsigmoid(x) = log(1 / (1 + exp(−x))): the logarithm of a probability, which keeps its digits where sigmoid is 0 or 1.
 *
 * Elementwise, of any shape; the dtype stays.
 *
 * @function
 * @throws TypeError for integer and bool input.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.logsigmoid.html
 */
export const logsigmoid: Elementwise<object, '"log_sigmoid_cpu"'> = /* @__PURE__ */ elementwise({
  name: "logsigmoid",
  gradName: "LogSigmoid",
  integers: '"log_sigmoid_cpu"',
  options: {},
  forward(x, y, n) {
    for (let i = 0; i < n; i++) {
      const score = x[i]!;
      y[i] = (score < 0 ? score : 0) - logarithmOnePlus(exponential(-Math.abs(score)));
    }
  },
  // σ(−x)
  backward(dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) {
      const e = exponential(-Math.abs(x[i]!));
      dx[i] = (dy[i]! * (x[i]! < 0 ? 1 : e)) / (1 + e);
    }
  },
  // −σ(x)·σ(−x)
  doubleBackward(v, dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) {
      const e = exponential(-Math.abs(x[i]!));
      dx[i] = (-v[i]! * dy[i]! * e) / ((1 + e) * (1 + e));
    }
  },
});
