import { describe, expect, test } from "vitest";
import { tensor } from "./as-tensor.js";
import type { DType } from "./dtype.js";
import { isDType, isFloat, promoteTypes } from "./dtype.js";

// The whole table of promotions is held against torch in conformance/promotion.test.ts.

describe("promoteTypes", () => {
  test("neighbours that do not hold each other make the next wider dtype", () => {
    expect(promoteTypes("uint8", "int8")).toBe("int16");
    expect(promoteTypes("bfloat16", "float16")).toBe("float32");
  });

  test("does not mind the order", () => {
    expect(promoteTypes("int64", "float16")).toBe("float16");
    expect(promoteTypes("float16", "int64")).toBe("float16");
  });
});

test("dtypes are told from other words, those of every object included", () => {
  expect(["float32", "bool", "float", "toString", "", 32, null].map(isDType)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});

test("floats are the four dtypes that hold fractions", () => {
  const all: DType[] = [
    "bool",
    "uint8",
    "int8",
    "int16",
    "int32",
    "int64",
    "float16",
    "bfloat16",
    "float32",
    "float64",
  ];
  expect(all.filter(isFloat)).toEqual(["float16", "bfloat16", "float32", "float64"]);
});

describe("a cast", () => {
  const cast = (values: Float64Array | BigInt64Array | Float32Array, dtype: DType): (number | bigint)[] => {
    const { data } = tensor(values, { dtype });
    return Array.from(data as Iterable<number | bigint>);
  };

  test("from floats to integers cuts the fraction off, and wraps", () => {
    // torch 1.13, tensor([300.7, -1.5, -0.5]).to(dtype)
    const values = Float64Array.of(300.7, -1.5, -0.5);
    expect(cast(values, "uint8")).toEqual([44, 255, 0]);
    expect(cast(values, "int8")).toEqual([44, -1, 0]);
    expect(cast(values, "int16")).toEqual([300, -1, 0]);
    expect(cast(values, "int64")).toEqual([300n, -1n, 0n]);
  });

  test("of what is no integer to int64 gives the smallest, as torch on x86", () => {
    // torch 1.13, tensor([nan, inf, -inf]).to(torch.int64)
    const values = Float64Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
    expect(cast(values, "int64")).toEqual([-(2n ** 63n), -(2n ** 63n), -(2n ** 63n)]);
  });

  test("to bool asks whether it is 0, which NaN is not", () => {
    expect(cast(Float64Array.of(0, -0, 0.1, Number.NaN, 256), "bool")).toEqual([0, 0, 1, 1, 1]);
    expect(cast(BigInt64Array.of(0n, 2n ** 32n), "bool")).toEqual([0, 1]);
  });

  test("from int64 to narrower integers keeps the low bits, of large ones too", () => {
    // torch 1.13, tensor([2**53 + 1, 2**31]).to(torch.int32)
    expect(cast(BigInt64Array.of(2n ** 53n + 1n, 2n ** 31n), "int32")).toEqual([1, -(2 ** 31)]);
  });

  test("from int64 to float32 rounds once", () => {
    // torch 1.13, tensor([2**60 + 2**36 + 1]).float(): just above the middle of two float32
    expect(cast(BigInt64Array.of(2n ** 60n + 2n ** 36n + 1n), "float32")).toEqual([2 ** 60 + 2 ** 37]);
  });

  test("from float64 to float16 rounds to float32 first, as torch does", () => {
    // torch 1.13, tensor([1 + 2**-11 + 2**-40], dtype=torch.float64).half().item()
    expect(tensor(Float64Array.of(1 + 2 ** -11 + 2 ** -40), { dtype: "float16" }).item()).toBe(1);
  });
});
