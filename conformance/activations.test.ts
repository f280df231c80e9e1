import type { DType, Tensor } from "@actfn/tensor";
import { describe, expect, test } from "vitest";
import {
  decode,
  decodeData,
  type Encoded,
  elements,
  makeTensor,
  readGolden,
  type TensorResult,
  type TensorSpec,
  ulps,
} from "./golden.js";
import { callPublished, isPublished } from "./published.js";

type Argument = TensorSpec | { number: Encoded } | { bigint: string } | Argument[] | number | string | boolean | null;

interface FunctionCase {
  name: string;
  fn: string;
  args: Argument[];
  options?: Record<string, unknown>;
  expected: TensorResult | { fields: Record<string, TensorResult> } | { throws: string };
}

/**
 * How far a result may be from the exact value rounded once, in units in the last place of its dtype; 0 where not listed.
 *
 * For float32 this is the promise of one unit of error, and for softmax that of its SIMD kernel, plus the rounding of the
 * expected value. torch's own float32 kernels need 3 for sigmoid and up to 66 for softmax.
 */
const UNITS: Record<string, Partial<Record<DType, number>>> = {
  softmax: { float32: 3, float64: 8, float16: 1, bfloat16: 1 },
  sigmoid: { float32: 1, float64: 4, float16: 1, bfloat16: 1 },
  // Sums are kept in float64. In which order is free, and terms that cancel show it.
  sum: { float32: 1, float64: 64 },
  mean: { float32: 1, float64: 64 },
};

/** Functions whose cases are there and that are still to be written; whoever writes one takes it from here. */
const AWAITED: string[] = [];

test("every function awaited is still missing", () => {
  expect(AWAITED.filter(isPublished)).toEqual([]);
});

describe("answers as torch does", () => {
  const ready = readGolden<FunctionCase>("activations").filter(({ fn }) => !AWAITED.includes(fn));

  test.each(ready)("$name", ({ fn, args, options, expected }) => {
    const inputs = args.map(argument);
    const answer = (): unknown => callPublished(fn, ...inputs, ...(options ? [options] : []));
    if ("throws" in expected) {
      expect(answer).toThrow(expected.throws);
      return;
    }
    const result = answer();
    if (!("fields" in expected)) return expectTensor(fn, result as Tensor, expected);
    for (const [field, part] of Object.entries(expected.fields)) {
      expectTensor(fn, (result as Record<string, Tensor>)[field]!, part);
    }
  });
});

function argument(value: Argument): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map(argument);
  if (typeof value !== "object") return value;
  // A bigint is to us what an int is to Python, where a number is a float.
  if ("bigint" in value) return BigInt(value.bigint);
  return "number" in value ? decode(value.number) : makeTensor(value);
}

function expectTensor(fn: string, actual: Tensor, expected: TensorResult): void {
  const { dtype, shape, strides } = expected;
  expect({ dtype: actual.dtype, shape: actual.shape }).toEqual({ dtype, shape });
  // The stride of a dim of size 1 means nothing.
  const told = (all: readonly number[]): number[] => all.filter((_, d) => shape[d]! > 1);
  if (strides) expect(told(actual.strides)).toEqual(told(strides));

  const units = UNITS[fn]?.[dtype] ?? 0;
  const got = elements(actual);
  const wanted = decodeData(expected.data, dtype);
  const off = wanted.flatMap((value, i) => {
    const distance = ulps(got[i]!, value, dtype);
    return distance > units ? [{ at: i, got: got[i], wanted: value, units: distance }] : [];
  });
  expect(got.length).toBe(wanted.length);
  expect(off).toEqual([]);
}
