import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { softmax } from "./softmax.js";
import { softmax1 } from "./softmax1.js";

describe("softmax1", () => {
  behavesLikeAnActivation(softmax1, test);

  test("is softmax beside a score of 0 that is not shown", () => {
    // Integers, so that the row and the longer one are added up alike but for the order.
    const scores = fc.array(fc.integer({ min: -300, max: 300 }), { minLength: 1 });
    fc.assert(
      fc.property(scores, (values) => {
        const expected = softmax(Float64Array.of(...values, 0), 0).data;
        const { data } = softmax1(Float64Array.from(values), 0);
        expect(data.every((value, i) => Math.abs(value - expected[i]!) <= expected[i]! * 2 ** -48)).toBe(true);
      }),
    );
  });

  test("attends to nothing where every score is far below 0", () => {
    expect(softmax1([-1000, -2000], 0).toArray()).toEqual([0, 0]);
    const { NEGATIVE_INFINITY, POSITIVE_INFINITY, NaN: NAN } = Number;
    expect(softmax1([NEGATIVE_INFINITY, NEGATIVE_INFINITY], 0).toArray()).toEqual([0, 0]);
    expect(softmax1([POSITIVE_INFINITY, 1], 0).toArray()).toEqual([NAN, NAN]);
  });

  test("huge scores do not overflow", () => {
    expect(softmax1([1000, 1000], 0).toArray()).toEqual([0.5, 0.5]);
  });
});
