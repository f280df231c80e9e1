import { tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import { describe, expect, test } from "vitest";
import { leakyRelu } from "./leaky-relu.js";

describe("leakyRelu", () => {
  behavesLikeAnActivation(leakyRelu, test);

  test("what is negative becomes a hundredth of itself, or another share", () => {
    // torch 1.13, F.leaky_relu(tensor([-2., 0., 3.])) and with 0.2
    expect(String(leakyRelu(tensor([-2, 0, 3])))).toBe("tensor([-0.0200,  0.0000,  3.0000])");
    expect(String(leakyRelu(tensor([-2, 0, 3]), { negativeSlope: 0.2 }))).toBe("tensor([-0.4000,  0.0000,  3.0000])");
  });

  test("no slope at all makes NaN of −∞, as 0 · ∞ is", () => {
    // torch 1.13, F.leaky_relu(tensor([-inf, inf, -0.]), 0.)
    const infinities = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, -0];
    expect(leakyRelu(infinities, { negativeSlope: 0 }).toArray()).toEqual([Number.NaN, Number.POSITIVE_INFINITY, -0]);
  });

  test("the slope at 0 is that of the left", () => {
    // torch 1.13, the gradient of F.leaky_relu at 0 and −0
    const dx = new Float64Array(2);
    const zeros = Float64Array.of(0, -0);
    leakyRelu.spec.backward(Float64Array.of(1, 1), zeros, zeros, dx, 2, { negativeSlope: 0.25 });
    expect([...dx]).toEqual([0.25, 0.25]);
  });
});

describe("leakyRelu of another slope", () => {
  behavesLikeAnActivation(leakyRelu, test, { options: { negativeSlope: -0.3 } });
});
