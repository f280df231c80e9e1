import type { DType, TensorData } from "./dtype.js";
import { allocate } from "./dtype.js";
import type { Operand } from "./lanes.js";
import { walk } from "./lanes.js";
import { produce } from "./out.js";
import { normalizeDims } from "./shape.js";
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
  run: (x: TensorData, results: TensorData[], rows: number, length: number) => void,
): Tensor[] {
  const reduced = reducedDims(name, x, dims);
  const kept = x.shape.map((_, d) => d).filter((d) => !reduced.includes(d));
  const keptShape = kept.map((d) => x.shape[d]!);
  const length = reduced.reduce((product, d) => product * x.shape[d]!, 1);
  const rows = reduced.length === 1 ? pick(x, [...kept, ...reduced]) : joinLast(x, kept, reduced, length);
  const shape = keepdim ? x.shape.map((size, d) => (reduced.includes(d) ? 1 : size)) : keptShape;

  const filled: Tensor[] = [];
  const fill = (): void => {
    const operands: Operand[] = filled.map((tensor, i) => {
      const strides = keepdim ? kept.map((d) => tensor.strides[d]!) : tensor.strides;
      return { tensor, strides: [...strides, 1], output: true, width: 1, lane: results[i]!.lane };
    });
    // A row of nothing has nowhere to be read from: any one element stands for it.
    const source = length > 0 ? rows : new Tensor(allocate(lane, 1), lane, [], []);
    const strides = length > 0 ? rows.strides : [...keptShape, 1].map(() => 0);
    operands.push({ tensor: source, strides, lane });
    walk([...keptShape, length || 1], operands, true, (lanes, count) => {
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
function reducedDims(name: string, x: Tensor, dims: Dims): number[] {
  const named = normalizeDims(name, dims === undefined ? [] : dims, x.shape);
  if (x.ndim === 0) return [];
  return named.length > 0 ? named : x.shape.map((_, d) => d);
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
function joinLast(x: Tensor, kept: number[], reduced: number[], length: number): Tensor {
  return reshape(pick(x, [...kept, ...reduced]), [...kept.map((d) => x.shape[d]!), length]);
}
