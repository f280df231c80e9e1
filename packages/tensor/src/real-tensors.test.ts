import ndarray from "ndarray";
import { Tensor as OnnxTensor } from "onnxruntime-common";
import { describe, expect, test, vi } from "vitest";
import { alongDim, elementwise } from "./activation.js";
import { asTensor, tensor } from "./as-tensor.js";
import { max } from "./extremes.js";
import type { Lane } from "./graph.js";

// The Tensor that onnxruntime-web and onnxruntime-node hand out, and the arrays of ndarray: the packages themselves.

const SCORES = [2, 1, 0.1, -1, 5, 0];
const scores = () => new OnnxTensor("float32", Float32Array.from(SCORES), [2, 3]);

/** Two activations that add 1, and note which memory their loops read. */
const memoryRead: ArrayBufferLike[] = [];
function addOne(x: Lane, y: Lane): void {
  memoryRead.push(x.buffer);
  for (let i = 0; i < y.length; i++) y[i] = x[i]! + 1;
}
const ofElements = elementwise({ name: "ofElements", integers: "keep", options: {}, forward: addOne, backward() {} });
const ofRows = alongDim({ name: "ofRows", integers: "keep", options: {}, forward: addOne, backward() {} });

describe("a tensor of onnxruntime", () => {
  test("keeps its memory: what is written on one side shows on the other", () => {
    const logits = scores();
    const shared = asTensor(logits);
    expect(shared.data).toBe(logits.data);
    (logits.data as Float32Array)[4] = 7;
    expect(shared.toArray()).toEqual([
      [2, 1, Math.fround(0.1)],
      [-1, 7, 0],
    ]);
    ofElements(logits, { out: shared });
    expect(logits.data[4]).toBe(8);
  });

  test("is computed from where it lies, without a copy, and stays as it was", () => {
    const logits = scores();
    memoryRead.length = 0;
    expect(ofElements(logits).toArray()).toEqual(ofRows(logits, -1).toArray());
    expect(memoryRead).toEqual([logits.data.buffer, logits.data.buffer]);
    expect(memoryRead.every((memory) => memory === logits.data.buffer)).toBe(true);
    expect([...(logits.data as Float32Array)]).toEqual([...Float32Array.from(SCORES)]);
  });

  test.each<[string, (logits: OnnxTensor) => unknown]>([
    ["asTensor", (logits) => asTensor(logits)],
    ["tensor", (logits) => tensor(logits)],
    ["max", (logits) => max(logits)],
    ["max along a dim", (logits) => max(logits, -1)],
    ["an elementwise activation", (logits) => ofElements(logits)],
    ["an activation along a dim", (logits) => ofRows(logits, -1)],
  ])("is asked for its data once by %s", (_, call) => {
    const logits = scores();
    // A getter of its class, not a property: nothing that spreads or clones the object would find it.
    expect(Object.keys(logits)).not.toContain("data");
    const data = vi.spyOn(Object.getPrototypeOf(logits) as OnnxTensor, "data", "get");
    call(logits);
    expect(data).toHaveBeenCalledTimes(1);
    data.mockRestore();
  });

  test("has the shape that it had when it was read", () => {
    const dims = [2, 3];
    const shared = asTensor(new OnnxTensor("float32", new Float32Array(6), dims));
    dims[0] = 3;
    expect(shared.shape).toEqual([2, 3]);
  });

  test("answers max with values and indices", () => {
    const { values, indices } = max(scores(), -1);
    expect([values.toArray(), indices.toArray()]).toEqual([
      [2, 5],
      [0, 1],
    ]);
  });

  test.each([
    new OnnxTensor("float64", Float64Array.of(-1.5, 0, 2), [3]),
    new OnnxTensor("int64", BigInt64Array.of(-1n, 0n, 2n), [3]),
    new OnnxTensor("int32", Int32Array.of(-1, 0, 2), [3]),
    new OnnxTensor("int16", Int16Array.of(-1, 0, 2), [3]),
    new OnnxTensor("int8", Int8Array.of(-1, 0, 2), [3]),
    new OnnxTensor("uint8", Uint8Array.of(1, 0, 255), [3]),
  ])("of type $type has that dtype and shares its memory", (given) => {
    const shared = asTensor(given);
    expect(shared.dtype).toBe(given.type);
    expect(shared.data).toBe(given.data);
    expect(shared.toArray()).toEqual(Array.from(given.data as ArrayLike<number | bigint>, Number));
    expect(max(given).item()).toBe(given.type === "uint8" ? 255 : 2);
  });

  test("of type bool is bool, not uint8", () => {
    const mask = new OnnxTensor("bool", Uint8Array.of(1, 0, 1), [3]);
    expect(asTensor(mask).dtype).toBe("bool");
    expect(asTensor(mask).data).toBe(mask.data);
    expect(asTensor(mask).toArray()).toEqual([true, false, true]);
  });

  test("of type float16 is read as numbers, where the engine has Float16Array and where it hands out bits", () => {
    // numpy: np.array([-2, 0.5, 65504, 1 / 3], np.float16).view(np.uint16)
    const bits = Uint16Array.of(0xc000, 0x3800, 0x7bff, 0x3555);
    const half = new OnnxTensor("float16", bits, [4]);
    const shared = asTensor(half);
    expect(shared.dtype).toBe("float16");
    expect(shared.data).toBe(half.data);
    expect(shared.toArray()).toEqual([-2, 0.5, 65504, 0.333251953125]);
    expect(ofElements(half).toArray()).toEqual([-1, 1.5, 65504, 1.3330078125]);
    expect(max(half).item()).toBe(65504);
    bits[0] = 0x4000;
    expect(shared.toArray()).toContain(2);
  });

  test("in pinned memory is memory like any other", () => {
    const pinned = OnnxTensor.fromPinnedBuffer("float32", Float32Array.of(1, 3, 2), [3]);
    expect(pinned.location).toBe("cpu-pinned");
    expect(asTensor(pinned).data).toBe(pinned.data);
  });

  test("on the GPU is refused with what to do, and works once that was done", async () => {
    const download = async () => Float32Array.of(1, 3, 2);
    const options = { dataType: "float32", dims: [3], download } as const;
    const onGpu = OnnxTensor.fromGpuBuffer({} as never, options);
    expect(() => max(onGpu)).toThrow(/^max: .*data: "on gpu-buffer".*await .*t\.getData\(\)/);
    await onGpu.getData();
    expect(max(onGpu).item()).toBe(3);
  });

  test.each([
    new OnnxTensor("uint32", Uint32Array.of(1), [1]),
    new OnnxTensor("uint16", Uint16Array.of(1), [1]),
    new OnnxTensor("uint64", BigUint64Array.of(1n), [1]),
    new OnnxTensor("uint4", Uint8Array.of(0x21), [2]),
    new OnnxTensor("int4", Uint8Array.of(0x21), [2]),
  ])("of type $type, which PyTorch has no tensors of, is refused by its name", (given) => {
    expect(() => asTensor(given)).toThrow(new RegExp(`^asTensor: cannot read .*"${given.type}"`));
  });

  test("of strings is refused", () => {
    expect(() => asTensor(new OnnxTensor("string", ["cat", "dog"], [2]))).toThrow(
      'asTensor: expected numbers, arrays of numbers or { data, dims }, but got "cat"',
    );
  });
});

describe("a tensor of transformers.js", () => {
  // Of version 4: all of it is behind a Proxy, and the getters pass on to onnxruntime's.
  class TransformersTensor {
    readonly ort_tensor: OnnxTensor;

    constructor(inner: OnnxTensor) {
      this.ort_tensor = inner;
      // biome-ignore lint/correctness/noConstructorReturn: as theirs does
      return new Proxy(this, {
        get(self, key) {
          if (typeof key === "string" && Number.isInteger(Number(key))) throw new Error("the row of that number");
          return Reflect.get(self, key);
        },
      });
    }
    get dims(): readonly number[] {
      return this.ort_tensor.dims;
    }
    get type(): string {
      return this.ort_tensor.type;
    }
    get data(): OnnxTensor["data"] {
      return this.ort_tensor.data;
    }
    get location(): string {
      return this.ort_tensor.location;
    }
    // A method, as in PyTorch, where others have a property.
    stride(): number[] {
      return [3, 1];
    }
    [Symbol.iterator](): Iterator<never> {
      throw new Error("its rows, one by one");
    }
  }

  test("is read by its getters, with neither its rows nor a copy made", () => {
    const inner = scores();
    const logits = new TransformersTensor(inner);
    expect(asTensor(logits).data).toBe(inner.data);
    memoryRead.length = 0;
    expect(ofRows(logits, -1).shape).toEqual([2, 3]);
    expect(memoryRead[0]).toBe(inner.data.buffer);
    expect(max(logits, 1).values.toArray()).toEqual([2, 5]);
  });
});

describe("an array of ndarray", () => {
  const counted = () =>
    ndarray(
      Float32Array.from({ length: 24 }, (_, i) => i),
      [2, 3, 4],
    );

  test("shares its memory", () => {
    const given = counted();
    expect(asTensor(given).data).toBe(given.data);
    expect(asTensor(given)).toMatchObject({ dtype: "float32", shape: [2, 3, 4], strides: [12, 4, 1], offset: 0 });
    memoryRead.length = 0;
    ofRows(given, -1);
    ofElements(given);
    expect(memoryRead.every((memory) => memory === given.data.buffer)).toBe(true);
  });

  const views = {
    "a transposed view": counted().transpose(2, 0, 1),
    "a view without the first rows and columns": counted().lo(1, 1, 2),
    "a view of the first rows and columns": counted().hi(1, 2, 3),
    "a view of every other column": counted().step(1, 1, 2),
    "a view backwards": counted().step(-1, 1, -1),
    "a transposed view backwards": counted().step(1, -2, -1).transpose(1, 2, 0),
    "a row": counted().pick(1, null, null),
    "a single element": counted().pick(1, 2, 3),
  };

  test.each(Object.entries(views))("%s is that view of the same memory", (_, view) => {
    const shared = asTensor(view);
    expect(shared.data).toBe(view.data);
    expect(shared.toArray()).toEqual(elementsOf(view));
  });

  test.each(Object.entries(views))("%s computes as its elements do in memory of their own", (_, view) => {
    const own = tensor(elementsOf(view) as number[]);
    const shape = own.shape;
    expect(ofElements(view).toArray()).toEqual(ofElements(own).toArray());
    for (let dim = 0; dim < shape.length; dim++) {
      expect(ofRows(view, dim).toArray()).toEqual(ofRows(own, dim).toArray());
      expect(max(view, dim).values.toArray()).toEqual(max(own, dim).values.toArray());
      expect(max(view, dim).indices.toArray()).toEqual(max(own, dim).indices.toArray());
    }
    expect(max(view).item()).toBe(max(own).item());
  });

  test("a view can be computed in place, and its neighbours stay", () => {
    const given = counted();
    const view = asTensor(given.step(1, 1, -2));
    ofElements(view, { out: view });
    expect([...given.data.subarray(0, 4)]).toEqual([0, 2, 2, 4]);
  });

  test("names dtypes in words of its own, which the array behind it makes clear", () => {
    expect(asTensor(ndarray(Uint8ClampedArray.of(1, 255), [2])).dtype).toBe("uint8");
    expect(asTensor(ndarray(BigInt64Array.of(1n, -1n), [2])).dtype).toBe("int64");
    expect(asTensor(ndarray(Buffer.from([1, 255]), [2])).dtype).toBe("uint8");
  });

  test("over a plain array is read through its strides too", () => {
    const view = ndarray([1, 2, 3, 4, 5, 6], [2, 3]);
    expect(asTensor(view).toArray()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(asTensor(view.transpose(1, 0)).toArray()).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    expect(asTensor(view.lo(0, 1)).toArray()).toEqual([
      [2, 3],
      [5, 6],
    ]);
    expect(asTensor(view.step(-1, -1)).toArray()).toEqual([
      [6, 5, 4],
      [3, 2, 1],
    ]);
  });

  /** What ndarray itself reads, as nested arrays. */
  function elementsOf(view: ndarray.NdArray<Float32Array>, ...index: number[]): unknown {
    if (index.length === view.shape.length) return view.get(...index);
    return Array.from({ length: view.shape[index.length]! }, (_, i) => elementsOf(view, ...index, i));
  }
});

describe("an array of a .npy file, as npyjs reads it", () => {
  test("is column-major where the file is", () => {
    const data = Float32Array.of(1, 4, 2, 5, 3, 6);
    const array = { data, shape: [2, 3], dtype: "f4", fortranOrder: true };
    expect(asTensor(array).data).toBe(data);
    expect(asTensor(array).toArray()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });

  test("of booleans, a plain array, is column-major too", () => {
    const array = { data: [true, false, false, true, true, true], shape: [2, 3], dtype: "b1", fortranOrder: true };
    expect(asTensor(array).dtype).toBe("bool");
    expect(asTensor(array).toArray()).toEqual([
      [true, false, true],
      [false, true, true],
    ]);
  });

  test("of half precision, left as bits, asks which 16-bit floats they are", () => {
    const array = { data: Uint16Array.of(0x3c00), shape: [1], dtype: "f2", fortranOrder: false };
    expect(() => asTensor(array)).toThrow('asTensor: cannot read Uint16Array as "f2"');
    expect(asTensor({ ...array, dtype: "float16" }).item()).toBe(1);
  });
});
