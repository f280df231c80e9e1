import { neg, tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { softmax } from "./softmax.js";
import { softmin } from "./softmin.js";

describe("softmin", () => {
  behavesLikeAnActivation(softmin, test);

  test("the lowest cost is the likeliest", () => {
    // torch 1.13, F.softmin(tensor([2.0, 1.0, 0.1]), 0)
    expect(String(softmin(tensor([2.0, 1.0, 0.1]), 0))).toBe("tensor([0.0961, 0.2613, 0.6426])");
  });

  test("it is softmax of the costs with their sign turned, bit for bit", () => {
    fc.assert(
      fc.property(fc.float32Array({ minLength: 1 }), (costs) => {
        expect(softmin(costs, 0).data).toEqual(softmax(neg(costs), 0).data);
      }),
    );
  });

  test("what a mask hides costs infinitely much", () => {
    const { POSITIVE_INFINITY: INF, NaN: NAN } = Number;
    expect(softmin([1, 5, 1], 0, { mask: [true, true, false] }).data).toEqual(softmin([1, 5, INF], 0).data);
    expect(softmin([1, 2], 0, { mask: [false, false] }).toArray()).toEqual([NAN, NAN]);
    expect(softmin([INF, INF], 0, { maskedRow: "zero" }).toArray()).toEqual([0, 0]);
  });

  test("errors speak of softmin", () => {
    expect(() => softmin([1, 2], 0, { temperature: 0 })).toThrow(
      "softmin: temperature must be a finite number above 0",
    );
  });

  describe("with a temperature", () => {
    behavesLikeAnActivation(softmin, test, { options: { temperature: 0.7 } });
  });
});
