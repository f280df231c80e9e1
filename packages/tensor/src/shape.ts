// Shapes and strides: plain arrays of numbers, and the sentences torch says when they do not fit.

/** The number of elements a shape holds: the product of its sizes, 1 for a 0-d shape. */
export function numelOf(shape: readonly number[]): number {
  let numel = 1;
  for (let d = 0; d < shape.length; d++) numel *= shape[d]!;
  return numel;
}

/** Row-major strides. A size of 0 counts as 1, as in torch. */
export function contiguousStrides(shape: readonly number[]): number[] {
  const strides: number[] = new Array(shape.length);
  let stride = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    strides[d] = stride;
    stride *= shape[d]! || 1;
  }
  return strides;
}

/** Whether the elements lie in row-major order without gaps. Dims of size 1 may have any stride. */
export function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    const size = shape[d]!;
    if (size !== 1 && strides[d] !== expected) return numelOf(shape) === 0;
    expected *= size;
  }
  return true;
}

/** Whether the elements fill one gapless run of memory, in whatever order of dims. */
export function isDense(shape: readonly number[], strides: readonly number[]): boolean {
  if (isContiguous(shape, strides)) return true;
  const dims = shape.map((_, d) => d).sort((a, b) => strides[b]! - strides[a]!);
  return isContiguous(
    dims.map((d) => shape[d]!),
    dims.map((d) => strides[d]!),
  );
}

/** dim counted from the front; negative dims count from the end. A 0-d tensor accepts 0 and -1. */
export function normalizeDim(name: string, dim: number, shape: readonly number[]): number {
  const ndim = shape.length || 1;
  if (!Number.isInteger(dim)) {
    throw new TypeError(`${name}: dim must be an integer (-1 is the last), but got ${describe(dim)}`);
  }
  if (dim < -ndim || dim >= ndim) {
    throw new RangeError(
      `${name}: Dimension out of range (expected to be in range of [${-ndim}, ${ndim - 1}], but got ${dim}); ` +
        `input has shape [${shape.join(", ")}]`,
    );
  }
  return dim < 0 ? dim + ndim : dim;
}

/** The dims that are named, counted from the front, in order. */
export function normalizeDims(name: string, dims: number | readonly number[], shape: readonly number[]): number[] {
  if (typeof dims === "number") return [normalizeDim(name, dims, shape)];
  const named = [dims].flat().map((dim) => normalizeDim(name, dim, shape));
  const twice = named.sort((a, b) => a - b).find((dim, i) => dim === named[i + 1]);
  if (twice !== undefined) throw new RangeError(`${name}: dim ${twice} appears multiple times in the list of dims`);
  return named;
}

/** The shape that two shapes broadcast to. */
export function broadcastShapes(name: string, a: readonly number[], b: readonly number[]): number[] {
  const ndim = Math.max(a.length, b.length);
  const shape: number[] = new Array(ndim);
  for (let d = ndim - 1; d >= 0; d--) {
    const [fromA, fromB] = [d - ndim + a.length, d - ndim + b.length];
    const sizeA = fromA < 0 ? 1 : a[fromA]!;
    const sizeB = fromB < 0 ? 1 : b[fromB]!;
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) {
      throw new RangeError(
        `${name}: The size of tensor a (${sizeA}) must match the size of tensor b (${sizeB}) at non-singleton ` +
          `dimension ${d}; got shapes [${a.join(", ")}] and [${b.join(", ")}]`,
      );
    }
    shape[d] = sizeA === 1 ? sizeB : sizeA;
  }
  return shape;
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, d) => size === b[d]);
}

/** What was given, in a few words, for the end of an error message. */
export function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value).slice(0, 40);
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return `an array of length ${value.length}`;
  return Object(value) === value ? `a value of type ${tagOf(value)}` : String(value);
}

export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** "Float32Array", "Function", "Object", "Map": what a value is by its own account, in every realm. */
export function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

/** The shape with its one -1, if any, worked out, as torch.reshape; its sizes must hold exactly numel elements. */
export function inferShape(name: string, shape: readonly number[], numel: number): number[] {
  checkShape(name, shape);
  const sizes = [...shape];
  const inferred = sizes.indexOf(-1);
  if (inferred >= 0 && sizes.indexOf(-1, inferred + 1) >= 0) {
    throw new RangeError(`${name}: only one dimension can be inferred; got shape [${sizes.join(", ")}]`);
  }
  const given = sizes.map((size, d) => (d === inferred ? 1 : size));
  checkSizes(name, given);
  const known = numelOf(given);
  if (inferred >= 0 && known === 0 && numel === 0) {
    throw new RangeError(
      `${name}: cannot reshape tensor of 0 elements into shape [${shape.join(", ")}] because the unspecified dimension ` +
        "size -1 can be any value and is ambiguous",
    );
  }
  if (inferred >= 0) sizes[inferred] = numel / known;
  if (inferred >= 0 ? !known || numel % known !== 0 : known !== numel) {
    throw new RangeError(`${name}: shape '[${shape.join(", ")}]' is invalid for input of size ${numel}`);
  }
  return sizes;
}

export function checkShape(name: string, shape: unknown): void {
  if (!Array.isArray(shape)) {
    throw new TypeError(`${name}: shape must be an array of sizes such as [2, 3], but got ${describe(shape)}`);
  }
}

/** Throws unless every size is a whole number from 0 on, and the product, too, small enough to count. */
export function checkSizes(name: string, shape: readonly number[]): void {
  if (!shape.every((size) => Number.isInteger(size) && size >= 0) || numelOf(shape) > 2 ** 53) {
    throw new RangeError(
      `${name}: sizes must be integers from 0 on, not beyond 2^53, but got shape [${shape.map(describe).join(", ")}]`,
    );
  }
}

/** The lowest and the highest index in its data that a view (of one element or more) reaches. */
export function extent(
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
): [first: number, last: number] {
  let first = offset;
  let last = offset;
  for (let d = 0; d < shape.length; d++) {
    const reach = (shape[d]! - 1) * strides[d]!;
    if (reach < 0) first += reach;
    else last += reach;
  }
  return [first, last];
}
