import { tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import { describe, expect, test } from "vitest";
import { step, threshold } from "./threshold.js";

describe("threshold", () => {
  behavesLikeAnActivation(step, test, { options: { threshold: 0.5, value: 20 }, kinks: [0.5] });

  test("what is not above the threshold becomes the value", () => {
    // torch 1.13, F.threshold(tensor([-1., 0.1, 0.5, nan, inf]), 0.1, 20)
    const x = tensor([-1, 0.1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]);
    expect(threshold(x, 0.1, 20).toArray()).toEqual([20, 20, 0.5, Number.NaN, Number.POSITIVE_INFINITY]);
  });

  test("integers cut the fractions of both numbers off", () => {
    // torch 1.13, F.threshold(tensor([-3, 0, 1, 7]), -0.5, -9.9)
    expect(threshold([-3n, 0n, 1n, 7n], -0.5, -9.9).toArray()).toEqual([-9, -9, 1, 7]);
    expect(threshold(Int16Array.of(-3, 0, 1, 7), -0.5, -9.9).toArray()).toEqual([-9, -9, 1, 7]);
    expect(threshold([2n ** 53n + 1n], 0, 5).data).toEqual(BigInt64Array.of(2n ** 53n + 1n));
  });

  test("numbers that an integer dtype cannot hold are refused in the words of torch", () => {
    expect(() => threshold(Int8Array.of(1), 1, 300)).toThrow("cannot be converted to type int8 without overflow: 300");
    expect(() => threshold([1n], Number.NaN, 0)).toThrow("cannot be converted to type int64 without overflow");
    expect(() => threshold([true], 0, 0)).toThrow("threshold: \"threshold_cpu\" not implemented for 'Bool'");
  });

  test("both numbers must be given", () => {
    for (const wrong of [undefined, null, "1", 1n]) {
      for (const given of [
        [wrong, 1],
        [1, wrong],
      ]) {
        expect(() => Reflect.apply(threshold, undefined, [[1], ...given])).toThrow(
          /^threshold: (threshold|value) must/,
        );
      }
    }
    expect(() => Reflect.apply(threshold, undefined, [[1], 1, 1, { value: 2 }])).toThrow("threshold: unknown option");
  });

  test("out receives the result", () => {
    const x = tensor([-1, 2]);
    expect(threshold(x, 0, 7, { out: x })).toBe(x);
    expect(x.toArray()).toEqual([7, 2]);
  });
});
