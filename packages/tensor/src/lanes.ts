// Any strided tensors, walked together as contiguous lanes.

import { copyStrided } from "./copy.js";
import type { DType, TensorData } from "./dtype.js";
import { allocate, laneDType } from "./dtype.js";
import { contiguousStrides, isContiguous, numelOf, sameShape } from "./shape.js";
import type { Tensor } from "./tensor.js";

/** Elements of a block: what is gathered and computed at a time, so that it stays in the cache. */
const BLOCK = 16384;
/** Elements of a row in such a block. 16 rows of them fit, and 16 neighbours across the rows share a cache line. */
const ROW = 1024;
/** Rows longer than a block are gathered 16 at a time up to this many elements in all: 4 MB of float32. */
const LONG = 2 ** 20;

/** One tensor of a walk, seen in the walk's shape. */
export interface Operand {
  readonly tensor: Tensor;
  /** Its strides in that shape; 0 where it is broadcast. */
  readonly strides: readonly number[];
  /** Whether the walk writes it. */
  readonly output?: boolean | undefined;
  /** The size of its last dim, where that differs from the walk's: 1 for the result of a reduction. */
  readonly width?: number | undefined;
  /** The dtype that its lanes hold, where laneDType of its own is not wanted. */
  readonly lane?: DType | undefined;
}

/** Computes `rows` lanes of `length` elements each, end to end in `lanes`, which come in the order of the operands. */
export type Run = (lanes: TensorData[], rows: number, length: number) => void;

/**
 * Hands every element of a shape to `run` as contiguous lanes of each operand: straight from memory where they lie so,
 * else gathered a block at a time, and scattered afterwards if it is an output.
 *
 * With `whole`, a lane is a whole row of the last dim; without, it is any run of elements.
 */
export function walk(shape: readonly number[], operands: readonly Operand[], whole: boolean, run: Run): void {
  if (numelOf(shape) === 0) return;
  // Most calls end here, and small ones should: to sort out the dims costs more than to compute a hundred elements.
  if (runInPlace(shape, operands, undefined, whole, run)) return;
  const merged = mergeDims(shape, operands, whole);
  if (runInPlace(merged.shape, operands, merged.strides, whole, run)) return;

  const last = merged.shape.length - 1;
  const places = operands.map((operand, i) => lanePlace(operand, merged.strides[i]!));
  const block = blockShape(merged.shape, whole);
  const index = block.map(() => 0);
  for (let d = 0; d >= 0; ) {
    const sizes = block.map((size, dim) => Math.min(size, merged.shape[dim]! - index[dim]!));
    const count = numelOf(sizes);
    const length = whole ? sizes[last]! : count;
    run(
      places.map((place) => place.open(sizes, index)),
      count / length,
      length,
    );
    for (const place of places) place.close();
    for (d = last; d >= 0; d--) {
      index[d]! += block[d]!;
      if (index[d]! < merged.shape[d]!) break;
      index[d] = 0;
    }
  }
}

/**
 * The elements of a tensor as one lane of a shape, row by row, if that takes no walk: they lie so in memory, or are but one.
 * Who has such lanes can do without a walk, and small calls should: it costs more than to compute fifty elements.
 */
export function laneOf(tensor: Tensor, lane: DType, shape: readonly number[]): TensorData | undefined {
  if (sameShape(tensor.shape, shape)) return laneInPlace(tensor, lane, shape, tensor.strides, tensor.offset);
  return tensor.ndim === 0 ? repeated(tensor, [], lane, numelOf(shape)) : undefined;
}

/**
 * Walks whole rows along one dim of tensors that agree in all other dims. `roles` says what each tensor is; one whose own
 * size along the dim is the result's, not the first tensor's, is given as its width.
 */
export function walkRows(
  tensors: readonly Tensor[],
  dim: number,
  roles: readonly Omit<Operand, "tensor" | "strides">[],
  run: Run,
): void {
  // The dim goes last. A 0-d tensor is a row of one.
  const dimLast = (items: readonly number[]) =>
    items.length > 0 && dim === items.length - 1
      ? items
      : [...items.slice(0, dim), ...items.slice(dim + 1), items[dim] ?? 1];
  const operands = tensors.map((tensor, i): Operand => {
    const { output = false, width, lane } = roles[i]!;
    return { tensor, strides: dimLast(tensor.strides), output, width, lane };
  });
  walk(dimLast(tensors[0]!.shape), operands, true, run);
}

/** Runs over all elements at once if they lie as lanes in memory already (with other strides than their own, if given). */
function runInPlace(
  shape: readonly number[],
  operands: readonly Operand[],
  strides: readonly (readonly number[])[] | undefined,
  whole: boolean,
  run: Run,
): boolean {
  const count = numelOf(shape);
  const lanes: TensorData[] = [];
  for (let i = 0; i < operands.length; i++) {
    const operand = operands[i]!;
    const { tensor, lane: dtype = laneDType(tensor.dtype), output } = operand;
    const own = strides ? strides[i]! : operand.strides;
    const lane =
      laneInPlace(tensor, dtype, sizesOf(operand, shape), own, tensor.offset) ??
      (output ? undefined : repeated(tensor, own, dtype, count));
    if (!lane) return false;
    lanes.push(lane);
  }
  const length = whole ? shape[shape.length - 1]! : count;
  run(lanes, count / length, length);
  return true;
}

/** A tensor's elements in its own memory, if they lie there as a lane of this dtype has them. */
function laneInPlace(
  { data, dtype }: Tensor,
  lane: DType,
  sizes: readonly number[],
  strides: readonly number[],
  offset: number,
): TensorData | undefined {
  if (dtype !== lane || !isContiguous(sizes, strides)) return undefined;
  const count = numelOf(sizes);
  return count === data.length ? data : data.subarray(offset, offset + count);
}

/** A lane of one element that is broadcast to all places of a block or less, where there is no such lane in memory. */
function repeated(
  { data, dtype, offset }: Tensor,
  strides: readonly number[],
  lane: DType,
  count: number,
): TensorData | undefined {
  if (dtype !== lane || count > BLOCK) return undefined;
  for (let d = 0; d < strides.length; d++) if (strides[d] !== 0) return undefined;
  return (allocate(dtype, count) as Float32Array).fill(data[offset] as number);
}

function sizesOf({ width }: Operand, sizes: readonly number[]): readonly number[] {
  if (width === undefined) return sizes;
  const own = sizes.slice();
  own[own.length - 1] = width;
  return own;
}

/** Where one operand's lanes are: in its own memory, or in a scratch that is filled before and emptied after. */
interface LanePlace {
  open(sizes: readonly number[], index: readonly number[]): TensorData;
  close(): void;
}

function lanePlace(operand: Operand, strides: number[]): LanePlace {
  const { tensor, output } = operand;
  const { data, dtype } = tensor;
  const lane = operand.lane ?? laneDType(dtype);
  let scratch: TensorData | undefined;
  // Which elements the scratch holds: those of a broadcast row serve block after block.
  let held: { offset: number; shape: readonly number[] } | undefined;
  let scatter: (() => void) | undefined;
  return {
    open(sizes, index) {
      const shape = sizesOf(operand, sizes);
      const offset = index.reduce((sum, i, d) => sum + i * strides[d]!, tensor.offset);
      scatter = undefined;
      const inPlace = laneInPlace(tensor, lane, shape, strides, offset);
      if (inPlace) return inPlace;
      const count = numelOf(shape);
      scratch ??= allocate(lane, count);
      const lanes = scratch.length === count ? scratch : scratch.subarray(0, count);
      const there = { data, dtype, strides, offset };
      const here = { data: lanes as TensorData, dtype: lane, strides: contiguousStrides(shape), offset: 0 };
      if (output) scatter = () => copyStrided(shape, here, there);
      else if (held?.offset !== offset || !sameShape(held.shape, shape)) copyStrided(shape, there, here);
      held = { offset, shape };
      return here.data;
    },
    close() {
      scatter?.();
    },
  };
}

/** The largest part of a shape that fits a block, filled from the innermost dim on. */
function blockShape(shape: readonly number[], whole: boolean): number[] {
  const block: number[] = [];
  let room = BLOCK;
  for (let d = shape.length - 1; d >= 0; d--) {
    const size = shape[d]!;
    const innermost = block.length === 0;
    const fits = !innermost ? room : whole ? size : shape.length > 1 ? ROW : BLOCK;
    block.unshift(Math.min(size, fits));
    room = Math.max(Math.floor(room / block[0]!), 1);
    if (innermost && whole && size > ROW) room = Math.max(Math.min(16, Math.floor(LONG / size)), 1);
  }
  return block;
}

/** The same elements in as few dims as will do, the slowest in memory first. */
function mergeDims(shape: readonly number[], operands: readonly Operand[], whole: boolean) {
  const lastRow = shape.length - (whole ? 1 : 0); // a whole lane stays the last dim, and by itself
  const order = memoryOrder(
    shape.slice(0, lastRow),
    operands.map((operand) => operand.strides),
  );
  const merged = { shape: [] as number[], strides: operands.map(() => [] as number[]) };
  for (const d of order) {
    const size = shape[d]!;
    if (size === 1) continue;
    const outer = merged.shape.length - 1;
    if (outer >= 0 && operands.every(({ strides }, i) => merged.strides[i]![outer] === strides[d]! * size)) {
      merged.shape[outer]! *= size;
      operands.forEach(({ strides }, i) => {
        merged.strides[i]![outer] = strides[d]!;
      });
    } else {
      merged.shape.push(size);
      operands.forEach(({ strides }, i) => {
        merged.strides[i]!.push(strides[d]!);
      });
    }
  }
  if (whole) {
    merged.shape.push(shape[lastRow]!);
    operands.forEach(({ strides }, i) => {
      merged.strides[i]!.push(strides[lastRow]!);
    });
  }
  return merged;
}

/**
 * The dims of a shape from the slowest in memory to the fastest, as torch's TensorIterator orders them: by the strides of
 * the first operand that tells two dims apart, else as they stand.
 */
export function memoryOrder(shape: readonly number[], strides: readonly (readonly number[])[]): number[] {
  /** Above 0 if dim a is slower in memory than dim b, below 0 if it is faster, 0 if nothing tells. */
  const compare = (a: number, b: number): number => {
    for (const stride of strides) {
      if (stride[a] === 0 || stride[b] === 0) continue;
      if (stride[a] !== stride[b]) return stride[a]! - stride[b]!;
      if (shape[a]! > shape[b]!) return 1;
    }
    return 0;
  };
  // An insertion sort by hand: "nothing tells" is no order that Array.prototype.sort could keep.
  const fastest = shape.map((_, d) => shape.length - 1 - d);
  for (let i = 1; i < fastest.length; i++) {
    for (let at = i, before = i - 1; before >= 0; before--) {
      const order = compare(fastest[before]!, fastest[at]!);
      if (order < 0) break;
      if (order > 0) {
        [fastest[before], fastest[at]] = [fastest[at]!, fastest[before]!];
        at = before;
      }
    }
  }
  return fastest.reverse();
}

/** Strides for a new tensor without gaps whose dims lie in memory as those of the operands do. */
export function stridesLike(shape: readonly number[], strides: readonly (readonly number[])[]): number[] {
  if (inOrder(shape, strides)) return contiguousStrides(shape);
  const result: number[] = [];
  let stride = 1;
  for (const d of memoryOrder(shape, strides).reverse()) {
    result[d] = stride;
    stride *= shape[d]! || 1;
  }
  return result;
}

/** Whether one operand tells by itself that the dims lie in memory as they stand, which is what most do. */
function inOrder(shape: readonly number[], strides: readonly (readonly number[])[]): boolean {
  for (let i = 0; i < strides.length; i++) {
    const own = strides[i]!;
    let repeats = 0;
    for (let d = 0; d < shape.length; d++) {
      if (own[d] === 0) repeats++;
      if (d === 0 || own[d - 1]! > own[d]!) continue;
      // Where the strides are equal the next operand may tell.
      const last = i === strides.length - 1;
      if (!last || own[d - 1] !== own[d] || shape[d - 1]! < shape[d]!) return false;
    }
    if (repeats < shape.length) return repeats === 0;
  }
  return true;
}
