import { describe, expect, test } from "vitest";
import { mul } from "./arithmetic.js";
import { tensor } from "./as-tensor.js";
import { backward } from "./autograd.js";
import { arange, full, fullLike, linspace, ones, onesLike, zeros, zerosLike } from "./create.js";
import { rand, randint, randLike, randn, randnLike } from "./random.js";
import { sum } from "./sums.js";
import type { Tensor } from "./tensor.js";
import { expand } from "./views.js";

test("what is new stands on memory and a shape of its own", () => {
  const shape = [2, 2];
  const x = zeros(shape);
  shape[0] = 9;
  expect(x.shape).toEqual([2, 2]);
  const like = zerosLike(x);
  like.data[0] = 1;
  expect(x.data[0]).toBe(0);
});

test("like an expanded tensor, but with an element for each place", () => {
  const x = onesLike(expand(tensor([[1], [2]]), [2, 3]));
  expect({ strides: x.strides, length: x.data.length }).toEqual({ strides: [3, 1], length: 6 });
});

test("a value that the dtype cannot hold is refused", () => {
  // torch 1.13, torch.full((1,), 300, dtype=torch.uint8)
  expect(() => full([1], 300, { dtype: "uint8" })).toThrow("value cannot be converted to type uint8 without overflow");
  expect(() => full([1], Number.NaN, { dtype: "int64" })).toThrow(
    "value cannot be converted to type int64 without overflow",
  );
  expect(() => full([1], 300, { dtype: "uint8" })).toThrow(/^full: /);
  expect(() => fullLike(tensor([1], { dtype: "int8" }), -129)).toThrow(/^fullLike: /);
  expect(full([1], 2n ** 63n - 1n).data[0]).toBe(2n ** 63n - 1n);
});

test("more elements than can be counted are refused by name", () => {
  expect(() => ones([2 ** 30, 2 ** 30])).toThrow(/^ones: /);
});

test("more elements than can be allocated are refused by name, with what was asked for", () => {
  const refusal = (name: string, shape: string) =>
    new RangeError(`${name}: shape [${shape}] of float32 holds more elements than can be allocated`);
  expect(() => zeros([10, 1e12])).toThrow(refusal("zeros", "10, 1000000000000"));
  expect(() => ones([1e13])).toThrow(refusal("ones", "10000000000000"));
  expect(() => full([1e13], 1, { dtype: "float32" })).toThrow(refusal("full", "10000000000000"));
  expect(() => arange(1e12)).toThrow(refusal("arange", "1000000000000"));
  expect(() => linspace(0, 1, 1e13)).toThrow(refusal("linspace", "10000000000000"));
  expect(() => rand([1e13])).toThrow(refusal("rand", "10000000000000"));
  expect(() => arange(10n ** 13n)).toThrow("arange: shape [10000000000000] of int64 holds more");
});

describe("with requiresGrad", () => {
  const like = [1, 2];
  const MAKERS: Record<string, (options: { dtype?: "float64" | "int32"; requiresGrad?: boolean }) => Tensor> = {
    zeros: (options) => zeros([2], options),
    ones: (options) => ones([2], options),
    full: (options) => full([2], 7, options),
    arange: (options) => arange(2, options),
    linspace: (options) => linspace(0, 1, 2, options),
    zerosLike: (options) => zerosLike(like, options),
    onesLike: (options) => onesLike(like, options),
    fullLike: (options) => fullLike(like, 7, options),
    rand: (options) => rand([2], options as object),
    randn: (options) => randn([2], options as object),
    randLike: (options) => randLike(like, options),
    randnLike: (options) => randnLike(like, options),
    randint: (options) => randint(0, 5, [2], { dtype: "float32", ...options }),
  };

  test.each(Object.entries(MAKERS))("%s makes a tensor that backward finds a gradient of", (_name, make) => {
    const x = make({ requiresGrad: true });
    expect([x.requiresGrad, x.gradFn]).toEqual([true, null]);
    // torch 1.13, torch.zeros(2, requires_grad=True) and the like
    expect(String(x)).toMatch(/^tensor\(.*, requires_grad=True\)$/);
    backward(sum(mul(x, 3)));
    expect(x.grad!.toArray()).toEqual([3, 3]);
  });

  test.each(Object.entries(MAKERS))("%s makes one without unless it is asked", (_name, make) => {
    expect([make({}).requiresGrad, make({ requiresGrad: false }).requiresGrad]).toEqual([false, false]);
    expect(() => Reflect.apply(make, undefined, [{ requiresGrad: 1 }])).toThrow("requiresGrad must be a boolean");
  });

  const WHOLE = Object.entries(MAKERS).filter(([name]) => !/^randn?(Like)?$/.test(name));
  test.each(WHOLE)("%s refuses a dtype without fractions", (name, make) => {
    // torch 1.13, torch.zeros(2, dtype=torch.int32, requires_grad=True), and the others but rand and randn, which refuse
    // such dtypes anyway
    const sentence = "Only Tensors of floating point dtype can require gradients, but got int32";
    expect(() => make({ dtype: "int32", requiresGrad: true })).toThrow(`${name}: ${sentence}`);
    expect(make({ dtype: "int32", requiresGrad: false }).dtype).toBe("int32");
  });

  test("zeros like a tensor that requires grad require none", () => {
    // torch 1.13, torch.zeros_like(torch.zeros(2, requires_grad=True))
    expect(zerosLike(zeros([2], { requiresGrad: true })).requiresGrad).toBe(false);
  });
});

describe("arange", () => {
  test("of bigints is exact beyond 2^53", () => {
    // torch 1.13, torch.arange(2**62, 2**62 + 4)
    expect([...arange(2n ** 62n, 2n ** 62n + 4n).data]).toEqual([0n, 1n, 2n, 3n].map((i) => 2n ** 62n + i));
    expect([...arange(5n, -1n, -2n).data]).toEqual([5n, 3n, 1n]);
  });

  test("of an integer dtype cuts its bounds first", () => {
    // torch 1.13, torch.arange(0.5, 5, dtype=torch.int64)
    expect(arange(0.5, 5, { dtype: "int64" }).toArray()).toEqual([0, 1, 2, 3, 4]);
    // torch 1.13, torch.arange(0, 5, 0.5, dtype=torch.int64)
    expect(() => arange(0, 5, 0.5, { dtype: "int64" })).toThrow("arange: step must be nonzero");
  });

  test("adds up no errors on its way", () => {
    expect(arange(0, 100_000, 0.1, { dtype: "float64" }).data[999_999]).toBe(999_999 * 0.1);
  });

  test("takes one to three numbers", () => {
    expect(() => Reflect.apply(arange, undefined, [])).toThrow("arange: expected (end), (start, end) or");
    expect(() => Reflect.apply(arange, undefined, [1, 2, 3, 4])).toThrow("arange: expected (end), (start, end) or");
    expect(() => Reflect.apply(arange, undefined, ["5"])).toThrow(/^arange: /);
    expect(arange(3, undefined).toArray()).toEqual([0, 1, 2]);
  });
});

describe("linspace", () => {
  test("meets both ends exactly", () => {
    for (let steps = 2; steps < 200; steps++) {
      const { data } = linspace(-0.1, 0.7, steps, { dtype: "float64" });
      expect([data[0], data[steps - 1]]).toEqual([-0.1, 0.7]);
    }
  });

  test("of one step is its start", () => {
    expect(linspace(3, 5, 1).toArray()).toEqual([3]);
  });
});
