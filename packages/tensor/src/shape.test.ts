import { describe, expect, test } from "vitest";
import {
  broadcastShapes,
  contiguousStrides,
  describe as describeValue,
  extent,
  inferShape,
  isContiguous,
  isDense,
  normalizeDim,
  numelOf,
} from "./shape.js";

describe("contiguousStrides", () => {
  test("count a size of 0 as 1", () => {
    // torch 1.13, torch.zeros(shape).stride()
    expect(contiguousStrides([2, 3, 4])).toEqual([12, 4, 1]);
    expect(contiguousStrides([2, 0, 3])).toEqual([3, 3, 1]);
    expect(contiguousStrides([])).toEqual([]);
  });
});

describe("isContiguous and isDense", () => {
  test.each<[shape: number[], strides: number[], contiguous: boolean, dense: boolean]>([
    [[], [], true, true],
    [[2, 3], [3, 1], true, true],
    [[2, 3], [1, 2], false, true],
    [[2, 3], [6, 2], false, false],
    [[2, 3], [3, 0], false, false],
    [[2, 3], [-3, -1], false, false],
    [[2, 3, 4], [4, 8, 1], false, true],
    [[2, 2], [1, 1], false, false],
    // Where there is one element in a dim, or none at all, strides mean nothing.
    [[1, 3], [99, 1], true, true],
    [[3, 1], [1, 99], true, true],
    [[0, 3], [7, 7], true, true],
    [[3, 0], [7, 7], true, true],
  ])("of shape [%s] with strides [%s]: %s, %s", (shape, strides, contiguous, dense) => {
    expect([isContiguous(shape, strides), isDense(shape, strides)]).toEqual([contiguous, dense]);
  });
});

describe("normalizeDim", () => {
  test("counts negative dims from the end", () => {
    expect([0, 1, -1, -2].map((dim) => normalizeDim("f", dim, [4, 3]))).toEqual([0, 1, 1, 0]);
    expect([0, -1].map((dim) => normalizeDim("f", dim, []))).toEqual([0, 0]);
  });

  test("says what would do, and what was given", () => {
    expect(() => normalizeDim("softmax", 2, [4, 3])).toThrow(
      new RangeError(
        "softmax: Dimension out of range (expected to be in range of [-2, 1], but got 2); input has shape [4, 3]",
      ),
    );
    expect(() => normalizeDim("softmax", 1, [])).toThrow("(expected to be in range of [-1, 0], but got 1)");
    expect(() => normalizeDim("softmax", 0.5, [4])).toThrow(
      new TypeError("softmax: dim must be an integer (-1 is the last), but got 0.5"),
    );
  });
});

describe("broadcastShapes", () => {
  test.each<[a: number[], b: number[], both: number[]]>([
    [[], [], []],
    [[], [2, 3], [2, 3]],
    [[3], [2, 3], [2, 3]],
    [
      [2, 1],
      [1, 3],
      [2, 3],
    ],
    [
      [5, 1, 4],
      [3, 1],
      [5, 3, 4],
    ],
    [[0], [1], [0]],
    [
      [2, 1],
      [2, 0],
      [2, 0],
    ],
  ])("[%s] with [%s] is [%s]", (a, b, both) => {
    expect(broadcastShapes("f", a, b)).toEqual(both);
    expect(broadcastShapes("f", b, a)).toEqual(both);
  });

  test("says in torch's words what does not fit, and of two dims the last", () => {
    expect(() => broadcastShapes("sub", [2, 3], [2, 2])).toThrow(
      new RangeError(
        "sub: The size of tensor a (3) must match the size of tensor b (2) at non-singleton dimension 1; " +
          "got shapes [2, 3] and [2, 2]",
      ),
    );
    // torch 1.13, torch.zeros(2, 3) - torch.zeros(3, 4)
    expect(() => broadcastShapes("sub", [2, 3], [3, 4])).toThrow("tensor a (3) must match the size of tensor b (4)");
    expect(() => broadcastShapes("sub", [0], [2])).toThrow("tensor a (0) must match the size of tensor b (2)");
  });
});

describe("inferShape", () => {
  test("works the −1 out", () => {
    expect(inferShape("f", [-1, 2], 6)).toEqual([3, 2]);
    expect(inferShape("f", [-1], 0)).toEqual([0]);
    expect(inferShape("f", [], 1)).toEqual([]);
  });

  test("leaves the caller's shape as it was", () => {
    const shape = Object.freeze([2, -1]);
    expect(inferShape("f", shape, 6)).toEqual([2, 3]);
  });

  test.each<[shape: number[], numel: number, sentence: string]>([
    [[4], 6, "shape '[4]' is invalid for input of size 6"],
    [[-1, 4], 6, "shape '[-1, 4]' is invalid for input of size 6"],
    [[-1, -1], 6, "only one dimension can be inferred"],
    [[-1, 0], 0, "cannot reshape tensor of 0 elements into shape [-1, 0]"],
    [[-2, -3], 6, "[-2, -3]"],
    [[1.5, 4], 6, "[1.5, 4]"],
    [[2 ** 40, 2 ** 40], 6, "[1099511627776, 1099511627776]"],
  ])("refuses [%s] for %d elements", (shape, numel, sentence) => {
    expect(() => inferShape("reshape", shape, numel)).toThrow(sentence);
  });
});

test("a shape holds the product of its sizes, and a 0-d one a single element", () => {
  expect([[], [2, 3], [2, 0, 3]].map(numelOf)).toEqual([1, 6, 0]);
});

test("the extent of a view goes below its offset where a stride is negative", () => {
  expect(extent([2, 3], [10, -1], 5)).toEqual([3, 15]);
  expect(extent([], [], 7)).toEqual([7, 7]);
  expect(extent([4, 4], [0, 1], 0)).toEqual([0, 3]);
});

describe("describe", () => {
  test("shows values as one would write them, and long strings cut off", () => {
    expect([-0.5, 2n, "a", null, undefined, true, Symbol("s")].map(describeValue)).toEqual([
      "-0.5",
      "2n",
      '"a"',
      "null",
      "undefined",
      "true",
      "Symbol(s)",
    ]);
    expect(describeValue("x".repeat(10_000)).length).toBeLessThan(60);
  });

  test("names the kind of everything else", () => {
    expect(describeValue([1, 2])).toBe("an array of length 2");
    expect(describeValue(new Map())).toContain("Map");
    expect(describeValue(Object.create(null))).toContain("Object");
    expect(describeValue(() => 1)).toMatch(/function/i);
  });
});
