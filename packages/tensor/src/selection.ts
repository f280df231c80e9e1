// where, maskedFill, clamp: one of several values, element by element.

import type { DTypeOf, TensorLike } from "./as-tensor.js";
import { toTensor } from "./as-tensor.js";
import { broadcast, castForLanes } from "./binary.js";
import type { DType, FloatDType } from "./dtype.js";
import { isFloat, laneDType } from "./dtype.js";
import { readOptions } from "./options.js";
import type { ResultType } from "./promotion.js";
import { resultType } from "./promotion.js";
import type { Tensor } from "./tensor.js";

const noOut: Tensor | undefined = undefined;

/**
 * input where condition is true, other where it is false, broadcast together.
 *
 * @throws RangeError if the shapes do not broadcast; TypeError unless condition is bool.
 * @see https://pytorch.org/docs/stable/generated/torch.where.html
 */
export function where<A extends TensorLike, B extends TensorLike>(
  condition: TensorLike,
  input: A,
  other: B,
  options?: { out?: Tensor },
): Tensor<ResultType<A, B>>;
export function where(condition: TensorLike, input: TensorLike, other: TensorLike, given?: { out?: Tensor }): Tensor {
  const { out } = readOptions("where", given, { out: noOut });
  const mask = toTensor("where", condition);
  if (mask.dtype !== "bool") {
    throw new TypeError(
      `where: where expected condition to be a boolean tensor, but got a tensor with dtype ${mask.dtype}`,
    );
  }
  const { inputs, dtype } = promote("where", [input, other]);
  return choose("where", mask, inputs, dtype, out);
}

/**
 * The input with `value` wherever mask is true, broadcast together. The value is cast to the input's dtype.
 *
 * @throws RangeError if the shapes do not broadcast, value is no single element, or the input's dtype cannot hold it;
 *   TypeError unless the mask is bool.
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.masked_fill.html
 */
export function maskedFill<Input extends TensorLike>(
  input: Input,
  mask: TensorLike,
  value: TensorLike,
  options?: { out?: Tensor },
): Tensor<DTypeOf<Input>>;
export function maskedFill(input: TensorLike, mask: TensorLike, value: TensorLike, given?: { out?: Tensor }): Tensor {
  const { out } = readOptions("maskedFill", given, { out: noOut });
  const x = toTensor("maskedFill", input);
  const hidden = toTensor("maskedFill", mask);
  if (hidden.dtype !== "bool") {
    throw new TypeError(
      `maskedFill: masked_fill_ only supports boolean masks, but got mask with dtype ${hidden.dtype}`,
    );
  }
  const filling = toTensor("maskedFill", value);
  if (filling.ndim > 0) {
    throw new RangeError(
      "maskedFill: masked_fill_ only supports a 0-dimensional value tensor, but got tensor with " +
        `${filling.ndim} dimension(s).`,
    );
  }
  const scalar = filling.dtype === "int64" ? (filling.data[filling.offset] as bigint) : filling.item();
  return choose("maskedFill", hidden, [toTensor("maskedFill", scalar, x.dtype), x], x.dtype, out);
}

/** Several inputs with the dtype that they make together, which must hold the bare numbers among them. */
function promote(name: string, given: readonly TensorLike[]): { inputs: Tensor[]; dtype: DType } {
  const inputs = given.map((value) => toTensor(name, value));
  const dtype = resultType(inputs, given);
  const cast = inputs.map((x, i) => (typeof given[i] === "object" ? x : toTensor(name, given[i]!, dtype)));
  return { inputs: castForLanes(cast, dtype), dtype };
}

function choose(name: string, condition: Tensor, choices: Tensor[], dtype: DType, out: Tensor | undefined): Tensor {
  const lane = laneDType(dtype);
  return broadcast(name, [condition, ...choices], ["bool", lane, lane], dtype, out, ([keep, a, b, y], n) => {
    const [left, right, result] = [a, b, y] as Float64Array[];
    for (let i = 0; i < n; i++) result![i] = keep![i] ? left![i]! : right![i]!;
  });
}

/** A number leaves the dtype as it is if it is whole, which its type does not tell, or the dtype one that has fractions. */
type ClampedDType<Input, Bound> = Bound extends number
  ? DTypeOf<Input> extends FloatDType
    ? DTypeOf<Input>
    : DTypeOf<Input> | "float32"
  : ResultType<Input, Bound>;

/**
 * Each element, but at least `min` and at most `max` (numbers, or tensors that broadcast). NaN stays NaN.
 *
 * @throws RangeError if the shapes do not broadcast or an integer dtype cannot hold a bound; TypeError if neither bound is
 *   given.
 * @see https://pytorch.org/docs/stable/generated/torch.clamp.html
 */
export function clamp<Input extends TensorLike, Bound extends TensorLike = number>(
  input: Input,
  options: { min?: Bound; max?: Bound; out?: Tensor },
): Tensor<ClampedDType<Input, Bound>>;
export function clamp(input: TensorLike, options: { min?: TensorLike; max?: TensorLike; out?: Tensor }): Tensor {
  const noBound: TensorLike | undefined = undefined;
  const { min, max, out } = readOptions("clamp", options, {
    min: noBound as TensorLike | undefined,
    max: noBound as TensorLike | undefined,
    out: noOut,
  });
  if (min === undefined && max === undefined) {
    throw new TypeError("clamp: torch.clamp: At least one of 'min' or 'max' must not be None; pass { min } or { max }");
  }
  const x = toTensor("clamp", input);
  // A whole number is no fraction for integers to become: JavaScript cannot tell 1 from 1.0.
  const whole = (value: TensorLike) => (Number.isInteger(value) && !isFloat(x.dtype) ? BigInt(value as number) : value);
  const bounds = [min, max].filter((value) => value !== undefined).map(whole);
  const { inputs, dtype } = promote("clamp", [input, ...bounds]);
  const lanes = inputs.map(() => laneDType(dtype));
  return broadcast("clamp", inputs, lanes, dtype, out, (opened, n) => {
    const [source, ...ends] = opened as Float64Array[];
    const result = ends.pop()!;
    const low = min === undefined ? undefined : ends[0];
    const high = max === undefined ? undefined : ends.at(-1);
    for (let i = 0; i < n; i++) {
      let value = source![i]!;
      // A NaN bound makes NaN, as torch has it; the max is the last word where the bounds cross.
      if (low && (value < low[i]! || low[i] !== low[i])) value = low[i]!;
      if (high && (value > high[i]! || high[i] !== high[i])) value = high[i]!;
      result[i] = value;
    }
  });
}
