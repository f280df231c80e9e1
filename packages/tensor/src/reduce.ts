import type { DTypeOf, TensorLike } from "./as-tensor.js";
import { toTensor } from "./as-tensor.js";
import { copyOf } from "./copy.js";
import type { DType } from "./dtype.js";
import { allocate } from "./dtype.js";
import { walkRows } from "./lanes.js";
import { readOptions } from "./options.js";
import { isContiguous, normalizeDim, numelOf } from "./shape.js";
import { Tensor } from "./tensor.js";
import type { ValuesAndIndices } from "./values-and-indices.js";
import { valuesAndIndices } from "./values-and-indices.js";

/**
 * The largest element of each row along `dim`, and the first index at which it is; NaN counts as the largest.
 *
 * Without `dim`, the largest element of all, as a 0-d tensor.
 *
 * @throws RangeError if the dim is out of range or has no elements.
 * @see https://pytorch.org/docs/stable/generated/torch.max.html
 */
export function max<Input extends TensorLike>(input: Input): Tensor<DTypeOf<Input>>;
export function max<Input extends TensorLike>(
  input: Input,
  dim: number,
  options?: { keepdim?: boolean },
): ValuesAndIndices<DTypeOf<Input>>;
export function max(input: TensorLike, dim?: number, given?: { keepdim?: boolean }): Tensor | ValuesAndIndices<DType> {
  const { keepdim } = readOptions("max", given, { keepdim: false });
  const x = toTensor("max", input);
  if (dim === undefined && given === undefined) return maxOfAll(x);
  const at = normalizeDim("max", dim as number, x.shape);
  if (x.ndim > 0 && x.shape[at] === 0) {
    throw new RangeError(
      `max(): Expected reduction dim ${at} to have non-zero size. Got an input of shape [${x.shape.join(", ")}].`,
    );
  }
  const kept = x.shape.map((size, d) => (d === at ? 1 : size));
  const values = new Tensor(allocate(x.dtype, numelOf(kept)), x.dtype, kept);
  const indices = new Tensor(allocate("int64", values.numel), "int64", kept);
  const roles = [{}, { output: true, width: 1 }, { output: true, width: 1, lane: "int32" as const }];
  walkRows([x, values, indices], at, roles, ([lanes, best, where], rows, length) => {
    maxOfRows(lanes as Float64Array, best as Float64Array, where as Int32Array, rows, length);
  });
  return keepdim ? valuesAndIndices("max", values, indices) : valuesAndIndices("max", squeezed(values), squeezed(indices));

  function squeezed<D extends DType>({ data, dtype }: Tensor<D>): Tensor<D> {
    return new Tensor(
      data,
      dtype,
      kept.filter((_, d) => d !== at),
    );
  }
}

function maxOfAll(x: Tensor): Tensor {
  if (x.numel === 0) {
    throw new RangeError(
      "max(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' " +
        `argument. Got an input of shape [${x.shape.join(", ")}].`,
    );
  }
  const { data, dtype, offset } = isContiguous(x.shape, x.strides) ? x : copyOf(x, x.dtype);
  return max(new Tensor(data, dtype, [x.numel], [1], offset), 0).values;
}

/** Comparisons that a NaN fails are the ones that keep it: once found, nothing is greater. int64 lanes compare as well. */
function maxOfRows(x: Float64Array, values: Float64Array, indices: Int32Array, rows: number, length: number): void {
  for (let row = 0, i = 0; row < rows; row++) {
    let best = x[i]!;
    let where = 0;
    i++;
    for (let at = 1; at < length; at++, i++) {
      const value = x[i]!;
      if (!(value <= best) && best === best) {
        best = value;
        where = at;
      }
    }
    values[row] = best;
    indices[row] = where;
  }
}
