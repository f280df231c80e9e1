import type { FloatArithmetic, Gradient, Tensor } from "@actfn/tensor";
import { binary, cppName, exponential, isFloat, logarithmOnePlus, record } from "@actfn/tensor";
import { logOfSum } from "./log-of-rest.js";

/**
 * ln(eᵃ + eᵇ), element by element, broadcast together: the sum of two probabilities of which only the logarithms are known.
 *
 * Nothing overflows; two −∞ give −∞. Of any shapes, in the dtype that both promote to.
 *
 * @function
 * @throws RangeError if the shapes do not broadcast; TypeError unless the inputs make a float dtype.
 * @see https://pytorch.org/docs/stable/generated/torch.logaddexp.html
 */
export const logaddexp: FloatArithmetic = /* @__PURE__ */ binary({
  name: "logaddexp",
  result: "float",
  forward(a, b, y, n) {
    const pair = new Float64Array(2);
    for (let i = 0; i < n; i++) {
      const [p, q] = [a[i]!, b[i]!];
      // A float32 has no room for what a double rounds away, where one logarithm cancels the other.
      if (y instanceof Float64Array) {
        pair[0] = p;
        pair[1] = q;
        y[i] = logOfSum(pair, 0, 2);
        continue;
      }
      const max = p > q ? p : q;
      const distance = p > q ? q - p : p - q;
      // Of two infinities of one kind there is no distance.
      y[i] = p === q && max - max !== 0 ? max : max + logarithmOnePlus(exponential(distance));
    }
  },
  check(dtype) {
    if (!isFloat(dtype)) {
      throw new TypeError(`logaddexp: "logaddexp_cpu" not implemented for '${cppName(dtype)}'; cast to float32 first`);
    }
  },
  record: (y, a, b) =>
    record(
      y,
      "LogaddexpBackward0",
      [a, b],
      [a, b],
      [(g, [a, b], { mul }) => mul(g, share(a, b)), (g, [a, b], { mul }) => mul(g, share(b, a))],
    ),
}) as FloatArithmetic;

/** eᵃ / (eᵃ + eᵇ), how much of the sum is a's; nothing is nothing's. */
const share = /* @__PURE__ */ binary({
  name: "logaddexp",
  result: "float",
  forward(a, b, y, n) {
    for (let i = 0; i < n; i++) {
      y[i] = a[i] === Number.NEGATIVE_INFINITY && b[i] === b[i] ? 0 : 1 / (1 + exponential(b[i]! - a[i]!));
    }
  },
  record(y: Tensor, a: Tensor, b: Tensor) {
    const slope: Gradient<[y: Tensor]> = (g, [y], { mul, sub }) => mul(g, mul(y, sub(1, y)));
    return record(
      y,
      "LogaddexpBackwardBackward0",
      [a, b],
      [y],
      [slope, (g, saved, engine) => engine.mul(slope(g, saved, engine), -1)],
    );
  },
});
