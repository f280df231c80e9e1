import { backward, grad, tensor, toTypedArray } from "@actfn/tensor";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logSoftmax } from "./log-softmax.js";
import { logsumexp } from "./logsumexp.js";
import { softmax } from "./softmax.js";

const { NaN: NAN, POSITIVE_INFINITY: INF } = Number;

describe("logsumexp", () => {
  const x = tensor([[1, 2, 3], [4, 5, 6]]); // biome-ignore format: rows

  test("reduces one dim, or several, which may stay", () => {
    // mpmath 1.3, ln(e² + e + e^0.1), rounded to float32; torch is a unit lower.
    expect(String(logsumexp(tensor([2.0, 1.0, 0.1]), 0))).toBe("2.417030096054077");
    // torch 1.13, torch.logsumexp(x, 1, keepdim=True)
    expect(String(logsumexp(x, 1, { keepdim: true }))).toBe("tensor([[3.4076],\n        [6.4076]])");
    expect(logsumexp(x, [0, 1]).data).toEqual(logsumexp([1, 2, 3, 4, 5, 6], 0).data);
  });

  test("neither overflows nor underflows", () => {
    // mpmath 1.3, 1000 + ln 2, rounded to float32
    expect(logsumexp([1000, 1000], 0).item()).toBe(1000.6931762695312);
    expect(logsumexp([-1000, -1000], 0).item()).toBe(-999.3068237304688);
    // mpmath 1.3, log1p(exp(-40))
    expect(logsumexp(Float64Array.of(0, -40), 0).item()).toBe(4.248354255291589e-18);
  });

  test("nothing, or nothing but −∞, is −∞; ∞ is ∞, NaN NaN", () => {
    expect(logsumexp([[-INF, -INF], [-INF, INF], [INF, NAN], [NAN, -INF]], 1).toArray()).toEqual([-INF, INF, NAN, NAN]); // biome-ignore format: rows
    expect(logsumexp({ data: [], dims: [2, 0] }, 1).toArray()).toEqual([-INF, -INF]);
    expect(logsumexp({ data: [], dims: [2, 0] }, 0).toArray()).toEqual([]);
  });

  test("integers are computed in float32", () => {
    // torch 1.13, torch.logsumexp(tensor([1, 2]), 0)
    const y = logsumexp([1n, 2n], 0);
    expect(y.dtype).toBe("float32");
    expect(y.item()).toBe(2.3132617473602295);
  });

  test("out receives the result", () => {
    const out = tensor([0, 0]);
    expect(logsumexp(x, 1, { out })).toBe(out);
    expect(out.data).toEqual(logsumexp(x, 1).data);
  });

  test("the gradient is softmax, and nothing's is 0", () => {
    const leaf = tensor(x, { requiresGrad: true });
    backward(logsumexp(leaf, 1), [1, 2]);
    const rows = softmax(x, 1).toArray() as number[][];
    expect(leaf.grad!.toArray()).toEqual([rows[0], rows[1]!.map((p) => 2 * p)]);
    const nothing = tensor([-INF, -INF], { requiresGrad: true });
    backward(logsumexp(nothing, 0));
    expect(nothing.grad!.toArray()).toEqual([0, 0]);
  });

  test("the second derivative is that of softmax", () => {
    const leaf = tensor(Float64Array.of(1, 2, 4), { requiresGrad: true });
    const [dx] = grad(logsumexp(leaf, 0), leaf, { createGraph: true });
    const other = tensor(Float64Array.of(1, 2, 4), { requiresGrad: true });
    const v = { gradOutputs: Float64Array.of(1, -2, 0.5) };
    expect(grad(dx!, leaf, v)[0]!.data).toEqual(grad(softmax(other, 0), other, v)[0]!.data);
  });

  test("it lies between the maximum and that plus the logarithm of the length", () => {
    fc.assert(
      fc.property(fc.float64Array({ minLength: 1, noNaN: true, min: -1e4, max: 1e4 }), (values) => {
        const y = logsumexp(values, 0).item();
        const max = values.reduce((a, b) => Math.max(a, b));
        expect(y).toBeGreaterThanOrEqual(max);
        expect(y).toBeLessThanOrEqual(max + Math.log(values.length) + 1e-11);
      }),
    );
  });

  test("of logarithms of probabilities it is 0", () => {
    fc.assert(
      fc.property(fc.float64Array({ minLength: 1, noNaN: true, min: -100, max: 100 }), (values) => {
        expect(Math.abs(logsumexp(logSoftmax(values, 0), 0).item())).toBeLessThan(1e-14);
      }),
    );
  });

  test("a view gives what its copy gives", () => {
    const columns = { data: Float32Array.of(1, 4, 2, 5, 3, 6), dims: [2, 3], strides: [1, 2] };
    for (const dim of [0, 1, -1]) {
      expect(toTypedArray(logsumexp(columns, dim))).toEqual(toTypedArray(logsumexp(x, dim)));
    }
  });

  test("a dim is needed, one that there is", () => {
    // @ts-expect-error The type says so, too.
    expect(() => logsumexp(x)).toThrow("logsumexp: dim must be an integer or several, but got undefined");
    expect(() => logsumexp(x, 2)).toThrow(
      "logsumexp: Dimension out of range (expected to be in range of [-2, 1], but got 2)",
    );
    expect(() => logsumexp(x, [0, 0])).toThrow("logsumexp: dim 0 appears multiple times in the list of dims");
  });
});
