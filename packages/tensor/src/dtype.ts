import { decodeBfloat16, decodeFloat16, encodeBfloat16, encodeFloat16 } from "./half.js";

interface Storage {
  float32: Float32Array;
  float64: Float64Array;
  float16: Float16Data | Uint16Array;
  bfloat16: Uint16Array;
  int64: BigInt64Array;
  int32: Int32Array;
  int16: Int16Array;
  int8: Int8Array;
  uint8: Uint8Array;
  bool: Uint8Array;
}

/** The element types of PyTorch that a tensor can have. */
export type DType = keyof Storage;
/** The dtypes that hold fractions, and so can carry gradients. */
export type FloatDType = "float16" | "bfloat16" | "float32" | "float64";

/** What the engine's Float16Array offers, where there is one (Node 24, Deno, Bun and current browsers). */
export interface Float16Data extends Iterable<number> {
  readonly length: number;
  readonly BYTES_PER_ELEMENT: number;
  readonly buffer: ArrayBufferLike;
  readonly byteOffset: number;
  [index: number]: number;
  fill(value: number): Float16Data;
  subarray(begin?: number, end?: number): Float16Data;
}

/** The typed array behind a tensor of dtype D: `DataOf<"float32">` is Float32Array; bfloat16 holds its bits, bool 0 and 1. */
export type DataOf<D extends DType> = Storage[D];
/** Any typed array that a tensor can stand on. */
export type TensorData = Storage[DType];

interface StorageConstructor {
  readonly name: string;
  new (length: number): TensorData;
  new (buffer: ArrayBufferLike, byteOffset?: number, length?: number): TensorData;
  new (values: ArrayLike<never>): TensorData;
}

const Float16Array = (globalThis as { Float16Array?: StorageConstructor }).Float16Array;

/**
 * The typed array class of each dtype, from the narrowest dtype to the widest, so that promotion is "the later of the
 * two". Two neighbours contain neither the other: uint8 with int8 makes int16, and float16 with bfloat16 makes float32, in
 * each case the next in the list.
 */
export const STORAGE: Record<DType, StorageConstructor> = {
  bool: Uint8Array,
  uint8: Uint8Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  float16: Float16Array ?? Uint16Array,
  bfloat16: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
};

/** The dtypes, in that order. */
export const DTYPES = /* @__PURE__ */ Object.keys(STORAGE) as DType[];

/** How torch names an integer dtype when it refuses it. */
export function cppName(dtype: DType): string {
  return ["Bool", "Byte", "Char", "Short", "Int", "Long"][DTYPES.indexOf(dtype)] ?? dtype;
}

export function isDType(name: unknown): name is DType {
  return DTYPES.includes(name as DType);
}

export function isFloat(dtype: DType): dtype is FloatDType {
  return dtype === "float32" || dtype === "float64" || dtype === "float16" || dtype === "bfloat16";
}

export function allocate<D extends DType>(dtype: D, length: number): DataOf<D>;
export function allocate(dtype: DType, length: number): TensorData {
  // Most often. A class that it knows the compiler makes an array of in half the time.
  return dtype === "float32" ? new Float32Array(length) : new STORAGE[dtype](length);
}

/** Memory for these values, each made into what is stored of it. */
export function fill<D extends DType, Value>(
  dtype: D,
  values: ArrayLike<Value>,
  store?: (value: Value) => number | bigint,
): DataOf<D> {
  if (!store) return new STORAGE[dtype](values as ArrayLike<never>) as DataOf<D>;
  // Not Storage.from, which takes ten times as long.
  const data = new STORAGE[dtype](values.length) as Float64Array;
  return data.map((_, i) => store(values[i]!) as number) as DataOf<D>;
}

/**
 * The dtype in which lanes are computed: half precision widens to float32, narrow integers and bools to int32. Loops get to
 * see three classes of typed array and BigInt64Array: V8 fits a loop to no more than four (see copy.ts).
 */
export function laneDType(dtype: DType): DType {
  if (dtype === "float32" || dtype === "float64" || dtype === "int64") return dtype;
  return isFloat(dtype) ? "float32" : "int32";
}

/** The smallest dtype that holds both, as torch.promote_types. */
export function promoteTypes(a: DType, b: DType): DType {
  const low = Math.min(DTYPES.indexOf(a), DTYPES.indexOf(b));
  const high = Math.max(DTYPES.indexOf(a), DTYPES.indexOf(b));
  return DTYPES[(low === 1 && high === 2) || (low === 6 && high === 7) ? high + 1 : high]!;
}

/** A stored element as a number (bigint for int64), or undefined where the array already answers with it. */
export function decoder(dtype: DType): ((stored: number) => number) | undefined {
  if (dtype === "bfloat16") return decodeBfloat16;
  if (dtype === "float16" && !Float16Array) return decodeFloat16;
  return undefined;
}

type Convert = (value: never) => number | bigint;

/** How an element of one dtype is stored as another, or undefined where plain assignment does it. */
export function converter(from: DType, to: DType): Convert | undefined {
  if (from === to) return undefined;
  const decode = from === "int64" ? int64As(to) : decoder(from);
  const encode = ENCODERS[to];
  // Plain assignment rounds doubles to float32 and wraps integers, just as the cast does.
  return decode && encode ? (value: never) => encode(decode(value)) : (decode ?? encode);
}

const ENCODERS: Partial<Record<DType, (value: number) => number | bigint>> = {
  bool: (value) => Number(value !== 0),
  // What x86 answers for a cast that has no answer, and so torch, is the smallest.
  int64: (value) => (Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : -(2n ** 63n)),
  // Through float32 with the native array too: torch has no direct way from float64 to float16, and rounds twice.
  float16: Float16Array ? Math.fround : encodeFloat16,
  bfloat16: encodeBfloat16,
};

function int64As(dtype: DType): (value: bigint) => number {
  if (dtype === "float64" || dtype === "bool") return Number;
  // Narrower floats must not round twice: what is cut off leaves a bit behind, too low to be kept, that breaks ties.
  if (isFloat(dtype)) {
    return (value) => Number(Math.abs(Number(value)) > 2 ** 53 && value & 2047n ? (value & -2048n) | 1024n : value);
  }
  // Narrower integers keep the lowest bits, which a number beyond 2⁵³ would have lost.
  return (value) => Number(BigInt.asIntN(32, value));
}
