import { expect, test } from "vitest";
import { tensor } from "./as-tensor.js";
import type { DType } from "./dtype.js";
import { resultType } from "./promotion.js";
import type { Tensor } from "./tensor.js";

// The table itself is held to torch in conformance/; here is what more than two make.

const of = (dtype: DType, ndim: number): Tensor => tensor(ndim ? [1] : 1, { dtype });

test("three tensors promote as torch.where's and torch.clamp's do", () => {
  expect(resultType([of("int8", 1), of("uint8", 1), of("float16", 0)])).toBe("float16");
  expect(resultType([of("int8", 1), of("uint8", 1), of("int64", 0)])).toBe("int16");
  expect(resultType([of("bool", 1), of("int16", 0), of("int8", 0)])).toBe("int16");
  expect(resultType([of("float16", 1), of("bfloat16", 1), of("float64", 0)])).toBe("float32");
});

test("bare numbers count less than 0-d tensors", () => {
  // torch 1.13, (tensor(1, dtype=torch.int8) + 2).dtype, and with 2.5
  expect(resultType([of("int8", 0), tensor(2n)], [of("int8", 0), 2n])).toBe("int8");
  expect(resultType([of("int8", 0), tensor(2.5)], [of("int8", 0), 2.5])).toBe("float32");
  expect(resultType([tensor(true), tensor(2n)], [true, 2n])).toBe("int64");
});
