import { grad, tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import { describe, expect, test } from "vitest";
import { hardmax } from "./hardmax.js";

const { NaN: NAN, POSITIVE_INFINITY: INF } = Number;

describe("hardmax", () => {
  behavesLikeAnActivation(hardmax, test);

  test("is 1 at the first of the largest", () => {
    // https://onnx.ai/onnx/operators/onnx__Hardmax.html, "hardmax_example" and "hardmax_one_hot"
    const x = [[3, 0, 1, 2], [2, 5, 1, 0], [0, 1, 3, 2], [0, 1, 2, 3]]; // biome-ignore format: rows
    expect(hardmax(x, 1).toArray()).toEqual([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]); // biome-ignore format: rows
    expect(hardmax([3, 3, 3, 1], 0).toArray()).toEqual([1, 0, 0, 0]);
  });

  test("finds ∞, and one of nothing but −∞", () => {
    expect(hardmax([1, INF, INF], 0).toArray()).toEqual([0, 1, 0]);
    expect(hardmax([-INF, -INF], 0).toArray()).toEqual([1, 0]);
    expect(hardmax([-INF, NAN], 0).toArray()).toEqual([NAN, NAN]);
  });

  test("has a gradient of 0", () => {
    const x = tensor([1, 3, 2], { requiresGrad: true });
    expect(grad(hardmax(x, 0), x, { gradOutputs: [1, 2, 3] })[0]!.toArray()).toEqual([0, 0, 0]);
  });
});
