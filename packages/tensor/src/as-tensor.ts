import { copyOf } from "./copy.js";
import type { DType, TensorData } from "./dtype.js";
import { allocate, converter, isDType, isFloat, STORAGE } from "./dtype.js";
import { checkSizes, contiguousStrides, describe, extent, inferShape, isContiguous, sameShape } from "./shape.js";
import { isTensor, Tensor } from "./tensor.js";

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
  readonly stride?: readonly number[];
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

/** The dtypes that a typed array can hold, the one it means by itself first. A Uint16Array means none by itself. */
const READS_AS: Record<string, readonly DType[]> = {
  Float16Array: ["float16"],
  Uint16Array: ["float16", "bfloat16"],
  Float32Array: ["float32"],
  Float64Array: ["float64"],
  BigInt64Array: ["int64"],
  Int32Array: ["int32"],
  Int16Array: ["int16"],
  Int8Array: ["int8"],
  Uint8Array: ["uint8", "bool"],
  Uint8ClampedArray: ["uint8"],
};

/**
 * A tensor of its own memory from numbers, bigints or booleans, nested to any depth, or a copy of anything tensor-like.
 *
 * Numbers make float32, bigints int64, booleans bool, and typed arrays keep their type; `dtype` overrides. (PyTorch makes
 * int64 from `[1, 2]`; JavaScript cannot tell `1` from `1.`.)
 *
 * @throws RangeError if the nesting is ragged or a number does not fit an integer dtype; TypeError for anything that is
 *   not a number, a bigint or a boolean.
 * @see https://pytorch.org/docs/stable/generated/torch.tensor.html
 */
export function tensor<Input extends TensorLike, D extends DType = DTypeOf<Input>>(
  values: Input,
  options: { dtype?: D } = {},
): Tensor<D> {
  checkDType("tensor", options.dtype);
  const source: Tensor = toTensor("tensor", values, undefined, options.dtype);
  return copyOf(source, (options.dtype ?? source.dtype) as D);
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
export function asTensor<Input extends TensorLike>(like: Input, shape?: readonly number[]): Tensor<DTypeOf<Input>> {
  return toTensor("asTensor", like, shape) as Tensor<DTypeOf<Input>>;
}

/** What every function does first with its input. `name` is the function that errors speak of. */
export function toTensor(name: string, like: TensorLike, shape?: readonly number[], dtype?: DType): Tensor {
  if (isTensor(like)) return shape ? fromStructure(name, like, shape) : like;
  if (typeof like === "number" || typeof like === "bigint" || typeof like === "boolean") {
    return shape ? fromArrays(name, [like], shape, dtype) : fromArrays(name, [like], [], dtype);
  }
  if (Array.isArray(like)) return fromArrays(name, like, shape, dtype);
  if (ArrayBuffer.isView(like)) {
    return fromStructure(name, { data: like, shape: [(like as TypedArray).length] }, shape);
  }
  if (typeof like === "object" && like !== null) return fromStructure(name, like as StructuralTensor, shape);
  throw new TypeError(
    `${name}: expected a tensor, numbers, nested arrays, a typed array or { data, dims }, but got ${describe(like)}`,
  );
}

export function checkDType(name: string, dtype: unknown): void {
  if (dtype !== undefined && !isDType(dtype)) {
    throw new TypeError(`${name}: dtype must be one of ${Object.keys(STORAGE).join(", ")}, but got ${describe(dtype)}`);
  }
}

function isSequence(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}

function fromArrays(name: string, values: NestedArray, as: readonly number[] | undefined, dtype?: DType): Tensor {
  const shape: number[] = [];
  for (let first: unknown = values; isSequence(first); first = first[0]) {
    shape.push(first.length);
    // As many dims as torch can have. An array that holds itself never ends.
    if (shape.length > 64) throw new RangeError(`${name}: arrays nested deeper than 64 levels`);
  }

  const flat: Scalar[] = [];
  const kinds = new Set<string>();
  const flatten = (value: unknown, dim: number): void => {
    if (dim === shape.length) {
      if (typeof value !== "number" && typeof value !== "bigint" && typeof value !== "boolean") {
        throw new TypeError(`${name}: elements must be numbers, bigints or booleans, but got ${describe(value)}`);
      }
      kinds.add(typeof value);
      flat.push(value);
    } else if (!isSequence(value) || value.length !== shape[dim]) {
      throw new RangeError(
        `${name}: expected sequence of length ${shape[dim]} at dim ${dim} ` +
          `(got ${isSequence(value) ? value.length : describe(value)})`,
      );
    } else {
      for (let i = 0; i < value.length; i++) flatten(value[i], dim + 1);
    }
  };
  flatten(values, 0);

  const target = dtype ?? (kinds.has("number") || !kinds.size ? "float32" : kinds.has("bigint") ? "int64" : "bool");
  const data = allocate(target, flat.length);
  const fromNumber: (value: never) => number | bigint = converter("float64", target) ?? Number;
  const whole = !isFloat(target) && target !== "bool";
  flat.forEach((value, i) => {
    data[i] = (typeof value === "bigint" && target === "int64" ? value : fromNumber(Number(value) as never)) as never;
    if (whole && Number(data[i]) !== Math.trunc(Number(value))) {
      throw new RangeError(`${name}: value cannot be converted to type ${target} without overflow: ${describe(value)}`);
    }
  });
  return new Tensor(data, target, as ? inferShape(name, as, flat.length) : shape);
}

function fromStructure(name: string, like: StructuralTensor, as?: readonly number[]): Tensor {
  // Before data: onnxruntime's getter throws, in words of its own, when the data is elsewhere.
  const { location } = like;
  if (location !== undefined && !/^cpu/.test(location)) {
    throw new TypeError(`${name}: the data is on "${location}", not in memory; download it first: await t.getData()`);
  }
  const { data } = like;
  if (typeof data === "function") {
    throw new TypeError(
      `${name}: data is a function, as in TensorFlow.js; pass { data: await t.data(), shape: t.shape } instead`,
    );
  }
  const sizes = like.dims ?? like.shape;
  if (!isSequence(data) || !isSequence(sizes)) {
    throw new TypeError(
      `${name}: expected an object with data (an array) and dims or shape, but got ${describe(like)} ` +
        `with data = ${describe(data)} and dims = ${describe(sizes)}`,
    );
  }
  const shape = Array.from(sizes);
  checkSizes(name, shape);
  const type = like.type ?? like.dtype;
  if (!ArrayBuffer.isView(data)) {
    return fromArrays(name, Array.from(data) as NestedArray, as ?? shape, isDType(type) ? type : undefined);
  }

  const dtype = dtypeOf(name, data, type);
  const Storage = STORAGE[dtype];
  const storage = data instanceof Storage ? data : new Storage(data.buffer, data.byteOffset, data.length);
  const strides = like.strides ?? like.stride;
  const order = like.fortranOrder ? contiguousStrides([...shape].reverse()).reverse() : contiguousStrides(shape);
  const view = new Tensor(storage, dtype, shape, strides ? Array.from(strides) : order, like.offset ?? 0);
  checkBounds(name, view, strides !== undefined || like.offset !== undefined);
  if (!as) return view;
  const wanted = inferShape(name, as, view.numel);
  if (sameShape(wanted, shape)) return view;
  if (!isContiguous(shape, view.strides)) {
    throw new RangeError(`${name}: only contiguous data can be read in another shape, got strides [${view.strides}]`);
  }
  return new Tensor(view.data, dtype, wanted, undefined, view.offset);
}

/** The dtype of another library's data. Its own word for it counts where the array alone could be several. */
function dtypeOf(name: string, data: ArrayBufferView, type: unknown): DType {
  const array = Object.prototype.toString.call(data).slice(8, -1);
  const readable = READS_AS[array] ?? [];
  if (isDType(type) && readable.includes(type)) return type;
  // onnxruntime packs two int4 into a byte. Any other word we do not know ("generic", "<f4") leaves it to the array.
  if (isDType(type) || !readable[0] || array === "Uint16Array" || /int4$/.test(String(type))) {
    throw new TypeError(
      `${name}: cannot read ${array} as ${type === undefined ? "a tensor" : describe(type)}; ` +
        `it reads as ${readable.join(" or ") || "no dtype"}${readable.length > 1 ? ", which { type } tells" : ""}`,
    );
  }
  return readable[0];
}

/** Throws unless every element of the view lies in its data. */
function checkBounds(name: string, { data, shape, strides, offset, numel }: Tensor, placed: boolean): void {
  if (strides.length !== shape.length || ![offset, ...strides].every(Number.isSafeInteger)) {
    throw new RangeError(`${name}: strides [${strides}] and offset ${offset} do not fit shape [${shape.join(", ")}]`);
  }
  const [first, last] = extent(shape, strides, offset);
  if (numel && (first < 0 || last >= data.length)) {
    throw new RangeError(
      `${name}: data holds ${data.length} elements, but shape [${shape.join(", ")}] needs ${last - Math.min(first, 0) + 1}`,
    );
  }
  if (!placed && data.length !== numel) {
    throw new RangeError(`${name}: data holds ${data.length} elements, but shape [${shape.join(", ")}] takes ${numel}`);
  }
}
