import type { DType, TensorData } from "./dtype.js";
import { allocate, converter, STORAGE } from "./dtype.js";
import { record } from "./graph.js";
import { contiguousStrides, isContiguous, numelOf } from "./shape.js";
import { Tensor } from "./tensor.js";

/** A strided window on a typed array, as far as copying cares. */
export interface Strided {
  readonly data: TensorData;
  readonly dtype: DType;
  readonly strides: readonly number[];
  readonly offset: number;
}

/** A row-major copy, cast to a dtype as torch casts, through which gradients flow back. */
export function castTo<D extends DType>(source: Tensor, dtype: D): Tensor<D> {
  const name = source.dtype === dtype ? "CloneBackward0" : "ToCopyBackward0";
  return record(copyOf(source, dtype), name, [source], [], [(gradient) => gradient]);
}

/** A row-major copy in memory of its own, cast to a dtype as torch casts. */
export function copyOf<D extends DType>(source: Tensor, dtype: D): Tensor<D> {
  const { shape, strides, numel } = source;
  const copy = new Tensor(allocate(dtype, numel), dtype, shape);
  if (!isContiguous(shape, strides)) copyStrided(shape, source, copy);
  else if (source.dtype !== dtype) cast(numel, source, copy);
  else copyStrided([numel], { ...source, strides: [1] }, { ...copy, strides: [1] });
  return copy;
}

/** Copies every element of a shape from one strided place to another, cast to its dtype. */
export function copyStrided(shape: readonly number[], from: Strided, to: Strided): void {
  if (from.dtype === to.dtype) {
    move(shape, from, to);
    return;
  }
  // Elements are moved or cast, never both at once: one loop for all pairs of dtypes would be slow.
  const source = isContiguous(shape, from.strides) ? from : blank(shape, from.dtype);
  const target = isContiguous(shape, to.strides) ? to : blank(shape, to.dtype);
  if (source !== from) move(shape, from, source);
  cast(numelOf(shape), source, target);
  if (target !== to) move(shape, target, to);
}

function blank(shape: readonly number[], dtype: DType): Strided {
  return { data: allocate(dtype, numelOf(shape)), dtype, strides: contiguousStrides(shape), offset: 0 };
}

// V8 fits a loop to the classes of typed array that it meets, up to four. With a fifth, every element costs 40 ns instead
// of 2, of whichever class it is. So the loops below meet four at most, whatever dtypes a program uses.

/** A strided window on a typed array, as far as its two innermost dims go. */
interface Plane {
  readonly data: TensorData;
  readonly row: number;
  readonly column: number;
}

/** The same elements in other places. */
function move(shape: readonly number[], from: Strided, to: Strided): void {
  const ndim = shape.length;
  const rows = shape[ndim - 2] ?? 1;
  const columns = shape[ndim - 1] ?? 1;
  const source = planeOf(from, ndim);
  const target = planeOf(to, ndim);
  const runs = columns > 32 && target.column === 1 && (source.column === 1 || source.column === 0);
  if (from.dtype === "int64" && !runs) {
    move([...shape, 2], asInt32(from), asInt32(to));
    return;
  }
  const movePlane = runs ? moveRuns : loopOf(source.data);
  const visit = (dim: number, s: number, t: number): void => {
    if (dim >= ndim - 2) movePlane(source, s, target, t, rows, columns);
    else for (let i = 0; i < shape[dim]!; i++) visit(dim + 1, s + i * from.strides[dim]!, t + i * to.strides[dim]!);
  };
  visit(0, from.offset, to.offset);
}

function planeOf({ data, strides }: Strided, ndim: number): Plane {
  return { data: asBits(data), row: strides[ndim - 2] ?? 0, column: strides[ndim - 1] ?? 1 };
}

/** What has up to 16 bits as unsigned integers of as many, so that fewer classes are about. */
function asBits(data: TensorData): TensorData {
  const { buffer, byteOffset, length, BYTES_PER_ELEMENT: bytes } = data;
  return bytes > 2 ? data : new STORAGE[bytes > 1 ? "bfloat16" : "uint8"](buffer, byteOffset, length);
}

/** An int64 is two int32 side by side: a loop over bigints would make an object of each. */
function asInt32({ data, strides, offset }: Strided): Strided {
  const words = new Int32Array(data.buffer, data.byteOffset, data.length * 2);
  return { data: words, dtype: "int32", strides: [...strides.map((stride) => stride * 2), 1], offset: offset * 2 };
}

function moveRuns(from: Plane, s: number, to: Plane, t: number, rows: number, columns: number): void {
  // One type stands for all: the arrays are of one class.
  const [source, target] = [from.data as Float64Array, to.data as Float64Array];
  for (let r = 0; r < rows; r++, s += from.row, t += to.row) {
    if (from.column === 1) target.set(source.subarray(s, s + columns), t);
    else target.fill(source[s]!, t, t + columns);
  }
}

function loopOf(data: TensorData): typeof moveFloat32 {
  if (data instanceof Float32Array) return moveFloat32;
  return data instanceof Float64Array ? moveFloat64 : moveIntegers;
}

/** Four rows at a time: where they are neighbours in memory, as those of a transposed matrix, a cache line serves all. */
function moveFloat32(from: Plane, s: number, to: Plane, t: number, rows: number, columns: number): void {
  const [source, target] = [from.data as Float32Array, to.data as Float32Array];
  const [s1, s2, s3] = [from.row, from.row * 2, from.row * 3];
  const [t1, t2, t3] = [to.row, to.row * 2, to.row * 3];
  let r = 0;
  for (; r + 3 < rows; r += 4, s += from.row * 4, t += to.row * 4) {
    for (let c = 0, i = s, j = t; c < columns; c++, i += from.column, j += to.column) {
      target[j] = source[i]!;
      target[j + t1] = source[i + s1]!;
      target[j + t2] = source[i + s2]!;
      target[j + t3] = source[i + s3]!;
    }
  }
  for (; r < rows; r++, s += from.row, t += to.row) {
    for (let c = 0, i = s, j = t; c < columns; c++, i += from.column, j += to.column) target[j] = source[i]!;
  }
}

/** moveFloat32 once more, to the letter: a loop that meets one class takes 1.4 ns an element, one that meets two 2. */
function moveFloat64(from: Plane, s: number, to: Plane, t: number, rows: number, columns: number): void {
  const [source, target] = [from.data as Float64Array, to.data as Float64Array];
  const [s1, s2, s3] = [from.row, from.row * 2, from.row * 3];
  const [t1, t2, t3] = [to.row, to.row * 2, to.row * 3];
  let r = 0;
  for (; r + 3 < rows; r += 4, s += from.row * 4, t += to.row * 4) {
    for (let c = 0, i = s, j = t; c < columns; c++, i += from.column, j += to.column) {
      target[j] = source[i]!;
      target[j + t1] = source[i + s1]!;
      target[j + t2] = source[i + s2]!;
      target[j + t3] = source[i + s3]!;
    }
  }
  for (; r < rows; r++, s += from.row, t += to.row) {
    for (let c = 0, i = s, j = t; c < columns; c++, i += from.column, j += to.column) target[j] = source[i]!;
  }
}

/** Int32Array, Uint16Array or Uint8Array, of which one type stands for all. */
function moveIntegers(from: Plane, s: number, to: Plane, t: number, rows: number, columns: number): void {
  const [source, target] = [from.data as Int32Array, to.data as Int32Array];
  for (let r = 0; r < rows; r++, s += from.row, t += to.row) {
    for (let c = 0, i = s, j = t; c < columns; c++, i += from.column, j += to.column) target[j] = source[i]!;
  }
}

/** Elements that are cast at a time where a function has to see each. */
const CHUNK = 4096;

/** Elements that are cast before the arrays to cast more of them would be made. */
const FEW = 8;

/** Casts a contiguous run. */
function cast(count: number, from: Strided, to: Strided): void {
  const convert = converter(from.dtype, to.dtype) as ((value: number) => number) | undefined;
  if (count <= FEW) {
    const [source, target] = [from.data as Float64Array, to.data as Float64Array];
    for (let i = 0; i < count; i++) {
      const value = source[from.offset + i]!;
      target[to.offset + i] = convert ? convert(value) : value;
    }
    return;
  }
  const source = from.data.subarray(from.offset, from.offset + count) as Float64Array;
  const target = to.data.subarray(to.offset, to.offset + count) as Float64Array;
  if (!convert) {
    target.set(source); // the engine's own loop: 0.1 ns an element
    return;
  }
  for (let start = 0; start < count; start += CHUNK) {
    const given = source.subarray(start, start + CHUNK);
    const wanted = target.subarray(start, start + CHUNK);
    const values = isCode(given) ? given : new Float64Array(given);
    const results = isCode(wanted) ? wanted : new Float64Array(wanted.length);
    for (let i = 0; i < values.length; i++) results[i] = convert(values[i]!);
    if (results !== wanted) wanted.set(results);
  }
}

/** Whether the elements are no numbers by themselves: bigints, or the bits of a half. */
function isCode(data: TensorData): boolean {
  return data instanceof BigInt64Array || data instanceof Uint16Array;
}
