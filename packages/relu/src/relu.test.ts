import { tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { relu } from "./relu.js";

describe("relu", () => {
  behavesLikeAnActivation(relu, test);

  test("what is negative becomes 0, the rest passes", () => {
    // torch 1.13, torch.relu(tensor([-1., 0., 2.5]))
    expect(String(relu(tensor([-1, 0, 2.5])))).toBe("tensor([0.0000, 0.0000, 2.5000])");
  });

  test("−0 stays −0, and infinities are numbers like any other", () => {
    // torch 1.13, torch.relu(tensor([-0., inf, -inf]))
    expect(relu([-0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]).toArray()).toEqual([
      -0,
      Number.POSITIVE_INFINITY,
      0,
    ]);
  });

  test("the smallest numbers of either sign are told apart", () => {
    expect(relu(new Float32Array([1e-45, -1e-45])).toArray()).toEqual([Math.fround(1e-45), 0]);
    expect(relu(new Float64Array([5e-324, -5e-324])).toArray()).toEqual([5e-324, 0]);
  });

  test("int64 is exact beyond 2^53", () => {
    // torch 1.13, torch.relu(tensor([2**53 + 1, -2**63, 2**63 - 1]))
    const { data } = relu([2n ** 53n + 1n, -(2n ** 63n), 2n ** 63n - 1n]);
    expect(data).toEqual(BigInt64Array.of(2n ** 53n + 1n, 0n, 2n ** 63n - 1n));
  });

  test("the refusal of bools is PyTorch's", () => {
    expect(() => relu([true])).toThrow("relu: Boolean inputs not supported for relu");
  });

  test("the slope at 0 is 0, of either sign", () => {
    const dx = new Float64Array(2).fill(9);
    relu.spec.backward(Float64Array.of(1, 1), Float64Array.of(0, -0), new Float64Array(2), dx, 2, {});
    expect([...dx]).toEqual([0, 0]);
  });

  test("it is (x + |x|) / 2, and a second time changes nothing", () => {
    fc.assert(
      fc.property(fc.float32Array({ noNaN: true, noDefaultInfinity: true }), (x) => {
        const y = relu(x);
        expect(relu(y).data).toEqual(y.data);
        // Math.abs would make 0 of −0.
        expect([...y.data].map(Math.abs)).toEqual([...x].map((value) => (value + Math.abs(value)) / 2));
      }),
    );
  });
});
