import { backward, clone, expand, grad, mul, randn, sum, type Tensor, tensor, transpose } from "@actfn/tensor";
import { describe, expect, test } from "vitest";
import { leakyRelu } from "./leaky-relu.js";
import { prelu } from "./prelu.js";

const { POSITIVE_INFINITY: INF, NaN: NAN } = Number;

describe("prelu", () => {
  test("with a single weight it is leakyRelu, of any shape", () => {
    for (const shape of [[], [7], [2, 3], [2, 0, 3], [1, 2, 3, 1, 2, 2]]) {
      const x = randn(shape, { dtype: "float64" });
      for (const weight of [0.3, [0.3], tensor(0.3, { dtype: "float64" })]) {
        expect(prelu(x, weight).data).toEqual(leakyRelu(x, { negativeSlope: 0.3 }).data);
        expect(prelu(x, weight).shape).toEqual(shape);
      }
    }
  });

  test("each channel has its weight, and they are along dim 1", () => {
    // torch 1.13, F.prelu(tensor([[-1., 2.], [3., -4.]]), tensor([0.1, 0.2]))
    expect(prelu(Float64Array.of(-1, 2), Float64Array.of(0.5)).toArray()).toEqual([-0.5, 2]);
    expect(
      String(
        prelu(
          [
            [-1, 2],
            [3, -4],
          ],
          [0.1, 0.2],
        ),
      ),
    ).toBe("tensor([[-0.1000,  2.0000],\n        [ 3.0000, -0.8000]])");
    const image = [
      [
        [-1, -2],
        [-3, -4],
      ],
    ];
    expect(prelu(image, [0.5, 2]).toArray()).toEqual([
      [
        [-0.5, -1],
        [-6, -8],
      ],
    ]);
  });

  test("NaN stays NaN, and −0 keeps its sign", () => {
    // torch 1.13, F.prelu(tensor([-0., 0., nan, inf, -inf]), tensor([0.25]))
    expect(prelu([-0, 0, NAN, INF, -INF], 0.25).toArray()).toEqual([-0, 0, NAN, INF, -INF]);
  });

  test("views give what their copies give, and dense ones keep their place in memory", () => {
    const x = randn([3, 2, 4]);
    const weight = [0.1, 0.2, 0.3];
    const y = prelu(transpose(x, 0, 1), weight);
    expect(y.strides).toEqual(transpose(x, 0, 1).strides);
    expect(y.toArray()).toEqual(prelu(clone(transpose(x, 0, 1)), weight).toArray());
    const column = expand(tensor([[-1], [1]]), [2, 3]);
    expect(prelu(column, weight).data).toEqual(Float32Array.of(-0.1, -0.2, -0.3, 1, 1, 1));
  });

  test("out receives the result, and may be the input", () => {
    const x = tensor([
      [-1, 2],
      [3, -4],
    ]);
    expect(prelu(x, [0.5, 0.25], { out: x })).toBe(x);
    expect(x.toArray()).toEqual([
      [-0.5, 2],
      [3, -1],
    ]);
  });

  test("float16 and bfloat16 are computed in float32 and rounded once", () => {
    for (const dtype of ["float16", "bfloat16"] as const) {
      const x = randn([2, 3], { dtype });
      const weight = tensor([0.1, 0.2, 0.3], { dtype });
      const wide = prelu(tensor(x, { dtype: "float32" }), tensor(weight, { dtype: "float32" }));
      expect(prelu(x, weight).data).toEqual(tensor(wide, { dtype }).data);
    }
  });

  test("x and the weight have gradients, and those have gradients", () => {
    // torch 1.13, x = tensor([[-1., 2.], [3., -4.]]), w = tensor([.1, .2]), the gradients of (F.prelu(x, w) ** 2).sum(), and
    // those of their sum
    const x = tensor(
      [
        [-1, 2],
        [3, -4],
      ],
      { dtype: "float64", requiresGrad: true },
    );
    const w = tensor([0.1, 0.2], { dtype: "float64", requiresGrad: true });
    const y = prelu(x, w);
    expect(String(y)).toContain("grad_fn=<PreluBackward0>");
    const [dx, dw] = grad(sum(mul(y, y)), [x, w], { createGraph: true }) as [Tensor, Tensor];
    expect(String(dx)).toContain("tensor([[-0.0200,  4.0000],\n        [ 6.0000, -0.3200]], dtype=torch.float64");
    expect(String(dw)).toContain("tensor([0.2000, 6.4000], dtype=torch.float64, grad_fn=");
    const [ddx, ddw] = grad([sum(dx), sum(dw)], [x, w]) as [Tensor, Tensor];
    expect(String(ddx)).toContain("tensor([[-0.3800,  2.0000],\n        [ 2.0000, -3.1200]]");
    expect(String(ddw)).toContain("tensor([ 1.6000, 28.8000]");
  });

  test("one weight gets the sum over everything, and keeps its shape", () => {
    for (const shape of [[], [1]]) {
      const w = tensor(shape.length ? [0.25] : 0.25, { requiresGrad: true });
      backward(
        sum(
          prelu(
            [
              [-1, 2],
              [3, -4],
            ],
            w,
          ),
        ),
      );
      expect(w.grad!.shape).toEqual(shape);
      expect(w.grad!.item()).toBe(-5);
    }
  });

  test("what is infinite on the right does not reach the weight", () => {
    const w = tensor([0.25], { requiresGrad: true });
    backward(prelu([INF, -2], w), [1, 1]);
    expect(w.grad!.item()).toBe(-2);
  });

  test("weights that do not fit are refused in the words of torch", () => {
    expect(() => prelu([[1, 2]], [1, 2, 3])).toThrow(
      "prelu: Mismatch of parameter numbers and input channel size. Found parameter numbers = 3 and channel size = 2.",
    );
    expect(() => prelu([1, 2, 3], [1, 2, 3])).toThrow("Found parameter numbers = 3 and channel size = 1.");
    expect(() => prelu(-1, [1, 2])).toThrow("prelu: Not allow zero-dim input tensor.");
    expect(() => prelu([[1, 2]], [[1, 2]])).toThrow(
      "prelu: Expected `weight` to be a scalar or 1D tensor, but got ndim = 2",
    );
    expect(() => prelu([1], Float64Array.of(1))).toThrow("prelu: Found dtype float64 but expected float32");
    expect(() => prelu([1n], 0.5)).toThrow("prelu: \"prelu_cpu\" not implemented for 'Long'");
    expect(() => Reflect.apply(prelu, undefined, [[1]])).toThrow(TypeError);
    expect(() => Reflect.apply(prelu, undefined, [[1], 1, { slope: 1 }])).toThrow("prelu: unknown option");
  });
});
