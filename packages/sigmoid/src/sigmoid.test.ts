import { tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sigmoid } from "./sigmoid.js";

describe("sigmoid", () => {
  behavesLikeAnActivation(sigmoid, test);

  test("any score becomes a probability", () => {
    // torch 1.13, torch.sigmoid(tensor([2.0, 1.0, 0.1]))
    expect(String(sigmoid(tensor([2.0, 1.0, 0.1])))).toBe("tensor([0.8808, 0.7311, 0.5250])");
    // torch 1.13, torch.sigmoid(tensor([0.5, -1, 2], dtype=torch.float64)).tolist()
    const { data } = sigmoid(Float64Array.of(0.5, -1, 2));
    [0.6224593312018546, 0.2689414213699951, 0.8807970779778823].forEach((value, i) => {
      expect(data[i]).toBeCloseTo(value, 15);
    });
  });

  test("huge scores are 0 and 1, without overflow", () => {
    // torch 1.13, torch.sigmoid(tensor([-1000., 1000., 0., inf, -inf, nan]))
    const scores = [-1000, 1000, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
    expect(sigmoid(scores).toArray()).toEqual([0, 1, 0.5, 1, 0, Number.NaN]);
    expect(sigmoid(-0).item()).toBe(0.5);
  });

  test("probabilities near 0 keep their digits down to the smallest", () => {
    // mpmath 1.3, 1 / (1 + exp(-x)); torch's 1 / (1 + exp(−x)) has 0 for −720, and for −88 only six digits.
    const relative = (got: number, exact: number): number => Math.abs(got / exact - 1);
    expect(relative(sigmoid(Float64Array.of(-100)).item(), 3.720075976020836e-44)).toBeLessThan(2.3e-16);
    expect(sigmoid(Float64Array.of(-720)).item()).toBe(2.0322308024e-313);
    expect(sigmoid(-88).item()).toBe(Math.fround(6.054601895401186e-39));
  });

  test("σ(x) + σ(−x) is 1", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (x) => {
        const { data } = sigmoid(Float64Array.of(x, -x));
        expect(Math.abs(data[0]! + data[1]! - 1)).toBeLessThanOrEqual(2 ** -52);
      }),
    );
  });

  test("a higher score never has a lower probability", () => {
    fc.assert(
      fc.property(fc.float32Array({ noNaN: true, minLength: 2 }), (x) => {
        const { data } = sigmoid(x.sort());
        expect(data).toEqual(data.slice().sort());
        expect([data[0]! >= 0, data.at(-1)! <= 1]).toEqual([true, true]);
      }),
    );
  });
});
