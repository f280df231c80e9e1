import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { add, div, mul, sub } from "./arithmetic.js";
import { tensor } from "./as-tensor.js";
import { backward, detach, enableGrad, grad, noGrad, zeroGrad } from "./autograd.js";
import { full, ones, zeros } from "./create.js";
import { exp, log } from "./elementary.js";
import { matmul } from "./matmul.js";
import { rand } from "./random.js";
import { clamp } from "./selection.js";
import { sum } from "./sums.js";
import type { Tensor } from "./tensor.js";
import { expand, reshape, transpose } from "./views.js";

const leaf = (values: number | number[] | number[][]): Tensor<"float32"> => tensor(values, { requiresGrad: true });

describe("backward", () => {
  test("adds to grad, until zeroGrad", () => {
    const x = leaf([1, 2]);
    backward(sum(mul(x, x)));
    expect(x.grad?.toArray()).toEqual([2, 4]);
    backward(sum(mul(x, 3)));
    expect(x.grad?.toArray()).toEqual([5, 7]);
    zeroGrad(x, [x]);
    expect(x.grad).toBeNull();
  });

  test("sums over all paths of a diamond, each walked once", () => {
    // y doubles at every step, by 2^40 paths.
    const x = leaf(1);
    let y: Tensor = x;
    for (let step = 0; step < 40; step++) y = add(y, y);
    backward(y);
    expect(x.grad?.item()).toBe(2 ** 40);
  });

  test("waits for every use of a shared result", () => {
    const x = leaf(3);
    const shared = mul(x, x);
    // (x²)² + 2x² + x: the uses of x² lie at different depths.
    backward(add(add(mul(shared, shared), mul(shared, 2)), x));
    expect(x.grad?.item()).toBe(4 * 27 + 4 * 3 + 1);
  });

  test("goes back along 100,000 functions", () => {
    const x = leaf([1, 2]);
    let y: Tensor = x;
    for (let step = 0; step < 100_000; step++) y = add(y, 1);
    backward(y, [3, 4]);
    expect(x.grad?.toArray()).toEqual([3, 4]);
  });

  test("of a leaf is the gradient given", () => {
    const x = leaf([1, 2]);
    backward(x, [3, 4]);
    expect(x.grad?.toArray()).toEqual([3, 4]);
  });

  test("leaves grad of what is no leaf alone", () => {
    const x = leaf(2);
    const y = mul(x, x);
    backward(mul(y, 3));
    expect([y.grad, x.grad?.item()]).toEqual([null, 12]);
  });

  test("gives each leaf its own dtype", () => {
    const x = leaf([1, 2]);
    const w = tensor([3, 4], { dtype: "float64", requiresGrad: true });
    const half = tensor([1, 1], { dtype: "float16", requiresGrad: true });
    backward(sum(mul(mul(x, w), half)));
    // torch 1.13, (x * w * half).sum().backward()
    expect(String(x.grad)).toBe("tensor([3., 4.])");
    expect(String(w.grad)).toBe("tensor([1., 2.], dtype=torch.float64)");
    expect(String(half.grad)).toBe("tensor([3., 8.], dtype=torch.float16)");
  });

  test("comes through a loop over rows", () => {
    const x = leaf([[1, 2], [3, 4]]); // biome-ignore format: one line
    const [first, second] = x;
    expect(String(first)).toBe("tensor([1., 2.], grad_fn=<UnbindBackward0>)"); // torch 1.13, [row for row in x][0]
    backward(sum(mul(first!, second!)));
    expect(x.grad?.toArray()).toEqual([[3, 4], [1, 2]]); // biome-ignore format: one line
  });

  test("does not care for functions of what requires no grad", () => {
    const x = leaf(2);
    const constant = mul(tensor(3), 5);
    expect(constant.gradFn).toBeNull();
    backward(mul(x, constant));
    expect([x.grad?.item(), constant.grad]).toEqual([15, null]);
  });
});

describe("grad has memory of its own", () => {
  const memories = (...tensors: (Tensor | null)[]): number => new Set(tensors.map((x) => x?.data.buffer)).size;

  test("for two leaves that get the same gradient, and the gradient given", () => {
    const [a, b] = [leaf([1, 2]), leaf([3, 4])];
    const given = tensor([5, 6]);
    backward(add(a, b), given);
    expect(memories(a, b, a.grad, b.grad, given)).toBe(5);
    expect([a.grad, b.grad].map((g) => g?.toArray())).toEqual([[5, 6], [5, 6]]); // biome-ignore format: one line
  });

  test("for a leaf, from its own data", () => {
    const x = leaf([1, 2]);
    const w = leaf([3, 4]);
    backward(sum(mul(x, w)));
    expect(memories(x, w, x.grad, w.grad)).toBe(4);
  });

  test("for a view, in one element an element", () => {
    const x = leaf([[1, 2, 3], [4, 5, 6]]); // biome-ignore format: one line
    // The gradient of a sum is one element expanded.
    backward(sum(x));
    expect(x.grad?.data.length).toBe(6);
    const before = x.grad;
    backward(sum(transpose(x, 0, 1)));
    expect(before?.toArray()).toEqual([[1, 1, 1], [1, 1, 1]]); // biome-ignore format: one line
    expect(x.grad?.toArray()).toEqual([[2, 2, 2], [2, 2, 2]]); // biome-ignore format: one line
  });

  test("for a leaf, when the gradient given is a typed array or a view of one element", () => {
    const x = leaf([1, 2]);
    const data = Float32Array.of(3, 4);
    backward(x, data);
    data.fill(0);
    expect(x.grad?.toArray()).toEqual([3, 4]);
    const one = tensor([7]);
    zeroGrad(x);
    backward(mul(x, 1), expand(one, [2]));
    one.data.fill(0);
    expect(x.grad?.toArray()).toEqual([7, 7]);
  });
});

describe("a graph", () => {
  const AGAIN = "backward: Trying to backward through the graph a second time";

  test("is freed by backward, unless it is retained", () => {
    const x = leaf([1, 2]);
    const y = sum(mul(x, x));
    backward(y, undefined, { retainGraph: true });
    backward(y);
    expect(x.grad?.toArray()).toEqual([4, 8]);
    expect(() => backward(y)).toThrow(AGAIN);
    expect(() => backward(y)).toThrow(
      "Specify retain_graph=True if you need to backward through the graph a second time",
    );
  });

  test("that has saved nothing has nothing to free", () => {
    // torch 1.13, s = (x + x).sum(); s.backward(); s.backward()
    const x = leaf([1, 2]);
    const y = sum(add(x, x));
    backward(y);
    backward(y);
    expect(x.grad?.toArray()).toEqual([4, 4]);
  });

  test("is freed as far as grad walked it", () => {
    const x = leaf(2);
    const y = mul(x, x);
    const z = mul(y, y);
    expect(grad(z, y).map((g) => g.item())).toEqual([8]);
    expect(grad(y, x).map((g) => g.item())).toEqual([4]);
    expect(() => grad(z, x)).toThrow("grad: Trying to backward through the graph a second time");
  });

  test("notices when what it has saved is written over", () => {
    const w = leaf([1, -2]);
    const h = mul(w, 2);
    const y = sum(mul(h, h));
    noGrad(() => clamp(h, { min: 0, out: h }));
    // torch 1.13, with torch.no_grad(): h.clamp_(min=0)
    expect(() => backward(y)).toThrow(
      "backward: one of the variables needed for gradient computation has been modified by an inplace operation: " +
        "[float32 [2]], saved by MulBackward0, is at version 1; expected version 0 instead.",
    );
    // Through a view of it, too.
    const v = mul(w, 2);
    const square = mul(v, v);
    noGrad(() => mul(reshape(v, [2, 1]), 2, { out: detach(reshape(v, [2, 1])) }));
    expect(() => backward(sum(square))).toThrow("has been modified by an inplace operation");
  });

  test("does not mind what it has not saved", () => {
    const w = leaf([1, 2]);
    const h = mul(w, 2);
    const y = sum(add(h, h));
    noGrad(() => mul(h, 0, { out: h }));
    backward(y);
    expect(w.grad?.toArray()).toEqual([4, 4]);
  });

  test("is not needed any more once a step has updated the weights", () => {
    const w = leaf(1);
    for (let step = 0; step < 3; step++) {
      backward(mul(w, w));
      noGrad(() => sub(w, mul(w.grad!, 0.25), { out: w }));
      zeroGrad(w);
    }
    expect(w.item()).toBe(0.125);
  });
});

describe("createGraph", () => {
  test("gives derivatives of derivatives", () => {
    const x = leaf(2);
    const cube = mul(mul(x, x), x);
    const [first] = grad(cube, x, { createGraph: true });
    const [second] = grad(first!, x, { createGraph: true });
    const [third] = grad(second!, x);
    expect([first, second, third].map((g) => g!.item())).toEqual([12, 12, 6]);
    expect([first, second, third].map((g) => g!.requiresGrad)).toEqual([true, true, false]);
  });

  test("makes grad part of the graph", () => {
    const x = leaf(3);
    backward(mul(mul(x, x), x), undefined, { createGraph: true });
    const slope = x.grad!;
    expect([slope.item(), slope.requiresGrad]).toEqual([27, true]);
    zeroGrad(x);
    backward(slope);
    expect(x.grad?.item()).toBe(18);
  });

  test("goes through the gradient given", () => {
    const [x, v] = [leaf([2, 3]), leaf([1, 10])];
    const [dx] = grad(mul(x, x), x, { gradOutputs: v, createGraph: true });
    expect(grad(sum(dx!), [x, v]).map((g) => g.toArray())).toEqual([[2, 20], [4, 6]]); // biome-ignore format: one line
  });

  test("is a penalty on a slope, minimised", () => {
    // The slope of log at x is 1/x, and that of (1/x)² is −2/x³.
    const x = leaf(2);
    const [slope] = grad(log(x), x, { createGraph: true });
    backward(mul(slope!, slope!));
    expect(x.grad?.item()).toBe(-0.25);
  });

  test("off, the gradient is a plain tensor, also inside enableGrad", () => {
    const x = leaf(2);
    const [slope] = enableGrad(() => grad(mul(x, x), x));
    expect([slope!.requiresGrad, slope!.gradFn]).toEqual([false, null]);
  });

  test("on, it records inside noGrad too", () => {
    const x = leaf(2);
    const y = mul(x, x);
    const [slope] = noGrad(() => grad(y, x, { createGraph: true }));
    expect(grad(slope!, x).map((g) => g.item())).toEqual([2]);
  });
});

describe("grad", () => {
  test("answers one gradient for each input, of leaves and results, and changes no grad", () => {
    const x = leaf([1, 2]);
    const y = mul(x, x);
    // torch 1.13, torch.autograd.grad((y * 3).sum(), [y, x])
    expect(grad(sum(mul(y, 3)), [y, x]).map((g) => g.toArray())).toEqual([[3, 3], [6, 12]]); // biome-ignore format: one line
    expect(x.grad).toBeNull();
  });

  test("sums over outputs, each with its gradient", () => {
    const x = leaf(2);
    const outputs = (): Tensor[] => [mul(x, 2), mul(x, 3)];
    // torch 1.13, torch.autograd.grad([x * 2, x * 3], [x], grad_outputs=…)
    expect(grad(outputs(), x).map((g) => g.item())).toEqual([5]);
    expect(grad(outputs(), [x], { gradOutputs: [1, 10] }).map((g) => g.item())).toEqual([32]);
    expect(grad(outputs(), [x, x], { gradOutputs: [null, tensor(10)] }).map((g) => g.item())).toEqual([32, 32]);
  });

  test("of an input that is the output is the gradient given", () => {
    const x = leaf([1, 2]);
    expect(grad(x, x, { gradOutputs: [3, 4] }).map((g) => g.toArray())).toEqual([[3, 4]]);
    const y = mul(x, 2);
    expect(grad(y, [y, x], { gradOutputs: [3, 4] }).map((g) => g.toArray())).toEqual([[3, 4], [6, 8]]); // biome-ignore format: one line
  });

  test("answers null for what was not used, if that is allowed", () => {
    const [x, other] = [leaf(2), leaf(3)];
    expect(grad(mul(x, x), [x, other], { allowUnused: true }).map((g) => g?.item() ?? null)).toEqual([4, null]);
    expect(() => grad(mul(x, x), [x, other])).toThrow(
      "grad: One of the differentiated Tensors appears to not have been used in the graph. Set allow_unused=True if this " +
        "is the desired behavior",
    );
  });

  test("walks only where the inputs are", () => {
    const [x, w] = [leaf(2), leaf(3)];
    const side = mul(w, w);
    grad(mul(mul(x, x), side), x);
    // So side still has what it saved.
    backward(side);
    expect(w.grad?.item()).toBe(6);
  });
});

describe("misuse is refused in torch's words:", () => {
  const x = leaf([1, 2]);

  test.each<[title: string, run: () => void, sentence: string]>([
    ["an output that is not a scalar", () => backward(mul(x, 2)), "backward: grad can be implicitly created only for scalar outputs"],
    ["an output of constants", () => backward(ones([1])), "backward: element 0 of tensors does not require grad and does not have a grad_fn"],
    ["a later output of constants", () => grad([sum(x), ones([1])], x), "grad: element 1 of tensors does not require grad"],
    ["an output made inside noGrad", () => backward(noGrad(() => sum(x))), "element 0 of tensors does not require grad"],
    ["a gradient of another shape", () => backward(mul(x, 2), [1, 2, 3]), "backward: Mismatch in shape: grad_output[0] has a shape of [3] and output[0] has a shape of [2]."],
    ["an input of constants", () => grad(sum(x), ones([1])), "grad: One of the differentiated Tensors does not require grad"],
    ["integers", () => tensor([1n], { requiresGrad: true }), "Only Tensors of floating point dtype can require gradients"],
    ["bools", () => tensor([true], { requiresGrad: true }), "Only Tensors of floating point dtype can require gradients"],
    ["out", () => add(x, 1, { out: zeros([2]) }), "add: functions with out=... arguments don't support automatic differentiation, but one of the arguments requires grad."],
    ["too many gradients", () => grad(sum(x), x, { gradOutputs: [1, 2] }), "grad: Mismatch in shape"],
    ["too few gradients", () => grad([sum(x), sum(x)], x, { gradOutputs: [1] }), "grad: got 2 outputs and 1 gradients in gradOutputs"],
  ])("%s", (_title, run, sentence) => {
    expect(run).toThrow(sentence);
  }); // biome-ignore format: a table

  test("what is no tensor has no gradient", () => {
    // @ts-expect-error The type says so, too.
    expect(() => backward([1])).toThrow("backward: output must be a Tensor, but got an array of length 1");
    // @ts-expect-error
    expect(() => grad(sum(x), [3])).toThrow("grad: each input must be a Tensor, but got 3");
    // @ts-expect-error
    expect(() => zeroGrad(3)).toThrow("zeroGrad: each argument must be a Tensor, but got 3");
  });
});

describe("noGrad and enableGrad", () => {
  const x = leaf(2);
  const recorded = (): boolean => mul(x, x).requiresGrad;

  test("nest, and answer what the function answers", () => {
    expect([recorded(), noGrad(recorded), noGrad(() => enableGrad(recorded)), recorded()]).toEqual([
      true,
      false,
      true,
      true,
    ]);
    expect(noGrad(() => [enableGrad(recorded), recorded()])).toEqual([true, false]);
  });

  test("end with an exception as well", () => {
    const failing = (): never => {
      throw new Error("no luck");
    };
    expect(() => noGrad(failing)).toThrow("no luck");
    expect(recorded()).toBe(true);
    noGrad(() => {
      expect(() => enableGrad(failing)).toThrow("no luck");
      expect(recorded()).toBe(false);
    });
  });

  test("refuse an async function, which would go on after them", () => {
    expect(() => noGrad(async () => 1)).toThrow("noGrad: the function must be synchronous, but it answered a Promise");
    expect(() => enableGrad(async () => 1)).toThrow("enableGrad: the function must be synchronous");
    expect(recorded()).toBe(true);
  });

  test("a leaf made inside requires grad all the same", () => {
    const y = noGrad(() => leaf(3));
    backward(mul(y, y));
    expect(y.grad?.item()).toBe(6);
  });
});

describe("detach", () => {
  test("shares the memory, and forgets the history", () => {
    const x = leaf([[1, 2], [3, 4]]); // biome-ignore format: one line
    const view = transpose(x, 0, 1);
    const plain = detach(view);
    expect([plain.data === x.data, plain.requiresGrad, plain.gradFn]).toEqual([true, false, null]);
    expect([plain.shape, plain.strides, plain.toArray()]).toEqual([[2, 2], [1, 2], [[1, 3], [2, 4]]]); // biome-ignore format: one line
    expect(view.requiresGrad).toBe(true);
  });

  test("stops a gradient", () => {
    const x = leaf(3);
    backward(mul(x, detach(mul(x, x))));
    expect(x.grad?.item()).toBe(9);
  });
});

describe("printing", () => {
  test("says where a tensor comes from", () => {
    const x = leaf([1, 2]);
    // torch 1.13
    expect(String(x)).toBe("tensor([1., 2.], requires_grad=True)");
    expect(String(exp(x))).toBe("tensor([2.7183, 7.3891], grad_fn=<ExpBackward0>)");
    expect(String(div(x, 2))).toBe("tensor([0.5000, 1.0000], grad_fn=<DivBackward0>)");
    expect(String(detach(exp(x)))).toBe("tensor([2.7183, 7.3891])");
  });
});

test("10,000 training steps leave the heap where it was after 100", () => {
  setFlagsFromString("--expose-gc");
  const collectGarbage = runInNewContext("gc") as () => void;
  const [input, target] = [rand([16, 2]), rand([16, 1])];
  const [hidden, output] = [rand([2, 8]), rand([8, 1])].map((weights) => tensor(weights, { requiresGrad: true }));
  const rate = full([], 0.01);
  const step = (): void => {
    const error = sub(matmul(exp(matmul(input, hidden!)), output!), target);
    backward(sum(mul(error, error)));
    noGrad(() => {
      for (const weights of [hidden!, output!]) {
        clamp(sub(weights, mul(weights.grad!, rate)), { min: -1, max: 1, out: weights });
      }
    });
    zeroGrad(hidden!, output!);
  };
  const used = (): number => {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  for (let i = 0; i < 100; i++) step();
  const before = used();
  for (let i = 100; i < 10_000; i++) step();
  // What V8 compiles meanwhile is less than that; one record kept of each step would be more.
  expect(used() - before).toBeLessThan(2_000_000);
}, 60_000);
