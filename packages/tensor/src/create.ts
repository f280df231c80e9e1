// New tensors: of one value, of evenly spaced ones.

import type { DTypeOf, TensorLike } from "./as-tensor.js";
import { checkDType, tensor, toTensor } from "./as-tensor.js";
import type { DType } from "./dtype.js";
import { allocate, isFloat } from "./dtype.js";
import { stridesLike } from "./lanes.js";
import { readOptions } from "./options.js";
import { checkShape, checkSizes, describe, isDense, numelOf } from "./shape.js";
import { Tensor } from "./tensor.js";

type Scalar = number | bigint | boolean;

interface CreationOptions<D extends DType> {
  dtype?: D;
}

const noDType: DType | undefined = undefined;

/** An uninitialised tensor of a shape that a caller gave. */
export function empty(name: string, shape: readonly number[], dtype: DType): Tensor {
  checkShape(name, shape);
  checkSizes(name, shape);
  return new Tensor(allocate(dtype, numelOf(shape)), dtype, [...shape]);
}

/** An uninitialised tensor of the shape of x, its dims in memory as those of x. */
export function emptyLike({ shape, strides }: Tensor, dtype: DType): Tensor {
  const layout = isDense(shape, strides) ? strides : stridesLike(shape, [strides]);
  return new Tensor(allocate(dtype, numelOf(shape)), dtype, shape, layout);
}

function readDType(name: string, given: CreationOptions<DType> | undefined): DType | undefined {
  const { dtype } = readOptions(name, given, { dtype: noDType as DType | undefined });
  checkDType(name, dtype);
  return dtype;
}

function filled(target: Tensor, name: string, value: Scalar): Tensor {
  if (typeof value !== "number" && typeof value !== "bigint" && typeof value !== "boolean") {
    throw new TypeError(`${name}: the value must be a number, a bigint or a boolean, but got ${describe(value)}`);
  }
  // One element goes through tensor(), which knows every dtype and its limits.
  target.data.fill(tensor(value, { dtype: target.dtype }).data[0] as never);
  return target;
}

/**
 * A tensor of zeros.
 *
 * @throws RangeError unless every size is an integer from 0 on.
 * @see https://pytorch.org/docs/stable/generated/torch.zeros.html
 */
export function zeros<D extends DType = "float32">(shape: readonly number[], options?: CreationOptions<D>): Tensor<D>;
export function zeros(shape: readonly number[], given?: CreationOptions<DType>): Tensor {
  return empty("zeros", shape, readDType("zeros", given) ?? "float32");
}

/**
 * A tensor of ones.
 *
 * @throws RangeError unless every size is an integer from 0 on.
 * @see https://pytorch.org/docs/stable/generated/torch.ones.html
 */
export function ones<D extends DType = "float32">(shape: readonly number[], options?: CreationOptions<D>): Tensor<D>;
export function ones(shape: readonly number[], given?: CreationOptions<DType>): Tensor {
  return filled(empty("ones", shape, readDType("ones", given) ?? "float32"), "ones", 1);
}

/**
 * A tensor of one value throughout; a number makes float32, a bigint int64, a boolean bool.
 *
 * @throws RangeError unless every size is an integer from 0 on and the value fits the dtype.
 * @see https://pytorch.org/docs/stable/generated/torch.full.html
 */
export function full<Value extends Scalar, D extends DType = DTypeOf<Value>>(
  shape: readonly number[],
  value: Value,
  options?: CreationOptions<D>,
): Tensor<D>;
export function full(shape: readonly number[], value: Scalar, given?: CreationOptions<DType>): Tensor {
  const dtype = readDType("full", given);
  const inferred = typeof value === "bigint" ? "int64" : typeof value === "boolean" ? "bool" : "float32";
  return filled(empty("full", shape, dtype ?? inferred), "full", value);
}

/**
 * Zeros in the shape and dtype of another tensor.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.zeros_like.html
 */
export function zerosLike<Input extends TensorLike, D extends DType = DTypeOf<Input>>(
  input: Input,
  options?: CreationOptions<D>,
): Tensor<D>;
export function zerosLike(input: TensorLike, given?: CreationOptions<DType>): Tensor {
  const x = toTensor("zerosLike", input);
  return emptyLike(x, readDType("zerosLike", given) ?? x.dtype);
}

/**
 * Ones in the shape and dtype of another tensor.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.ones_like.html
 */
export function onesLike<Input extends TensorLike, D extends DType = DTypeOf<Input>>(
  input: Input,
  options?: CreationOptions<D>,
): Tensor<D>;
export function onesLike(input: TensorLike, given?: CreationOptions<DType>): Tensor {
  const x = toTensor("onesLike", input);
  return filled(emptyLike(x, readDType("onesLike", given) ?? x.dtype), "onesLike", 1);
}

/**
 * One value throughout, in the shape and dtype of another tensor.
 *
 * @throws RangeError if the value does not fit the dtype.
 * @see https://pytorch.org/docs/stable/generated/torch.full_like.html
 */
export function fullLike<Input extends TensorLike, D extends DType = DTypeOf<Input>>(
  input: Input,
  value: Scalar,
  options?: CreationOptions<D>,
): Tensor<D>;
export function fullLike(input: TensorLike, value: Scalar, given?: CreationOptions<DType>): Tensor {
  const x = toTensor("fullLike", input);
  return filled(emptyLike(x, readDType("fullLike", given) ?? x.dtype), "fullLike", value);
}

/**
 * The numbers from `start` (0 unless given) in steps of `step` (1 unless given), up to but not including `end`: float32
 * from numbers, int64 from bigints.
 *
 * @throws RangeError if the step is 0 or leads away from the end, or a bound is not finite.
 * @see https://pytorch.org/docs/stable/generated/torch.arange.html
 */
export function arange<Value extends number | bigint, D extends DType = DTypeOf<Value>>(
  end: Value,
  options?: CreationOptions<D>,
): Tensor<D>;
export function arange<Value extends number | bigint, D extends DType = DTypeOf<Value>>(
  start: Value,
  end: Value,
  options?: CreationOptions<D>,
): Tensor<D>;
export function arange<Value extends number | bigint, D extends DType = DTypeOf<Value>>(
  start: Value,
  end: Value,
  step: Value,
  options?: CreationOptions<D>,
): Tensor<D>;
export function arange(...given: (number | bigint | CreationOptions<DType> | undefined)[]): Tensor {
  const last = given.at(-1);
  const hasOptions = given.length > 1 && typeof last !== "number" && typeof last !== "bigint";
  const wanted = readDType("arange", hasOptions ? (last as CreationOptions<DType> | undefined) : undefined);
  const bounds = (hasOptions ? given.slice(0, -1) : given) as (number | bigint)[];
  if (bounds.length === 0 || bounds.length > 3) {
    throw new TypeError(`arange: expected (end), (start, end) or (start, end, step), but got ${bounds.length} numbers`);
  }
  for (const bound of bounds) {
    if (typeof bound !== "bigint" && !Number.isFinite(bound)) {
      throw new RangeError(`arange: start, end and step must be finite numbers or bigints, but got ${describe(bound)}`);
    }
  }
  const [start, end, step = 1] = bounds.length === 1 ? [0, ...bounds] : bounds;
  const dtype = wanted ?? (bounds.every((bound) => typeof bound === "bigint") ? "int64" : "float32");
  return tensor(isFloat(dtype) ? fractions(start!, end!, step) : integers(start!, end!, step), { dtype });
}

function fractions(...bounds: [start: number | bigint, end: number | bigint, step: number | bigint]): Float64Array {
  const [start, end, step] = bounds.map(Number) as [number, number, number];
  checkDirection(start, end, step);
  return Float64Array.from({ length: Math.ceil((end - start) / step) }, (_, i) => start + i * step);
}

/** As torch has it, an integer dtype first cuts the fractions off the bounds. */
function integers(...bounds: [start: number | bigint, end: number | bigint, step: number | bigint]): BigInt64Array {
  const [start, end, step] = bounds.map((bound) => BigInt(typeof bound === "bigint" ? bound : Math.trunc(bound))) as [
    bigint,
    bigint,
    bigint,
  ];
  checkDirection(start, end, step);
  const length = Number((end - start + step - (step > 0n ? 1n : -1n)) / step);
  return BigInt64Array.from({ length }, (_, i) => start + BigInt(i) * step);
}

function checkDirection(start: number | bigint, end: number | bigint, step: number | bigint): void {
  if (Number(step) === 0) throw new RangeError("arange: step must be nonzero");
  if (step > 0 ? start > end : start < end) {
    throw new RangeError(
      `arange: upper bound and larger bound inconsistent with step sign; got ${start} to ${end} in steps of ${step}`,
    );
  }
}

/**
 * `steps` evenly spaced numbers from `start` to `end`, both included.
 *
 * @throws RangeError unless `steps` is an integer from 0 on.
 * @see https://pytorch.org/docs/stable/generated/torch.linspace.html
 */
export function linspace<D extends DType = "float32">(
  start: number,
  end: number,
  steps: number,
  options?: CreationOptions<D>,
): Tensor<D>;
export function linspace(start: number, end: number, steps: number, given?: CreationOptions<DType>): Tensor {
  const dtype = readDType("linspace", given) ?? "float32";
  if (!Number.isSafeInteger(steps) || steps < 0) {
    throw new RangeError(`linspace: number of steps must be non-negative and an integer, but got ${describe(steps)}`);
  }
  for (const bound of [start, end]) {
    if (typeof bound !== "number")
      throw new TypeError(`linspace: start and end must be numbers, but got ${describe(bound)}`);
  }
  const step = (end - start) / (steps - 1);
  // From whichever end is nearer, so that both are met exactly.
  const at = (i: number) => (i < steps / 2 ? start + step * i : end - step * (steps - 1 - i));
  const values = Float64Array.from({ length: steps }, (_, i) => (steps === 1 ? start : at(i)));
  return tensor(values, { dtype });
}
