// Arguments as fast-check draws them, and makes those of a failing call smaller.

import type { DType } from "@actfn/tensor";
import fc from "fast-check";
import type { Argument } from "../answers.js";
import type { Encoded, TensorSpec, View } from "../golden.js";

export const FLOATS = ["float32", "float64", "float16", "bfloat16"] as const;
export const INTEGERS = ["int64", "int32", "int16", "int8", "uint8"] as const;

/** Where functions have corners, poles and tails, or run out of exponents. */
const SPECIAL: Encoded[] = [
  0, "-0", 1, -1, 0.5, -0.5, "nan", "inf", "-inf", 1e-45, -1e-38, 3e38, 1e-8, 2, -2, 3, -3, 6, 17, -17, 89, -104, 700,
]; // biome-ignore format: a list of numbers
const RANGES: [low: number, high: number][] = [
  [-4, 4], [-4, 4], [0, 1], [-30, 30], [-200, 200], [-1e-3, 1e-3], [-1e4, 1e4],
]; // biome-ignore format: a list of numbers

/** Float32 more often than any other, since most tensors are. */
export const floats: fc.Arbitrary<DType> = fc.constantFrom<DType>("float32", "float32", "float32", ...FLOATS);
export const dtypes: fc.Arbitrary<DType> = fc.oneof(
  { weight: 2, arbitrary: floats },
  { weight: 1, arbitrary: fc.constantFrom<DType>(...INTEGERS, "bool") },
);
export const integers: fc.Arbitrary<DType> = fc.constantFrom<DType>(...INTEGERS);
export const bools: fc.Arbitrary<DType> = fc.constant("bool");

const MOST_ELEMENTS = 4000;
const size = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 1, max: 5 }) },
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constantFrom(17, 33, 70) },
);
/** Of 0 to 4 dims. */
export const shapes: fc.Arbitrary<number[]> = fc
  .array(size, { maxLength: 4 })
  .filter((shape) => shape.reduce((a, b) => a * b, 1) <= MOST_ELEMENTS);

/** Draws the data of a tensor of some dtype. */
export type DrawData = (dtype: DType) => fc.Arbitrary<TensorSpec["data"]>;

const seeds = fc.nat(2 ** 31);
const cycles = (values: readonly Encoded[], maxLength: number): fc.Arbitrary<TensorSpec["data"]> =>
  fc.array(fc.constantFrom(...values), { minLength: 1, maxLength }).map((cycle) => ({ cycle }));

/** Numbers of every size, special ones among them. */
export const anything: DrawData = (dtype) => {
  if (dtype === "bool") return cycles([0, 1], 7);
  if (!dtype.includes("float")) return between(-9, 9)(dtype);
  return fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...RANGES).chain((range) => between(...range)(dtype)) },
    { weight: 2, arbitrary: cycles(SPECIAL, 6) },
  );
};

export function between(low: number, high: number): DrawData {
  return (dtype) => seeds.map((seed) => ({ random: [seed, dtype === "uint8" ? Math.max(low, 0) : low, high] }));
}

/** Views that fit, out of numbers that may be any; and the shape that they end in. */
function viewsFor(shape: readonly number[], draws: readonly [number, number, number, number][]): [View[], number[]] {
  const views: View[] = [];
  const sizes = [...shape];
  for (const [kind, a, b, c] of draws) {
    const ndim = sizes.length;
    const dim = ndim ? a % ndim : 0;
    const length = sizes[dim] ?? 0;
    const ops: (() => View | undefined)[] = [
      () => {
        const other = b % ndim;
        [sizes[dim], sizes[other]] = [sizes[other]!, sizes[dim]!];
        return ["transpose", dim, other];
      },
      () => {
        const start = length && b % length;
        sizes[dim] = length - start && 1 + (c % (length - start));
        return ["narrow", dim, start, sizes[dim]!];
      },
      () => {
        const step = 1 + (b % 3);
        sizes[dim] = Math.ceil(length / step);
        return ["slice", dim, 0, length, step];
      },
      () => {
        if (length === 0) return undefined;
        sizes.splice(dim, 1);
        return ["select", dim, b % length];
      },
      () => {
        if (length !== 1) return undefined;
        sizes[dim] = 1 + (b % 3);
        return ["expand", [...sizes]];
      },
    ];
    const at = a % (ndim + 1);
    const view =
      ndim > 0 && kind % 6 < 5 ? ops[kind % 6]!() : ndim < 5 ? (["unsqueeze", at] satisfies View) : undefined;
    if (view?.[0] === "unsqueeze") sizes.splice(at, 0, 1);
    if (view) views.push(view);
  }
  return [views, sizes];
}

/** A tensor of any shape and strides, and that shape. */
export function tensors(
  of: fc.Arbitrary<DType> = floats,
  from: fc.Arbitrary<number[]> = shapes,
  data: DrawData = anything,
): fc.Arbitrary<[x: TensorSpec, shape: number[]]> {
  const draws = fc.array(fc.tuple(fc.nat(60), fc.nat(60), fc.nat(60), fc.nat(60)), { maxLength: 3 });
  return fc.tuple(of, from, draws).chain(([dtype, shape, drawn]) => {
    const [views, sizes] = viewsFor(shape, drawn);
    return data(dtype).map((data) => [{ dtype, shape, data, ...(views.length ? { views } : {}) }, sizes]);
  });
}

/** A tensor of one shape, contiguous or with its dims in another order in memory. */
export function shaped(
  shape: readonly number[],
  of: fc.Arbitrary<DType> = floats,
  data: DrawData = anything,
): fc.Arbitrary<TensorSpec> {
  const order = fc.shuffledSubarray([...shape.keys()], { minLength: shape.length });
  return fc.tuple(of, order).chain(([dtype, dims]) =>
    data(dtype).map((data) => {
      // What lies in memory as `dims` say is the shape once they are put back.
      const back = shape.map((_, d) => dims.indexOf(d));
      const views: View[] = dims.some((d, i) => d !== i) ? [["permute", back]] : [];
      return { dtype, shape: dims.map((d) => shape[d]!), data, ...(views.length ? { views } : {}) };
    }),
  );
}

/** A shape that broadcasts with another, or (seldom) does not. */
export function partners(shape: readonly number[]): fc.Arbitrary<number[]> {
  return fc
    .tuple(fc.nat(shape.length), fc.array(fc.nat(9), { minLength: 6, maxLength: 6 }))
    .map(([skip, draws]) =>
      shape.slice(skip).map((sizeOf, d) => (draws[d]! < 2 ? 1 : draws[d] === 9 && sizeOf > 1 ? sizeOf - 1 : sizeOf)),
    );
}

/** A bare number is a float to PyTorch, and a bigint an int. */
export const numbers: fc.Arbitrary<Argument> = fc.oneof(
  fc.constantFrom<Argument>(...[0, 1, -1, 0.5, -0.5, 2, -2.5, 3, "inf", "nan", "-0"].map((number) => ({ number }))),
  fc.integer({ min: 1, max: 10_000 }).map((n) => ({ number: n / 100 })),
  fc.integer({ min: -9, max: 9 }).map((value) => ({ bigint: String(value) })),
);

/** One of the dims of a shape, or (seldom) the first beyond them. */
export function dimOf(shape: readonly number[]): fc.Arbitrary<number> {
  const ndim = shape.length || 1;
  return fc.oneof(
    { weight: 30, arbitrary: fc.integer({ min: -ndim, max: ndim - 1 }) },
    { weight: 1, arbitrary: fc.constantFrom(ndim, -ndim - 1) },
  );
}

/** Hundredths, as people write them. */
export function hundredths(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min: Math.round(100 * min), max: Math.round(100 * max) }).map((n) => n / 100);
}

export type Options = Record<string, fc.Arbitrary<Argument>>;

/** Options of which each may be left out. */
export function some(options: Options): fc.Arbitrary<Record<string, Argument>> {
  return fc.record(options, { requiredKeys: [] }) as fc.Arbitrary<Record<string, Argument>>;
}
