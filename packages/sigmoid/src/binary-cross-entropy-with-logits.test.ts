import { backward, grad, mean, mul, sub, sum, Tensor, tensor, transpose, zeros } from "@actfn/tensor";
import { describe, expect, test } from "vitest";
import { binaryCrossEntropyWithLogits } from "./binary-cross-entropy-with-logits.js";
import { logsigmoid } from "./logsigmoid.js";

const { POSITIVE_INFINITY: INF, NaN: NAN } = Number;
const scores = [0.5, -2, 0];
const targets = [0.3, 1, 0];

describe("binaryCrossEntropyWithLogits", () => {
  test("the loss is that of torch, with every reduction and weight", () => {
    const weights = { weight: [1, 2, 3], posWeight: [1, 2, 3] };
    const losses = (reduction: "none" | "mean" | "sum", rest = {}): string =>
      binaryCrossEntropyWithLogits(tensor(scores), tensor(targets), { reduction, ...rest }).toString();
    // torch 1.13, F.binary_cross_entropy_with_logits(x, target, weight, pos_weight=pos_weight, reduction=…)
    expect(losses("mean")).toBe("tensor(1.2147)");
    expect(losses("none", weights)).toBe("tensor([0.8241, 8.5077, 2.0794])");
    expect(losses("mean", weights)).toBe("tensor(3.8037)");
    expect(losses("sum", weights)).toBe("tensor(11.4112)");
  });

  test("a loss as large as the score is no infinite one", () => {
    // torch 1.13, F.binary_cross_entropy_with_logits(tensor(x), tensor(t)), but for the last two: 0 · ∞ there
    const loss = (x: number, t: number): number => binaryCrossEntropyWithLogits(x, t).item();
    expect([loss(1000, 0), loss(1000, 1), loss(-1000, 1), loss(-1000, 0.5), loss(1000, 2)]).toEqual([
      1000, 0, 1000, 500, -1000,
    ]);
    expect([loss(INF, 0), loss(-INF, 1), loss(NAN, 1), loss(INF, 1), loss(-INF, 0)]).toEqual([INF, INF, NAN, 0, 0]);
  });

  test("it is what logsigmoid makes of the definition", () => {
    const x = Float64Array.of(-3, -0.1, 0, 2, 30);
    const t = Float64Array.of(0, 0.25, 0.5, 1, 0.75);
    const [of1, of0] = [logsigmoid(x), logsigmoid(x.map((score) => -score))];
    const { data } = binaryCrossEntropyWithLogits(x, t, { reduction: "none", posWeight: 2.5 });
    data.forEach((loss, i) => {
      expect(loss).toBeCloseTo(-2.5 * t[i]! * of1.data[i]! - (1 - t[i]!) * of0.data[i]!, 13);
    });
  });

  test("the mean of many float32 losses is rounded once", () => {
    const x = new Float32Array(1e6).fill(0.1);
    const exact = binaryCrossEntropyWithLogits(Float64Array.of(Math.fround(0.1)), Float64Array.of(1)).item();
    expect(binaryCrossEntropyWithLogits(x, new Float32Array(1e6).fill(1)).item()).toBe(Math.fround(exact));
  });

  test("score and target may lie differently in memory, and weights broadcast", () => {
    const x = transpose(tensor([[0.5, -1, 2], [3, 0.25, -0.75]]), 0, 1); // biome-ignore format: one line
    const t = tensor([[1, 0], [0.5, 1], [0, 0]]); // biome-ignore format: one line
    const options = { reduction: "none", weight: [[1], [2], [3]], posWeight: [4, 5] } as const;
    const { data, shape } = binaryCrossEntropyWithLogits(tensor(x), t, options);
    const scattered = binaryCrossEntropyWithLogits(x, t, options);
    expect([scattered.shape, scattered.toArray()]).toEqual([shape, new Tensor(data, "float32", shape).toArray()]);
  });

  test("the dtype is the target's", () => {
    // torch 1.13: float32 scores of bfloat16 targets give bfloat16, those of float64 targets float64
    for (const dtype of ["float16", "bfloat16", "float32", "float64"] as const) {
      for (const reduction of ["none", "mean"] as const) {
        const loss = binaryCrossEntropyWithLogits(tensor(scores), tensor(targets, { dtype }), { reduction });
        expect(loss.dtype).toBe(dtype);
      }
    }
  });

  test("nothing has a mean of NaN, and a sum of 0", () => {
    // torch 1.13, F.binary_cross_entropy_with_logits(torch.zeros(0), torch.zeros(0)) and with reduction="sum"
    const empty = zeros([0, 2]);
    expect(binaryCrossEntropyWithLogits(empty, empty).item()).toBeNaN();
    expect(binaryCrossEntropyWithLogits(empty, empty, { reduction: "sum" }).item()).toBe(0);
    expect(binaryCrossEntropyWithLogits(empty, empty, { reduction: "none" }).shape).toEqual([0, 2]);
  });

  test("scores and targets have torch's gradients, and those have their own", () => {
    const x = tensor(scores, { requiresGrad: true });
    const t = tensor(targets, { requiresGrad: true });
    const loss = binaryCrossEntropyWithLogits(x, t, { weight: [1, 2, 3], posWeight: [1, 2, 3], reduction: "sum" });
    const [dx, dt] = grad(loss, [x, t], { createGraph: true });
    // torch 1.13, torch.autograd.grad of the same, and of the sums of its answers
    const shown = (tensors: Tensor[]): string[] => tensors.map((result) => String(tensor(result)));
    expect(shown([dx!, dt!])).toEqual(["tensor([ 0.3225, -3.5232,  1.5000])", "tensor([-0.5000,  8.2539,  4.1589])"]);
    expect(shown(grad(sum(dx!), [x, t], { retainGraph: true }) as Tensor[])).toEqual([
      "tensor([0.2350, 0.4200, 0.7500])",
      "tensor([-1.0000, -3.7616, -6.0000])",
    ]);
    expect(shown(grad(sum(dt!), [x, t]) as Tensor[])).toEqual([
      "tensor([-1.0000, -3.7616, -6.0000])",
      "tensor([0., 0., 0.])",
    ]);
  });

  test("no gradient is NaN or has lost its digits, however sure the score", () => {
    // mpmath 1.3, 1 / (1 + exp(100)); torch 1.13 has 0, which 1 − 1 leaves.
    const x = tensor([-100, 100, 1e38, -1e38], { dtype: "float64", requiresGrad: true });
    backward(binaryCrossEntropyWithLogits(x, Float64Array.of(0, 1, 1, 0), { reduction: "sum" }));
    expect(x.grad!.toArray()).toEqual(
      [3.720075976020836e-44, -3.720075976020836e-44, 0, 0].map((v) => expect.closeTo(v, 60)),
    );
  });

  test("it teaches a score to be sure", () => {
    const x = tensor([0, 0], { requiresGrad: true });
    let score: Tensor = x;
    for (let step = 0; step < 50; step++) {
      score = tensor(score, { requiresGrad: true });
      backward(mean(binaryCrossEntropyWithLogits(score, tensor([1, 0]), { reduction: "none" })));
      score = sub(score, mul(score.grad!, 2));
    }
    expect(score.data[0]).toBeGreaterThan(3);
    expect(score.data[1]).toBe(-score.data[0]!);
  });

  test("what does not fit is refused in the words of torch", () => {
    const name = "binaryCrossEntropyWithLogits";
    const x = zeros([2, 3]);
    const call = (target: unknown, options?: object) => () =>
      Reflect.apply(binaryCrossEntropyWithLogits, undefined, [x, target, options]);
    expect(call(zeros([3]))).toThrow(`${name}: Target size ([3]) must be the same as input size ([2, 3])`);
    expect(call(x, { reduction: "avg" })).toThrow(`${name}: avg is not a valid value for reduction`);
    expect(call(x, { weight: zeros([4]) })).toThrow(
      `${name}: The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1`,
    );
    expect(call(x, { posWeight: zeros([4]) })).toThrow(
      `${name}: The size of tensor a (4) must match the size of tensor b (3) at non-singleton dimension 1`,
    );
    expect(call(x, { weight: zeros([4, 2, 3]) })).toThrow(
      `${name}: output with shape [2, 3] doesn't match the broadcast shape [4, 2, 3]`,
    );
    expect(call(zeros([2, 3], { dtype: "int64" }))).toThrow(
      `${name}: result type Float can't be cast to the desired output type Long; cast the int64 tensor to float32 first`,
    );
    expect(call(x, { posWeight: tensor([1], { requiresGrad: true }) })).toThrow(
      "is not differentiable with respect to argument 'pos_weight'. This input cannot have requires_grad True.",
    );
    expect(call("x")).toThrow(`${name}: expected `);
    expect(call(x, { pos_weight: 1 })).toThrow(`${name}: unknown option "pos_weight"`);
  });
});
