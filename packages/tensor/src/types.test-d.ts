import { relu } from "@actfn/relu";
import { sigmoid } from "@actfn/sigmoid";
import { softmax } from "@actfn/softmax";
import { expectTypeOf, test } from "vitest";
import type { DType, NestedArray, TensorLike, ValuesAndIndices } from "./index.js";
import { asTensor, max, sub, Tensor, tensor } from "./index.js";

// vitest only type-checks this file; the values below never exist.
declare const float32: Tensor<"float32">;
declare const float64: Tensor<"float64">;
declare const float16: Tensor<"float16">;
declare const int64: Tensor<"int64">;
declare const int32: Tensor<"int32">;
declare const bool: Tensor<"bool">;
declare const any: Tensor;

test("data is the typed array of the dtype", () => {
  expectTypeOf<Tensor<"float32">["data"]>().toEqualTypeOf<Float32Array>();
  expectTypeOf<Tensor<"float64">["data"]>().toEqualTypeOf<Float64Array>();
  expectTypeOf<Tensor<"int64">["data"]>().toEqualTypeOf<BigInt64Array>();
  expectTypeOf<Tensor<"bfloat16">["data"]>().toEqualTypeOf<Uint16Array>();
  expectTypeOf<Tensor<"bool">["data"]>().toEqualTypeOf<Uint8Array>();
});

test("a tensor of a known dtype is a tensor, and tensor-like", () => {
  expectTypeOf<Tensor<"float32">>().toExtend<Tensor>();
  expectTypeOf<Tensor<"float32">>().toExtend<TensorLike>();
  expectTypeOf<Tensor<"float32">>().not.toExtend<Tensor<"float64">>();
});

test("item() is a number, of bools a boolean", () => {
  expectTypeOf(float32.item()).toEqualTypeOf<number>();
  expectTypeOf(int64.item()).toEqualTypeOf<number>();
  expectTypeOf(bool.item()).toEqualTypeOf<boolean>();
});

test("tensor() takes the dtype from its elements", () => {
  expectTypeOf(tensor([1, 2])).toEqualTypeOf<Tensor<"float32">>();
  expectTypeOf(tensor([[1, 2], [3, 4]])).toEqualTypeOf<Tensor<"float32">>(); // biome-ignore format: one line
  expectTypeOf(tensor(1)).toEqualTypeOf<Tensor<"float32">>();
  expectTypeOf(tensor([1n])).toEqualTypeOf<Tensor<"int64">>();
  expectTypeOf(tensor([true])).toEqualTypeOf<Tensor<"bool">>();
  expectTypeOf(tensor(new Float64Array(2))).toEqualTypeOf<Tensor<"float64">>();
  expectTypeOf(tensor(new Uint8ClampedArray(2))).toEqualTypeOf<Tensor<"uint8">>();
  expectTypeOf(tensor(int32)).toEqualTypeOf<Tensor<"int32">>();
});

test("tensor() has the dtype asked for", () => {
  expectTypeOf(tensor([1, 2], { dtype: "float64" })).toEqualTypeOf<Tensor<"float64">>();
  expectTypeOf(tensor([1, 2], { dtype: "int64" }).data).toEqualTypeOf<BigInt64Array>();
});

test("what is not known at compile time is any dtype", () => {
  expectTypeOf(tensor([] as NestedArray)).toEqualTypeOf<Tensor<DType>>();
  expectTypeOf(relu(any)).toEqualTypeOf<Tensor<DType>>();
  expectTypeOf(softmax(any, 0)).toEqualTypeOf<Tensor<DType>>();
});

test("asTensor reads a tensor-like's own word", () => {
  expectTypeOf(asTensor({ data: new Uint16Array(2), dims: [2], type: "bfloat16" as const })).toEqualTypeOf<
    Tensor<"bfloat16">
  >();
  expectTypeOf(asTensor(new Float32Array(2), [1, 2])).toEqualTypeOf<Tensor<"float32">>();
});

test("softmax keeps the dtype, or has the one asked for", () => {
  expectTypeOf(softmax([1, 2], 0)).toEqualTypeOf<Tensor<"float32">>();
  expectTypeOf(softmax(float64, -1)).toEqualTypeOf<Tensor<"float64">>();
  expectTypeOf(softmax(int64, 0, { dtype: "float32" })).toEqualTypeOf<Tensor<"float32">>();
});

test("sigmoid makes float32 of integers and bools", () => {
  expectTypeOf(sigmoid([1, 2])).toEqualTypeOf<Tensor<"float32">>();
  expectTypeOf(sigmoid(float16)).toEqualTypeOf<Tensor<"float16">>();
  expectTypeOf(sigmoid(int64)).toEqualTypeOf<Tensor<"float32">>();
  expectTypeOf(sigmoid(bool)).toEqualTypeOf<Tensor<"float32">>();
});

test("relu keeps the dtype, integers too", () => {
  expectTypeOf(relu([1, 2])).toEqualTypeOf<Tensor<"float32">>();
  expectTypeOf(relu(int64)).toEqualTypeOf<Tensor<"int64">>();
  expectTypeOf(relu(float64).data).toEqualTypeOf<Float64Array>();
});

test("max is a tensor without a dim, and values and indices with one", () => {
  expectTypeOf(max(float64)).toEqualTypeOf<Tensor<"float64">>();
  expectTypeOf(max(float64, 0)).toEqualTypeOf<ValuesAndIndices<"float64">>();
  const [values, indices] = max(int32, 0, { keepdim: true });
  expectTypeOf(values).toEqualTypeOf<Tensor<"int32">>();
  expectTypeOf(indices).toEqualTypeOf<Tensor<"int64">>();
  expectTypeOf(max(int32, 0).indices).toEqualTypeOf<Tensor<"int64">>();
});

test("sub promotes", () => {
  expectTypeOf(sub(float32, float64)).toEqualTypeOf<Tensor<"float64">>();
  expectTypeOf(sub(int64, float16)).toEqualTypeOf<Tensor<"float16">>();
  expectTypeOf(sub(float16, 1)).toEqualTypeOf<Tensor<"float16">>();
  expectTypeOf(sub(int32, 0.5)).toEqualTypeOf<Tensor<"float32">>();
  expectTypeOf(sub(tensor(Uint8Array.of(1)), tensor(Int8Array.of(1)))).toEqualTypeOf<Tensor<"int16">>();
});

test("misuse is found before it runs", () => {
  // @ts-expect-error A dim is wanted.
  softmax([1, 2]);
  // @ts-expect-error No such option.
  relu([1], { inplace: true });
  // @ts-expect-error No such dtype.
  softmax([1, 2], 0, { dtype: "float" });
  // @ts-expect-error Strings are no numbers.
  tensor(["1"]);
  // @ts-expect-error
  relu(null);
  // @ts-expect-error The data of float64 is no Float32Array.
  new Tensor(new Float32Array(1), "float64", [1]);
});
