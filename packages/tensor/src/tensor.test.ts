import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { tensor } from "./as-tensor.js";
import { isTensor, Tensor } from "./tensor.js";

describe("item", () => {
  test("is the only element, whatever the shape", () => {
    expect(tensor(0.5).item()).toBe(0.5);
    expect(tensor([[3n]]).item()).toBe(3);
    expect(tensor([true]).item()).toBe(true);
    expect(new Tensor(Float32Array.of(1, 2, 3), "float32", [1, 1], [1, 1], 2).item()).toBe(3);
    expect(tensor(-0).item()).toBe(-0);
  });

  test("is what the 16-bit floats stand for", () => {
    expect(tensor(1.5, { dtype: "bfloat16" }).item()).toBe(1.5);
    expect(tensor(-(2 ** -24), { dtype: "float16" }).item()).toBe(-(2 ** -24));
  });

  test("is refused where there is none, or more than one", () => {
    expect(() => tensor([1, 2]).item()).toThrow(/^item: .*2 elements/);
    expect(() => tensor([]).item()).toThrow(/^item: .*0 elements/);
  });

  test("of an int64 is exact, or an error that names data", () => {
    expect(tensor(2n ** 53n).item()).toBe(2 ** 53);
    expect(tensor(-(2n ** 53n)).item()).toBe(-(2 ** 53));
    // The next integer that a number has no room for, which would read as 2^53.
    expect(() => tensor(2n ** 53n + 1n).item()).toThrow(/^item: 9007199254740993 .*\.data/);
    expect(() => tensor(-(2n ** 53n) - 1n).item()).toThrow(/^item: -9007199254740993 .*\.data/);
    expect(() => tensor([2n ** 62n]).toArray()).toThrow(/^toArray: 4611686018427387904 .*\.data/);
  });
});

describe("toArray", () => {
  test("nests as the shape says, of any view", () => {
    const data = Float32Array.of(0, 1, 2, 3, 4, 5);
    expect(new Tensor(data, "float32", [2, 3]).toArray()).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
    expect(new Tensor(data, "float32", [3, 2], [1, 3]).toArray()).toEqual([
      [0, 3],
      [1, 4],
      [2, 5],
    ]);
    expect(new Tensor(data, "float32", [2, 2], [0, -1], 5).toArray()).toEqual([
      [5, 4],
      [5, 4],
    ]);
    expect(new Tensor(data, "float32", [2, 0]).toArray()).toEqual([[], []]);
    expect(tensor(7).toArray()).toBe(7);
    expect(tensor([[true, false]]).toArray()).toEqual([[true, false]]);
  });
});

describe("a tensor is iterated", () => {
  test("over its first dim, in views", () => {
    const matrix = new Tensor(Float32Array.of(0, 1, 2, 3, 4, 5), "float32", [3, 2], [1, 3]);
    const rows = [...matrix];
    expect(rows.map((row) => row.toArray())).toEqual([
      [0, 3],
      [1, 4],
      [2, 5],
    ]);
    expect(rows.every((row) => row.data === matrix.data)).toBe(true);
    const [first, second] = tensor([8, 9]);
    expect([first!.item(), second!.item()]).toEqual([8, 9]);
    expect([...new Tensor(new Float32Array(0), "float32", [0, 3])]).toEqual([]);
  });

  test("but not if it is 0-d, as in torch", () => {
    expect(() => [...tensor(1)]).toThrow(new TypeError("iteration over a 0-d tensor"));
  });
});

describe("a tensor as text", () => {
  const text = "tensor([[1., 2.],\n        [3., 4.]])";
  const matrix = tensor([[1, 2], [3, 4]]); // biome-ignore format: one line

  test("is what PyTorch prints: in strings, templates and on Node's console, nested too", () => {
    expect(matrix.toString()).toBe(text);
    expect(`${matrix}`).toBe(text);
    expect(inspect(matrix)).toBe(text);
    expect(inspect({ logits: tensor([1]) })).toBe("{ logits: tensor([1.]) }");
    expect(inspect(tensor(0.5))).toBe("tensor(0.5000)");
  });

  test("is its number in a template if it is 0-d, as in Python's format", () => {
    expect(`${tensor(0.5)}`).toBe("0.5");
    expect(`${tensor(true)}`).toBe("true");
    expect(tensor(0.5).toString()).toBe("tensor(0.5000)");
  });

  test("leaves to other tools the properties that make the tensor up, and no more", () => {
    const own = ["data", "dtype", "shape", "strides", "offset", "numel", "requiresGrad", "grad", "gradFn"];
    expect(Object.keys(matrix)).toEqual(own);
    expect(Object.prototype.toString.call(matrix)).toBe("[object Tensor]");
  });
});

describe("a 0-d tensor", () => {
  test("counts and compares as its number", () => {
    expect(Number(tensor(2.5))).toBe(2.5);
    expect(Number(tensor([2.5]))).toBe(2.5);
    // @ts-expect-error TypeScript does not know Symbol.toPrimitive.
    expect([tensor(2) + 1, tensor(3) > tensor(2), -tensor(4)]).toEqual([3, true, -4]);
  });

  test("and no other does", () => {
    expect(() => Number(tensor([1, 2]))).toThrow(/^item: /);
  });
});

describe("isTensor", () => {
  test("knows tensors of every copy of the package, and nothing else", () => {
    expect(isTensor(tensor(1))).toBe(true);
    expect(isTensor({ [Symbol.for("actfn.Tensor")]: true })).toBe(true);
    expect([null, undefined, 1, [], {}, new Float32Array(1), { data: [], shape: [] }].some(isTensor)).toBe(false);
  });
});

test("ndim and numel are what the shape says", () => {
  const { ndim, numel } = new Tensor(new Float32Array(6), "float32", [1, 2, 3]);
  expect([ndim, numel]).toEqual([3, 6]);
  expect([tensor(1).ndim, tensor(1).numel]).toEqual([0, 1]);
});
