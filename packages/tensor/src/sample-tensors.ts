// Tensors for tests: every shape, every way of lying in memory, and how to read them without the code under test.

import { tensor } from "./as-tensor.js";
import type { DType } from "./dtype.js";
import { allocate } from "./dtype.js";
import { contiguousStrides, numelOf } from "./shape.js";
import { Tensor } from "./tensor.js";

/** One shape of each kind: 0-d, empty, with dims of size 1, up to 6-d. */
export const SHAPES: readonly (readonly number[])[] = [
  [],
  [0],
  [1],
  [7],
  [2, 0, 3],
  [4, 0],
  [3, 4],
  [1, 6],
  [2, 3, 4],
  [2, 1, 3, 2],
  [2, 2, 1, 3, 2],
  [2, 1, 2, 3, 1, 2],
];

/** n numbers between −6 and 6, the same for the same seed, exact in float32. */
export function drawn(n: number, seed = 1): number[] {
  let state = seed;
  return Array.from({ length: n }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return Math.fround((state / 2 ** 32) * 12 - 6);
  });
}

/** Tensors of one shape, by how they lie in memory. */
export function layouts<D extends DType>(shape: readonly number[], dtype: D): Record<string, Tensor<D>> {
  const numel = numelOf(shape);
  const strides = contiguousStrides(shape);
  const place = (at: readonly number[], offset: number, length: number): Tensor<D> =>
    new Tensor(tensor(drawn(length, length + 1), { dtype }).data, dtype, shape, at, offset);
  /** The strides of a tensor whose dims lie in memory in another order, the slowest first. */
  const ordered = (order: number[]): number[] => {
    const inMemory = contiguousStrides(order.map((d) => shape[d]!));
    return shape.map((_, d) => inMemory[order.indexOf(d)]!);
  };
  const dims = shape.map((_, d) => d);
  const doubled = contiguousStrides(shape.map((size) => 2 * size)).map((stride) => 2 * stride);
  return {
    contiguous: place(strides, 0, numel),
    transposed: place(ordered(dims.toReversed()), 0, numel),
    permuted: place(ordered([...dims.slice(1), ...dims.slice(0, 1)]), 0, numel),
    offset: place(strides, 5, numel + 9),
    stepped: place(doubled, 1, numel * 2 ** shape.length + 2),
    // What ndarray's step(-1) makes.
    flipped: place(
      strides.map((stride) => -stride),
      Math.max(numel - 1, 0),
      numel,
    ),
    "expanded at the front": place([0, ...strides.slice(1)].slice(0, shape.length), 0, numel + 1),
    "expanded at the end": place(
      dims.map((d) => (d === shape.length - 1 ? 0 : strides[d]!)),
      0,
      numel + 1,
    ),
  };
}

/** The elements as they are stored, in row-major order, read one by one. */
export function elementsOf({ data, shape, strides, offset }: Tensor): (number | bigint)[] {
  const found: (number | bigint)[] = [];
  const visit = (dim: number, index: number): void => {
    if (dim === shape.length) found.push(data[index]!);
    else for (let i = 0; i < shape[dim]!; i++) visit(dim + 1, index + i * strides[dim]!);
  };
  visit(0, offset);
  return found;
}

/** The same elements in memory of their own, row by row. */
export function contiguousCopy<D extends DType>(input: Tensor<D>): Tensor<D> {
  const data = allocate(input.dtype, input.numel);
  elementsOf(input).forEach((element, i) => {
    data[i] = element as never;
  });
  return new Tensor(data, input.dtype, [...input.shape]);
}

/** The same tensor with two dims exchanged. */
export function transposed<D extends DType>(input: Tensor<D>, a: number, b: number): Tensor<D> {
  const swap = (items: readonly number[]): number[] => items.map((_, d) => items[d === a ? b : d === b ? a : d]!);
  return new Tensor(input.data, input.dtype, swap(input.shape), swap(input.strides), input.offset);
}
