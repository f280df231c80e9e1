import { grad, tensor } from "@actfn/tensor";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logaddexp } from "./logaddexp.js";
import { logsumexp } from "./logsumexp.js";

const { NaN: NAN, POSITIVE_INFINITY: INF } = Number;

describe("logaddexp", () => {
  test("adds what only the logarithms are known of", () => {
    // torch 1.13, torch.logaddexp(tensor([-1000., 0.]), tensor([-1000., 1.])).tolist()
    expect(logaddexp([-1000, 0], [-1000, 1]).toArray()).toEqual([-999.3068237304688, 1.31326162815094]);
    // mpmath 1.3, log1p(exp(-100)); torch has 0.
    expect(logaddexp(tensor(0, { dtype: "float64" }), -100).item()).toBe(3.720075976020836e-44);
  });

  test("what cancels leaves all its digits", () => {
    // mpmath 1.3, log(exp(mpf(-1)) + exp(mpf(-0.46))) in 60 digits; torch 1.13 has …4189 for the last four.
    expect(logaddexp(Float64Array.of(-1), -0.46).item()).toBe(-0.0008372637291064477);
  });

  test("infinities add up as they should", () => {
    // torch 1.13, torch.logaddexp of the same
    expect(logaddexp([INF, -INF, INF, -INF, NAN], [INF, -INF, -INF, 1, INF]).toArray()).toEqual([
      INF,
      -INF,
      INF,
      1,
      NAN,
    ]);
  });

  test("is logsumexp of two, whichever comes first", () => {
    const number = fc.double({ noNaN: true, min: -1e4, max: 1e4 });
    fc.assert(
      fc.property(number, number, (a, b) => {
        const [x, y] = [Float64Array.of(a), Float64Array.of(b)];
        expect(logaddexp(x, y).data).toEqual(logaddexp(y, x).data);
        expect(logaddexp(x, y).item()).toBeCloseTo(logsumexp(Float64Array.of(a, b), 0).item(), 10);
      }),
    );
  });

  test("the gradients are the shares, and nothing's is 0", () => {
    const a = tensor([0, -INF, INF], { requiresGrad: true });
    const b = tensor([0, -INF, 1], { requiresGrad: true });
    const [da, db] = grad(logaddexp(a, b), [a, b], { gradOutputs: [1, 1, 1] });
    expect([da!.toArray(), db!.toArray()]).toEqual([[0.5, 0, 1], [0.5, 0, 0]]); // biome-ignore format: rows
  });

  test("integers alone are refused, as in PyTorch", () => {
    expect(() => logaddexp([1n], [2n])).toThrow("logaddexp: \"logaddexp_cpu\" not implemented for 'Long'");
    expect(logaddexp([1], [2n]).dtype).toBe("float32");
  });
});
