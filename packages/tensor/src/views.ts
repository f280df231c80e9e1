// Views: other shapes and strides on the same memory. Nothing here copies, but for reshape and flatten, which say when.
// The gradient of a view goes back by the view that undoes it, or into zeros where the view looked.

import type { DTypeOf, TensorLike } from "./as-tensor.js";
import { toTensor } from "./as-tensor.js";
import { castTo } from "./copy.js";
import type { Gradient } from "./graph.js";
import { record } from "./graph.js";
import { readOptions } from "./options.js";
import {
  checkShape,
  contiguousStrides,
  describe,
  inferShape,
  isContiguous,
  normalizeDim,
  normalizeDims,
  sameShape,
} from "./shape.js";
import { Tensor } from "./tensor.js";

/** The memory of x in another shape; `gradName` is what torch calls the way back. */
function viewOf(
  x: Tensor,
  gradName: string,
  shape: readonly number[],
  strides: readonly number[],
  gradient: Gradient<[]>,
  skipped = 0,
): Tensor {
  return record(new Tensor(x.data, x.dtype, shape, strides, x.offset + skipped), gradName, [x], [], [gradient]);
}

// Gradients are made out here, where no tensor is in scope: a function inside a view would keep all alive that others
// beside it refer to.

/** Of views that have all elements of the input. */
function reshapedTo(shape: readonly number[]): Gradient<[]> {
  return (gradient) => reshape(gradient, shape);
}

/** Of views that leave some out. */
function embeddedIn(shape: readonly number[], view: (base: Tensor) => Tensor): Gradient<[]> {
  return (gradient, _saved, { embed }) => embed(gradient, shape, view);
}

/** Of views that repeat some: where they meet again, they are summed. */
const repeated: Gradient<[]> = (gradient) => gradient;

/**
 * The same elements, row by row, in another shape; one size may be −1 and is worked out. A view where the strides allow
 * it, else a copy.
 *
 * @throws RangeError if the shape does not hold as many elements.
 * @see https://pytorch.org/docs/stable/generated/torch.reshape.html
 */
export function reshape<Input extends TensorLike>(input: Input, shape: readonly number[]): Tensor<DTypeOf<Input>>;
export function reshape(input: TensorLike, shape: readonly number[]): Tensor {
  const x = toTensor("reshape", input);
  return reshaped(x, inferShape("reshape", shape, x.numel));
}

function reshaped(x: Tensor, shape: readonly number[]): Tensor {
  const strides = viewStrides(x, shape);
  return strides
    ? viewOf(x, "ReshapeAliasBackward0", shape, strides, reshapedTo(x.shape))
    : viewOf(castTo(x, x.dtype), "UnsafeViewBackward0", shape, contiguousStrides(shape), reshapedTo(x.shape));
}

/**
 * As reshape, but never a copy.
 *
 * @throws RangeError if the strides do not allow a view, or the shape does not hold as many elements.
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.view.html
 */
export function view<Input extends TensorLike>(input: Input, shape: readonly number[]): Tensor<DTypeOf<Input>>;
export function view(input: TensorLike, shape: readonly number[]): Tensor {
  const x = toTensor("view", input);
  const wanted = inferShape("view", shape, x.numel);
  const strides = viewStrides(x, wanted);
  if (strides) return viewOf(x, "ViewBackward0", wanted, strides, reshapedTo(x.shape));
  throw new RangeError(
    "view: view size is not compatible with input tensor's size and stride (at least one dimension spans across two " +
      `contiguous subspaces). Use .reshape(...) instead. Got shape [${shape.join(", ")}] for an input of shape ` +
      `[${x.shape.join(", ")}] with strides [${x.strides.join(", ")}]`,
  );
}

/** The strides that read x row by row in another shape of as many elements, if there are any. */
function viewStrides(x: Tensor, shape: readonly number[]): number[] | undefined {
  if (x.numel === 0) return sameShape(x.shape, shape) ? [...x.strides] : contiguousStrides(shape);
  const strides: number[] = new Array(shape.length).fill(1);
  let to = shape.length - 1;
  const dims = x.shape.map((_, d) => d).filter((d) => x.shape[d] !== 1);
  // From the last dim on, runs of x's dims that lie end to end are cut anew; each must be used up exactly.
  while (dims.length > 0) {
    const d = dims.pop()!;
    const step = x.strides[d]!;
    let run = x.shape[d]!;
    while (dims.length > 0 && x.strides[dims.at(-1)!] === step * run) run *= x.shape[dims.pop()!]!;
    let used = 1;
    for (; to >= 0 && (used < run || shape[to] === 1); to--) {
      strides[to] = used * step;
      used *= shape[to]!;
    }
    if (used !== run) return undefined;
  }
  return strides;
}

/**
 * Swaps two dims.
 *
 * @throws RangeError if a dim is out of range.
 * @see https://pytorch.org/docs/stable/generated/torch.transpose.html
 */
export function transpose<Input extends TensorLike>(input: Input, dim0: number, dim1: number): Tensor<DTypeOf<Input>>;
export function transpose(input: TensorLike, dim0: number, dim1: number): Tensor {
  const x = toTensor("transpose", input);
  const a = normalizeDim("transpose", dim0, x.shape);
  const b = normalizeDim("transpose", dim1, x.shape);
  return pickDims(
    x,
    "TransposeBackward0",
    x.shape.map((_, d) => (d === a ? b : d === b ? a : d)),
  );
}

/**
 * A matrix with its rows as columns; tensors of fewer dims as they are.
 *
 * @throws RangeError for more than two dims.
 * @see https://pytorch.org/docs/stable/generated/torch.t.html
 */
export function t<Input extends TensorLike>(input: Input): Tensor<DTypeOf<Input>>;
export function t(input: TensorLike): Tensor {
  const x = toTensor("t", input);
  if (x.ndim > 2) throw new RangeError(`t() expects a tensor with <= 2 dimensions, but self is ${x.ndim}D`);
  return pickDims(x, "TBackward0", x.ndim === 2 ? [1, 0] : x.shape.map((_, d) => d));
}

/**
 * The dims in another order.
 *
 * @throws RangeError unless `dims` names every dim once.
 * @see https://pytorch.org/docs/stable/generated/torch.permute.html
 */
export function permute<Input extends TensorLike>(input: Input, dims: readonly number[]): Tensor<DTypeOf<Input>>;
export function permute(input: TensorLike, dims: readonly number[]): Tensor {
  const x = toTensor("permute", input);
  if (!Array.isArray(dims) || dims.length !== x.ndim) {
    throw new RangeError(
      "permute: number of dimensions in the tensor input does not match the length of the desired " +
        `ordering of dimensions i.e. input.dim() = ${x.ndim} is not equal to len(dims) = ${dims?.length}`,
    );
  }
  const order = dims.map((dim) => normalizeDim("permute", dim, x.shape));
  if (new Set(order).size !== order.length) {
    throw new RangeError(`permute: duplicate dims are not allowed. Got dims [${dims.join(", ")}]`);
  }
  return pickDims(x, "PermuteBackward0", order);
}

function pickDims(x: Tensor, gradName: string, dims: readonly number[]): Tensor {
  return viewOf(
    x,
    gradName,
    dims.map((d) => x.shape[d]!),
    dims.map((d) => x.strides[d]!),
    putBack(dims),
  );
}

function putBack(dims: readonly number[]): Gradient<[]> {
  return (gradient) =>
    permute(
      gradient,
      dims.map((_, d) => dims.indexOf(d)),
    );
}

/**
 * Without its dims of size 1, or without those of `dim` (one or several) that have size 1.
 *
 * @throws RangeError if a dim is out of range.
 * @see https://pytorch.org/docs/stable/generated/torch.squeeze.html
 */
export function squeeze<Input extends TensorLike>(
  input: Input,
  dim?: number | readonly number[],
): Tensor<DTypeOf<Input>>;
export function squeeze(input: TensorLike, dim?: number | readonly number[]): Tensor {
  const x = toTensor("squeeze", input);
  const named = dim === undefined ? undefined : normalizeDims("squeeze", dim, x.shape);
  const stays = (_: number, d: number): boolean => x.shape[d] !== 1 || named?.includes(d) === false;
  const overload = dim === undefined ? 0 : Array.isArray(dim) ? 2 : 1;
  const gradName = `SqueezeBackward${overload}`;
  return viewOf(x, gradName, x.shape.filter(stays), x.strides.filter(stays), reshapedTo(x.shape));
}

/**
 * With one more dim, of size 1, in front of `dim`; −1 puts it last.
 *
 * @throws RangeError if the dim is out of range.
 * @see https://pytorch.org/docs/stable/generated/torch.unsqueeze.html
 */
export function unsqueeze<Input extends TensorLike>(input: Input, dim: number): Tensor<DTypeOf<Input>>;
export function unsqueeze(input: TensorLike, dim: number): Tensor {
  const x = toTensor("unsqueeze", input);
  const at = normalizeDim("unsqueeze", dim, [...x.shape, 1]);
  const stride = at < x.ndim ? x.shape[at]! * x.strides[at]! : 1;
  const shape = x.shape.toSpliced(at, 0, 1);
  return viewOf(x, "UnsqueezeBackward0", shape, x.strides.toSpliced(at, 0, stride), reshapedTo(x.shape));
}

/**
 * Repeats dims of size 1, and adds dims in front, without copying: all repetitions are the same memory. −1 keeps a size.
 *
 * @throws RangeError if another size than 1 would have to change.
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.expand.html
 */
export function expand<Input extends TensorLike>(input: Input, shape: readonly number[]): Tensor<DTypeOf<Input>>;
export function expand(input: TensorLike, shape: readonly number[]): Tensor {
  const x = toTensor("expand", input);
  checkShape("expand", shape);
  const added = shape.length - x.ndim;
  if (added < 0) {
    throw new RangeError(
      `expand: the number of sizes provided (${shape.length}) must be greater or equal to the number of dimensions in ` +
        `the tensor (${x.ndim})`,
    );
  }
  const sizes = shape.map((size, d) => {
    const own = x.shape[d - added];
    if (size === -1 && own !== undefined) return own;
    if (!Number.isSafeInteger(size) || size < 0) {
      throw new RangeError(
        `expand: The expanded size of the tensor (${describe(size)}) isn't allowed ` +
          (size === -1 ? `in a leading, non-existing dimension ${d}` : `at dimension ${d}`) +
          "; sizes are integers from 0 on, or -1 for a dimension that exists",
      );
    }
    if (own !== undefined && own !== 1 && own !== size) {
      throw new RangeError(
        `expand: The expanded size of the tensor (${size}) must match the existing size (${own}) at non-singleton ` +
          `dimension ${d}.  Target sizes: [${shape.join(", ")}].  Tensor sizes: [${x.shape.join(", ")}]`,
      );
    }
    return size;
  });
  const strides = sizes.map((size, d) => (d >= added && x.shape[d - added] === size ? x.strides[d - added]! : 0));
  return viewOf(x, "ExpandBackward0", sizes, strides, repeated);
}

/**
 * The sub-tensor at one index of a dim; a negative index counts from the end.
 *
 * @throws RangeError if the index or the dim is out of range.
 * @see https://pytorch.org/docs/stable/generated/torch.select.html
 */
export function select<Input extends TensorLike>(input: Input, dim: number, index: number): Tensor<DTypeOf<Input>>;
export function select(input: TensorLike, dim: number, index: number): Tensor {
  const x = toTensor("select", input);
  if (x.ndim === 0) throw new RangeError("select: select() cannot be applied to a 0-dim tensor.");
  const at = normalizeDim("select", dim, x.shape);
  const size = x.shape[at]!;
  if (!Number.isInteger(index) || index < -size || index >= size) {
    throw new RangeError(
      `select: index ${describe(index)} is out of bounds for dimension ${at} with size ${size}; ` +
        `input has shape [${x.shape.join(", ")}]`,
    );
  }
  const skipped = (index < 0 ? index + size : index) * x.strides[at]!;
  const gradient = embeddedIn(x.shape, (base) => select(base, at, index));
  return viewOf(x, "SelectBackward0", x.shape.toSpliced(at, 1), x.strides.toSpliced(at, 1), gradient, skipped);
}

/**
 * `length` elements of a dim from `start` on, which may count from the end.
 *
 * @throws RangeError if they are not all there.
 * @see https://pytorch.org/docs/stable/generated/torch.narrow.html
 */
export function narrow<Input extends TensorLike>(
  input: Input,
  dim: number,
  start: number,
  length: number,
): Tensor<DTypeOf<Input>>;
export function narrow(input: TensorLike, dim: number, start: number, length: number): Tensor {
  const x = toTensor("narrow", input);
  if (x.ndim === 0) throw new RangeError("narrow: narrow() cannot be applied to a 0-dim tensor.");
  const at = normalizeDim("narrow", dim, x.shape);
  const size = x.shape[at]!;
  const first = start < 0 ? start + (size || 1) : start; // as a dim, an empty one has a place to begin
  if (!Number.isInteger(first) || !Number.isInteger(length) || first < 0 || length < 0 || first + length > size) {
    throw new RangeError(
      `narrow: start (${describe(start)}) + length (${describe(length)}) exceeds dimension size (${size}); ` +
        `input has shape [${x.shape.join(", ")}]`,
    );
  }
  return windowOf(x, "SliceBackward0", at, first, length);
}

/** Some elements of a dim, as narrow and split have them. */
export function windowOf(x: Tensor, gradName: string, dim: number, start: number, length: number): Tensor {
  const gradient = embeddedIn(x.shape, (base) => narrow(base, dim, start, length));
  return viewOf(x, gradName, x.shape.with(dim, length), x.strides, gradient, start * x.strides[dim]!);
}

/**
 * Every `step`-th element of a dim from `start` up to, not including, `end`, as Python's `x[start:end:step]`: negative
 * positions count from the end, and those beyond the ends stop there.
 *
 * @throws RangeError if the dim is out of range or the step is not an integer from 1 on.
 * @see https://pytorch.org/docs/stable/tensor_view.html
 */
export function slice<Input extends TensorLike>(
  input: Input,
  dim: number,
  start?: number,
  end?: number,
  step?: number,
): Tensor<DTypeOf<Input>>;
export function slice(input: TensorLike, dim: number, start = 0, end = Number.POSITIVE_INFINITY, step = 1): Tensor {
  const x = toTensor("slice", input);
  if (x.ndim === 0) throw new RangeError("slice: slice() cannot be applied to a 0-dim tensor.");
  const at = normalizeDim("slice", dim, x.shape);
  if (!Number.isInteger(step) || step < 1) {
    throw new RangeError(`slice: slice step must be positive; got ${describe(step)}`);
  }
  const size = x.shape[at]!;
  const position = (given: number): number => {
    if (typeof given !== "number" || (Number.isFinite(given) && !Number.isInteger(given)) || Number.isNaN(given)) {
      throw new RangeError(`slice: start and end must be integers, but got ${describe(given)}`);
    }
    return Math.max(0, Math.min(size, given < 0 ? given + size : given));
  };
  const first = position(start);
  const length = Math.max(0, Math.ceil((position(end) - first) / step));
  const strides = x.strides.with(at, x.strides[at]! * step);
  const gradient = embeddedIn(x.shape, (base) => slice(base, at, start, end, step));
  return viewOf(x, "SliceBackward0", x.shape.with(at, length), strides, gradient, first * x.strides[at]!);
}

/**
 * The dims from `startDim` to `endDim` as one, row by row: a view where the strides allow it, else a copy.
 *
 * @throws RangeError if a dim is out of range or the first comes after the last.
 * @see https://pytorch.org/docs/stable/generated/torch.flatten.html
 */
export function flatten<Input extends TensorLike>(
  input: Input,
  options?: { startDim?: number; endDim?: number },
): Tensor<DTypeOf<Input>>;
export function flatten(input: TensorLike, given?: { startDim?: number; endDim?: number }): Tensor {
  const { startDim, endDim } = readOptions("flatten", given, { startDim: 0, endDim: -1 });
  const x = toTensor("flatten", input);
  const first = normalizeDim("flatten", startDim, x.shape);
  const last = normalizeDim("flatten", endDim, x.shape);
  if (first > last) throw new RangeError("flatten: flatten() has invalid args: start_dim cannot come after end_dim");
  // One dim by itself: nothing to do, and no record to leave.
  if (first === last && x.ndim > 0) return x;
  const merged = x.shape.slice(first, last + 1).reduce((product, size) => product * size, 1);
  return reshaped(x, [...x.shape.slice(0, first), merged, ...x.shape.slice(last + 1)]);
}

/**
 * The tensor itself if its elements lie row by row without gaps, else a copy that does.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.contiguous.html
 */
export function contiguous<Input extends TensorLike>(input: Input): Tensor<DTypeOf<Input>>;
export function contiguous(input: TensorLike): Tensor {
  const x = toTensor("contiguous", input);
  return isContiguous(x.shape, x.strides) ? x : castTo(x, x.dtype);
}
