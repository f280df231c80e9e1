import { copyStrided } from "./copy.js";
import type { DType } from "./dtype.js";
import { allocate } from "./dtype.js";
import { countWrite, gradMode } from "./graph.js";
import { describe, extent, isDense, numelOf, sameShape } from "./shape.js";
import { isTensor, Tensor } from "./tensor.js";

/**
 * Has `compute` fill a new tensor, or the caller's `out` after looking whether it can take the result.
 *
 * @throws Error if it would have to be recorded; TypeError if `out` is no tensor of the result's dtype; RangeError if it has another shape, holds several elements
 *   in one place, or overlaps an input without being the same view of it.
 */
export function produce<D extends DType>(
  name: string,
  out: Tensor | undefined,
  dtype: D,
  shape: readonly number[],
  strides: readonly number[] | undefined,
  inputs: readonly Tensor[],
  compute: (result: Tensor<D>) => void,
): Tensor<D> {
  if (out === undefined) {
    const result = new Tensor(allocate(dtype, numelOf(shape)), dtype, shape, strides);
    compute(result);
    return result;
  }
  checkOut(name, out, dtype, shape);
  if (gradMode.enabled && [out, ...inputs].some((tensor) => tensor.requiresGrad)) {
    throw new Error(
      `${name}: functions with out=... arguments don't support automatic differentiation, but one of the arguments ` +
        "requires grad.; wrap the call in noGrad(() => …), or leave out",
    );
  }
  countWrite(out);
  const overlapping = inputs.filter((input) => overlaps(input, out));
  if (overlapping.length === 0) {
    compute(out as Tensor<D>);
  } else if (overlapping.some((input) => isDense(input.shape, input.strides) && isDense(shape, out.strides))) {
    throw new RangeError(
      `${name}: unsupported operation: some elements of the input tensor and the written-to tensor refer to a single ` +
        "memory location. Please clone() the tensor before performing the operation.",
    );
  } else {
    // Interleaved views, say the left and the right half of a matrix, may or may not meet: a detour is right either way.
    const result = new Tensor(allocate(dtype, numelOf(shape)), dtype, shape);
    compute(result);
    copyStrided(shape, result, out);
  }
  return out as Tensor<D>;
}

function checkOut(name: string, out: unknown, dtype: DType, shape: readonly number[]): void {
  if (!isTensor(out)) throw new TypeError(`${name}: out must be a Tensor, but got ${describe(out)}`);
  if (out.dtype !== dtype) {
    throw new TypeError(`${name}: out must have the result's dtype ${dtype}, but has ${out.dtype}`);
  }
  if (!sameShape(out.shape, shape)) {
    throw new RangeError(
      `${name}: out must have the result's shape [${shape.join(", ")}], but has [${out.shape.join(", ")}]`,
    );
  }
  if (out.strides.some((stride, d) => stride === 0 && shape[d]! > 1)) {
    throw new RangeError(
      `${name}: unsupported operation: more than one element of the written-to tensor refers to a single memory ` +
        "location. Please clone() the tensor before performing the operation.",
    );
  }
}

/** Whether two tensors may share elements without being the same view, which any function may write in place. */
function overlaps(a: Tensor, b: Tensor): boolean {
  if (a.data.buffer !== b.data.buffer || a.numel === 0 || b.numel === 0) return false;
  const [startA, endA] = byteRange(a);
  const [startB, endB] = byteRange(b);
  if (endA <= startB || endB <= startA) return false;
  const same =
    startA === startB &&
    a.dtype === b.dtype &&
    sameShape(a.shape, b.shape) &&
    a.strides.every((s, d) => s === b.strides[d]);
  return !same;
}

function byteRange({ data, shape, strides, offset }: Tensor): [start: number, end: number] {
  const [first, last] = extent(shape, strides, offset);
  return [data.byteOffset + first * data.BYTES_PER_ELEMENT, data.byteOffset + (last + 1) * data.BYTES_PER_ELEMENT];
}
