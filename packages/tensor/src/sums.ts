// sum, mean, var, std, cumsum: every sum is kept in double, and in blocks, so that a long one loses no digits.

import type { DTypeOf, TensorLike } from "./as-tensor.js";
import { checkDType, toTensor } from "./as-tensor.js";
import { copyOf } from "./copy.js";
import type { DType, FloatDType } from "./dtype.js";
import { cppName, isFloat, laneDType } from "./dtype.js";
import { walkRows } from "./lanes.js";
import { readOptions } from "./options.js";
import { produce } from "./out.js";
import type { Dims } from "./reduce.js";
import { reduce } from "./reduce.js";
import { describe, normalizeDim } from "./shape.js";
import type { Tensor } from "./tensor.js";

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
  return reduce("sum", x, dim, keepdim, lane, [result], (lanes, [sums], rows, length) => {
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
  })[0]!;
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
  return reduce("mean", x, dim, keepdim, laneDType(dtype), [{ dtype, out }], (lanes, [means], rows, length) => {
    for (let row = 0; row < rows; row++) {
      (means as FloatLane)[row] = sumOf(lanes as FloatLane, row * length, (row + 1) * length) / length;
    }
  })[0]!;
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
  return spread("var", input, dim, given, (value) => value);
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
  return spread("std", input, dim, given, Math.sqrt);
}

function spread(
  name: string,
  input: TensorLike,
  dim: Dims,
  given: VarOptions | undefined,
  finish: (variance: number) => number,
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
  return reduce(name, x, dim, keepdim, laneDType(x.dtype), [result], (lanes, [spreads], rows, length) => {
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
  })[0]!;
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
  return produce("cumsum", out, dtype ?? (lane === "int64" ? lane : x.dtype), x.shape, undefined, [x], (result) => {
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
}

const noOut: Tensor | undefined = undefined;
const noDType: DType | undefined = undefined;

function prepare(name: string, input: TensorLike, given: SumOptions<DType> | undefined) {
  const { keepdim, dtype, out } = readOptions(name, given, { keepdim: false, dtype: noDType, out: noOut });
  checkDType(name, dtype);
  const uncast = toTensor(name, input);
  const x = dtype && dtype !== uncast.dtype ? copyOf(uncast, dtype) : uncast;
  return { x, dtype, keepdim, out };
}
