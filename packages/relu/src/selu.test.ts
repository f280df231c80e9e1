import { tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import { describe, expect, test } from "vitest";
import { selu } from "./selu.js";

describe("selu", () => {
  behavesLikeAnActivation(selu, test);

  test("it is 1.0507 times elu with an alpha of 1.6733", () => {
    // torch 1.13, F.selu(tensor([-3., 0., 2.]))
    expect(String(selu(tensor([-3, 0, 2])))).toBe("tensor([-1.6706,  0.0000,  2.1014])");
  });

  test("it levels off at the number of the paper, to the last digit", () => {
    // mpmath 1.3, mpf("1.6732632423543772848170429916717") * mpf("1.0507009873554804934193349852946")
    expect(selu(Float64Array.of(-1e300, Number.NEGATIVE_INFINITY)).toArray()).toEqual([
      -1.7580993408473768, -1.7580993408473768,
    ]);
  });

  test("the slope at 0 is that of the left", () => {
    const dx = new Float64Array(1);
    selu.spec.backward(Float64Array.of(1), Float64Array.of(0), Float64Array.of(0), dx, 1, {});
    expect(dx[0]).toBe(1.7580993408473768);
  });

  test("what has mean 0 and variance 1 keeps them", () => {
    // The fixed point of the paper: the integrals of selu and selu² over the normal density, by the trapezoidal rule.
    let [mean, variance] = [0, 0];
    for (let x = -10; x <= 10; x += 2 ** -8) {
      const weight = (2 ** -8 * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
      const y = Number(selu(Float64Array.of(x)).item());
      mean += weight * y;
      variance += weight * y * y;
    }
    expect(mean).toBeCloseTo(0, 5);
    expect(variance).toBeCloseTo(1, 5);
  });
});
