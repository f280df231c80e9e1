import { tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import { describe, expect, test } from "vitest";
import { hardtanh } from "./hardtanh.js";

const { POSITIVE_INFINITY: INF, NaN: NAN } = Number;

describe("hardtanh", () => {
  // Of unsigned integers −1 is no limit: see below.
  behavesLikeAnActivation(hardtanh, (title, run) => title === "integers keep their dtype" || test(title, run));
});

describe("hardtanh from 0 to 2", () => {
  behavesLikeAnActivation(hardtanh, test, { options: { minVal: 0, maxVal: 2 }, kinks: [0, 2] });
});

describe("hardtanh", () => {
  test("it is a straight line between −1 and 1", () => {
    // torch 1.13, F.hardtanh(tensor([-inf, -2., -0.5, -0., 3., inf, nan]))
    expect(hardtanh([-INF, -2, -0.5, -0, 3, INF, NAN]).toArray()).toEqual([-1, -1, -0.5, -0, 1, 1, NAN]);
  });

  test("integers cut the fractions of the limits off", () => {
    // torch 1.13, F.hardtanh(tensor([-3, 0, 7]), -1.5, 2.5)
    const limits = { minVal: -1.5, maxVal: 2.5 };
    expect(hardtanh([-3n, 0n, 7n], limits).toArray()).toEqual([-1, 0, 2]);
    expect(hardtanh(Int8Array.of(-3, 0, 7), limits).toArray()).toEqual([-1, 0, 2]);
    expect(hardtanh(Uint8Array.of(0, 3, 7), { minVal: -0.5, maxVal: 6 }).toArray()).toEqual([0, 3, 6]);
  });

  test("limits that an integer dtype cannot hold are refused in the words of torch", () => {
    expect(() => hardtanh(Uint8Array.of(1))).toThrow(
      "hardtanh: cannot do hardtanh on an unsigned type with negative limits, but got { minVal: -1, maxVal: 1 }",
    );
    expect(() => hardtanh(Int8Array.of(1), { maxVal: 600 })).toThrow(
      "cannot be converted to type int8 without overflow",
    );
    expect(() => hardtanh([1n], { maxVal: INF })).toThrow("cannot be converted to type int64 without overflow");
  });

  test("limits that cross are refused, and NaN is none", () => {
    // torch 2, F.hardtanh(x, 1, -1)
    expect(() => hardtanh([1], { minVal: 1, maxVal: -1 })).toThrow(
      "hardtanh: min_val cannot be greater than max_val, but got { minVal: 1, maxVal: -1 }",
    );
    expect(() => hardtanh([1], { minVal: NAN })).toThrow(RangeError);
    expect(hardtanh(tensor([-2, 2]), { minVal: 1, maxVal: 1 }).toArray()).toEqual([1, 1]);
  });

  test("the slope at a limit is 0, even if only a float32 is so near to it", () => {
    // torch 1.13, the gradient of F.hardtanh(x, -0.1, 0.1) at float32 −0.1, 0 and 0.1
    const x = Float32Array.of(-0.1, 0, 0.1);
    const dx = new Float32Array(3);
    hardtanh.spec.backward(Float32Array.of(1, 1, 1), x, x, dx, 3, { minVal: -0.1, maxVal: 0.1 });
    expect([...dx]).toEqual([0, 1, 0]);
  });
});
