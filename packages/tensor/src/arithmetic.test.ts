import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { add, div, maximum, minimum, mul, pow, sub } from "./arithmetic.js";
import { tensor } from "./as-tensor.js";
import { grad } from "./autograd.js";
import { toTypedArray } from "./copies.js";
import { onesLike } from "./create.js";
import type { DType } from "./dtype.js";
import { exp } from "./elementary.js";
import { checkDerivatives } from "./finite-differences.js";
import { elementsOf, layouts } from "./sample-tensors.js";
import { broadcastShapes, numelOf } from "./shape.js";
import { Tensor } from "./tensor.js";

/** The element of a tensor that broadcasting puts at an index of a shape. */
function elementAt({ data, shape, strides, offset }: Tensor, index: readonly number[]): number {
  const added = index.length - shape.length;
  return Number(data[shape.reduce((sum, size, d) => sum + (size === 1 ? 0 : index[d + added]!) * strides[d]!, offset)]);
}

function indicesOf(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (all, size) => all.flatMap((index) => Array.from({ length: size }, (_, i) => [...index, i])),
    [[]],
  );
}

describe("sub", () => {
  test("broadcasts any two views as the rule says, element by element", () => {
    const layout = fc.constantFrom(...Object.keys(layouts([2], "float32")));
    const dims = fc.array(fc.record({ size: fc.constantFrom(1, 2, 3, 0, 40), a: fc.boolean(), b: fc.boolean() }), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(dims, layout, layout, fc.nat(4), fc.nat(4), (sizes, left, right, cutA, cutB) => {
        fc.pre(sizes.filter(({ size }) => size === 40).length < 2);
        // Any dim of either may be 1, and either may lack its first dims.
        const a = layouts(sizes.map(({ size, a }) => (a ? size : 1)).slice(Math.min(cutA, sizes.length)), "float32")[
          left
        ]!;
        const b = layouts(sizes.map(({ size, b }) => (b ? size : 1)).slice(Math.min(cutB, sizes.length)), "float32")[
          right
        ]!;
        const shape = broadcastShapes("sub", a.shape, b.shape);
        const difference = sub(a, b);
        expect(difference.shape).toEqual(shape);
        const wanted = indicesOf(shape).map((index) => Math.fround(elementAt(a, index) - elementAt(b, index)));
        expect(elementsOf(difference).join()).toBe(wanted.join());
      }),
      { numRuns: 300 },
    );
  });

  test.each<[what: string, a: number[], b: number[]]>([
    ["rows", [300, 200], [200]],
    ["columns", [300, 200], [300, 1]],
    ["a row from a column", [300, 1], [1, 200]],
    ["one number", [300, 200], []],
  ])("%s, larger than a block", (_, shapeA, shapeB) => {
    const make = (shape: number[]): Tensor<"int32"> =>
      new Tensor(
        Int32Array.from({ length: numelOf(shape) }, (_, i) => i * 7),
        "int32",
        shape,
      );
    const [a, b] = [make(shapeA), make(shapeB)];
    const difference = elementsOf(sub(a, b));
    const wrong = indicesOf([300, 200]).filter(
      (index, i) => difference[i] !== elementAt(a, index) - elementAt(b, index),
    );
    expect(wrong).toEqual([]);
  });

  test("the trick of a tutorial: each row less its maximum", () => {
    // torch 1.13, tensor([[1., 2., 3.], [4., 3., 2.]]) - tensor([[3.], [4.]])
    expect(sub([[1, 2, 3], [4, 3, 2]], [[3], [4]]).toArray()).toEqual([[-2, -1, 0], [0, -1, -2]]); // biome-ignore format: one line
  });

  test("shapes that do not fit are refused in torch's words", () => {
    expect(() => sub([[1, 2, 3]], [[1, 2]])).toThrow(
      "sub: The size of tensor a (3) must match the size of tensor b (2) at non-singleton dimension 1",
    );
  });

  test.each<[a: DType, dimsA: number, b: DType, dimsB: number, result: DType]>([
    // torch 1.13, (a - b).dtype
    ["int8", 0, "float16", 1, "float16"],
    ["int8", 1, "float64", 0, "float64"],
    ["float16", 1, "float64", 0, "float16"],
    ["bfloat16", 1, "float16", 0, "bfloat16"],
    ["int8", 1, "int64", 0, "int8"],
    ["uint8", 1, "int8", 0, "uint8"],
    ["uint8", 1, "int8", 1, "int16"],
    ["float16", 1, "bfloat16", 1, "float32"],
    ["int64", 1, "float16", 1, "float16"],
    ["float16", 0, "float64", 0, "float64"],
  ])("%s (%d-d) and %s (%d-d) make %s", (a, dimsA, b, dimsB, result) => {
    const make = (dtype: DType, ndim: number): Tensor => tensor(ndim ? [3] : 3, { dtype });
    expect(sub(make(a, dimsA), make(b, dimsB)).dtype).toBe(result);
    expect(sub(make(b, dimsB), make(a, dimsA)).dtype).toBe(result);
  });

  test("a bare number does not widen a tensor, not even a 0-d one", () => {
    // torch 1.13, (tensor(1., dtype=torch.float16) - 1.0).dtype
    expect(sub(tensor(1, { dtype: "float16" }), 1).dtype).toBe("float16");
    expect(sub(1, tensor([1], { dtype: "bfloat16" })).dtype).toBe("bfloat16");
    expect(sub(tensor([1], { dtype: "int8" }), 1n).dtype).toBe("int8");
  });

  test("int64 is exact, and wraps", () => {
    // torch 1.13, tensor([2**53 + 1, -2**63]) - 1
    expect(sub([2n ** 53n + 1n, -(2n ** 63n)], 1n).data).toEqual(BigInt64Array.of(2n ** 53n, 2n ** 63n - 1n));
  });

  test("narrow integers wrap", () => {
    // torch 1.13, tensor([200, 100], dtype=torch.uint8) - tensor([201, 1], dtype=torch.uint8)
    expect(sub(Uint8Array.of(200, 100), Uint8Array.of(201, 1)).toArray()).toEqual([255, 99]);
    expect(sub(Int8Array.of(-128), Int8Array.of(1)).toArray()).toEqual([127]); // torch.int8
  });

  test("half precision is computed in float32 and rounded once", () => {
    const dtype = "float16";
    expect(sub(tensor([2048], { dtype }), tensor([0.5], { dtype })).item()).toBe(2048);
    expect(sub(tensor([2048], { dtype }), tensor([1], { dtype })).item()).toBe(2047);
  });

  test("bools are refused in torch's words", () => {
    expect(() => sub([true], [true])).toThrow(
      "sub: Subtraction, the `-` operator, with two bool tensors is not supported. " +
        "Use the `^` or `logical_xor()` operator instead.",
    );
    // torch 1.13, tensor([True]) - 1
    expect(() => sub([true], [1])).toThrow(
      "sub: Subtraction, the `-` operator, with a bool tensor is not supported. " +
        "If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.",
    );
  });

  test("out may be either operand", () => {
    const a = tensor([5, 7]);
    expect(sub(a, [1, 2], { out: a })).toBe(a);
    expect(sub([10, 10], a, { out: a }).toArray()).toEqual([6, 5]);
  });

  test("out that an operand is broadcast from is refused", () => {
    const x = tensor([[1, 2], [3, 4]]); // biome-ignore format: one line
    const row = new Tensor(x.data, "float32", [2]);
    expect(() => sub(x, row, { out: x })).toThrow("sub: unsupported operation: some elements of the input tensor and");
    expect([...x.data]).toEqual([1, 2, 3, 4]);
  });
});

describe("integers", () => {
  test("of 64 bits are exact beyond 2^53, and wrap", () => {
    expect(add([2n ** 53n], 1n).data[0]).toBe(2n ** 53n + 1n);
    expect(add([2n ** 63n - 1n], 1n).data[0]).toBe(-(2n ** 63n));
    expect(mul([3037000500n], 3037000499n).data[0]).toBe(3037000500n * 3037000499n);
    // torch 1.13, tensor([2**62 + 1]) * 4
    expect(mul([2n ** 62n + 1n], 4n).data[0]).toBe(4n);
    expect(pow([3n], 39n).data[0]).toBe(3n ** 39n);
    // torch 1.13, tensor([3]) ** 41
    expect(pow([3n], 41n).data[0]).toBe(BigInt.asIntN(64, 3n ** 41n));
    expect(maximum([2n ** 53n], 2n ** 53n + 1n).data[0]).toBe(2n ** 53n + 1n);
    expect(minimum([-(2n ** 53n)], -(2n ** 53n) - 1n).data[0]).toBe(-(2n ** 53n) - 1n);
  });

  test("of 32 bits wrap, also where the product has more digits than a double", () => {
    const x = Int32Array.of(2 ** 31 - 1, -(2 ** 31), 123456789);
    expect(add(x, 1n).data).toEqual(Int32Array.of(-(2 ** 31), -(2 ** 31) + 1, 123456790));
    // torch 1.13, x * x
    expect(mul(x, x).data).toEqual(Int32Array.of(1, 0, -1757895751));
    expect(pow(x, 3n).data).toEqual(Int32Array.of(2 ** 31 - 1, 0, 75731757));
  });

  test("to a negative power are 0, ±1 or, by a bare bigint, refused", () => {
    // torch 1.13, tensor([2, 1, -1, 0]) ** tensor(-1), and ** -1
    expect([...pow([2n, 1n, -1n, 0n], [-1n]).data]).toEqual([0n, 1n, -1n, 0n]);
    expect([...pow([2n, 1n, -1n, 0n], [-2n]).data]).toEqual([0n, 1n, 1n, 0n]);
    expect(() => pow([2n], -1n)).toThrow(
      "pow: Integers to negative integer powers are not allowed; got the exponent -1n",
    );
    expect(pow([2n], -1).toArray()).toEqual([0.5]);
  });

  test("divide to float32", () => {
    expect(div([1n, -1n], [0n, 3n]).data).toEqual(Float32Array.of(Number.POSITIVE_INFINITY, -1 / 3));
  });
});

describe("bools", () => {
  test("add to their or and multiply to their and, as 0 and 1", () => {
    // torch 1.13, a + b and a * b
    const [a, b] = [tensor([true, true, false]), tensor([true, false, false])];
    expect([...add(a, b).data]).toEqual([1, 1, 0]);
    expect([...add(a, true).data]).toEqual([1, 1, 1]);
    expect([...mul(a, b).data]).toEqual([1, 0, 0]);
    const out = tensor([false, false, false]);
    expect([...add(a, b, { out }).data]).toEqual([1, 1, 0]);
  });

  test("have no power", () => {
    expect(() => pow([true], [true])).toThrow("pow: \"pow\" not implemented for 'Bool'");
  });
});

describe("a bare number", () => {
  test("keeps all its digits beside float64", () => {
    // torch 1.13, tensor([3.], dtype=torch.float64) * 0.1
    const three = Float64Array.of(3);
    expect(mul(three, 0.1).data[0]).toBe(3 * 0.1);
    expect(add(0.1, three).data[0]).toBe(0.1 + 3);
    expect(div(three, 0.1).data[0]).toBe(3 / 0.1);
    expect(pow(0.1, three).data[0]).toBe(0.1 ** 3);
    expect(maximum(Float64Array.of(0), 0.1).data[0]).toBe(0.1);
  });

  test("is rounded to float16 first, as torch has it", () => {
    // torch 1.13, tensor([129.], dtype=torch.bfloat16) * 0.1
    expect(mul(tensor([129], { dtype: "bfloat16" }), 0.1).item()).toBe(12.9375);
  });
});

describe("pow", () => {
  test("is C's: 1 to any power is 1, and so is anything to the power of 0", () => {
    // torch 1.13, torch.pow
    const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
    expect(pow([1, 1, -1, -1], [nan, infinity, infinity, -infinity]).toArray()).toEqual([1, 1, 1, 1]);
    expect(pow([nan, infinity, -0], 0).toArray()).toEqual([1, 1, 1]);
    expect(pow([-8, -0, -infinity], [1 / 3, -1, 3]).toArray()).toEqual([nan, -infinity, -infinity]);
  });
});

test("NaN is the larger and the smaller of two, on either side", () => {
  expect(maximum([Number.NaN, 1, Number.NaN], [1, Number.NaN, Number.NaN]).toArray()).toEqual(
    Array(3).fill(Number.NaN),
  );
  expect(minimum([Number.NaN, 1, Number.NaN], [1, Number.NaN, Number.NaN]).toArray()).toEqual(
    Array(3).fill(Number.NaN),
  );
});

describe("gradients", () => {
  const constant = tensor([[0.5, -2, 3], [1.5, 4, -1]], { dtype: "float64" }); // biome-ignore format: one line
  const base = tensor([[0.5, 2, 3], [1.5, 4, 1]], { dtype: "float64" }); // biome-ignore format: one line

  test("are the slopes, on both sides and through broadcasting", () => {
    for (const f of [add, sub, mul, maximum, minimum]) {
      for (const shape of [[2, 3], [3], [2, 1], [], [2, 2, 3]]) {
        checkDerivatives((x) => f(x, constant), shape);
        checkDerivatives((x) => f(constant, x), shape);
      }
    }
    for (const shape of [
      [2, 3],
      [2, 1],
      [2, 2, 3],
    ]) {
      checkDerivatives((x) => div(x, constant), shape);
      checkDerivatives((x) => div(constant, exp(x)), shape);
      checkDerivatives((x) => pow(base, x), shape);
      checkDerivatives((x) => pow(exp(mul(x, 0.25)), constant), shape);
      checkDerivatives((x) => pow(2.5, x), shape);
      for (const exponent of [0, 1, 2, 3, 2n, true]) checkDerivatives((x) => pow(x, exponent), shape);
      for (const exponent of [-1, 0.5, -1.5]) checkDerivatives((x) => pow(exp(x), exponent), shape);
      checkDerivatives((x) => pow(exp(x), mul(x, 0.5)), shape);
    }
  });

  /** The gradients of f's inputs, where every element of f gets 1. */
  const slopesOf = (f: (a: Tensor, b: Tensor) => Tensor, ...values: number[][]): number[][] => {
    const [a, b] = values.map((elements) => tensor(elements, { requiresGrad: true })) as [Tensor, Tensor];
    const y = f(a, b);
    return grad(y, [a, b], { gradOutputs: onesLike(y) }).map((g) =>
      [...toTypedArray(g)].map((slope) => Number(slope) + 0),
    );
  };

  test("of pow are finite wherever a power has a slope", () => {
    const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
    // torch 1.13, (a ** b).sum().backward()
    expect(slopesOf(pow, [0, 0, 0, -2, 2, 0, nan], [0, 1, 2, 2, 0, -1, 0])).toEqual([
      [0, 1, 0, -4, 0, -infinity, 0],
      [0, 0, 0, nan, Math.fround(Math.log(2)), -infinity, nan],
    ]);
  });

  test("of a tie are shared by half, and where there is a NaN both get all", () => {
    // torch 1.13, torch.maximum(a, b).sum().backward(), and of torch.minimum
    const [a, b] = [[1, 2, 5, Number.NaN, 1], [1, 3, 4, 1, Number.NaN]]; // biome-ignore format: one line
    expect(slopesOf(maximum, a!, b!)).toEqual([[0.5, 0, 1, 1, 1], [0.5, 1, 0, 1, 1]]); // biome-ignore format: one line
    expect(slopesOf(minimum, a!, b!)).toEqual([[0.5, 1, 0, 1, 1], [0.5, 0, 1, 1, 1]]); // biome-ignore format: one line
  });

  test("of a float32 beside a float64 keep the digits of the float64", () => {
    const exponent = tensor([0.5], { dtype: "float64", requiresGrad: true });
    const [slope] = grad(pow([3], exponent), exponent);
    expect(slope!.data[0]).toBeCloseTo(Math.sqrt(3) * Math.log(3), 14);
  });

  test("are named as torch names them, by what is a bare number", () => {
    const x = tensor([1, 2], { requiresGrad: true });
    // torch 1.13, grad_fn of x + x, x - 3, 3 - x, x * x, x / x, x ** 2, x ** x, torch.pow(2, x) and torch.maximum(x, x)
    const results = [
      add(x, x), sub(x, 3), sub(3, x), mul(x, x), div(x, x), pow(x, 2), pow(x, x), pow(2, x), maximum(x, x), minimum(x, x),
    ]; // biome-ignore format: a list
    expect(results.map(({ gradFn }) => gradFn?.name.replace("Backward", " "))).toEqual([
      "Add 0", "Sub 0", "Rsub 1", "Mul 0", "Div 0", "Pow 0", "Pow 1", "Pow 2", "Maximum 0", "Minimum 0",
    ]); // biome-ignore format: a list
  });
});
