import { expectTypeOf, test } from "vitest";
import {
  add,
  all,
  any,
  arange,
  argmax,
  cat,
  clamp,
  cumsum,
  type DType,
  div,
  eq,
  full,
  fullLike,
  gather,
  isnan,
  maskedFill,
  matmul,
  max,
  maximum,
  mean,
  mul,
  multinomial,
  oneHot,
  ones,
  pow,
  rand,
  randint,
  reshape,
  sort,
  split,
  stack,
  std,
  sub,
  sum,
  type Tensor,
  topk,
  toTypedArray,
  transpose,
  where,
  zeros,
  zerosLike,
} from "./index.js";
import type { PromoteTypes } from "./promotion.js";

// vitest only type-checks this file; the values below never exist.
declare const float16: Tensor<"float16">;
declare const bfloat16: Tensor<"bfloat16">;
declare const float32: Tensor<"float32">;
declare const float64: Tensor<"float64">;
declare const int64: Tensor<"int64">;
declare const int32: Tensor<"int32">;
declare const int8: Tensor<"int8">;
declare const uint8: Tensor<"uint8">;
declare const bool: Tensor<"bool">;
declare const unknown: Tensor;

/** torch.promote_types, as golden/promotion.json has it at run time; the table is symmetric. */
interface Promoted {
  bool: { bool: "bool" };
  uint8: { bool: "uint8"; uint8: "uint8" };
  int8: { bool: "int8"; uint8: "int16"; int8: "int8" };
  int16: { bool: "int16"; uint8: "int16"; int8: "int16"; int16: "int16" };
  int32: Row<"int32", "bool" | "uint8" | "int8" | "int16" | "int32">;
  int64: Row<"int64", "bool" | "uint8" | "int8" | "int16" | "int32" | "int64">;
  float16: Row<"float16", "bool" | "uint8" | "int8" | "int16" | "int32" | "int64" | "float16">;
  bfloat16: Row<"bfloat16", "bool" | "uint8" | "int8" | "int16" | "int32" | "int64" | "bfloat16"> & {
    float16: "float32";
  };
  float32: Row<"float32", Exclude<DType, "float64">>;
  float64: Row<"float64", DType>;
}
type Row<Result extends DType, Columns extends DType> = Record<Columns, Result>;

/** The pairs for which the types answer something else. */
type Wrong = {
  [A in keyof Promoted]: {
    [B in keyof Promoted[A] & DType]: [PromoteTypes<A, B>, PromoteTypes<B, A>] extends [Promoted[A][B], Promoted[A][B]]
      ? never
      : [A, B];
  }[keyof Promoted[A] & DType];
}[keyof Promoted];

test("two dtypes make what torch.promote_types makes of them, in either order", () => {
  expectTypeOf<Wrong>().toBeNever();
  expectTypeOf<PromoteTypes<"uint8", "int8">>().toEqualTypeOf<"int16">();
  expectTypeOf<PromoteTypes<"float16", "bfloat16">>().toEqualTypeOf<"float32">();
});

test("arithmetic promotes", () => {
  expectTypeOf(add(float32, float64)).toEqualTypeOf<Tensor<"float64">>();
  expectTypeOf(sub(int32, int8)).toEqualTypeOf<Tensor<"int32">>();
  expectTypeOf(mul(uint8, int8)).toEqualTypeOf<Tensor<"int16">>();
  expectTypeOf(maximum(float16, bfloat16)).toEqualTypeOf<Tensor<"float32">>();
  expectTypeOf(pow(int64, float16)).toEqualTypeOf<Tensor<"float16">>();
  expectTypeOf(add(bool, bool)).toEqualTypeOf<Tensor<"bool">>();
  expectTypeOf(add([1, 2], [true, false])).toEqualTypeOf<Tensor<"float32">>();
});

test("a bare number counts only if it is of a higher kind", () => {
  expectTypeOf(add(float16, 1)).toEqualTypeOf<Tensor<"float16">>();
  expectTypeOf(add(1, float64)).toEqualTypeOf<Tensor<"float64">>();
  expectTypeOf(mul(int8, 1n)).toEqualTypeOf<Tensor<"int8">>();
  expectTypeOf(mul(int8, 0.5)).toEqualTypeOf<Tensor<"float32">>();
  expectTypeOf(mul(bool, 2n)).toEqualTypeOf<Tensor<"int64">>();
  expectTypeOf(mul(int8, true)).toEqualTypeOf<Tensor<"int8">>();
  expectTypeOf(add(1, 2n)).toEqualTypeOf<Tensor<"float32">>();
});

test("division makes fractions", () => {
  expectTypeOf(div(int64, int64)).toEqualTypeOf<Tensor<"float32">>();
  expectTypeOf(div(bool, 2n)).toEqualTypeOf<Tensor<"float32">>();
  expectTypeOf(div(float64, int8)).toEqualTypeOf<Tensor<"float64">>();
});

test("comparisons make bools", () => {
  expectTypeOf(eq(int64, 1)).toEqualTypeOf<Tensor<"bool">>();
  expectTypeOf(isnan(float16)).toEqualTypeOf<Tensor<"bool">>();
});

test("a dtype that is not known is any", () => {
  expectTypeOf(add(unknown, 1)).toExtend<Tensor>();
  expectTypeOf(sum(unknown)).toExtend<Tensor>();
});

test("where, maskedFill and clamp", () => {
  expectTypeOf(where(bool, float32, float64)).toEqualTypeOf<Tensor<"float64">>();
  expectTypeOf(where(bool, float64, 0)).toEqualTypeOf<Tensor<"float64">>();
  expectTypeOf(maskedFill(float16, bool, Number.NEGATIVE_INFINITY)).toEqualTypeOf<Tensor<"float16">>();
  expectTypeOf(clamp(float32, { min: 0, max: 1 })).toEqualTypeOf<Tensor<"float32">>();
  expectTypeOf(clamp(int32, { min: 0n })).toEqualTypeOf<Tensor<"int32">>();
  expectTypeOf(clamp(int32, { min: float64 })).toEqualTypeOf<Tensor<"float64">>();
  // 0 leaves int32 and 0.5 makes float32.
  expectTypeOf(clamp(int32, { min: 0 }).dtype).toEqualTypeOf<"int32" | "float32">();
});

test("sums of integers are int64, unless another dtype is asked for", () => {
  expectTypeOf(sum(int8)).toEqualTypeOf<Tensor<"int64">>();
  expectTypeOf(sum(bool, 0)).toEqualTypeOf<Tensor<"int64">>();
  expectTypeOf(sum(float16)).toEqualTypeOf<Tensor<"float16">>();
  expectTypeOf(sum(int8, 0, { dtype: "int32" })).toEqualTypeOf<Tensor<"int32">>();
  expectTypeOf(cumsum(uint8, 0)).toEqualTypeOf<Tensor<"int64">>();
  expectTypeOf(mean(float64)).toEqualTypeOf<Tensor<"float64">>();
  expectTypeOf(mean(int64, 0, { dtype: "float32" })).toEqualTypeOf<Tensor<"float32">>();
  expectTypeOf(std(bfloat16)).toEqualTypeOf<Tensor<"bfloat16">>();
});

test("extremes and order keep the dtype and give int64 indices", () => {
  expectTypeOf(max(int32)).toEqualTypeOf<Tensor<"int32">>();
  // A pair has an Array's values(), too, so that this type is more than a tensor's.
  expectTypeOf(max(int32, 0).values).toExtend<Tensor<"int32">>();
  expectTypeOf(add(max(int32, 0).values, 1n)).toEqualTypeOf<Tensor<"int32">>();
  expectTypeOf(max(int32, 0).indices).toEqualTypeOf<Tensor<"int64">>();
  expectTypeOf(argmax(float32)).toEqualTypeOf<Tensor<"int64">>();
  expectTypeOf(sort(float16).values).toExtend<Tensor<"float16">>();
  expectTypeOf(topk(bool, 1).values).toExtend<Tensor<"bool">>();
});

test("all and any are bool, of uint8 uint8", () => {
  expectTypeOf(all(float32)).toEqualTypeOf<Tensor<"bool">>();
  expectTypeOf(any(uint8, 0)).toEqualTypeOf<Tensor<"uint8">>();
});

test("views, joins and picks keep the dtype", () => {
  expectTypeOf(reshape(float64, [2])).toEqualTypeOf<Tensor<"float64">>();
  expectTypeOf(transpose([[1n]], 0, 1)).toEqualTypeOf<Tensor<"int64">>();
  expectTypeOf(split(int8, 1)).toEqualTypeOf<Tensor<"int8">[]>();
  expectTypeOf(cat([int8, int8])).toEqualTypeOf<Tensor<"int8">>();
  expectTypeOf(stack([float32])).toEqualTypeOf<Tensor<"float32">>();
  expectTypeOf(gather(bool, 0, int64)).toEqualTypeOf<Tensor<"bool">>();
  expectTypeOf(toTypedArray(int64)).toEqualTypeOf<BigInt64Array>();
  expectTypeOf(matmul(float32, float32)).toEqualTypeOf<Tensor<"float32">>();
});

test("tensors of several dtypes join to the dtype that holds them all", () => {
  expectTypeOf(cat([float32, float64])).toEqualTypeOf<Tensor<"float64">>();
  expectTypeOf(stack([uint8, int8])).toEqualTypeOf<Tensor<"int16">>();
  expectTypeOf(cat([bool, float16, bfloat16])).toEqualTypeOf<Tensor<"float32">>();
  expectTypeOf(cat([unknown, unknown])).toEqualTypeOf<Tensor>();
});

test("creation", () => {
  expectTypeOf(zeros([2])).toEqualTypeOf<Tensor<"float32">>();
  expectTypeOf(ones([2], { dtype: "bool" })).toEqualTypeOf<Tensor<"bool">>();
  expectTypeOf(full([2], 1n)).toEqualTypeOf<Tensor<"int64">>();
  expectTypeOf(full([2], true)).toEqualTypeOf<Tensor<"bool">>();
  expectTypeOf(full([2], 1, { dtype: "int8" })).toEqualTypeOf<Tensor<"int8">>();
  expectTypeOf(arange(5)).toEqualTypeOf<Tensor<"float32">>();
  expectTypeOf(arange(0n, 5n)).toEqualTypeOf<Tensor<"int64">>();
  expectTypeOf(zerosLike(int8)).toEqualTypeOf<Tensor<"int8">>();
  expectTypeOf(fullLike(int8, 1, { dtype: "float64" })).toEqualTypeOf<Tensor<"float64">>();
  expectTypeOf(rand([2])).toEqualTypeOf<Tensor<"float32">>();
  expectTypeOf(randint(0, 5, [2])).toEqualTypeOf<Tensor<"int64">>();
  expectTypeOf(multinomial(float32, 1)).toEqualTypeOf<Tensor<"int64">>();
  expectTypeOf(oneHot(int64)).toEqualTypeOf<Tensor<"int64">>();
});
