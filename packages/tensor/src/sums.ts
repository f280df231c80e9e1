// sum, mean, var, std, cumsum: every sum is kept in double, and in blocks, so that a long one loses no digits.

import type { DTypeOf, TensorLike } from "./as-tensor.js";
import { checkDType, toTensor } from "./as-tensor.js";
import { castTo, copyOf } from "./copy.js";
import type { DType, FloatDType } from "./dtype.js";
import { cppName, isFloat, laneDType } from "./dtype.js";
import type { Engine, Gradient } from "./graph.js";
import { needsGrad, record } from "./graph.js";
import { walkRows } from "./lanes.js";
import { readOptions } from "./options.js";
import { produce } from "./out.js";
import type { Dims } from "./reduce.js";
import { keptShape, reduce, reducedDims } from "./reduce.js";
import { describe, normalizeDim } from "./shape.js";
import { Tensor } from "./tensor.js";

type FloatLane = Float32Array | Float64Array;

interface SumOptions<D extends DType> {
  /** Whether the reduced dims stay, with size 1. */
  keepdim?: boolean;
  /** Casts the input to this dtype first. */
  dtype?: D;
  out?: Tensor;
}

/** Integers and bools add up in int64, where `dtype` says nothing else. */
type SumDType<D extends DType> = D extends FloatDType ? D : "int64";

// Additions that do not wait for each other, four at a time, in blocks; the blocks' sums are added with their rounding
// errors carried along (A. Neumaier, 1974).
const BLOCK = 128;

/** The sum of x[start] to x[end − 1], as exact as a double can hold within a few ULP of the largest block. */
export function sumOf(x: FloatLane, start: number, end: number): number {
  let total = 0;
  let lost = 0;
  for (let from = start; from < end; from += BLOCK) {
    const to = Math.min(from + BLOCK, end);
    let [a, b, c, d] = [0, 0, 0, 0];
    let i = from;
    for (; i + 3 < to; i += 4) {
      a += x[i]!;
      b += x[i + 1]!;
      c += x[i + 2]!;
      d += x[i + 3]!;
    }
    for (; i < to; i++) a += x[i]!;
    const block = a + b + (c + d);
    const next = total + block;
    lost += Math.abs(total) >= Math.abs(block) ? total - next + block : block - next + total;
    total = next;
  }
  // ∞ − ∞ above is no error to carry.
  return Number.isFinite(lost) ? total + lost : total;
}

/**
 * The sum of the elements, or of those along `dim` (one or several). Integers and bools give int64; nothing sums to 0.
 *
 * @throws RangeError if a dim is out of range.
 * @see https://pytorch.org/docs/stable/generated/torch.sum.html
 */
export function sum<Input extends TensorLike, D extends DType = SumDType<DTypeOf<Input>>>(
  input: Input,
  dim?: number | readonly number[],
  options?: SumOptions<D>,
): Tensor<D>;
export function sum(input: TensorLike, dim?: Dims, given?: SumOptions<DType>): Tensor {
  const { x, dtype, keepdim, out } = prepare("sum", input, given);
  // Integers up to 2^53 add up exactly in double; only int64 may be beyond.
  const lane = x.dtype === "int64" ? "int64" : isFloat(x.dtype) ? laneDType(x.dtype) : "float64";
  const result = { dtype: dtype ?? (isFloat(x.dtype) ? x.dtype : "int64"), lane, out };
  const [total] = reduce("sum", x, dim, keepdim, lane, [result], (lanes, [sums], rows, length) => {
    for (let row = 0; row < rows; row++) {
      const [start, end] = [row * length, (row + 1) * length];
      if (lanes instanceof BigInt64Array) {
        let total = 0n;
        for (let i = start; i < end; i++) total += lanes[i]!;
        (sums as BigInt64Array)[row] = total;
      } else {
        (sums as FloatLane)[row] = sumOf(lanes as FloatLane, start, end);
      }
    }
  }) as [Tensor];
  if (!needsGrad([x])) return total;
  const gradient = repeated(x.shape, reducedDims("sum", x, dim));
  return record(total, dim === undefined && !keepdim ? "SumBackward0" : "SumBackward1", [x], [], [gradient]);
}

/** The gradient of sums: it goes to every element of its row. */
function repeated(shape: readonly number[], reduced: readonly number[]): Gradient<[]> {
  return (g, _saved, { reshape, expand }) => expand(reshape(g, keptShape(shape, reduced)), shape);
}

/**
 * The mean of the elements, or of those along `dim` (one or several). The mean of nothing is NaN.
 *
 * @throws RangeError if a dim is out of range; TypeError for integer input without `dtype`.
 * @see https://pytorch.org/docs/stable/generated/torch.mean.html
 */
export function mean<Input extends TensorLike, D extends DType = DTypeOf<Input>>(
  input: Input,
  dim?: number | readonly number[],
  options?: SumOptions<D>,
): Tensor<D>;
export function mean(input: TensorLike, dim?: Dims, given?: SumOptions<DType>): Tensor {
  const { x, keepdim, out } = prepare("mean", input, given);
  const { dtype } = x;
  if (!isFloat(dtype)) {
    throw new TypeError(
      "mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. " +
        `Got: ${cppName(dtype)}; cast it first with { dtype: "float32" }`,
    );
  }
  const result = { dtype, out };
  const [center] = reduce("mean", x, dim, keepdim, laneDType(dtype), [result], (lanes, [means], rows, length) => {
    for (let row = 0; row < rows; row++) {
      (means as FloatLane)[row] = sumOf(lanes as FloatLane, row * length, (row + 1) * length) / length;
    }
  }) as [Tensor];
  if (!needsGrad([x])) return center;
  const gradient = repeatedShare(x.shape, reducedDims("mean", x, dim));
  return record(center, dim === undefined && !keepdim ? "MeanBackward0" : "MeanBackward1", [x], [], [gradient]);
}

/** The gradient of means. */
function repeatedShare(shape: readonly number[], reduced: readonly number[]): Gradient<[]> {
  const whole = repeated(shape, reduced);
  // Not by 0, which has no elements to go to, but would make a NaN of the second derivative.
  const count = countAlong(shape, reduced) || 1;
  return (g, saved, engine) => whole(engine.div(g, count), saved, engine);
}

function countAlong(shape: readonly number[], dims: readonly number[]): number {
  return dims.reduce((product, d) => product * shape[d]!, 1);
}

interface VarOptions {
  /** Whether the reduced dims stay, with size 1. */
  keepdim?: boolean;
  /** What is taken from the number of elements before dividing by it: 1 estimates from a sample, 0 knows all elements. */
  correction?: number;
  out?: Tensor;
}

/**
 * The variance of the elements, or of those along `dim` (one or several).
 *
 * @throws RangeError if a dim is out of range; TypeError for integer input.
 * @see https://pytorch.org/docs/stable/generated/torch.var.html
 */
function variance<Input extends TensorLike>(
  input: Input,
  dim?: number | readonly number[],
  options?: VarOptions,
): Tensor<DTypeOf<Input>>;
function variance(input: TensorLike, dim?: Dims, given?: VarOptions): Tensor {
  return spread("var", input, dim, given, Number, throughVariance);
}

/** 2 (x − mean) / (n − correction), where n is the number of elements in a row. */
function throughVariance(
  { mul, sub, mean }: Engine,
  g: Tensor,
  x: Tensor,
  reduced: readonly number[],
  correction: number,
): Tensor {
  const scale = 2 / (countAlong(x.shape, reduced) - correction);
  return mul(mul(g, scale), sub(x, mean(x, reduced, { keepdim: true })));
}

// `var` is a keyword of JavaScript, but may be exported: import { var as variance } from "@actfn/tensor".
export { variance as var };

/**
 * The standard deviation of the elements, or of those along `dim` (one or several): the root of the variance.
 *
 * @throws RangeError if a dim is out of range; TypeError for integer input.
 * @see https://pytorch.org/docs/stable/generated/torch.std.html
 */
export function std<Input extends TensorLike>(
  input: Input,
  dim?: number | readonly number[],
  options?: VarOptions,
): Tensor<DTypeOf<Input>>;
export function std(input: TensorLike, dim?: Dims, given?: VarOptions): Tensor {
  return spread("std", input, dim, given, Math.sqrt, throughRoot);
}

/** The slope of the root, 1 / (2 std), is 0 where all elements are equal, as in torch. */
function throughRoot(engine: Engine, g: Tensor, x: Tensor, reduced: readonly number[], correction: number): Tensor {
  const { std, eq, div, add, mul, maskedFill } = engine;
  const y = std(x, reduced, { keepdim: true, correction });
  const flat = eq(y, 0);
  // Not by 0, which would make a NaN of the second derivative even where it is masked.
  const slope = div(g, add(mul(y, 2), flat));
  return throughVariance(engine, maskedFill(slope, flat, 0), x, reduced, correction);
}

const GRAD_NAMES = { var: "VarBackward0", std: "StdBackward0" };

function spread(
  name: keyof typeof GRAD_NAMES,
  input: TensorLike,
  dim: Dims,
  given: VarOptions | undefined,
  finish: (variance: number) => number,
  through: typeof throughVariance,
): Tensor {
  const { keepdim, correction, out } = readOptions(name, given, { keepdim: false, correction: 1, out: noOut });
  if (!Number.isFinite(correction)) {
    throw new TypeError(`${name}: correction must be a number, but got ${describe(correction)}`);
  }
  const x = toTensor(name, input);
  if (!isFloat(x.dtype)) {
    throw new TypeError(
      `${name}: std and var only support floating point and complex dtypes, but got ${x.dtype}; cast it first`,
    );
  }
  const result = { dtype: x.dtype, out };
  const [y] = reduce(name, x, dim, keepdim, laneDType(x.dtype), [result], (lanes, [spreads], rows, length) => {
    const row = lanes as FloatLane;
    const deviations = new Float64Array(length);
    for (let r = 0, start = 0; r < rows; r++, start += length) {
      const center = sumOf(row, start, start + length) / length;
      for (let i = 0; i < length; i++) {
        const deviation = row[start + i]! - center;
        deviations[i] = deviation * deviation;
      }
      (spreads as FloatLane)[r] = finish(sumOf(deviations, 0, length) / Math.max(0, length - correction));
    }
  }) as [Tensor];
  if (!needsGrad([x])) return y;
  return record(y, GRAD_NAMES[name], [x], [x], [inDouble(through, reducedDims(name, x, dim), correction)]);
}

/** Elements may be nearly equal to their mean: in double, the difference still has digits, also in the second derivative. */
function inDouble(
  through: typeof throughVariance,
  reduced: readonly number[],
  correction: number,
): Gradient<[x: Tensor]> {
  return (g, [x], engine) =>
    through(engine, toDouble(engine.reshape(g, keptShape(x.shape, reduced))), toDouble(x), reduced, correction);
}

function toDouble(x: Tensor): Tensor {
  return x.dtype === "float64" ? x : castTo(x, "float64");
}

/**
 * The running sum along `dim`. Integers and bools give int64.
 *
 * @throws RangeError if the dim is out of range.
 * @see https://pytorch.org/docs/stable/generated/torch.cumsum.html
 */
export function cumsum<Input extends TensorLike, D extends DType = SumDType<DTypeOf<Input>>>(
  input: Input,
  dim: number,
  options?: { dtype?: D; out?: Tensor },
): Tensor<D>;
export function cumsum(input: TensorLike, dim: number, given?: { dtype?: DType; out?: Tensor }): Tensor {
  const { x, dtype, out } = prepare("cumsum", input, given);
  const at = normalizeDim("cumsum", dim, x.shape);
  const lane = isFloat(x.dtype) ? laneDType(x.dtype) : "int64";
  const resultDType = dtype ?? (lane === "int64" ? lane : x.dtype);
  const sums = produce("cumsum", out, resultDType, x.shape, undefined, [x], (result) => {
    walkRows([x, result], at, [{ lane }, { lane, output: true }], ([lanes, sums], rows, length) => {
      for (let row = 0, i = 0; row < rows; row++) {
        if (lanes instanceof BigInt64Array) {
          for (let at = 0, total = 0n; at < length; at++, i++) (sums as BigInt64Array)[i] = total += lanes[i]!;
        } else {
          for (let at = 0, total = 0; at < length; at++, i++)
            (sums as FloatLane)[i] = total += (lanes as FloatLane)[i]!;
        }
      }
    });
  });
  return record(sums, "CumsumBackward0", [x], [], [runningFromEnd(at)]);
}

/** The gradient of running sums: each element is in its own and in all after it. */
function runningFromEnd(dim: number): Gradient<[]> {
  return (gradient) => flip(cumsum(flip(gradient, dim), dim), dim);
}

/** A view that reads a dim from its end. */
function flip(x: Tensor, dim: number): Tensor {
  const { data, dtype, shape, strides, offset } = x;
  if (shape.length === 0) return x;
  const stride = strides[dim]!;
  const flipped = new Tensor(data, dtype, shape, strides.with(dim, -stride), offset + (shape[dim]! - 1) * stride);
  return record(flipped, "FlipBackward0", [x], [], [(gradient) => flip(gradient, dim)]);
}

const noOut: Tensor | undefined = undefined;
const noDType: DType | undefined = undefined;

function prepare(name: string, input: TensorLike, given: SumOptions<DType> | undefined) {
  const { keepdim, dtype, out } = readOptions(name, given, { keepdim: false, dtype: noDType, out: noOut });
  checkDType(name, dtype);
  const uncast = toTensor(name, input);
  // What is cast to integers has no gradient.
  const cast = dtype && isFloat(dtype) ? castTo : copyOf;
  const x = dtype && dtype !== uncast.dtype ? cast(uncast, dtype) : uncast;
  return { x, dtype, keepdim, out };
}
