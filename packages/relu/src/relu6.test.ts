import { tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import { describe, expect, test } from "vitest";
import { relu6 } from "./relu6.js";

describe("relu6", () => {
  behavesLikeAnActivation(relu6, test);

  test("what is negative becomes 0, what is above 6 becomes 6", () => {
    // torch 1.13, F.relu6(tensor([-1., 0., 2.5, 6., 7.]))
    expect(String(relu6(tensor([-1, 0, 2.5, 6, 7])))).toBe("tensor([0.0000, 0.0000, 2.5000, 6.0000, 6.0000])");
  });

  test("infinities go to the ends, and −0 stays −0", () => {
    // torch 1.13, F.relu6(tensor([inf, -inf, -0.]))
    expect(relu6([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0]).toArray()).toEqual([6, 0, -0]);
  });

  test("int64 is clamped too, and bools are refused in the words of torch", () => {
    expect(relu6([-3n, 5n, 2n ** 62n]).data).toEqual(BigInt64Array.of(0n, 5n, 6n));
    expect(() => relu6([true])).toThrow("relu6: Bool inputs not supported for hardtanh");
  });

  test("the slope at both kinks is 0", () => {
    // torch 1.13, the gradient of F.relu6 at 0 and 6
    const dx = new Float64Array(3).fill(9);
    relu6.spec.backward(Float64Array.of(1, 1, 1), Float64Array.of(0, 3, 6), new Float64Array(3), dx, 3, {});
    expect([...dx]).toEqual([0, 1, 0]);
  });
});
