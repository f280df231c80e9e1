import { copyOf } from "./copy.js";
import type { DType, TensorData } from "./dtype.js";
import { allocate, converter, DTYPES, isDType, isFloat, STORAGE } from "./dtype.js";
import { requireGrad } from "./graph.js";
import { readOptions } from "./options.js";
import { checkSizes, contiguousStrides, describe, extent, inferShape, isContiguous, tagOf } from "./shape.js";
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
  const source: Tensor = toTensor("tensor", values, dtype);
  return requireGrad("tensor", copyOf(source, (dtype ?? source.dtype) as D), requiresGrad);
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
  if (isTensor(like)) return like;
  // A bare number is the operand of many a small call, and has no nesting to look into.
  if (typeof like === "number" && (dtype ?? "float32") === "float32") {
    return new Tensor(new Float32Array(1).fill(like), "float32", []);
  }
  if (isScalar(like) || Array.isArray(like)) return fromArrays(name, like, dtype);
  if (ArrayBuffer.isView(like)) return fromStructure(name, { data: like, shape: [(like as TypedArray).length] });
  if (typeof like === "object" && like !== null) return fromStructure(name, like as StructuralTensor);
  throw noTensor(name, describe(like));
}

function noTensor(name: string, got: string): TypeError {
  return new TypeError(
    `${name}: expected a tensor, numbers, nested arrays, a typed array or { data, dims }, but got ${got}`,
  );
}

export function checkDType(name: string, dtype: unknown): void {
  if (dtype !== undefined && !isDType(dtype)) {
    throw new TypeError(`${name}: dtype must be one of ${DTYPES.join(", ")}, but got ${describe(dtype)}`);
  }
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === "number" || typeof value === "bigint" || typeof value === "boolean";
}

function isSequence(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}

function fromArrays(name: string, values: Scalar | NestedArray, dtype?: DType): Tensor {
  const shape: number[] = [];
  for (let first: unknown = values; isSequence(first); first = first[0]) {
    // As many dims as torch can have. An array that holds itself never ends.
    if (shape.push(first.length) > 64) throw new RangeError(`${name}: arrays nested deeper than 64 levels`);
  }

  const flat: Scalar[] = [];
  const kinds = new Set<string>();
  const flatten = (value: unknown, dim: number): void => {
    if (dim === shape.length) {
      if (!isScalar(value)) {
        throw new TypeError(`${name}: elements must be numbers, bigints or booleans, but got ${describe(value)}`);
      }
      kinds.add(typeof value);
      flat.push(value);
    } else if (!isSequence(value) || value.length !== shape[dim]) {
      const got = isSequence(value) ? value.length : describe(value);
      throw new RangeError(`${name}: expected sequence of length ${shape[dim]} at dim ${dim} (got ${got})`);
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
  return new Tensor(data, target, shape);
}

function fromStructure(name: string, like: StructuralTensor): Tensor {
  // Before data: onnxruntime's getter throws, in words of its own, when the data is elsewhere.
  const { location } = like;
  const near = location === undefined || /^cpu/.test(location);
  const data = near && like.data;
  if (!near || typeof data === "function") {
    throw new TypeError(
      `${name}: the data is ${near ? "a function" : `on "${location}"`}; fetch it first, with await ` +
        `${near ? "t.data()" : "t.getData()"}, and pass { data, shape }`,
    );
  }
  const sizes = like.dims ?? like.shape;
  if (!isSequence(data) || !isSequence(sizes)) {
    throw noTensor(name, `{ data: ${describe(data)}, dims: ${describe(sizes)} }`);
  }
  const shape = Array.from(sizes);
  checkSizes(name, shape);
  const type = like.type ?? like.dtype;
  // An array of numbers is no memory to share: it is copied, and then read as the shape says.
  const source = ArrayBuffer.isView(data)
    ? storageOf(name, data, type)
    : fromArrays(name, Array.from(data) as NestedArray, isDType(type) ? type : undefined);
  const given = like.strides ?? (typeof like.stride === "function" ? undefined : like.stride);
  const { offset } = like;
  const strides = given
    ? Array.from(given)
    : like.fortranOrder
      ? contiguousStrides([...shape].reverse()).reverse()
      : contiguousStrides(shape);
  const view = new Tensor(source.data, source.dtype, shape, strides, offset ?? 0);
  checkBounds(name, view, !given && offset === undefined);
  return view;
}

/** Another library's array and what it holds. The library's own word counts where the array alone could be several. */
function storageOf(name: string, data: ArrayBufferView, type: unknown): Pick<Tensor, "data" | "dtype"> {
  // A clamped array differs in how it is written only.
  const array = tagOf(data).replace("Clamped", "");
  const readable = DTYPES.filter(
    (dtype) => STORAGE[dtype].name === array || (dtype === "float16" && array === "Uint16Array"),
  );
  const dtype = isDType(type) ? readable.find((held) => held === type) : readable.at(-1); // uint8, not bool
  // Bits mean nothing by themselves, and onnxruntime packs two int4 into a byte. Any other word that we do not know
  // ("generic", "<f4") leaves it to the array.
  if (!dtype || (array === "Uint16Array" && !isDType(type)) || /int4$/.test(String(type))) {
    throw new TypeError(
      `${name}: cannot read ${array} as ${describe(type)}; ` +
        (readable.length ? `its type must say ${readable.join(" or ")}` : "no dtype is held in such an array"),
    );
  }
  const Storage = STORAGE[dtype];
  const { buffer, byteOffset } = data;
  return { dtype, data: data instanceof Storage ? data : new Storage(buffer, byteOffset, (data as TypedArray).length) };
}

/** Throws unless every element of the view lies in its data, and, where its place is not given, fills it. */
function checkBounds(name: string, { data, shape, strides, offset, numel }: Tensor, fills: boolean): void {
  const [first, last] = extent(shape, strides, offset);
  const placed = strides.length === shape.length && [first, last].every(Number.isSafeInteger);
  if (!placed || (numel && (first < 0 || last >= data.length)) || (fills && data.length !== numel)) {
    throw new RangeError(
      `${name}: data holds ${data.length} elements, but shape [${shape.join(", ")}] with strides ` +
        `[${strides.join(", ")}] and offset ${offset} needs ${numel && last + 1}`,
    );
  }
}
