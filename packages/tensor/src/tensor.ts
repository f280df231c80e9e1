import type { DataOf, DType } from "./dtype.js";
import { decoder } from "./dtype.js";
import { formatTensor } from "./format.js";
import type { GradFn } from "./graph.js";
import { attach, gradMode } from "./graph.js";
import { contiguousStrides, isObject, numelOf } from "./shape.js";

/** Marks tensors across copies of this package, where `instanceof` would say no. */
const BRAND = /* @__PURE__ */ Symbol.for("actfn.Tensor");

/** Nested arrays as `toArray()` answers them; a bare value for a 0-d tensor. */
export type Nested<Value> = Value | Nested<Value>[];
/** What one element reads as: boolean for bool, number for everything else. */
export type ElementOf<D extends DType> = D extends "bool" ? boolean : number;

/**
 * A strided window on a typed array: PyTorch's tensor, less its methods, which are functions here so that a bundler can
 * drop the ones you do not use.
 *
 * Make one with `tensor(values)`; element `[i, j]` is `data[offset + i * strides[0] + j * strides[1]]`.
 */
export class Tensor<D extends DType = DType> {
  /** The storage, shared by all views of it. */
  readonly data: DataOf<D>;
  readonly dtype: D;
  /** The size of each dim; `[]` for a 0-d tensor. */
  readonly shape: readonly number[];
  /** How many elements of `data` lie between neighbours along each dim. */
  readonly strides: readonly number[];
  /** Where in `data` the first element is. */
  readonly offset: number;
  /** The number of elements. */
  readonly numel: number;
  /** Whether functions of it are recorded, so that `backward` can find its gradient. */
  readonly requiresGrad: boolean;
  /** What `backward` has added up, of a tensor that was made with `requiresGrad`. */
  grad: Tensor<D> | null;
  /** How it came about, if that was recorded. */
  readonly gradFn: GradFn | null;

  constructor(
    data: DataOf<D>,
    dtype: D,
    shape: readonly number[],
    strides: readonly number[] = contiguousStrides(shape),
    offset = 0,
  ) {
    this.data = data;
    this.dtype = dtype;
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
    this.numel = numelOf(shape);
    this.requiresGrad = false;
    this.grad = null;
    this.gradFn = null;
  }

  /** The number of dims. */
  get ndim(): number {
    return this.shape.length;
  }

  /**
   * The only element, as a number (a boolean for bool).
   *
   * @throws RangeError if there is not exactly one, or if an int64 is beyond ±2⁵³ (read it from `data`).
   */
  item(): ElementOf<D> {
    if (this.numel !== 1) {
      throw new RangeError(`item: a Tensor with ${this.numel} elements cannot be converted to Scalar`);
    }
    return elementReader(this, "item")(this.offset);
  }

  /**
   * The elements as nested arrays, a bare value for a 0-d tensor.
   *
   * @throws RangeError if an int64 is beyond ±2⁵³ (read it from `data`).
   */
  toArray(): Nested<ElementOf<D>> {
    return nest(this, elementReader(this, "toArray"));
  }

  /** The text that PyTorch prints. */
  toString(): string {
    return formatTensor(this);
  }

  /** The sub-tensors along the first dim, as views. */
  *[Symbol.iterator](): IterableIterator<Tensor<D>> {
    if (!this.ndim) throw new TypeError("iteration over a 0-d tensor");
    for (let i = 0; i < this.shape[0]!; i++) yield rowOf(this, i);
  }

  /** In a template string a 0-d tensor is its number, anything else its printed text; 0-d tensors also compare and add. */
  [Symbol.toPrimitive](hint: string): string | number | boolean {
    return hint !== "number" && this.ndim ? this.toString() : this.item();
  }

  static {
    Object.assign(Tensor.prototype, {
      [BRAND]: true,
      [Symbol.toStringTag]: "Tensor",
      // What Node's console.log shows.
      [Symbol.for("nodejs.util.inspect.custom")]: Tensor.prototype.toString,
    });
  }
}

/** Whether a value is a Tensor, of this copy of the package or another. */
export function isTensor(value: unknown): value is Tensor {
  return isObject(value) && BRAND in value;
}

function rowOf<D extends DType>(x: Tensor<D>, i: number): Tensor<D> {
  const { shape, strides } = x;
  const row = new Tensor(x.data, x.dtype, shape.slice(1), strides.slice(1), x.offset + i * strides[0]!);
  if (!(gradMode.enabled && x.requiresGrad)) return row;
  // What `record` would leave, which is for functions of several tensors, and more than `tensor` alone need carry.
  return attach(row, {
    name: "UnbindBackward0",
    depth: 1 + (x.gradFn?.depth ?? 0),
    edges: [{ to: x.gradFn ?? x, shape, dtype: x.dtype }],
    saved: [],
    versions: [],
    gradients: [(gradient, _saved, { embed }) => embed(gradient, shape, (base) => rowOf(base, i))],
  });
}

/** What `read` makes of each element, given its index in data, nested as the dims are. */
export function nest<Value>({ shape, strides, offset }: Tensor, read: (index: number) => Value): Nested<Value> {
  const itemsOf = (dim: number, index: number): Nested<Value> => {
    if (dim === shape.length) return read(index);
    const items: Nested<Value>[] = [];
    for (let i = 0; i < shape[dim]!; i++) items.push(itemsOf(dim + 1, index + i * strides[dim]!));
    return items;
  };
  return itemsOf(0, offset);
}

/** Reads single elements of `data`, by their index there, as `item()` and `toArray()` show them. */
function elementReader<D extends DType>(input: Tensor<D>, name: string): (index: number) => ElementOf<D>;
function elementReader({ data, dtype }: Tensor, name: string): (index: number) => number | boolean {
  const decode = decoder(dtype) ?? Number;
  return (index) => {
    const stored = data[index]!;
    if (typeof stored === "bigint" && stored ** 2n > 2n ** 106n) {
      throw new RangeError(`${name}: ${stored} is beyond ±2^53; read it from .data`);
    }
    return dtype === "bool" ? stored !== 0 : decode(stored as number);
  };
}
