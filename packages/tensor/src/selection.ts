// where, maskedFill, clamp: one of several values, element by element.

import type { DTypeOf, TensorLike } from "./as-tensor.js";
import { toTensor } from "./as-tensor.js";
import { broadcast, castForLanes } from "./binary.js";
import type { DType, FloatDType } from "./dtype.js";
import { isFloat, laneDType } from "./dtype.js";
import type { Engine } from "./graph.js";
import { record } from "./graph.js";
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
  const { inputs, lanes, dtype } = promote("where", [input, other]);
  return record(
    choose("where", mask, lanes, dtype, out),
    "WhereBackward0",
    inputs,
    [mask],
    [(g, [mask], { where }) => where(mask, g, 0), (g, [mask], { where }) => where(mask, 0, g)],
  );
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
  // A bare number has more digits than the float32 it is by itself, which a float64 has room for.
  const bare = typeof value === "object" ? undefined : value;
  const scalar = bare ?? (filling.dtype === "int64" ? (filling.data[filling.offset] as bigint) : filling.item());
  return record(
    choose("maskedFill", hidden, [toTensor("maskedFill", scalar, x.dtype), x], x.dtype, out),
    `MaskedFillBackward${typeof value === "object" ? 1 : 0}`,
    [x, filling],
    [hidden],
    [(g, [hidden], { maskedFill }) => maskedFill(g, hidden, 0), (g, [hidden], { where }) => where(hidden, g, 0)],
  );
}

/**
 * Several inputs with the dtype that they make together, which must hold the bare numbers among them; once as they are, for
 * the record, and once cast for lanes of that dtype.
 */
function promote(
  name: string,
  given: readonly TensorLike[],
): { inputs: Tensor[]; lanes: readonly Tensor[]; dtype: DType } {
  const uncast = given.map((value) => toTensor(name, value));
  const dtype = resultType(uncast, given);
  const inputs = uncast.map((x, i) => (typeof given[i] === "object" ? x : toTensor(name, given[i]!, dtype)));
  return { inputs, lanes: castForLanes(inputs, dtype), dtype };
}

function choose(
  name: string,
  condition: Tensor,
  choices: readonly Tensor[],
  dtype: DType,
  out: Tensor | undefined,
): Tensor {
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
 * Where the bounds cross, `max` has the last word. A bound that is NaN makes NaN; but a bare NaN without another bound is no
 * bound, as in torch. The slope at a bound is 1.
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
  const given = [min, max].filter((bound) => bound !== undefined);
  const { inputs, lanes, dtype } = promote("clamp", [input, ...given.map(whole)]);
  const [low, high] = [min === undefined ? -1 : 1, max === undefined ? -1 : given.length]; // where they are in `inputs`
  const loneNaN = given.length === 1 && Number.isNaN(given[0]);
  const lane = laneDType(dtype);
  const roles = lanes.map(() => lane);
  const clamped = broadcast("clamp", lanes, roles, dtype, out, (opened, n) => {
    const [x, y] = [opened[0], opened.at(-1)] as [Float64Array, Float64Array];
    const [least, most] = (loneNaN ? [] : [opened[low], opened[high]]) as (Float64Array | undefined)[];
    for (let i = 0; i < n; i++) {
      let value = x[i]!;
      if (least && (value < least[i]! || least[i] !== least[i])) value = least[i]!;
      if (most && (value > most[i]! || most[i] !== most[i])) value = most[i]!;
      y[i] = value;
    }
  });
  const takers = [inside, ...(min === undefined ? [] : [below]), ...(max === undefined ? [] : [above])];
  return record(
    clamped,
    `ClampBackward${given.some((bound) => typeof bound === "object") ? 0 : 1}`,
    inputs,
    inputs,
    takers.map((takes) => (g: Tensor, saved: readonly Tensor[], engine: Engine) => {
      return engine.where(takes(engine, saved[0]!, saved[low], saved[high]), g, 0);
    }),
  );
}

// Who takes the gradient of clamp: the input between the bounds and at them, else the bound that it met; nobody at a NaN.
type Taker = (engine: Engine, x: Tensor, low: Tensor | undefined, high: Tensor | undefined) => Tensor;

const inside: Taker = ({ logicalAnd, ge, le }, x, low, high) =>
  low && high ? logicalAnd(ge(x, low), le(x, high)) : low ? ge(x, low) : le(x, high!);

const below: Taker = ({ logicalAnd, lt }, x, low, high) =>
  high ? logicalAnd(lt(x, low!), lt(low!, high)) : lt(x, low!);

const above: Taker = ({ logicalOr, gt }, x, low, high) =>
  low ? logicalOr(gt(x, high!), gt(low, high!)) : gt(x, high!);
