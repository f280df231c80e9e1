import { describe, expect, test } from "vitest";
import { tensor } from "./as-tensor.js";
import { backward, grad } from "./autograd.js";
import { abs, erf, erfc, exp, expm1, log, log1p, neg, sign, sqrt } from "./elementary.js";
import { behavesLikeAnActivation } from "./testing.js";

const { NaN: NAN, POSITIVE_INFINITY: INF } = Number;

describe("exp", () => behavesLikeAnActivation(exp, test));
describe("expm1", () => behavesLikeAnActivation(expm1, test));
describe("erf", () => behavesLikeAnActivation(erf, test));
describe("erfc", () => behavesLikeAnActivation(erfc, test));
describe("abs", () => behavesLikeAnActivation(abs, test));

describe("log, log1p and sqrt, which are NaN left of a number,", () => {
  /** f, f′ and f″ at x in float64, as the function and its recorded gradients have them. */
  function derivatives(f: typeof log, x: number): number[] {
    const input = tensor(x, { dtype: "float64", requiresGrad: true });
    const y = f(input);
    const [first] = grad(y, input, { createGraph: true });
    const [second] = grad(first!, input);
    return [y, first!, second!].map(({ data }) => Number(data[0]));
  }

  test("have the derivatives of the textbook", () => {
    for (const x of [1e-200, 1e-100, 0.25, 1, 3, 1e10, 1e100]) {
      const root = Math.sqrt(x);
      for (const [f, first, second] of [
        [log, 1 / x, -1 / x / x],
        [log1p, 1 / (1 + x), -1 / (1 + x) / (1 + x)],
        [sqrt, 0.5 / root, -0.25 / root / root / root],
      ] as const) {
        const [, slope, bend] = derivatives(f, x) as [number, number, number];
        expect(slope).toBe(first);
        if (Number.isFinite(second)) expect(Math.abs(bend - second)).toBeLessThanOrEqual(1e-15 * -second);
        else expect(bend).toBe(second);
      }
    }
  });

  test("have infinite slopes at the end, and are named as torch names them", () => {
    // torch 1.13, in float64, y.backward() and once more
    expect(derivatives(log, 0)).toEqual([-INF, INF, -INF]);
    expect(derivatives(log1p, -1)).toEqual([-INF, INF, -INF]);
    expect(derivatives(sqrt, 0)).toEqual([0, INF, -INF]);
    const x = tensor([1], { requiresGrad: true });
    expect([log, log1p, sqrt].map((f) => f(x).gradFn?.name)).toEqual([
      "LogBackward0",
      "Log1PBackward0",
      "SqrtBackward0",
    ]);
  });
});

describe("abs", () => {
  test("has slope 0 at 0 and at NaN", () => {
    const x = tensor([-2, -0, 0, NAN, 3], { requiresGrad: true });
    backward(abs(x), [1, 1, 1, 1, 1]);
    // torch 1.13, x.abs().backward(torch.ones(5))
    expect([...x.grad!.data].map((slope) => slope + 0)).toEqual([-1, 0, 0, 0, 1]);
  });

  test("of bools is refused in torch's words", () => {
    expect(() => abs([true])).toThrow("abs: \"abs_cpu\" not implemented for 'Bool'");
  });
});

describe("neg", () => {
  test("has slope −1", () => {
    const x = tensor([-2, NAN, 3], { requiresGrad: true });
    const y = neg(x);
    expect(String(y)).toBe("tensor([ 2., nan, -3.], grad_fn=<NegBackward0>)"); // torch 1.13, -x
    backward(y, [1, 2, 3]);
    expect(x.grad?.toArray()).toEqual([-1, -2, -3]);
  });

  test("of integers wraps as they do", () => {
    // torch 1.13, -tensor([1, 0, 255], dtype=torch.uint8)
    expect(neg(tensor([1, 0, 255], { dtype: "uint8" })).toArray()).toEqual([255, 0, 1]);
  });
});

describe("sign", () => {
  test("is 0 at NaN, and passes no gradient", () => {
    const x = tensor([-INF, -2, -0, 0, NAN, 3], { requiresGrad: true });
    const y = sign(x);
    // torch 1.13, torch.sign(x)
    expect(String(y)).toBe("tensor([-1., -1.,  0.,  0.,  0.,  1.], grad_fn=<SignBackward0>)");
    backward(y, [1, 1, 1, 1, 1, 1]);
    expect(x.grad?.toArray()).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("of a bool is the bool", () => {
    // torch 1.13, torch.sign(tensor([True, False]))
    expect(String(sign([true, false]))).toBe("tensor([ True, False])");
  });

  test("of integers is exact", () => {
    expect(sign([-(2n ** 62n), 0n, 5n]).toArray()).toEqual([-1, 0, 1]);
    expect(sign(tensor([200, 0], { dtype: "uint8" })).toArray()).toEqual([1, 0]);
  });
});

describe("erf and erfc", () => {
  test("are flat far out, also where x² overflows", () => {
    const x = tensor([-1e300, -30, 30, 1e300], { dtype: "float64", requiresGrad: true });
    for (const f of [erf, erfc]) {
      const [first] = grad(f(x), x, { gradOutputs: [1, 1, 1, 1], createGraph: true });
      const [second] = grad(first!, x, { gradOutputs: [1, 1, 1, 1] });
      expect([...first!.data, ...second!.data].map((slope) => Math.abs(Number(slope)))).toEqual(Array(8).fill(0));
    }
  });
});
