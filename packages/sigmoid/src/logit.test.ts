import { grad, tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logit } from "./logit.js";
import { sigmoid } from "./sigmoid.js";

const { POSITIVE_INFINITY: INF, NaN: NAN } = Number;

// The contract is about functions of all numbers, which logit is with eps.
describe("logit with eps", () => {
  behavesLikeAnActivation(logit, test, { options: { eps: 0.25 }, kinks: [0.25, 0.75] });
});

describe("logit", () => {
  test("a probability becomes the score it came from", () => {
    // torch 1.13, torch.logit(tensor([0.1, 0.5, 0.75]))
    expect(String(logit(tensor([0.1, 0.5, 0.75])))).toBe("tensor([-2.1972,  0.0000,  1.0986])");
    fc.assert(
      fc.property(fc.double({ min: -30, max: 3, noNaN: true }), (x) => {
        expect(logit(sigmoid(Float64Array.of(x))).item()).toBeCloseTo(x, 13);
      }),
    );
  });

  test("0 and 1 are infinitely far, and what is no probability is NaN", () => {
    // torch 1.13, torch.logit(tensor([0, -0., 1, -0.1, 1.1, inf, -inf]))
    expect(logit([0, -0, 1, -0.1, 1.1, INF, -INF]).toArray()).toEqual([-INF, -INF, INF, NAN, NAN, NAN, NAN]);
  });

  test("probabilities near ½, 0 and 1 keep their digits", () => {
    // mpmath 1.3, log(x / (1 - x)) in 50 digits
    const x = Float64Array.of(0.5 + 2 ** -52, 0.5 - 2 ** -54, 1e-310, 1 - 2 ** -53);
    expect(logit(x).toArray()).toEqual([
      8.881784197001252e-16, -2.220446049250313e-16, -713.8013788281542, 36.7368005696771,
    ]);
  });

  test("eps keeps probabilities away from 0 and 1", () => {
    // torch 1.13, torch.logit(tensor([-1, 0, 0.05, 0.5, 2]), eps=0.1)
    const y = logit(tensor([-1, 0, 0.05, 0.5, 2]), { eps: 0.1 });
    expect(String(y)).toBe("tensor([-2.1972, -2.1972, -2.1972,  0.0000,  2.1972])");
    expect(logit([0, 1], { eps: undefined }).toArray()).toEqual([-INF, INF]);
    expect(() => Reflect.apply(logit, undefined, [[0.5], { eps: "1e-6" }])).toThrow("logit: eps must be a number");
  });

  test("the slope is 1 / (x (1 − x)), NaN beyond 0 and 1, and 0 beyond eps", () => {
    // torch 1.13, the gradients of torch.logit at these, without eps and with 0.1
    const x = tensor([-1, 0, 0.05, 0.5, 1, 2], { requiresGrad: true });
    const ones = [1, 1, 1, 1, 1, 1];
    expect(grad(logit(x), x, { gradOutputs: ones })[0]!.toArray()).toEqual([
      NAN,
      INF,
      Math.fround(1 / 0.0475),
      4,
      INF,
      NAN,
    ]);
    expect(grad(logit(x, { eps: 0.1 }), x, { gradOutputs: ones })[0]!.toArray()).toEqual([0, 0, 0, 4, 0, 0]);
  });
});
