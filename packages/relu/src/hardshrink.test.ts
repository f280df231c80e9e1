import { tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import { describe, expect, test } from "vitest";
import { hardshrink } from "./hardshrink.js";

describe("hardshrink", () => {
  behavesLikeAnActivation(hardshrink, test);

  test("numbers from −0.5 to 0.5 become 0, the others stay", () => {
    // torch 1.13, F.hardshrink(tensor([-1., -0.5, -0., 0.25, 0.5, 0.75]))
    expect(hardshrink(tensor([-1, -0.5, -0, 0.25, 0.5, 0.75])).toArray()).toEqual([-1, 0, 0, 0, 0, 0.75]);
  });

  test("0.1 is the float32 nearest to it where x is float32", () => {
    // torch 1.13, F.hardshrink(tensor([0.1, -0.1]), 0.1), and the same of its gradient
    expect(hardshrink([0.1, -0.1], { lambd: 0.1 }).toArray()).toEqual([0, 0]);
    const x = Float32Array.of(0.1, -0.1);
    const dx = new Float32Array(2);
    hardshrink.spec.backward(Float32Array.of(1, 1), x, x, dx, 2, { lambd: 0.1 });
    expect([...dx]).toEqual([0, 0]);
  });

  test("below 0 nothing is small enough to vanish", () => {
    // torch 1.13, F.hardshrink(tensor([-0.25, 0., 0.25]), -1.)
    expect(hardshrink([-0.25, 0, 0.25], { lambd: -1 }).toArray()).toEqual([-0.25, 0, 0.25]);
  });
});

describe("hardshrink of another width", () => {
  behavesLikeAnActivation(hardshrink, test, { options: { lambd: 1.25 }, kinks: [-1.25, 1.25] });
});
