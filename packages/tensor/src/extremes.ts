// max, min and their kin. NaN counts as the largest and as the smallest; of equals the first is meant.

import type { DTypeOf, TensorLike } from "./as-tensor.js";
import { toTensor } from "./as-tensor.js";
import type { DType } from "./dtype.js";
import { laneDType } from "./dtype.js";
import type { Engine, Gradient } from "./graph.js";
import { needsGrad, record } from "./graph.js";
import { readOptions } from "./options.js";
import type { Dims } from "./reduce.js";
import { keptShape, reduce, reducedDims } from "./reduce.js";
import { scattered } from "./scatter-add.js";
import { describe, normalizeDim } from "./shape.js";
import type { Tensor } from "./tensor.js";
import type { ValuesAndIndices } from "./values-and-indices.js";
import { valuesAndIndices } from "./values-and-indices.js";

interface ExtremeOptions {
  /** Whether the reduced dim stays, with size 1. */
  keepdim?: boolean;
}

/**
 * The largest element of each row along `dim`, and the first index at which it is; NaN counts as the largest. Without
 * `dim`, the largest element of all, as a 0-d tensor.
 *
 * @throws RangeError if the dim is out of range or has no elements.
 * @see https://pytorch.org/docs/stable/generated/torch.max.html
 */
export function max<Input extends TensorLike>(input: Input): Tensor<DTypeOf<Input>>;
export function max<Input extends TensorLike>(
  input: Input,
  dim: number,
  options?: ExtremeOptions,
): ValuesAndIndices<DTypeOf<Input>>;
export function max(input: TensorLike, dim?: number, given?: ExtremeOptions): Tensor | ValuesAndIndices<DType> {
  return extremeAndIndex("max", largest, input, dim, given);
}

/**
 * The smallest element of each row along `dim`, and the first index at which it is; NaN counts as the smallest. Without
 * `dim`, the smallest element of all, as a 0-d tensor.
 *
 * @throws RangeError if the dim is out of range or has no elements.
 * @see https://pytorch.org/docs/stable/generated/torch.min.html
 */
export function min<Input extends TensorLike>(input: Input): Tensor<DTypeOf<Input>>;
export function min<Input extends TensorLike>(
  input: Input,
  dim: number,
  options?: ExtremeOptions,
): ValuesAndIndices<DTypeOf<Input>>;
export function min(input: TensorLike, dim?: number, given?: ExtremeOptions): Tensor | ValuesAndIndices<DType> {
  return extremeAndIndex("min", smallest, input, dim, given);
}

/**
 * The largest element along `dim`, one or several; of all elements without.
 *
 * @throws RangeError if a dim is out of range or has no elements.
 * @see https://pytorch.org/docs/stable/generated/torch.amax.html
 */
export function amax<Input extends TensorLike>(
  input: Input,
  dim?: number | readonly number[],
  options?: ExtremeOptions,
): Tensor<DTypeOf<Input>>;
export function amax(input: TensorLike, dim?: Dims, given?: ExtremeOptions): Tensor {
  return extremeElements("amax", largest, input, dim, given);
}

/**
 * The smallest element along `dim`, one or several; of all elements without.
 *
 * @throws RangeError if a dim is out of range or has no elements.
 * @see https://pytorch.org/docs/stable/generated/torch.amin.html
 */
export function amin<Input extends TensorLike>(
  input: Input,
  dim?: number | readonly number[],
  options?: ExtremeOptions,
): Tensor<DTypeOf<Input>>;
export function amin(input: TensorLike, dim?: Dims, given?: ExtremeOptions): Tensor {
  return extremeElements("amin", smallest, input, dim, given);
}

/**
 * The index of the largest element along `dim`; without, among all elements row by row.
 *
 * @throws RangeError if the dim is out of range or has no elements.
 * @see https://pytorch.org/docs/stable/generated/torch.argmax.html
 */
export function argmax(input: TensorLike, dim?: number, options?: ExtremeOptions): Tensor<"int64"> {
  return extremes("argmax", largest, input, oneDim("argmax", dim), options)[1];
}

/**
 * The index of the smallest element along `dim`; without, among all elements row by row.
 *
 * @throws RangeError if the dim is out of range or has no elements.
 * @see https://pytorch.org/docs/stable/generated/torch.argmin.html
 */
export function argmin(input: TensorLike, dim?: number, options?: ExtremeOptions): Tensor<"int64"> {
  return extremes("argmin", smallest, input, oneDim("argmin", dim), options)[1];
}

function extremeAndIndex(
  name: string,
  find: FindRows,
  input: TensorLike,
  dim: number | undefined,
  given: ExtremeOptions | undefined,
): Tensor | ValuesAndIndices<DType> {
  const x = toTensor(name, input);
  const gradName = `${find === largest ? "Max" : "Min"}Backward`;
  const [values, indices] = extremes(name, find, x, oneDim(name, dim), given);
  if (dim === undefined) return sharing(values, `${gradName}1`, x, undefined, equalOrNaN);
  const scatter = scatteredRows(x.shape, normalizeDim(name, dim, x.shape));
  return valuesAndIndices(name, record(values, `${gradName}0`, [x], [indices], [scatter]), indices);
}

/** The gradient of one element for each row: all of it goes to where the element was. */
function scatteredRows(shape: readonly number[], dim: number): Gradient<[indices: Tensor]> {
  const scatter = scattered(shape, dim);
  const kept = keptShape(shape, [dim]);
  return (g, [indices], engine) => scatter(engine.reshape(g, kept), [engine.reshape(indices, kept)], engine);
}

function extremeElements(
  name: string,
  find: FindRows,
  input: TensorLike,
  dims: Dims,
  given: ExtremeOptions | undefined,
): Tensor {
  const x = toTensor(name, input);
  const [y] = extremes(name, find, x, dims, given);
  return sharing(y, find === largest ? "AmaxBackward0" : "AminBackward0", x, dims, ({ eq }, x, y) => eq(x, y));
}

type Match = (engine: Engine, x: Tensor, y: Tensor) => Tensor<"bool">;

/** NaN is the extreme of all elements, wherever there is one. */
const equalOrNaN: Match = ({ isnan, eq }, x, y) => (Number.isNaN(y.item()) ? isnan(x) : eq(x, y));

/** Records a result whose gradient goes, in equal shares, to the elements of its row that match it. */
function sharing(y: Tensor, gradName: string, x: Tensor, dims: Dims, matching: Match): Tensor {
  if (!needsGrad([x])) return y;
  return record(y, gradName, [x], [x, y], [shares(x.shape, reducedDims(gradName, x, dims), matching)]);
}

function shares(shape: readonly number[], reduced: readonly number[], matching: Match): Gradient<[Tensor, Tensor]> {
  const kept = keptShape(shape, reduced);
  return (g, [x, y], engine) => {
    const { reshape, sum, where, div } = engine;
    const matches = matching(engine, x, reshape(y, kept));
    const count = sum(matches, reduced, { keepdim: true });
    // Not 0 but 0 / count: where nothing matches, since a NaN equals nothing, torch's gradient of amax is NaN throughout.
    return where(matches, div(reshape(g, kept), count), div(0, count));
  };
}

/** Of several dims there is no one index. */
function oneDim(name: string, dim: number | undefined): number | undefined {
  if (Array.isArray(dim)) throw new TypeError(`${name}: dim must be one integer, but got ${describe(dim)}`);
  return dim;
}

function extremes(
  name: string,
  find: FindRows,
  input: TensorLike,
  dims: Dims,
  given: ExtremeOptions | undefined,
): [values: Tensor, indices: Tensor<"int64">] {
  const { keepdim } = readOptions(name, given, { keepdim: false });
  const x = toTensor(name, input);
  if (x.numel === 0) checkNotEmpty(name, x, dims);
  const results = [{ dtype: x.dtype }, { dtype: "int64" as const, lane: "int32" as const }];
  const found = reduce(
    name,
    x,
    dims,
    keepdim,
    laneDType(x.dtype),
    results,
    (lanes, [values, indices], rows, length) => {
      if (lanes instanceof BigInt64Array) {
        findInt64(find === largest, lanes, values as BigInt64Array, indices as Int32Array, rows, length);
      } else {
        find(lanes as Float64Array, values as Float64Array, indices as Int32Array, rows, length);
      }
    },
  );
  return [found[0]!, found[1] as Tensor<"int64">];
}

function checkNotEmpty(name: string, { shape }: Tensor, dims: Dims): void {
  const got = `Got an input of shape [${shape.join(", ")}].`;
  const named = dims === undefined ? [] : [dims].flat();
  if (named.length === 0) {
    throw new RangeError(
      `${name}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the ` +
        `'dim' argument. ${got}`,
    );
  }
  for (const dim of named.map((d) => normalizeDim(name, d, shape))) {
    if (shape[dim] === 0) {
      throw new RangeError(`${name}(): Expected reduction dim ${dim} to have non-zero size. ${got}`);
    }
  }
}

type FindRows = (x: Float64Array, values: Float64Array, indices: Int32Array, rows: number, length: number) => void;

// The comparisons are those that a NaN fails, so that it gets in, and once in it stays.
function largest(x: Float64Array, values: Float64Array, indices: Int32Array, rows: number, length: number): void {
  for (let row = 0, i = 0; row < rows; row++) {
    let best = x[i++]!;
    let where = 0;
    for (let at = 1; at < length; at++) {
      const value = x[i++]!;
      if (!(value <= best) && best === best) {
        best = value;
        where = at;
      }
    }
    values[row] = best;
    indices[row] = where;
  }
}

function smallest(x: Float64Array, values: Float64Array, indices: Int32Array, rows: number, length: number): void {
  for (let row = 0, i = 0; row < rows; row++) {
    let best = x[i++]!;
    let where = 0;
    for (let at = 1; at < length; at++) {
      const value = x[i++]!;
      if (!(value >= best) && best === best) {
        best = value;
        where = at;
      }
    }
    values[row] = best;
    indices[row] = where;
  }
}

// A loop of its own: one that has met bigints compares numbers as slowly ever after.
function findInt64(
  isLargest: boolean,
  x: BigInt64Array,
  values: BigInt64Array,
  indices: Int32Array,
  rows: number,
  length: number,
): void {
  for (let row = 0, i = 0; row < rows; row++) {
    let best = x[i++]!;
    let where = 0;
    for (let at = 1; at < length; at++) {
      const value = x[i++]!;
      if (isLargest ? value > best : value < best) {
        best = value;
        where = at;
      }
    }
    values[row] = best;
    indices[row] = where;
  }
}
