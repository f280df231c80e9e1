import { tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import { describe, expect, test } from "vitest";
import { softshrink } from "./softshrink.js";

describe("softshrink", () => {
  behavesLikeAnActivation(softshrink, test);

  test("all numbers come nearer to 0 by 0.5", () => {
    // torch 1.13, F.softshrink(tensor([-1., -0.5, -0., 0.25, 0.5, 0.75]))
    expect(softshrink(tensor([-1, -0.5, -0, 0.25, 0.5, 0.75])).toArray()).toEqual([-0.5, 0, 0, 0, 0, 0.25]);
  });

  test("NaN is not small", () => {
    // torch 2.6, F.softshrink(tensor([nan])); torch 1.13 has 0.
    expect(softshrink([Number.NaN, 0]).toArray()).toEqual([Number.NaN, 0]);
  });

  test("0.1 is the float32 nearest to it where x is float32", () => {
    // torch 1.13, F.softshrink(tensor([0.1, -0.1]), 0.1)
    expect(softshrink([0.1, -0.1], { lambd: 0.1 }).toArray()).toEqual([0, 0]);
  });

  test("a lambd below 0 is refused in the words of torch", () => {
    expect(() => softshrink([1], { lambd: -1 })).toThrow(
      "softshrink: lambda must be greater or equal to 0, but found to be -1.",
    );
    expect(() => softshrink([1], { lambd: Number.NaN })).toThrow("found to be NaN.");
    expect(softshrink([-2, 2], { lambd: 0 }).toArray()).toEqual([-2, 2]);
  });
});

describe("softshrink of another width", () => {
  behavesLikeAnActivation(softshrink, test, { options: { lambd: 1.25 }, kinks: [-1.25, 1.25] });
});
