import { expect, test } from "vitest";
import { tensor } from "./as-tensor.js";
import { oneHot } from "./one-hot.js";

test("numbers are no classes, for they are float32", () => {
  expect(() => oneHot([0, 1])).toThrow("oneHot: one_hot is only applicable to index tensor");
  expect(oneHot([0n, 1n]).toArray()).toEqual([[1, 0], [0, 1]]); // biome-ignore format: one line
});

test("numClasses is a positive number of classes, or -1 for as many as there are", () => {
  expect(oneHot([2n], { numClasses: -1 }).toArray()).toEqual([[0, 0, 1]]);
  expect(() => oneHot([2n], { numClasses: 0 })).toThrow(
    "oneHot: numClasses must be a positive integer, or -1, but got 0",
  );
  expect(() => oneHot([2n], { numClasses: 2 })).toThrow("oneHot: Class values must be smaller than num_classes");
});

test("a class of a 0-d tensor is one row", () => {
  expect(oneHot(tensor(1n), { numClasses: 3 }).toArray()).toEqual([0, 1, 0]);
});

test("many classes are no stack of arguments", () => {
  const { shape } = oneHot(BigInt64Array.from({ length: 200_000 }, (_, i) => BigInt(i % 2)));
  expect(shape).toEqual([200_000, 2]);
});

test("more classes than there is memory for are refused by name", () => {
  expect(() => oneHot([2n ** 50n])).toThrow(/^oneHot: shape \[1, 1125899906842625\] of int64 holds more elements than/);
});
