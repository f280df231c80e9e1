// The golden files as their Python wrote them (generators/encoding.py says how), read back bit for bit.

import { readFileSync } from "node:fs";
import { asTensor, type DType, type Tensor, tensor } from "@actfn/tensor";

/** A number that JSON can hold, or "nan", "inf", "-inf", "-0"; a string of digits for int64; a boolean for bool. */
export type Encoded = number | string | boolean;
export type Recipe = { arange: [number, number] } | { random: [number, number, number] } | { cycle: Encoded[] };
export type View = [op: string, ...args: (number | number[])[]];

export interface TensorSpec {
  dtype: DType;
  shape: number[];
  data: Encoded[] | Recipe;
  views?: View[];
  requiresGrad?: boolean;
}

/** What a function must answer. */
export interface TensorResult {
  dtype: DType;
  shape: number[];
  data: Encoded[];
  strides?: number[];
}

/** The cases of golden/<name>.json. */
export function readGolden<Case>(name: string): Case[] {
  const text = readFileSync(new URL(`./golden/${name}.json`, import.meta.url), "utf8");
  return (JSON.parse(text) as { cases: Case[] }).cases;
}

export function decode(value: Encoded): number {
  if (value === "-0") return -0;
  if (value === "nan") return Number.NaN;
  if (value === "inf") return Number.POSITIVE_INFINITY;
  if (value === "-inf") return Number.NEGATIVE_INFINITY;
  return Number(value);
}

/** The elements of some data as a tensor of `dtype` holds them: bigints for int64, 0 and 1 for bool, else numbers. */
export function decodeData(data: Encoded[], dtype: DType): (number | bigint)[] {
  if (dtype === "int64") return data.map((value) => BigInt(value));
  const numbers = data.map(decode);
  // The 16-bit floats are written as the float32 they widen to.
  return dtype !== "float64" && dtype.includes("float") ? numbers.map(Math.fround) : numbers;
}

function recipeValues(recipe: Recipe, dtype: DType, n: number): (number | bigint)[] {
  const values = Array.from({ length: n }, recipeStep(recipe));
  if (dtype === "float64") return values;
  if (dtype === "bool") return values.map((value) => Number(value !== 0));
  if (dtype === "int64") return values.map((value) => BigInt(Math.trunc(value)));
  return values.map(dtype.includes("float") ? Math.fround : Math.trunc);
}

function recipeStep(recipe: Recipe): (_: unknown, i: number) => number {
  if ("arange" in recipe) {
    const [start, step] = recipe.arange;
    return (_, i) => start + i * step;
  }
  if ("cycle" in recipe) return (_, i) => decode(recipe.cycle[i % recipe.cycle.length]!);
  let [x, low, high] = recipe.random;
  return () => {
    x = (Math.imul(1664525, x) + 1013904223) >>> 0;
    return low + (high - low) * (x / 2 ** 32);
  };
}

/**
 * The tensor that a spec describes: where it requires grad, a leaf. Its views are worked out here: what judges a library's
 * views must not be made of them.
 */
export function makeTensor({ dtype, shape, data, views = [], requiresGrad = false }: TensorSpec): Tensor {
  const n = shape.reduce((product, size) => product * size, 1);
  const base = tensor(Array.isArray(data) ? decodeData(data, dtype) : recipeValues(data, dtype, n), { dtype });
  const strides = shape.map((_, d) => shape.slice(d + 1).reduce((product, size) => product * (size || 1), 1));
  const view = { data: base.data, dtype, shape: [...shape], strides, offset: 0 };
  for (const [op, ...args] of views) applyView(view, op, args);
  return requiresGrad ? tensor(asTensor(view), { requiresGrad }) : asTensor(view);
}

interface StridedView {
  shape: number[];
  strides: number[];
  offset: number;
}

function applyView(view: StridedView, op: string, args: (number | number[])[]): void {
  const { shape, strides } = view;
  const [first = 0, second = 0, third = 0, step = 1] = args as number[];
  const sizes = args[0] as number[];
  const order = shape.map((_, d) => d);
  const reorder = (dims: number[]): void => {
    view.shape = dims.map((d) => shape[d]!);
    view.strides = dims.map((d) => strides[d]!);
  };
  const cut = (start: number, size: number, every: number): void => {
    view.offset += start * strides[first]!;
    shape[first] = size;
    strides[first]! *= every;
  };
  const ops: Record<string, () => void> = {
    transpose: () => reorder(order.map((d) => (d === first ? second : d === second ? first : d))),
    permute: () => reorder(sizes),
    select: () => {
      cut(second, 1, 1);
      reorder(order.filter((d) => d !== first));
    },
    narrow: () => cut(second, third, 1),
    slice: () => cut(second, Math.ceil((third - second) / step), step),
    unsqueeze: () => {
      strides.splice(first, 0, first < shape.length ? shape[first]! * strides[first]! : 1);
      shape.splice(first, 0, 1);
    },
    expand: () => {
      const added = sizes.length - shape.length;
      view.strides = sizes.map((size, d) => (shape[d - added] === size ? strides[d - added]! : 0));
      view.shape = [...sizes];
    },
  };
  const apply = ops[op];
  if (!apply) throw new Error(`golden file: no view named ${op}`);
  apply();
}

/** The elements of a tensor in row-major order, straight from its memory: bigints for int64, else numbers. */
export function elements({ data, dtype, shape, strides, offset }: Tensor): (number | bigint)[] {
  const read: (stored: number | bigint) => number | bigint =
    dtype === "bfloat16"
      ? (bits) => fromBits(Number(bits) << 16)
      : dtype === "float16" && data instanceof Uint16Array
        ? (bits) => fromHalf(Number(bits))
        : (stored) => stored;
  const found: (number | bigint)[] = [];
  const visit = (dim: number, index: number): void => {
    if (dim === shape.length) found.push(read(data[index]!));
    else for (let i = 0; i < shape[dim]!; i++) visit(dim + 1, index + i * strides[dim]!);
  };
  visit(0, offset);
  return found;
}

function fromBits(bits: number): number {
  return new Float32Array(Int32Array.of(bits).buffer)[0]!;
}

function fromHalf(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent ? sign * (1024 + fraction) * 2 ** (exponent - 25) : sign * fraction * 2 ** -24;
}

const SIGNIFICAND: Record<string, [digits: number, smallestExponent: number]> = {
  float64: [53, -1022],
  float32: [24, -126],
  float16: [11, -14],
  bfloat16: [8, -126],
};

/**
 * How many units of the last place of `of`, the expected number unless said otherwise, lie between that and the actual one.
 * 0 only for the same bits.
 */
export function ulps(
  actual: number | bigint,
  expected: number | bigint,
  dtype: DType,
  of: number | bigint = expected,
): number {
  if (Object.is(actual, expected)) return 0;
  const format = SIGNIFICAND[dtype];
  if (!format || !Number.isFinite(actual) || !Number.isFinite(expected)) return Number.POSITIVE_INFINITY;
  const [digits, smallest] = format;
  const exponent = Math.max(of === 0 ? smallest : Math.floor(Math.log2(Math.abs(Number(of)))), smallest);
  const distance = Math.abs(Number(actual) - Number(expected)) / 2 ** (exponent - digits + 1);
  // Zeros of another sign: nothing lies between them, but they are not the same.
  return distance || Number.POSITIVE_INFINITY;
}
