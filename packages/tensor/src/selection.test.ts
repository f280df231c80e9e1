import { describe, expect, test } from "vitest";
import { add, mul } from "./arithmetic.js";
import { tensor } from "./as-tensor.js";
import { grad } from "./autograd.js";
import { onesLike } from "./create.js";
import { checkDerivatives } from "./finite-differences.js";
import { clamp, maskedFill, where } from "./selection.js";
import type { Tensor } from "./tensor.js";

const { NaN: NAN, POSITIVE_INFINITY: INFINITY } = Number;

describe("where", () => {
  test("picks int64 exactly", () => {
    expect([...where([true, false], [2n ** 62n + 1n, 0n], [0n, -(2n ** 62n) - 1n]).data]).toEqual([
      2n ** 62n + 1n,
      -(2n ** 62n) - 1n,
    ]);
  });

  test("takes numbers for both, and a number does not widen", () => {
    expect(where([true, false], 1, 0).toArray()).toEqual([1, 0]);
    const x = where([true, false], tensor([0.1, 0.2], { dtype: "float64" }), 0.1);
    expect([...x.data]).toEqual([0.1, 0.1]);
  });

  test("refuses a number that the dtype cannot hold", () => {
    // torch 1.13, torch.where(mask, int8, 300)
    expect(() => where([true], tensor([1], { dtype: "int8" }), 300n)).toThrow(
      "where: value cannot be converted to type int8 without overflow",
    );
  });

  test("refuses a condition of numbers", () => {
    expect(() => where([1, 0], [1, 2], [3, 4])).toThrow("where expected condition to be a boolean tensor");
  });
});

describe("maskedFill", () => {
  test("does not change its input", () => {
    const x = tensor([1, 2]);
    maskedFill(x, [true, false], 0);
    expect(x.toArray()).toEqual([1, 2]);
  });

  test("casts its value, unless there is no such integer", () => {
    // torch 1.13, tensor([1, 2]).masked_fill(mask, 0.5) and with -inf
    expect(maskedFill([1n, 2n], [true, false], 0.5).toArray()).toEqual([0, 2]);
    expect(() => maskedFill([1n, 2n], [true, false], -INFINITY)).toThrow(
      "maskedFill: value cannot be converted to type int64 without overflow: -Infinity",
    );
    expect(() => maskedFill(tensor([1], { dtype: "int8" }), [true], tensor(300, { dtype: "int64" }))).toThrow(
      "maskedFill: value cannot be converted to type int8 without overflow",
    );
  });

  test("fills int64 exactly", () => {
    expect(maskedFill([1n], [true], 2n ** 62n + 1n).data[0]).toBe(2n ** 62n + 1n);
    expect(maskedFill([1n], [true], tensor(2n ** 62n + 1n)).data[0]).toBe(2n ** 62n + 1n);
  });

  test("refuses a mask of numbers, as torch 2 does", () => {
    expect(() => maskedFill([1, 2], [1, 0], 0)).toThrow(
      "maskedFill: masked_fill_ only supports boolean masks, but got mask with dtype float32",
    );
  });
});

describe("clamp", () => {
  test("the larger bound of two that cross is not seen: max has the last word", () => {
    // torch 1.13, torch.clamp(tensor([0., 5.]), 3, 1)
    expect(clamp([0, 5], { min: 3, max: 1 }).toArray()).toEqual([1, 1]);
  });

  test("NaN stays NaN, and a bound that is NaN makes it", () => {
    expect(clamp([NAN, 1], { min: 0, max: 2 }).toArray()).toEqual([NAN, 1]);
    expect(clamp([0, 1], { min: [NAN, 0] }).toArray()).toEqual([NAN, 1]);
    expect(clamp([0, 1], { min: NAN, max: 2 }).toArray()).toEqual([NAN, NAN]);
  });

  test("a bare NaN as the only bound is none, as in torch", () => {
    // torch 1.13, tensor([0., 1.]).clamp(max=nan) and tensor([1, 2]).clamp(min=nan)
    expect(clamp([0, 1], { max: NAN }).toArray()).toEqual([0, 1]);
    expect(String(clamp([1n, 2n], { min: NAN }))).toBe("tensor([1., 2.])");
  });

  test("whole bounds leave integers what they are, fractions make float32", () => {
    const x = tensor([1, 5], { dtype: "int8" });
    expect(clamp(x, { min: 2 }).dtype).toBe("int8");
    expect(clamp(x, { min: 2.5 }).dtype).toBe("float32");
    expect(clamp([2n ** 62n + 1n], { min: 0 }).data[0]).toBe(2n ** 62n + 1n);
  });

  test("a bound that the dtype cannot hold is refused, where a cast would make another of it", () => {
    // torch 1.13, tensor([1, 2], dtype=torch.int8).clamp(max=300)
    expect(() => clamp(tensor([1], { dtype: "int8" }), { max: 300 })).toThrow(
      "clamp: value cannot be converted to type int8 without overflow",
    );
  });

  test("an explicit undefined is no bound", () => {
    expect(clamp([-1, 3], { min: 0, max: undefined }).toArray()).toEqual([0, 3]);
    expect(() => clamp([1], { min: undefined, max: undefined })).toThrow(
      "clamp: torch.clamp: At least one of 'min' or 'max' must not be None",
    );
  });
});

describe("gradients", () => {
  const mask = tensor([[true, false, true], [false, false, true]]); // biome-ignore format: one line
  const other = tensor([[0.5, -2, 3], [1.5, 4, -1]], { dtype: "float64" }); // biome-ignore format: one line

  test("are the slopes, on every side and through broadcasting", () => {
    for (const shape of [[2, 3], [3], [2, 1], [], [2, 2, 3]]) {
      const curved = (x: Tensor): Tensor => mul(x, x);
      checkDerivatives((x) => where(mask, curved(x), other), shape);
      checkDerivatives((x) => where(mask, other, curved(x)), shape);
      checkDerivatives((x) => where(mask, curved(x), 2), shape);
      checkDerivatives((x) => maskedFill(curved(x), mask, 2), shape);
      checkDerivatives((x) => clamp(curved(x), { min: 0.7, max: 3.3 }), shape);
      checkDerivatives((x) => clamp(curved(x), { min: other }), shape);
      checkDerivatives((x) => clamp(other, { min: curved(x), max: add(other, 2.3) }), shape);
      checkDerivatives((x) => clamp(other, { max: curved(x) }), shape);
    }
    checkDerivatives((value) => maskedFill(other, mask, mul(value, value)), []);
  });

  /** The gradients of what clamp is given, where every element of its result gets 1. */
  const slopesOf = (x: number[], bounds: { min?: number[]; max?: number[] }): number[][] => {
    const leaf = (values: number[]): Tensor => tensor(values, { requiresGrad: true });
    const given = { input: leaf(x), ...Object.fromEntries(Object.entries(bounds).map(([k, v]) => [k, leaf(v)])) };
    const { input, ...options } = given;
    const y = clamp(input, options);
    return grad(y, Object.values(given), { gradOutputs: onesLike(y) }).map((g) => g.toArray() as number[]);
  };

  test("of clamp: 1 at its ends, and a bound takes what it cuts off", () => {
    const x = tensor([0, 1, 2, 3, 4, NAN], { requiresGrad: true });
    const y = clamp(x, { min: 1, max: 3 });
    // torch 1.13, x.clamp(1, 3).sum().backward()
    expect(grad(y, x, { gradOutputs: onesLike(y) }).map((g) => g.toArray())).toEqual([[0, 1, 1, 1, 0, 0]]);
    // torch 1.13, x.clamp(min, max) of tensors
    const values = [0, 1, 2, 3, 4, NAN];
    expect(slopesOf(values, { min: Array(6).fill(1), max: Array(6).fill(3) })).toEqual([
      [0, 1, 1, 1, 0, 0],
      [1, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 1, 0],
    ]);
  });

  test("of clamp: where the bounds cross it all goes to max, where they meet to nobody below", () => {
    // torch 1.13
    expect(slopesOf([0, 2, 4], { min: [3, 3, 3], max: [1, 1, 1] })).toEqual([[0, 0, 0], [0, 0, 0], [1, 1, 1]]); // biome-ignore format: one line
    expect(slopesOf([0, 3, 4], { min: [3, 3, 3], max: [3, 3, 3] })).toEqual([[0, 1, 0], [0, 0, 0], [0, 0, 1]]); // biome-ignore format: one line
    expect(slopesOf([0, 1], { min: [INFINITY, NAN] })).toEqual([[0, 0], [1, 0]]); // biome-ignore format: one line
  });

  test("a −∞ that is filled in, or picked, leaves no NaN behind", () => {
    const x = tensor([1, -INFINITY], { requiresGrad: true });
    for (const y of [maskedFill(x, [false, true], 0), where([true, false], x, 0)]) {
      expect(grad(y, x, { gradOutputs: [2, 3] }).map((g) => g.toArray())).toEqual([[2, 0]]);
    }
  });

  test("are named as torch names them, by what is a bare number", () => {
    const x = tensor([1, 2], { requiresGrad: true });
    const hidden = [true, false];
    // torch 1.13
    const results = [where(hidden, x, 1), maskedFill(x, hidden, 1), maskedFill(x, hidden, tensor(1)), clamp(x, { min: 0 }), clamp(x, { max: tensor(1) })]; // biome-ignore format: a list
    expect(results.map(({ gradFn }) => gradFn?.name)).toEqual([
      "WhereBackward0",
      "MaskedFillBackward0",
      "MaskedFillBackward1",
      "ClampBackward1",
      "ClampBackward0",
    ]);
  });
});
