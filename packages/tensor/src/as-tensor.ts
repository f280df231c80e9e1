import type { DType, TensorData } from "./dtype.js";
import { converter, DTYPES, fill, isDType, STORAGE } from "./dtype.js";
import { requireGrad } from "./graph.js";
import { readOptions } from "./options.js";
import { checkSizes, contiguousStrides, describe, extent, inferShape, isContiguous, isObject, tagOf } from "./shape.js";
import { isTensor, nest, Tensor } from "./tensor.js";

type Scalar = number | bigint | boolean;
type TypedArray = TensorData | Uint8ClampedArray;
/** Arrays of arrays (or of typed arrays) of numbers, bigints or booleans, all of one shape. */
export type NestedArray = readonly (Scalar | TypedArray | NestedArray)[];

/**
 * Anything with data and a shape: a tensor of onnxruntime, transformers.js or ndarray, a .npy file as its readers hand it
 * out, or an object of your own. It is read by property access (getters are welcome) and its data is shared.
 */
export interface StructuralTensor {
  readonly data: unknown;
  readonly dims?: readonly number[];
  readonly shape?: readonly number[];
  readonly type?: string;
  readonly dtype?: string;
  readonly strides?: readonly number[];
  /** A method of that name, as transformers.js has, is left alone: such data is contiguous. */
  readonly stride?: readonly number[] | ((...args: never[]) => unknown);
  readonly offset?: number;
  /** Column-major data, as .npy files may hold. */
  readonly fortranOrder?: boolean;
  /** Where the data is; only "cpu" and "cpu-pinned" can be read. */
  readonly location?: string;
}

/** Every function takes all of these where PyTorch takes a tensor. */
export type TensorLike = Tensor | Scalar | TypedArray | NestedArray | StructuralTensor;

/** The dtype that an input has by itself, as far as its type tells. */
export type DTypeOf<Input> = NestedArray extends Input
  ? DType // any nested array at all: following it down would never end
  : Input extends Tensor<infer D>
    ? D
    : Input extends readonly (infer Item)[]
      ? DTypeOf<Item>
      : Input extends { dtype: infer D extends DType } | { type: infer D extends DType }
        ? D
        : DTypeOfElements<Input>;

type DTypeOfElements<Input> = Input extends number | Float32Array
  ? "float32"
  : Input extends bigint | BigInt64Array
    ? "int64"
    : Input extends boolean
      ? "bool"
      : Input extends Float64Array
        ? "float64"
        : Input extends Int32Array
          ? "int32"
          : Input extends Int16Array
            ? "int16"
            : Input extends Int8Array
              ? "int8"
              : Input extends Uint8Array | Uint8ClampedArray
                ? "uint8"
                : DType;

/**
 * A tensor of its own memory from numbers, bigints or booleans, nested to any depth, or a copy of anything tensor-like.
 *
 * Numbers make float32, bigints int64, booleans bool, and typed arrays keep their type; `dtype` overrides. (PyTorch makes
 * int64 from `[1, 2]`; JavaScript cannot tell `1` from `1.`.) With `requiresGrad`, functions of the tensor are recorded, so
 * that `backward` can find its gradient.
 *
 * @throws RangeError if the nesting is ragged or a number does not fit an integer dtype; TypeError for anything that is
 *   not a number, a bigint or a boolean, or for `requiresGrad` of a dtype without fractions.
 * @see https://pytorch.org/docs/stable/generated/torch.tensor.html
 */
export function tensor<Input extends TensorLike, D extends DType = DTypeOf<Input>>(
  values: Input,
  options?: { dtype?: D; requiresGrad?: boolean },
): Tensor<D> {
  const { dtype, requiresGrad } = readOptions("tensor", options, {
    dtype: undefined as DType | undefined,
    requiresGrad: false,
  });
  checkDType("tensor", dtype);
  const source: Tensor = read("tensor", values, dtype);
  return requireGrad("tensor", copyElements(source, (dtype ?? source.dtype) as D), requiresGrad);
}

/** What copyOf of copy.ts does, which is fast for every view and every cast: a kilobyte that `tensor` can do without. */
function copyElements<D extends DType>(source: Tensor, dtype: D): Tensor<D> {
  const { data, shape, offset } = source;
  const elements =
    String(source.strides) === String(contiguousStrides(shape))
      ? data.subarray(offset, offset + source.numel)
      : ([nest(source, (index) => data[index])] as never[]).flat(source.ndim);
  return new Tensor(fill(dtype, elements as ArrayLike<never>, converter(source.dtype, dtype)), dtype, shape);
}

/**
 * A tensor that shares the memory of what is given: a typed array, or the tensor of another library. Numbers and nested
 * arrays have no memory to share and are copied; a Tensor is answered as it is.
 *
 * `shape` reads a flat array, row by row, as a tensor of that shape.
 *
 * @throws TypeError if the input is not tensor-like; RangeError if its data does not fit its shape.
 * @see https://pytorch.org/docs/stable/generated/torch.asarray.html
 */
export function asTensor<Input extends TensorLike>(like: Input, shape?: readonly number[]): Tensor<DTypeOf<Input>>;
export function asTensor(like: TensorLike, shape?: readonly number[]): Tensor {
  const x = toTensor("asTensor", like);
  if (!shape) return x;
  if (!isContiguous(x.shape, x.strides)) {
    throw new RangeError(`asTensor: only contiguous data can be read in another shape, got strides [${x.strides}]`);
  }
  return new Tensor(x.data, x.dtype, inferShape("asTensor", shape, x.numel), undefined, x.offset);
}

/** What every function does first with its input. `name` is the function that errors speak of. */
export function toTensor(name: string, like: TensorLike, dtype?: DType): Tensor {
  // A bare number is the operand of many a small call, and has no nesting to look into.
  if (typeof like === "number" && (dtype ?? "float32") === "float32") {
    return new Tensor(new Float32Array(1).fill(like), "float32", []);
  }
  return read(name, like, dtype);
}

function read(name: string, like: TensorLike, dtype?: DType): Tensor {
  if (isTensor(like)) return like;
  if (ArrayBuffer.isView(like)) return fromStructure(name, { data: like, shape: [(like as TypedArray).length] });
  if (isObject(like) && !Array.isArray(like)) {
    return fromStructure(name, like as StructuralTensor);
  }
  return fromArrays(name, like as Scalar | NestedArray, dtype);
}

function noTensor(name: string, got: string): TypeError {
  return new TypeError(`${name}: expected numbers, arrays of numbers or { data, dims }, but got ${got}`);
}

export function checkDType(name: string, dtype: unknown): void {
  if (dtype !== undefined && !isDType(dtype)) {
    throw new TypeError(`${name}: dtype must be one of ${DTYPES.join(", ")}, but got ${describe(dtype)}`);
  }
}

function isSequence(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}

function fromArrays(name: string, values: Scalar | NestedArray, dtype?: DType): Tensor {
  const shape: number[] = [];
  // No more dims than torch can have: an array that holds itself never ends.
  for (let first: unknown = values; isSequence(first) && shape.length < 64; first = first[0]) shape.push(first.length);

  const flat: Scalar[] = [];
  const flatten = (value: unknown, dim: number): void => {
    if (dim < shape.length) {
      const items = isSequence(value) ? value : { length: describe(value) };
      if (items.length !== shape[dim]) {
        throw new RangeError(`${name}: expected sequence of length ${shape[dim]} at dim ${dim} (got ${items.length})`);
      }
      for (let i = 0; i < shape[dim]!; i++) flatten((items as ArrayLike<unknown>)[i], dim + 1);
    } else if (/number|bigint|boolean/.test(typeof value)) {
      flat.push(value as Scalar);
    } else {
      throw noTensor(name, describe(value));
    }
  };
  flatten(values, 0);

  const kinds = new Set(flat.map((value) => typeof value));
  const target = dtype ?? (kinds.has("number") || !kinds.size ? "float32" : kinds.has("bigint") ? "int64" : "bool");
  const fromNumber: (value: never) => number | bigint = converter("float64", target) ?? Number;
  const data = fill(target, flat, (value) =>
    typeof value === "bigint" && target === "int64" ? value : fromNumber(Number(value) as never),
  );
  if (/int/.test(target)) {
    flat.forEach((value, i) => {
      if (Number(data[i]) !== Math.trunc(Number(value))) {
        throw new RangeError(
          `${name}: value cannot be converted to type ${target} without overflow: ${describe(value)}`,
        );
      }
    });
  }
  return new Tensor(data, target, shape);
}

function fromStructure(name: string, like: StructuralTensor): Tensor {
  const { location = "cpu", offset = 0, type = like.dtype, dims: sizes = like.shape } = like;
  // Not to be touched elsewhere: onnxruntime's getter throws there, in words of its own.
  const data = /^cpu/.test(location) ? like.data : `on ${location}`;
  if (!isSequence(data) || !isSequence(sizes)) {
    throw noTensor(
      name,
      `{ data: ${describe(data)}, dims: ${describe(sizes)} }; fetch data with await t.data() or t.getData()`,
    );
  }
  const shape = Array.from(sizes);
  checkSizes(name, shape);
  // An array of numbers is no memory to share: it is copied, and then read as the shape says.
  const source = Array.isArray(data)
    ? fromArrays(name, data, isDType(type) ? type : undefined)
    : storageOf(name, data as TypedArray, type);
  // A stride that is a method is no list of strides.
  const given = [like.strides, like.stride].find(isSequence) as ArrayLike<number> | undefined;
  const strides = given
    ? Array.from(given)
    : like.fortranOrder
      ? contiguousStrides([...shape].reverse()).reverse()
      : contiguousStrides(shape);
  const view = new Tensor(source.data, source.dtype, shape, strides, offset);

  const { length } = source.data;
  const [first, last] = extent(shape, strides, offset);
  const placed = strides.length === shape.length && [first, last].every(Number.isInteger);
  const needed = view.numel && last + 1;
  // Where no place is given, the data must be the shape's and no more.
  const fits = given || offset ? needed <= length : needed === length;
  if (!placed || !fits || (needed && first < 0)) {
    throw new RangeError(
      `${name}: data holds ${length} elements, but shape [${shape.join(", ")}] with strides [${strides.join(", ")}] ` +
        `and offset ${offset} needs ${needed}`,
    );
  }
  return view;
}

/** Another library's array and what it holds. The library's own word counts where the array alone could be several. */
function storageOf(name: string, data: TypedArray, type: unknown): Pick<Tensor, "data" | "dtype"> {
  // A clamped array differs in how it is written only.
  const array = tagOf(data).replace("Clamped", "");
  const bits = array === "Uint16Array";
  const readable = DTYPES.filter((dtype) => STORAGE[dtype].name === array || (bits && dtype === "float16"));
  // Bits mean nothing by themselves, and onnxruntime packs two int4 into a byte. Any other word that we do not know
  // ("generic", "<f4") leaves it to the array: uint8, not bool.
  const binding = isDType(type) || bits || /int4$/.test(String(type));
  const dtype = readable.findLast((held) => held === type || !binding);
  if (!dtype) {
    throw new TypeError(`${name}: cannot read ${array} as ${describe(type)}, only as [${readable.join(", ")}]`);
  }
  const Storage = STORAGE[dtype];
  return { dtype, data: data instanceof Storage ? data : new Storage(data.buffer, data.byteOffset, data.length) };
}
