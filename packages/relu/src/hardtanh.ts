import type { DType, Elementwise } from "@actfn/tensor";
import { elementwise, isFloat, toTensor } from "@actfn/tensor";
import { boundIn } from "./bound.js";

interface Limits {
  /** What is below becomes this. */
  minVal: number;
  /** What is above becomes this. */
  maxVal: number;
}

/**
 * hardtanh(x) = min(max(x, minVal), maxVal): a straight line between two limits, −1 and 1 unless given.
 *
 * Elementwise, of any shape; the dtype stays, integer dtypes too, which cut the fractions of the limits off. NaN stays NaN.
 *
 * @function
 * @throws RangeError unless minVal ≤ maxVal and integer input can have both as values; TypeError for bool input.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.hardtanh.html
 */
export const hardtanh: Elementwise<Limits, "keep"> = /* @__PURE__ */ elementwise({
  name: "hardtanh",
  integers: "keep",
  noBool: "Bool inputs not supported for hardtanh",
  options: { minVal: -1, maxVal: 1 },
  check: checkLimits,
  kinks: [-1, 1],
  forward(x, y, n, { minVal, maxVal }) {
    for (let i = 0; i < n; i++) y[i] = x[i]! < minVal ? minVal : x[i]! > maxVal ? maxVal : x[i]!;
  },
  forwardInt64: (x, { minVal, maxVal }) =>
    x < minVal ? BigInt(Math.trunc(minVal)) : x > maxVal ? BigInt(Math.trunc(maxVal)) : x,
  // The slope at the kinks is 0, as in torch.
  backward(dy, x, _y, dx, n, { minVal, maxVal }) {
    const min = boundIn(x, minVal);
    const max = boundIn(x, maxVal);
    for (let i = 0; i < n; i++) dx[i] = x[i]! > min && x[i]! < max ? dy[i]! : 0;
  },
});

function checkLimits({ minVal, maxVal }: Limits, dtype: DType): void {
  const got = `{ minVal: ${minVal}, maxVal: ${maxVal} }`;
  if (!(minVal <= maxVal)) throw new RangeError(`hardtanh: min_val cannot be greater than max_val, but got ${got}`);
  if (dtype === "uint8" && minVal <= -1) {
    throw new RangeError(`hardtanh: cannot do hardtanh on an unsigned type with negative limits, but got ${got}`);
  }
  if (!isFloat(dtype)) for (const limit of [minVal, maxVal]) toTensor("hardtanh", limit, dtype);
}
