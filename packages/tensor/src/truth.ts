// all, any: whether elements are true, that is not 0.

import type { DTypeOf, TensorLike } from "./as-tensor.js";
import { toTensor } from "./as-tensor.js";
import type { DType } from "./dtype.js";
import { readOptions } from "./options.js";
import type { Dims } from "./reduce.js";
import { reduce } from "./reduce.js";
import type { Tensor } from "./tensor.js";

interface TruthOptions {
  /** Whether the reduced dims stay, with size 1. */
  keepdim?: boolean;
  out?: Tensor;
}

type TruthDType<D extends DType> = D extends "uint8" ? "uint8" : "bool";

/**
 * Whether all elements are true, or all along `dim`; NaN is true, and so is "all of nothing". uint8 gives uint8.
 *
 * @throws RangeError if a dim is out of range.
 * @see https://pytorch.org/docs/stable/generated/torch.all.html
 */
export function all<Input extends TensorLike>(
  input: Input,
  dim?: number | readonly number[],
  options?: TruthOptions,
): Tensor<TruthDType<DTypeOf<Input>>>;
export function all(input: TensorLike, dim?: Dims, options?: TruthOptions): Tensor {
  return truth("all", input, dim, options, (x, start, end) => {
    for (let i = start; i < end; i++) if (x[i] === 0) return 0;
    return 1;
  });
}

/**
 * Whether any element is true, or any along `dim`; NaN is true. uint8 gives uint8.
 *
 * @throws RangeError if a dim is out of range.
 * @see https://pytorch.org/docs/stable/generated/torch.any.html
 */
export function any<Input extends TensorLike>(
  input: Input,
  dim?: number | readonly number[],
  options?: TruthOptions,
): Tensor<TruthDType<DTypeOf<Input>>>;
export function any(input: TensorLike, dim?: Dims, options?: TruthOptions): Tensor {
  return truth("any", input, dim, options, (x, start, end) => {
    for (let i = start; i < end; i++) if (x[i] !== 0) return 1;
    return 0;
  });
}

function truth(
  name: string,
  input: TensorLike,
  dim: Dims,
  given: TruthOptions | undefined,
  ask: (x: Float64Array, start: number, end: number) => number,
): Tensor {
  const { keepdim, out } = readOptions(name, given, { keepdim: false, out: undefined as Tensor | undefined });
  const x = toTensor(name, input);
  const dtype: DType = x.dtype === "uint8" ? "uint8" : "bool";
  // A bool lane is 0 where the element is 0 and 1 elsewhere, NaN included, whatever the dtype was.
  const [result] = reduce(name, x, dim, keepdim, "bool", [{ dtype, out }], (lanes, [answers], rows, length) => {
    for (let row = 0; row < rows; row++) {
      answers![row] = ask(lanes as never, row * length, (row + 1) * length) as never;
    }
  });
  return result!;
}
