import type { DTypeOf, Elementwise, Tensor, TensorLike } from "@actfn/tensor";
import { describe, elementwise, isFloat, readOptions, toTensor } from "@actfn/tensor";
import { boundIn } from "./bound.js";

interface Step {
  threshold: number;
  value: number;
}

const noOut: Tensor | undefined = undefined;

/**
 * threshold(x, threshold, value) = x where x > threshold, value elsewhere.
 *
 * Elementwise, of any shape; the dtype stays, integer dtypes too, which cut the fractions of both numbers off. NaN stays
 * NaN.
 *
 * @throws RangeError for numbers that integer input cannot have as values; TypeError for bool input.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.threshold.html
 */
export function threshold<Input extends TensorLike>(
  input: Input,
  threshold: number,
  value: number,
  options?: { out?: Tensor },
): Tensor<DTypeOf<Input>>;
export function threshold(input: TensorLike, threshold: number, value: number, given?: { out?: Tensor }): Tensor {
  const { out } = readOptions("threshold", given, { out: noOut });
  for (const [role, bound] of Object.entries({ threshold, value })) {
    if (typeof bound !== "number") {
      throw new TypeError(`threshold: ${role} must be a number, but got ${describe(bound)}`);
    }
  }
  return step(input, { threshold, value, out });
}

/** The same with its numbers among the options. */
export const step: Elementwise<Step, "keep"> = /* @__PURE__ */ elementwise({
  name: "threshold",
  integers: "keep",
  noBool: "\"threshold_cpu\" not implemented for 'Bool'",
  options: { threshold: 0, value: 0 },
  check({ threshold, value }, dtype) {
    if (isFloat(dtype)) return;
    // Their fractions included: 127.5 is beyond int8, as in torch.
    for (const bound of [threshold, value]) toTensor("threshold", Math.sign(bound) * Math.ceil(Math.abs(bound)), dtype);
  },
  kinks: [0],
  forward(x, y, n, { threshold, value }) {
    const whole = !(x instanceof Float32Array || x instanceof Float64Array);
    const bound = whole ? Math.trunc(threshold) : boundIn(x, threshold);
    for (let i = 0; i < n; i++) y[i] = x[i]! <= bound ? value : x[i]!;
  },
  forwardInt64: (x, { threshold, value }) => (x <= Math.trunc(threshold) ? BigInt(Math.trunc(value)) : x),
  // The slope at the threshold is 0, as in torch.
  backward(dy, x, _y, dx, n, { threshold }) {
    const bound = boundIn(x, threshold);
    for (let i = 0; i < n; i++) dx[i] = x[i]! <= bound ? 0 : dy[i]!;
  },
});
