import { copyOf } from "./copy.js";
import type { DType, TensorData } from "./dtype.js";
import { allocate, laneDType } from "./dtype.js";
import type { Operand } from "./lanes.js";
import { laneOf, walk } from "./lanes.js";
import { produce } from "./out.js";
import { normalizeDims, numelOf } from "./shape.js";
import { Tensor } from "./tensor.js";
import { reshape } from "./views.js";

/** One dim, several, or (undefined or an empty list) all of them. */
export type Dims = number | readonly number[] | undefined;

/** One of the tensors that a reduction fills, with an element for each row. */
interface Result {
  readonly dtype: DType;
  /** The dtype that its lane holds, where laneDType of its own is not wanted. */
  readonly lane?: DType;
  readonly out?: Tensor | undefined;
}

type Run = (x: TensorData, results: TensorData[], rows: number, length: number) => void;

/**
 * Reduces the elements along `dims` to one element of each result. `run` gets whole rows in the dtype `lane`; rows without
 * elements as well, with length 0.
 */
export function reduce(
  name: string,
  x: Tensor,
  dims: Dims,
  keepdim: boolean,
  lane: DType,
  results: readonly Result[],
  run: Run,
): Tensor[] {
  const reduced = reducedDims(name, x, dims);
  const shape: number[] = [];
  for (let d = 0; d < x.ndim; d++) {
    if (!reduced.includes(d)) shape.push(x.shape[d]!);
    else if (keepdim) shape.push(1);
  }
  return (
    reduceInPlace(x, reduced, shape, lane, results, run) ?? reduceRows(name, x, reduced, shape, lane, results, run)
  );
}

/** The results of the last dims of a tensor that lies row by row, as most do; a walk would cost more than a hundred rows. */
function reduceInPlace(
  x: Tensor,
  reduced: readonly number[],
  shape: readonly number[],
  lane: DType,
  results: readonly Result[],
  run: Run,
): Tensor[] | undefined {
  const last = reduced.length === 0 || reduced[0] === x.ndim - reduced.length;
  if (!last || x.numel === 0 || results.some(({ out }) => out)) return undefined;
  const rows = laneOf(x, lane, x.shape);
  if (!rows) return undefined;
  const count = numelOf(shape);
  const lanes = results.map((result) => allocate(result.lane ?? laneDType(result.dtype), count));
  run(rows, lanes, count, x.numel / count);
  return results.map(({ dtype, lane = laneDType(dtype) }, i) => {
    const filled = new Tensor(lanes[i]!, lane, shape);
    return lane === dtype ? filled : copyOf(filled, dtype);
  });
}

function reduceRows(
  name: string,
  x: Tensor,
  reduced: readonly number[],
  shape: readonly number[],
  lane: DType,
  results: readonly Result[],
  run: Run,
): Tensor[] {
  const kept = x.shape.map((_, d) => d).filter((d) => !reduced.includes(d));
  const outer = kept.map((d) => x.shape[d]!);
  const length = reduced.reduce((product, d) => product * x.shape[d]!, 1);
  const rows = reduced.length === 1 ? pick(x, [...kept, ...reduced]) : joinLast(x, kept, reduced, length);
  const keepdim = shape.length > kept.length;

  const filled: Tensor[] = [];
  const fill = (): void => {
    const operands: Operand[] = filled.map((tensor, i) => {
      const strides = keepdim ? kept.map((d) => tensor.strides[d]!) : tensor.strides;
      return { tensor, strides: [...strides, 1], output: true, width: 1, lane: results[i]!.lane };
    });
    // A row of nothing has nowhere to be read from: any one element stands for it.
    const source = length > 0 ? rows : new Tensor(allocate(lane, 1), lane, [], []);
    const strides = length > 0 ? rows.strides : [...outer, 1].map(() => 0);
    operands.push({ tensor: source, strides, lane });
    walk([...outer, length || 1], operands, true, (lanes, count) => {
      run(lanes.at(-1)!, lanes, count, length);
    });
  };
  // Each out is looked at before anything is written.
  const produceFrom = (i: number): void => {
    const result = results[i];
    if (!result) {
      fill();
      return;
    }
    const tensor = produce(name, result.out, result.dtype, shape, undefined, [x], (place) => {
      filled.push(place);
      produceFrom(i + 1);
    });
    filled[i] = tensor;
  };
  produceFrom(0);
  return filled;
}

/** The dims that are reduced, in order. Those of a 0-d tensor, which accepts 0 and −1, are none. */
export function reducedDims(name: string, x: Tensor, dims: Dims): number[] {
  const named = dims === undefined ? [] : normalizeDims(name, dims, x.shape);
  if (x.ndim === 0) return [];
  return named.length > 0 ? named : x.shape.map((_, d) => d);
}

/** A shape with its reduced dims in size 1, so that what was reduced broadcasts with what it was made of. */
export function keptShape(shape: readonly number[], reduced: readonly number[]): number[] {
  return shape.map((size, d) => (reduced.includes(d) ? 1 : size));
}

function pick({ data, dtype, shape, strides, offset }: Tensor, dims: readonly number[]): Tensor {
  return new Tensor(
    data,
    dtype,
    dims.map((d) => shape[d]!),
    dims.map((d) => strides[d]!),
    offset,
  );
}

/** Several dims (or none) as one last dim: a view where their strides allow it. */
function joinLast(x: Tensor, kept: readonly number[], reduced: readonly number[], length: number): Tensor {
  return reshape(pick(x, [...kept, ...reduced]), [...kept.map((d) => x.shape[d]!), length]);
}
