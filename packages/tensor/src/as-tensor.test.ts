import { describe, expect, test } from "vitest";
import { asTensor, type StructuralTensor, type TensorLike, tensor } from "./as-tensor.js";
import type { DType } from "./dtype.js";
import { elementsOf } from "./sample-tensors.js";
import { Tensor } from "./tensor.js";

/** Input that the types refuse, and JavaScript does not. */
const wrongly = (value: unknown): TensorLike => value as TensorLike;
/** Whether a call threw one of the library's own errors, and the message. */
function refusal(value: unknown, shape?: readonly number[]): string {
  try {
    asTensor(wrongly(value), shape);
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return error.message;
    throw error;
  }
  return "it was taken";
}

describe("tensor", () => {
  test.each<[what: string, input: TensorLike, dtype: DType]>([
    ["a number", 1, "float32"],
    ["numbers, even whole ones", [1, 2], "float32"],
    ["bigints", [1n, 2n], "int64"],
    ["booleans", [true, false], "bool"],
    ["bools and numbers", [true, 2], "float32"],
    ["bools and bigints", [true, 2n], "int64"],
    ["bigints and numbers", [1n, 0.5], "float32"],
    ["an empty array", [], "float32"],
    ["a Float64Array", Float64Array.of(1), "float64"],
    ["a BigInt64Array", BigInt64Array.of(1n), "int64"],
    ["an Int32Array", Int32Array.of(1), "int32"],
    ["an Int16Array", Int16Array.of(1), "int16"],
    ["an Int8Array", Int8Array.of(1), "int8"],
    ["a Uint8Array", Uint8Array.of(1), "uint8"],
    ["a Uint8ClampedArray", Uint8ClampedArray.of(1), "uint8"],
  ])("of %s has the dtype that its elements say", (_, input, dtype) => {
    expect(tensor(input).dtype).toBe(dtype);
  });

  test("nesting makes the shape, down to empty rows", () => {
    expect(tensor([[1, 2, 3], [4, 5, 6]]).shape).toEqual([2, 3]); // biome-ignore format: one line
    expect(tensor([[[1]], [[2]]]).shape).toEqual([2, 1, 1]);
    expect(tensor([[], []]).shape).toEqual([2, 0]);
    expect(tensor([]).shape).toEqual([0]);
    expect(tensor(5).shape).toEqual([]);
    expect(tensor([Float32Array.of(1, 2), Float32Array.of(3, 4)]).toArray()).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  test("has memory of its own, whatever it is made of", () => {
    const values = Float32Array.of(1, 2);
    const copy = tensor(values);
    values[0] = 9;
    expect(copy.toArray()).toEqual([1, 2]);
    expect(tensor(copy).data).not.toBe(copy.data);
  });

  test("dtype overrides what the elements say", () => {
    expect(tensor([1.7, -1.7], { dtype: "int32" }).toArray()).toEqual([1, -1]);
    expect(tensor([0, 0.5], { dtype: "bool" }).toArray()).toEqual([false, true]);
    expect(tensor([0.1], { dtype: "float64" }).item()).toBe(0.1);
    expect(tensor([1, 2], { dtype: "int64" }).data).toEqual(BigInt64Array.of(1n, 2n));
    expect(tensor([2n ** 53n + 1n], { dtype: undefined }).data).toEqual(BigInt64Array.of(2n ** 53n + 1n));
    expect(tensor(Int32Array.of(3), { dtype: "float16" }).item()).toBe(3);
  });

  test("an unknown dtype is refused, with all that there are", () => {
    // @ts-expect-error
    expect(() => tensor([1], { dtype: "float" })).toThrow(/^tensor: dtype must be one of .*float32.*"float"/);
  });

  test.each<[value: number | bigint, dtype: DType]>([
    [256, "uint8"],
    [-1, "uint8"],
    [-129, "int8"],
    [2 ** 31, "int32"],
    [2 ** 63, "int64"],
    [2n ** 63n, "int64"],
    [Number.NaN, "int32"],
    [Number.POSITIVE_INFINITY, "int64"],
  ])("%s does not fit %s, and says so", (value, dtype) => {
    expect(() => tensor([value], { dtype })).toThrow(
      `tensor: value cannot be converted to type ${dtype} without overflow`,
    );
  });

  test("an option that it does not have is refused", () => {
    // @ts-expect-error
    expect(() => tensor([1], { dtyp: "int32" })).toThrow(/^tensor: unknown option "dtyp"/);
    // @ts-expect-error
    expect(() => tensor([1], "int32")).toThrow(
      /^tensor: options must be an object such as { dtype, requiresGrad }, but got "int32"/,
    );
  });
});

describe("arrays that are no tensor", () => {
  test.each<[values: unknown, sentence: string]>([
    // torch 1.13, torch.tensor([[1, 2], [3]])
    [[[1, 2], [3]], "expected sequence of length 2 at dim 1 (got 1)"],
    [[[1], [2, 3]], "expected sequence of length 1 at dim 1 (got 2)"],
    [[[[1], [2]], [[3]]], "expected sequence of length 2 at dim 1 (got 1)"],
    [[[1, 2], 3], "expected sequence of length 2 at dim 1 (got 3)"],
    [[[], [1]], "expected sequence of length 0 at dim 1 (got 1)"],
    [[1, [2]], "expected numbers, arrays of numbers or { data, dims }, but got an array of length 1"],
    [["1", "2"], 'expected numbers, arrays of numbers or { data, dims }, but got "1"'],
    [[1, null], "expected numbers, arrays of numbers or { data, dims }, but got null"],
    [[undefined], "expected numbers, arrays of numbers or { data, dims }, but got undefined"],
    [[new Date(0)], "expected numbers, arrays of numbers or { data, dims }, but got"],
    [[tensor([1]), 2], "expected numbers, arrays of numbers or { data, dims }, but got"],
  ])("%j: %s", (values, sentence) => {
    expect(refusal(values)).toContain(`asTensor: ${sentence}`);
  });

  test("holes are no numbers", () => {
    const sparse: number[] = [1, 2];
    sparse[3] = 4;
    expect(refusal(sparse)).toContain("but got undefined");
    expect(refusal(new Array(3))).toContain("but got undefined");
    expect(refusal([[1, 2], ...new Array(1)])).toContain("expected sequence of length 2 at dim 1 (got undefined)");
  });

  test("an array that holds itself ends in an error, not in a hang", () => {
    const first: unknown[] = [];
    first.push(first);
    expect(refusal(first)).toContain("but got an array of length 1");
    const second: unknown[] = [[1]];
    second.push(second);
    expect(refusal(second)).toContain("expected sequence of length 1 at dim 1 (got 2)");
  });

  test.each([null, undefined, "1", "", () => [1], Symbol("s")])("%s is no input", (value) => {
    expect(refusal(value)).toMatch(/^asTensor: expected numbers, arrays of numbers or { data, dims }, but got/);
  });

  test.each([{}, { length: 2 }, new Map(), new Date(0), new ArrayBuffer(8), new DataView(new ArrayBuffer(8))])(
    "%o is no input",
    (value) => {
      expect(refusal(value)).toMatch(/^asTensor: expected numbers, arrays of numbers or { data, dims }, but got/);
    },
  );

  test("the caller's arrays stay as they were", () => {
    const values = [[1, 2], [3]];
    refusal(values);
    expect(values).toEqual([[1, 2], [3]]);
  });
});

describe("asTensor", () => {
  test("a Tensor is answered as it is", () => {
    const x = tensor([1, 2]);
    expect(asTensor(x)).toBe(x);
  });

  test("a tensor of another copy of the package is a tensor", () => {
    const foreign = Object.assign(Object.create({ [Symbol.for("actfn.Tensor")]: true }), {
      data: Float32Array.of(7),
      dtype: "float32",
      shape: [1],
      strides: [1],
      offset: 0,
      numel: 1,
    });
    expect(asTensor(wrongly(foreign))).toBe(foreign);
  });

  test("the memory of typed arrays and of other libraries' tensors is shared", () => {
    const data = new Float32Array(6);
    const likes: TensorLike[] = [
      data,
      { data, dims: [2, 3] },
      { data, dims: [2, 3], type: "float32" },
      { data, shape: [2, 3], stride: [1, 2], offset: 0 },
      { data, shape: [2, 3], fortranOrder: true },
    ];
    likes.forEach((like, i) => {
      const shared = asTensor(like);
      expect(shared.data).toBe(data);
      data[1] = i + 1;
      expect(elementsOf(shared)).toContain(i + 1);
    });
    const clamped = Uint8ClampedArray.of(1, 2);
    expect(asTensor(clamped).data.buffer).toBe(clamped.buffer);
    const window = new Float32Array(data.buffer, 8, 2);
    expect(asTensor(window).data).toBe(window);
  });

  test("numbers in plain arrays are copied, for they are no memory to share", () => {
    const data = [1, 2];
    const copied = asTensor({ data, dims: [2] });
    data[0] = 9;
    expect(copied.toArray()).toEqual([1, 2]);
  });

  test("getters of a class are read, and nothing is written or left behind", () => {
    class Logits {
      readonly #data = Object.freeze([0.5, 1, 2]);
      get data(): Float32Array {
        return Float32Array.from(this.#data);
      }
      get dims(): readonly number[] {
        return Object.freeze([1, 3]);
      }
      get type(): string {
        return "float32";
      }
      get location(): string {
        return "cpu";
      }
    }
    const logits = Object.freeze(new Logits());
    expect(asTensor(logits).toArray()).toEqual([[0.5, 1, 2]]);
  });

  test("an object comes out as it went in, its shape its own", () => {
    const like = { data: Float32Array.of(1, 2), dims: [2, 1], strides: [1, 1] };
    const before = structuredClone(like);
    const view = asTensor(like);
    expect(like).toEqual(before);
    expect([view.shape, view.strides]).toEqual([like.dims, like.strides]);
    expect(view.shape).not.toBe(like.dims);
  });

  test("strides and offset place a view as ndarray does, negative ones too", () => {
    const data = Float32Array.of(0, 1, 2, 3, 4, 5, 6);
    expect(asTensor({ data, shape: [2, 3], stride: [1, 2], offset: 1 }).toArray()).toEqual([
      [1, 3, 5],
      [2, 4, 6],
    ]);
    expect(asTensor({ data, shape: [3], stride: [-2], offset: 6 }).toArray()).toEqual([6, 4, 2]);
    expect(asTensor({ data, shape: [2], offset: 3 }).toArray()).toEqual([3, 4]);
    expect(asTensor({ data, shape: [], offset: 3 }).item()).toBe(3);
  });

  test("Fortran order is column by column", () => {
    const data = Int32Array.of(1, 2, 3, 4, 5, 6);
    expect(asTensor({ data, shape: [2, 3], fortranOrder: true }).toArray()).toEqual([
      [1, 3, 5],
      [2, 4, 6],
    ]);
  });

  test("sizes may come in a typed array", () => {
    expect(asTensor({ data: new Float32Array(6), dims: wrongly(Int32Array.of(2, 3)) as number[] }).shape).toEqual([
      2, 3,
    ]);
  });

  test("a shape reads flat data row by row, without a copy", () => {
    const data = Float32Array.of(1, 2, 3, 4);
    const square = asTensor(data, [2, -1]);
    expect(square.toArray()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(square.data).toBe(data);
    expect(asTensor([1, 2, 3, 4], [2, 2]).shape).toEqual([2, 2]);
    expect(asTensor(5, [1, 1]).shape).toEqual([1, 1]);
    expect(asTensor(square, [4]).toArray()).toEqual([1, 2, 3, 4]);
    expect(asTensor({ data, dims: [2, 2] }, [1, 4]).shape).toEqual([1, 4]);
  });

  test("a shape that does not hold the data is refused, as is one for strided data", () => {
    expect(refusal(Float32Array.of(1, 2, 3, 4, 5, 6), [4])).toContain(
      "asTensor: shape '[4]' is invalid for input of size 6",
    );
    expect(refusal([1, 2, 3], [2, -1])).toContain("asTensor: shape '[2, -1]' is invalid for input of size 3");
    const strided = new Tensor(new Float32Array(6), "float32", [2, 3], [1, 2]);
    expect(refusal(strided, [6])).toMatch(/^asTensor: .*contiguous/);
  });
});

describe("a tensor-like's own word for its dtype", () => {
  const ofType = (data: StructuralTensor["data"], type?: string): Tensor => asTensor({ data, dims: [2], type });

  test("decides where the array alone could be several", () => {
    const bits = Uint16Array.of(0x3f80, 0x4000);
    expect(ofType(bits, "bfloat16").toArray()).toEqual([1, 2]);
    expect(ofType(Uint16Array.of(0x3c00, 0x4000), "float16").toArray()).toEqual([1, 2]);
    expect(ofType(Uint8Array.of(0, 1), "bool").toArray()).toEqual([false, true]);
    expect(ofType(Uint8Array.of(0, 1), "uint8").toArray()).toEqual([0, 1]);
    expect(asTensor({ data: bits, shape: [2], dtype: "bfloat16" }).dtype).toBe("bfloat16");
  });

  test.each(["generic", "<f4", "array", "float64x2"])("leaves it to the array if it is %s", (type) => {
    expect(ofType(new Float32Array(2), type).dtype).toBe("float32");
  });

  test.each<[what: string, data: unknown, type: string | undefined, sentence: RegExp]>([
    ["bits that could be either", new Uint16Array(2), undefined, /Uint16Array.*float16.*bfloat16/],
    ["bits by a word unknown", new Uint16Array(2), "<u2", /Uint16Array.*"<u2"/],
    ["another dtype", new Float32Array(2), "int32", /Float32Array.*"int32"/],
    ["int4, two to a byte", new Int8Array(2), "int4", /Int8Array.*"int4"/],
    ["uint4", new Uint8Array(2), "uint4", /Uint8Array.*"uint4"/],
    ["unsigned 32 bits", new Uint32Array(2), "uint32", /Uint32Array.*"uint32"/],
    ["unsigned 64 bits", new BigUint64Array(2), undefined, /BigUint64Array/],
  ])("is an error if it is %s", (_, data, type, sentence) => {
    expect(refusal({ data, dims: [2], type })).toMatch(sentence);
    expect(refusal({ data, dims: [2], type })).toMatch(/^asTensor: /);
  });

  test("strings are no numbers", () => {
    expect(refusal({ data: ["a", "b"], dims: [2], type: "string" })).toContain('but got "a"');
  });
});

describe("a tensor-like whose data cannot be read", () => {
  test("a data() is to be awaited first", () => {
    const tf = { shape: [2], dtype: "float32", data: async () => Float32Array.of(1, 2) };
    expect(refusal(tf)).toMatch(/^asTensor: .*Function.*await t\.data\(\)/);
  });

  test.each(["gpu-buffer", "texture", "ml-tensor", "none"])(
    "data on %s is to be downloaded, and is not touched",
    (location) => {
      const onGpu = {
        dims: [2],
        type: "float32",
        location,
        get data(): never {
          throw new Error("The data is not on CPU.");
        },
      };
      expect(refusal(onGpu)).toMatch(new RegExp(`^asTensor: .*data: "on ${location}".*await .*t\\.getData\\(\\)`));
    },
  );

  test.each(["cpu", "cpu-pinned", undefined])("data at %s is in memory", (location) => {
    expect(refusal({ data: new Float32Array(2), dims: [2], location })).toBe("it was taken");
  });

  test.each<[what: string, like: object]>([
    ["no data", { dims: [2] }],
    ["no shape", { data: new Float32Array(2) }],
    ["a number as data", { data: 5, dims: [] }],
    ["a buffer as data", { data: new ArrayBuffer(8), dims: [2] }],
    ["a DataView as data", { data: new DataView(new ArrayBuffer(8)), dims: [2] }],
    ["a number as shape", { data: new Float32Array(2), dims: 2 }],
  ])("%s", (_, like) => {
    expect(refusal(like)).toMatch(
      /^asTensor: expected numbers, arrays of numbers or { data, dims }, but got { data: .*, dims: /,
    );
  });

  test.each<[what: string, like: object]>([
    ["shorter than its shape", { data: new Float32Array(5), dims: [2, 3] }],
    ["longer than its shape", { data: new Float32Array(7), dims: [2, 3] }],
    ["plain and shorter", { data: [1, 2, 3], dims: [2, 2] }],
    ["plain and longer", { data: [1, 2, 3, 4, 5], dims: [2, 2] }],
    ["not empty for a shape that is", { data: new Float32Array(1), dims: [0] }],
    ["shorter than its strides reach", { data: new Float32Array(5), shape: [2, 3], strides: [3, 1] }],
    ["shorter than its offset asks for", { data: new Float32Array(6), shape: [2, 3], offset: 1 }],
    ["left behind by a negative stride", { data: new Float32Array(6), shape: [3], strides: [-1], offset: 1 }],
    ["at a negative offset", { data: new Float32Array(6), shape: [2], offset: -1 }],
  ])("data %s: both lengths are named", (_, like) => {
    const { data, dims, shape } = like as { data: ArrayLike<number>; dims?: number[]; shape?: number[] };
    expect(refusal(like)).toContain(
      `asTensor: data holds ${data.length} elements, but shape [${(dims ?? shape)!.join(", ")}]`,
    );
  });

  test.each<[what: string, like: object]>([
    ["a negative size", { data: new Float32Array(2), dims: [-2] }],
    ["a fraction as size", { data: new Float32Array(2), dims: [0.5, 4] }],
    ["NaN as size", { data: new Float32Array(2), dims: [Number.NaN] }],
    ["text as size", { data: new Float32Array(2), dims: ["2"] }],
    ["a bigint as size", { data: new Float32Array(2), dims: [2n] }],
    ["sizes beyond counting", { data: new Float32Array(2), dims: [2 ** 30, 2 ** 30] }],
    ["too few strides", { data: new Float32Array(6), shape: [2, 3], strides: [1] }],
    ["a fraction as stride", { data: new Float32Array(6), shape: [2, 3], strides: [1.5, 1] }],
    ["a fraction as offset", { data: new Float32Array(6), shape: [2], offset: 0.5 }],
  ])("%s is refused", (_, like) => {
    expect(refusal(like)).toMatch(/^asTensor: (sizes|shape|strides|data holds)/);
  });
});
