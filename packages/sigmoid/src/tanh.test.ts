import { tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tanh } from "./tanh.js";

describe("tanh", () => {
  behavesLikeAnActivation(tanh, test);

  test("any score comes between −1 and 1", () => {
    // torch 1.13, torch.tanh(tensor([-2, -0.5, 0, 1, 3]))
    expect(String(tanh(tensor([-2, -0.5, 0, 1, 3])))).toBe("tensor([-0.9640, -0.4621,  0.0000,  0.7616,  0.9951])");
    const ends = [-1e38, 1e38, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, -0];
    expect(tanh(ends).toArray()).toEqual([-1, 1, -1, 1, -0]);
  });

  test("it is odd to the last bit, and within 2 ULP of the engine's", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (x) => {
        const { data } = tanh(Float64Array.of(x, -x));
        expect(data[1]).toBe(-data[0]!);
        expect(Math.abs(data[0]! - Math.tanh(x))).toBeLessThanOrEqual(Math.abs(Math.tanh(x)) * 2 ** -51);
      }),
    );
  });
});
