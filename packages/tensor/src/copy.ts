import type { DType, TensorData } from "./dtype.js";
import { allocate, converter } from "./dtype.js";
import { isContiguous } from "./shape.js";
import { Tensor } from "./tensor.js";

/** A strided window on a typed array, as far as copying cares. */
export interface Strided {
  readonly data: TensorData;
  readonly dtype: DType;
  readonly strides: readonly number[];
  readonly offset: number;
}

/** A row-major copy in memory of its own, cast to a dtype as torch casts. */
export function copyOf<D extends DType>(source: Tensor, dtype: D): Tensor<D> {
  const { shape, strides, numel } = source;
  const copy = new Tensor(allocate(dtype, numel), dtype, shape);
  if (isContiguous(shape, strides)) copyStrided([numel], { ...source, strides: [1] }, { ...copy, strides: [1] });
  else copyStrided(shape, source, copy);
  return copy;
}

/**
 * Copies every element of a shape from one strided place to another, cast to its dtype.
 *
 * Runs of both sides go through `set`; else two loops walk the two innermost dims, which for a transposed block of a few
 * rows reads whole cache lines.
 */
export function copyStrided(shape: readonly number[], from: Strided, to: Strided): void {
  const ndim = shape.length;
  const convert = converter(from.dtype, to.dtype);
  // One type stands for all: without a conversion the arrays assign as they are, with one `convert` takes what it reads.
  const source = from.data as Float64Array;
  const target = to.data as Float64Array;
  const columns = shape[ndim - 1] ?? 1;
  const rows = shape[ndim - 2] ?? 1;
  const [sourceColumn = 1, targetColumn = 1] = [from.strides[ndim - 1], to.strides[ndim - 1]];
  const [sourceRow = 0, targetRow = 0] = [from.strides[ndim - 2], to.strides[ndim - 2]];
  const runs = !convert && sourceColumn === 1 && targetColumn === 1 && columns > 32;

  const plane = (s: number, t: number): void => {
    for (let r = 0; r < rows; r++, s += sourceRow, t += targetRow) {
      if (runs) {
        target.set(source.subarray(s, s + columns), t);
      } else if (convert) {
        for (let c = 0, i = s, j = t; c < columns; c++, i += sourceColumn, j += targetColumn) {
          target[j] = convert(source[i] as never) as number;
        }
      } else {
        for (let c = 0, i = s, j = t; c < columns; c++, i += sourceColumn, j += targetColumn) target[j] = source[i]!;
      }
    }
  };
  const visit = (dim: number, s: number, t: number): void => {
    if (dim >= ndim - 2) plane(s, t);
    else for (let i = 0; i < shape[dim]!; i++) visit(dim + 1, s + i * from.strides[dim]!, t + i * to.strides[dim]!);
  };
  visit(0, from.offset, to.offset);
}
