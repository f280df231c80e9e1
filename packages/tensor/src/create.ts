// New tensors: of one value, of evenly spaced ones.

import type { DTypeOf, TensorLike } from "./as-tensor.js";
import { checkDType, toTensor } from "./as-tensor.js";
import { copyOf } from "./copy.js";
import type { DType } from "./dtype.js";
import { allocate, isFloat, laneDType } from "./dtype.js";
import { requireGrad } from "./graph.js";
import { stridesLike } from "./lanes.js";
import { readOptions } from "./options.js";
import { checkShape, checkSizes, describe, isDense, numelOf } from "./shape.js";
import { Tensor } from "./tensor.js";

type Scalar = number | bigint | boolean;

interface CreationOptions<D extends DType> {
  dtype?: D;
  /** Whether functions of the tensor are recorded, so that `backward` can find its gradient. */
  requiresGrad?: boolean;
}

/** An uninitialised tensor of a shape that a caller gave. */
export function empty<D extends DType>(name: string, shape: readonly number[], dtype: D): Tensor<D> {
  checkShape(name, shape);
  checkSizes(name, shape);
  try {
    return new Tensor(allocate(dtype, numelOf(shape)), dtype, [...shape]);
  } catch {
    throw new RangeError(`${name}: shape [${shape.join(", ")}] of ${dtype} holds more elements than can be allocated`);
  }
}

/** An uninitialised tensor of the shape of x, its dims in memory as those of x. */
export function emptyLike({ shape, strides }: Tensor, dtype: DType): Tensor {
  const layout = isDense(shape, strides) ? strides : stridesLike(shape, [strides]);
  return new Tensor(allocate(dtype, numelOf(shape)), dtype, shape, layout);
}

/** Has `make` make a tensor of the dtype asked for, or else of `inferred`. */
function create(
  name: string,
  given: CreationOptions<DType> | undefined,
  inferred: DType,
  make: (dtype: DType) => Tensor,
): Tensor {
  const { dtype, requiresGrad } = readOptions(name, given, {
    dtype: undefined as DType | undefined,
    requiresGrad: false,
  });
  checkDType(name, dtype);
  return requireGrad(name, make(dtype ?? inferred), requiresGrad);
}

function filled(name: string, target: Tensor, value: Scalar): Tensor {
  if (typeof value !== "number" && typeof value !== "bigint" && typeof value !== "boolean") {
    throw new TypeError(`${name}: the value must be a number, a bigint or a boolean, but got ${describe(value)}`);
  }
  // One element goes through toTensor(), which knows every dtype and its limits.
  target.data.fill(toTensor(name, value, target.dtype).data[0] as never);
  return target;
}

/**
 * A tensor of zeros.
 *
 * @throws RangeError unless every size is an integer from 0 on; TypeError for `requiresGrad` of a dtype without fractions.
 * @see https://pytorch.org/docs/stable/generated/torch.zeros.html
 */
export function zeros<D extends DType = "float32">(shape: readonly number[], options?: CreationOptions<D>): Tensor<D>;
export function zeros(shape: readonly number[], given?: CreationOptions<DType>): Tensor {
  return create("zeros", given, "float32", (dtype) => empty("zeros", shape, dtype));
}

/**
 * A tensor of ones.
 *
 * @throws RangeError unless every size is an integer from 0 on; TypeError for `requiresGrad` of a dtype without fractions.
 * @see https://pytorch.org/docs/stable/generated/torch.ones.html
 */
export function ones<D extends DType = "float32">(shape: readonly number[], options?: CreationOptions<D>): Tensor<D>;
export function ones(shape: readonly number[], given?: CreationOptions<DType>): Tensor {
  return create("ones", given, "float32", (dtype) => filled("ones", empty("ones", shape, dtype), 1));
}

/**
 * A tensor of one value throughout; a number makes float32, a bigint int64, a boolean bool.
 *
 * @throws RangeError unless every size is an integer from 0 on and the value fits the dtype; TypeError for `requiresGrad`
 *   of a dtype without fractions.
 * @see https://pytorch.org/docs/stable/generated/torch.full.html
 */
export function full<Value extends Scalar, D extends DType = DTypeOf<Value>>(
  shape: readonly number[],
  value: Value,
  options?: CreationOptions<D>,
): Tensor<D>;
export function full(shape: readonly number[], value: Scalar, given?: CreationOptions<DType>): Tensor {
  const inferred = typeof value === "bigint" ? "int64" : typeof value === "boolean" ? "bool" : "float32";
  return create("full", given, inferred, (dtype) => filled("full", empty("full", shape, dtype), value));
}

/**
 * Zeros in the shape and dtype of another tensor.
 *
 * @throws TypeError for `requiresGrad` of a dtype without fractions.
 * @see https://pytorch.org/docs/stable/generated/torch.zeros_like.html
 */
export function zerosLike<Input extends TensorLike, D extends DType = DTypeOf<Input>>(
  input: Input,
  options?: CreationOptions<D>,
): Tensor<D>;
export function zerosLike(input: TensorLike, given?: CreationOptions<DType>): Tensor {
  const x = toTensor("zerosLike", input);
  return create("zerosLike", given, x.dtype, (dtype) => emptyLike(x, dtype));
}

/**
 * Ones in the shape and dtype of another tensor.
 *
 * @throws TypeError for `requiresGrad` of a dtype without fractions.
 * @see https://pytorch.org/docs/stable/generated/torch.ones_like.html
 */
export function onesLike<Input extends TensorLike, D extends DType = DTypeOf<Input>>(
  input: Input,
  options?: CreationOptions<D>,
): Tensor<D>;
export function onesLike(input: TensorLike, given?: CreationOptions<DType>): Tensor {
  const x = toTensor("onesLike", input);
  return create("onesLike", given, x.dtype, (dtype) => filled("onesLike", emptyLike(x, dtype), 1));
}

/**
 * One value throughout, in the shape and dtype of another tensor.
 *
 * @throws RangeError if the value does not fit the dtype; TypeError for `requiresGrad` of a dtype without fractions.
 * @see https://pytorch.org/docs/stable/generated/torch.full_like.html
 */
export function fullLike<Input extends TensorLike, D extends DType = DTypeOf<Input>>(
  input: Input,
  value: Scalar,
  options?: CreationOptions<D>,
): Tensor<D>;
export function fullLike(input: TensorLike, value: Scalar, given?: CreationOptions<DType>): Tensor {
  const x = toTensor("fullLike", input);
  return create("fullLike", given, x.dtype, (dtype) => filled("fullLike", emptyLike(x, dtype), value));
}

/**
 * The numbers from `start` (0 unless given) in steps of `step` (1 unless given), up to but not including `end`: float32
 * from numbers, int64 from bigints.
 *
 * @throws RangeError if the step is 0 or leads away from the end, or a bound is not finite; TypeError for bool, or for
 *   `requiresGrad` of a dtype without fractions.
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
  const options = hasOptions ? (last as CreationOptions<DType> | undefined) : undefined;
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
  const inferred = bounds.every((bound) => typeof bound === "bigint") ? "int64" : "float32";
  return create("arange", options, inferred, (dtype) => {
    refuseBool("arange", dtype);
    return isFloat(dtype) ? fractions(start!, end!, step, dtype) : integers(start!, end!, step, dtype);
  });
}

function refuseBool(name: string, dtype: DType): void {
  if (dtype === "bool") throw new TypeError(`${name}: "${name}_cpu" not implemented for 'Bool'; numbers need room`);
}

type Bounds = [start: number | bigint, end: number | bigint, step: number | bigint];

function fractions(...[from, to, by, dtype]: [...Bounds, DType]): Tensor {
  const [start, end, step] = [Number(from), Number(to), Number(by)];
  checkDirection(start, end, step);
  const values = empty("arange", [Math.ceil((end - start) / step)], laneDType(dtype) as "float64");
  for (let i = 0; i < values.numel; i++) values.data[i] = start + i * step;
  return castNew(values, dtype);
}

/**
 * As torch has it, an integer dtype first cuts the fractions off the bounds and the step; only those narrower than int64 are
 * still as many as without.
 */
function integers(...[from, to, by, dtype]: [...Bounds, DType]): Tensor {
  const whole = (bound: number | bigint) => BigInt(typeof bound === "bigint" ? bound : Math.trunc(bound));
  const [start, end, step] = [whole(from), whole(to), whole(by)];
  checkDirection(start, end, step);
  const length =
    dtype === "int64"
      ? Number((end - start + step - (step > 0n ? 1n : -1n)) / step)
      : Math.ceil((Number(to) - Number(from)) / Number(by)) || 0; // not −0
  const values = empty("arange", [length], "int64");
  for (let i = 0, value = start; i < length; i++, value += step) values.data[i] = value;
  return castNew(values, dtype);
}

/** A tensor that nobody else has yet, in another dtype. */
function castNew(x: Tensor, dtype: DType): Tensor {
  return x.dtype === dtype ? x : copyOf(x, dtype);
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
 * An integer dtype cuts the fractions off the bounds first.
 *
 * @throws RangeError unless `steps` is an integer from 0 on and an integer dtype holds the bounds; TypeError for bool, or
 *   for `requiresGrad` of a dtype without fractions.
 * @see https://pytorch.org/docs/stable/generated/torch.linspace.html
 */
export function linspace<D extends DType = "float32">(
  start: number,
  end: number,
  steps: number,
  options?: CreationOptions<D>,
): Tensor<D>;
export function linspace(start: number, end: number, steps: number, given?: CreationOptions<DType>): Tensor {
  if (!Number.isSafeInteger(steps) || steps < 0) {
    throw new RangeError(`linspace: number of steps must be non-negative and an integer, but got ${describe(steps)}`);
  }
  for (const bound of [start, end]) {
    if (typeof bound !== "number")
      throw new TypeError(`linspace: start and end must be numbers, but got ${describe(bound)}`);
  }
  return create("linspace", given, "float32", (dtype) => {
    refuseBool("linspace", dtype);
    const [from, to] = [start, end].map((bound) => {
      return isFloat(dtype) ? bound : Number(toTensor("linspace", Math.trunc(bound), dtype).data[0]);
    }) as [number, number];
    const step = (to - from) / (steps - 1);
    const values = empty("linspace", [steps], isFloat(dtype) ? (laneDType(dtype) as "float64") : "float64");
    for (let i = 0; i < steps; i++) {
      // From whichever end is nearer, so that both are met exactly.
      values.data[i] = i < steps / 2 ? from + step * i : to - step * (steps - 1 - i);
    }
    if (steps === 1) values.data[0] = from;
    return castNew(values, dtype);
  });
}
