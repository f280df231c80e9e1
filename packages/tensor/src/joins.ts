// Several tensors as one, one as several, and elements picked by index.

import type { DTypeOf, TensorLike } from "./as-tensor.js";
import { toTensor } from "./as-tensor.js";
import { toTypedArray } from "./copies.js";
import { copyStrided } from "./copy.js";
import type { DType } from "./dtype.js";
import { promoteTypes } from "./dtype.js";
import type { Gradient } from "./graph.js";
import { needsGrad, record } from "./graph.js";
import { readOptions } from "./options.js";
import { produce } from "./out.js";
import type { PromoteAll } from "./promotion.js";
import { pick } from "./scatter-add.js";
import { describe, normalizeDim, sameShape } from "./shape.js";
import type { Tensor } from "./tensor.js";
import { narrow, reshape, unsqueeze, windowOf } from "./views.js";

interface JoinOptions {
  dim?: number;
  out?: Tensor;
}

const noOut = undefined as Tensor | undefined;

function toTensors(name: string, tensors: readonly TensorLike[]): Tensor[] {
  if (!Array.isArray(tensors) || tensors.length === 0) {
    throw new RangeError(`${name}: expected a non-empty list of Tensors, but got ${describe(tensors)}`);
  }
  return tensors.map((item) => toTensor(name, item));
}

/**
 * Tensors end to end along a dim that they have; all other sizes must agree.
 *
 * @throws RangeError if there are none, or their shapes do not fit together.
 * @see https://pytorch.org/docs/stable/generated/torch.cat.html
 */
export function cat<Input extends TensorLike>(
  tensors: readonly Input[],
  options?: JoinOptions,
): Tensor<PromoteAll<DTypeOf<Input>>>;
export function cat(tensors: readonly TensorLike[], given?: JoinOptions): Tensor {
  const { dim, out } = readOptions("cat", given, { dim: 0, out: noOut });
  const parts = toTensors("cat", tensors);
  const [joined, at] = join("cat", parts, dim, out);
  return needsGrad(parts) ? record(joined, "CatBackward0", parts, [], cuts(parts, at)) : joined;
}

/**
 * Tensors of one shape side by side along a new dim.
 *
 * @throws RangeError if there are none, or their shapes differ.
 * @see https://pytorch.org/docs/stable/generated/torch.stack.html
 */
export function stack<Input extends TensorLike>(
  tensors: readonly Input[],
  options?: JoinOptions,
): Tensor<PromoteAll<DTypeOf<Input>>>;
export function stack(tensors: readonly TensorLike[], given?: JoinOptions): Tensor {
  const { dim, out } = readOptions("stack", given, { dim: 0, out: noOut });
  const parts = toTensors("stack", tensors);
  const { shape } = parts[0]!;
  parts.forEach((part, i) => {
    if (!sameShape(part.shape, shape)) {
      throw new RangeError(
        `stack: stack expects each tensor to be equal size, but got [${shape.join(", ")}] at entry 0 and ` +
          `[${part.shape.join(", ")}] at entry ${i}`,
      );
    }
  });
  const at = normalizeDim("stack", dim, [...shape, 1]);
  const rows = parts.map((part) => unsqueeze(part, at));
  const [joined] = join("stack", rows, at, out);
  return needsGrad(parts) ? record(joined, "StackBackward0", parts, [], cuts(parts, at, 1)) : joined;
}

/** For each part, the piece of a gradient that belongs to it: as many elements of the dim as the part has, or `width`. */
function cuts(parts: readonly Tensor[], dim: number, width?: number): Gradient<[]>[] {
  let end = 0;
  return parts.map(({ shape }) => {
    const size = width ?? (isSkipped(shape) ? 0 : shape[dim]!);
    end += size;
    return cut(shape, dim, end - size, size);
  });
}

function cut(shape: readonly number[], dim: number, start: number, size: number): Gradient<[]> {
  return (gradient) => reshape(narrow(gradient, dim, start, size), shape);
}

/** torch's cat skips empty 1-d tensors, whatever the others' shapes. */
function isSkipped(shape: readonly number[]): boolean {
  return shape.length === 1 && shape[0] === 0;
}

function join(name: string, parts: Tensor[], dim: number, out: Tensor | undefined): [joined: Tensor, dim: number] {
  parts.forEach((part, i) => {
    if (part.ndim === 0) {
      throw new RangeError(`${name}: zero-dimensional tensor (at position ${i}) cannot be concatenated; stack() can`);
    }
  });
  const relevant = parts.filter(({ shape }) => !isSkipped(shape));
  const { shape: like } = relevant[0] ?? parts[0]!;
  const at = normalizeDim(name, dim, like);
  relevant.forEach((part) => {
    if (part.ndim !== like.length) {
      throw new RangeError(`${name}: Tensors must have same number of dimensions: got ${like.length} and ${part.ndim}`);
    }
    part.shape.forEach((size, d) => {
      if (d !== at && size !== like[d]) {
        throw new RangeError(
          `${name}: Sizes of tensors must match except in dimension ${at}. Expected size ${like[d]} but got size ${size} ` +
            `for tensor number ${parts.indexOf(part)} in the list.`,
        );
      }
    });
  });
  const dtype = parts.map((part) => part.dtype).reduce(promoteTypes);
  const shape = like.with(
    at,
    relevant.reduce((sum, part) => sum + part.shape[at]!, 0),
  );
  const joined = produce(name, out, dtype, shape, undefined, parts, (result) => {
    let start = 0;
    for (const part of relevant) {
      const size = part.shape[at]!;
      copyStrided(part.shape, part, narrow(result as Tensor, at, start, size));
      start += size;
    }
  });
  return [joined, at];
}

/**
 * A dim cut into views: into pieces of one size (the last may be smaller), or of the sizes given.
 *
 * @throws RangeError if the sizes are negative or do not sum to the dim's size.
 * @see https://pytorch.org/docs/stable/generated/torch.split.html
 */
export function split<Input extends TensorLike>(
  input: Input,
  splitSizeOrSections: number | readonly number[],
  options?: { dim?: number },
): Tensor<DTypeOf<Input>>[];
export function split(
  input: TensorLike,
  splitSizeOrSections: number | readonly number[],
  given?: { dim?: number },
): Tensor[] {
  const { dim } = readOptions("split", given, { dim: 0 });
  const x = toTensor("split", input);
  if (x.ndim === 0) throw new RangeError("split: split expects at least a 1-dimensional tensor");
  const at = normalizeDim("split", dim, x.shape);
  const size = x.shape[at]!;
  const gradName = typeof splitSizeOrSections === "number" ? "SplitBackward0" : "SplitWithSizesBackward0";
  let end = 0;
  return sectionSizes(splitSizeOrSections, size, dim).map((length) => {
    end += length;
    return windowOf(x, gradName, at, end - length, length);
  });
}

function sectionSizes(sections: number | readonly number[], size: number, dim: number): readonly number[] {
  if (typeof sections === "number") {
    if (!Number.isSafeInteger(sections) || sections < 0) {
      throw new RangeError(`split: split expects split_size be non-negative, but got split_size=${sections}`);
    }
    if (sections === 0 && size > 0) {
      throw new RangeError(`split: split_size can only be 0 if dimension size is 0, but got dimension size of ${size}`);
    }
    const count = Math.max(1, Math.ceil(size / (sections || 1)));
    return Array.from({ length: count }, (_, i) => Math.min(sections, size - i * sections));
  }
  if (!Array.isArray(sections)) {
    throw new TypeError(`split: expected a size or an array of sizes, but got ${describe(sections)}`);
  }
  const got = `, but got split_sizes=[${sections.map(describe).join(", ")}]`;
  if (!sections.every((length) => Number.isSafeInteger(length) && length >= 0)) {
    throw new RangeError(`split: split_with_sizes expects split_sizes have only non-negative entries${got}`);
  }
  if (sections.reduce((sum, length) => sum + length, 0) !== size) {
    throw new RangeError(
      `split: split_with_sizes expects split_sizes to sum exactly to ${size} (input tensor's size at dimension ${dim})${got}`,
    );
  }
  return sections;
}

/**
 * Elements picked along a dim: result[i][j] = input[index[i][j]][j] for dim 0, and so on.
 *
 * @throws RangeError if an index is out of bounds or its shape does not fit; TypeError unless index is int64.
 * @see https://pytorch.org/docs/stable/generated/torch.gather.html
 */
export function gather<Input extends TensorLike>(
  input: Input,
  dim: number,
  index: TensorLike,
  options?: { out?: Tensor },
): Tensor<DTypeOf<Input>>;
export function gather(input: TensorLike, dim: number, index: TensorLike, given?: { out?: Tensor }): Tensor {
  const { out } = readOptions("gather", given, { out: noOut });
  const x = toTensor("gather", input);
  const at = normalizeDim("gather", dim, x.shape);
  const where = toTensor("gather", index);
  checkIndex(x, at, where);
  if (out === undefined) return pick(x, at, where);
  // Not right into the caller's out: it may be the input, of which an element is picked after it was written.
  return produce("gather", out, x.dtype as DType, where.shape, undefined, [x, where], (result) => {
    copyStrided(where.shape, pick(x, at, where), result);
  });
}

function checkIndex(x: Tensor, dim: number, index: Tensor): void {
  if (index.dtype !== "int64") {
    throw new TypeError(`gather(): Expected dtype int64 for index, but got ${index.dtype}; bigints make int64`);
  }
  if (Math.max(index.ndim, 1) !== Math.max(x.ndim, 1)) {
    throw new RangeError(
      "gather: Index tensor must have the same number of dimensions as input tensor; got shapes " +
        `[${index.shape.join(", ")}] and [${x.shape.join(", ")}]`,
    );
  }
  index.shape.forEach((size, d) => {
    if (d !== dim && size > x.shape[d]!) {
      throw new RangeError(
        `gather: Size does not match at dimension ${d} expected index [${index.shape.join(", ")}] to be smaller than ` +
          `self [${x.shape.join(", ")}] apart from dimension ${dim}`,
      );
    }
  });
  const size = x.shape[dim] ?? 1;
  for (const place of toTypedArray(index as Tensor<"int64">)) {
    if (place < 0n || place >= size) {
      throw new RangeError(`gather: index ${place} is out of bounds for dimension ${dim} with size ${size}`);
    }
  }
}
