// where, maskedFill, clamp: one of several values, element by element.

import type { DTypeOf, TensorLike } from "./as-tensor.js";
import { tensor, toTensor } from "./as-tensor.js";
import { broadcast } from "./binary.js";
import type { DType } from "./dtype.js";
import { isFloat, laneDType } from "./dtype.js";
import { readOptions } from "./options.js";
import type { ResultType } from "./promotion.js";
import { resultType } from "./promotion.js";
import { broadcastShapes, sameShape } from "./shape.js";
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
  const choices = [toTensor("where", input), toTensor("where", other)];
  return choose("where", toTensor("where", condition), choices, resultType(choices, [input, other]), out);
}

/**
 * The input with `value` wherever mask is true; the mask broadcasts to the input's shape.
 *
 * @throws RangeError if the mask does not broadcast to the input's shape, or value is no single element; TypeError unless
 *   the mask is bool, or if the input's dtype cannot hold the value.
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
  const filling = toTensor("maskedFill", value);
  if (filling.ndim > 0) {
    throw new RangeError(
      "maskedFill: masked_fill only supports a 0-dimensional value tensor, but got tensor with " +
        `${filling.ndim} dimension(s).`,
    );
  }
  if (!sameShape(broadcastShapes("maskedFill", x.shape, hidden.shape), x.shape)) {
    throw new RangeError(
      `maskedFill: the mask's shape [${hidden.shape.join(", ")}] does not broadcast to the input's ` +
        `[${x.shape.join(", ")}]`,
    );
  }
  // A number that is whole may fill integers: JavaScript cannot tell 1 from 1.0.
  const whole = typeof value === "number" && Number.isInteger(value) && x.dtype !== "bool";
  const fits = whole ? tensor(value, { dtype: x.dtype }) : filling;
  if (resultType([x, fits]) !== x.dtype) {
    throw new TypeError(`maskedFill: value cannot be converted to type ${x.dtype} without overflow: ${value}`);
  }
  return choose("maskedFill", hidden, [fits, x], x.dtype, out);
}

function choose(name: string, condition: Tensor, choices: Tensor[], dtype: DType, out: Tensor | undefined): Tensor {
  if (condition.dtype !== "bool") {
    throw new TypeError(
      `${name}: expected condition to be a boolean tensor, but got a tensor with dtype ${condition.dtype}`,
    );
  }
  const lane = laneDType(dtype);
  return broadcast(name, [condition, ...choices], [undefined, lane, lane], dtype, out, ([keep, a, b, y], n) => {
    const [left, right, result] = [a, b, y] as Float64Array[];
    for (let i = 0; i < n; i++) result![i] = keep![i] ? left![i]! : right![i]!;
  });
}

/**
 * Each element, but at least `min` and at most `max` (numbers, or tensors that broadcast). NaN stays NaN.
 *
 * @throws RangeError if the shapes do not broadcast; TypeError if neither bound is given.
 * @see https://pytorch.org/docs/stable/generated/torch.clamp.html
 */
export function clamp<Input extends TensorLike>(
  input: Input,
  options: { min?: TensorLike; max?: TensorLike; out?: Tensor },
): Tensor<DTypeOf<Input>>;
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
  const bound = (value: TensorLike | undefined): Tensor[] => {
    if (value === undefined) return [];
    const whole = typeof value === "number" && Number.isInteger(value) && !isFloat(x.dtype) && x.dtype !== "bool";
    return [whole ? tensor(value, { dtype: "int64" }) : toTensor("clamp", value)];
  };
  const [lows, highs] = [bound(min), bound(max)];
  const inputs = [x, ...lows, ...highs];
  const given = [input, ...[min, max].filter((value) => value !== undefined)];
  const dtype = resultType(inputs, given);
  if (dtype === "bool") throw new TypeError("clamp: \"clamp_scalar_cpu\" not implemented for 'Bool'");
  const lane = laneDType(dtype);
  return broadcast(
    "clamp",
    inputs,
    inputs.map(() => lane),
    dtype,
    out,
    (lanes, n) => {
      const result = lanes.at(-1) as Float64Array;
      const source = lanes[0] as Float64Array;
      const low = lows.length ? (lanes[1] as Float64Array) : undefined;
      const high = highs.length ? (lanes[1 + lows.length] as Float64Array) : undefined;
      for (let i = 0; i < n; i++) {
        let value = source[i]!;
        // A NaN bound makes NaN, as torch has it; the max is the last word where the bounds cross.
        if (low && (value < low[i]! || low[i] !== low[i])) value = low[i]!;
        if (high && (value > high[i]! || high[i] !== high[i])) value = high[i]!;
        result[i] = value;
      }
    },
  );
}
