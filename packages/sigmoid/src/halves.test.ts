// What glu and swiglu promise alike. What is particular to one is in its own test file.

import {
  backward,
  cat,
  type DType,
  grad,
  mul,
  narrow,
  noGrad,
  permute,
  sum,
  Tensor,
  tensor,
  transpose,
  zeros,
} from "@actfn/tensor";
import { describe, expect, test } from "vitest";
import { glu } from "./glu.js";
import { swiglu } from "./swiglu.js";

const FLOATS = ["float16", "bfloat16", "float32", "float64"] as const;

/** Numbers in a shape, all different and none of them round. */
function drawn<D extends DType>(shape: number[], dtype: D, seed = 1): Tensor<D> {
  const count = shape.reduce((a, b) => a * b, 1);
  const values = Float64Array.from({ length: count }, (_, i) => 3 * Math.sin(seed + 1.7 * i));
  return tensor(new Tensor(values, "float64", shape), { dtype });
}

describe.each([
  ["glu", glu],
  ["swiglu", swiglu],
])("%s", (name, fn) => {
  test("every dim can be halved, however the input lies in memory", () => {
    const x = drawn([4, 2, 6], "float32");
    const views = [x, permute(drawn([6, 4, 2], "float32", 2), [1, 2, 0]), narrow(drawn([4, 2, 9], "float32"), 2, 1, 6)];
    for (const view of views) {
      for (const dim of [0, 1, 2, -1, -2, -3]) {
        // Of rows of one pair each: the plainest way to say it.
        const rows = transpose(view, dim, 2).toArray() as number[][][];
        const expected = rows.map((plane) =>
          plane.map((row) => {
            const half = row.length / 2;
            return Array.from({ length: half }, (_, i) => fn([row[i]!, row[half + i]!]).item());
          }),
        );
        expect(transpose(fn(view, { dim }), dim, 2).toArray()).toEqual(expected);
      }
    }
    expect(fn(x).toArray()).toEqual(fn(x, { dim: 2 }).toArray());
  });

  test("the result lies in memory as the input does", () => {
    // torch 1.13, F.glu(torch.zeros(4, 6, 2).transpose(0, 1), dim=…).stride()
    const x = transpose(zeros([4, 6, 2]), 0, 1);
    expect([0, 1, 2].map((dim) => fn(x, { dim }).strides)).toEqual([
      [2, 6, 1],
      [2, 12, 1],
      [1, 6, 1],
    ]);
  });

  test("half precision is the float32 result, rounded once", () => {
    for (const dtype of FLOATS) {
      const x = drawn([3, 8], dtype);
      const y = fn(x);
      expect(y.dtype).toBe(dtype);
      if (dtype !== "float64")
        expect(y.toArray()).toEqual(tensor(fn(tensor(x, { dtype: "float32" })), { dtype }).toArray());
    }
  });

  test("empty input has an empty result", () => {
    // torch 1.13, F.glu(torch.zeros(0, 2)), of zeros(2, 0) and zeros(0, 3, 4) along dim 0
    expect(fn(zeros([0, 2])).shape).toEqual([0, 1]);
    expect(fn(zeros([2, 0])).shape).toEqual([2, 0]);
    expect(fn(zeros([0, 3, 4]), { dim: 0 }).shape).toEqual([0, 3, 4]);
  });

  test("out receives the result, also beside the input in one memory", () => {
    const x = drawn([3, 8], "float32");
    const expected = fn(x).toArray();
    const out = zeros([3, 4]);
    expect(fn(x, { out })).toBe(out);
    expect(out.toArray()).toEqual(expected);
    expect(fn(x, { out: narrow(x, 1, 2, 4) }).toArray()).toEqual(expected);
    expect(() => fn(x, { out: zeros([3, 8]) })).toThrow(`${name}: out must have the result's shape [3, 4]`);
  });

  test("odd sizes, scalars, dims out of range and integers are refused", () => {
    expect(() => fn([1, 2, 3])).toThrow(
      `${name}: Halving dimension must be even, but dimension 0 is size 3; input has shape [3]`,
    );
    expect(() => fn(1)).toThrow(`${name}: ${name} does not support scalars because halving size must be even`);
    expect(() => fn([[1, 2]], { dim: 2 })).toThrow(
      "Dimension out of range (expected to be in range of [-2, 1], but got 2)",
    );
    expect(() => fn([1n, 2n])).toThrow(/: "\w+" not implemented for 'Long'; cast the int64 input to float32 first/);
    expect(() => Reflect.apply(fn, undefined, [[1, 2], { axis: 0 }])).toThrow(`${name}: unknown option "axis"`);
    expect(fn([1, 2], { dim: undefined, out: undefined }).shape).toEqual([1]);
  });

  test("its gradients are its slopes, the second those of the first", () => {
    const shape = [2, 4, 3];
    const values = drawn(shape, "float64", 5);
    const weights = drawn([2, 2, 3], "float64", 6);
    const directions = drawn(shape, "float64", 7);
    /** Σ weights · f(x), or Σ directions · its gradient. */
    const first = (x: Tensor): Tensor => grad(fn(x, { dim: 1 }), x, { gradOutputs: weights, createGraph: true })[0]!;
    const weighed = (a: Tensor, b: Tensor): number => sum(mul(a, b)).item();
    const slopesOf = (f: (x: Tensor) => number): number[] =>
      [...values.data].map((_, i) => {
        const moved = (step: number): number =>
          f(tensor({ data: values.data.map((v, j) => (i === j ? v + step : v)), shape }, { requiresGrad: true }));
        const h = 1e-3;
        return (8 * (moved(h) - moved(-h)) - (moved(2 * h) - moved(-2 * h))) / (12 * h);
      });
    const x = tensor(values, { requiresGrad: true });
    const dx = first(x);
    slopesOf((at) => weighed(fn(at, { dim: 1 }), weights)).forEach((slope, i) => {
      expect(dx.data[i]).toBeCloseTo(slope, 9);
    });
    const [second] = grad(dx, x, { gradOutputs: directions });
    slopesOf((at) => weighed(first(at), directions)).forEach((slope, i) => {
      expect(second!.data[i]).toBeCloseTo(slope, 8);
    });
  });

  test("the gradient of a gradient that the first was computed from is there, too", () => {
    const x = tensor(drawn([2, 6], "float64"), { requiresGrad: true });
    const g = tensor(drawn([2, 3], "float64", 3), { requiresGrad: true });
    const v = drawn([2, 6], "float64", 4);
    const [dx] = grad(fn(x), x, { gradOutputs: g, createGraph: true });
    const [dg] = grad(dx!, g, { gradOutputs: v });
    // It is linear in g: f′(x) · v, the slope along v.
    const along = (h: number): number[] =>
      [...fn({ data: x.data.map((a, i) => a + h * v.data[i]!), shape: [2, 6] }).data] as number[];
    const [ahead, behind] = [along(1e-5), along(-1e-5)];
    Array.from(dg!.data as Float64Array).forEach((slope, i) => {
      expect(slope).toBeCloseTo((ahead[i]! - behind[i]!) / 2e-5, 8);
    });
  });

  test("it is recorded, unless nobody asks", () => {
    const x = tensor(drawn([2, 4], "float32"), { requiresGrad: true });
    const gradFn = `${name === "glu" ? "Glu" : "Swiglu"}Backward0`;
    expect(fn(x).gradFn?.name).toBe(gradFn);
    expect(noGrad(() => fn(x)).requiresGrad).toBe(false);
    backward(sum(fn(cat([x, x], { dim: 1 }))));
    expect(x.grad?.shape).toEqual([2, 4]);
    expect(() => fn(x, { out: zeros([2, 2]) })).toThrow(
      `${name}: functions with out=... arguments don't support automatic`,
    );
  });

  test("no score spoils another's gradient", () => {
    for (const size of [100, 709, 746, 1e5, 1e30]) {
      for (const [a, b] of [
        [size, size],
        [-size, size],
        [size, -size],
        [-size, -size],
      ]) {
        const x = tensor([a!, b!], { requiresGrad: true });
        const y = fn(x);
        expect(y.toArray()).not.toContain(Number.NaN);
        expect(grad(y, x)[0]!.toArray()).not.toContain(Number.NaN);
      }
    }
  });
});
