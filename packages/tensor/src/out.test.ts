import { describe, expect, test } from "vitest";
import { produce } from "./out.js";
import { elementsOf } from "./sample-tensors.js";
import { Tensor } from "./tensor.js";

// What out does in activations is part of the contract in testing.ts.

const memory = (): Float32Array => Float32Array.from({ length: 12 }, (_, i) => i);
/** Writes 100, 101, … and says into which tensor. */
function counting(out: Tensor | undefined, shape: number[], inputs: Tensor[]): { result: Tensor; written: Tensor } {
  let written: Tensor | undefined;
  const result = produce("f", out, "float32", shape, undefined, inputs, (target) => {
    written = target;
    for (let i = 0; i < target.numel; i++) {
      const [row, column] = [Math.floor(i / shape.at(-1)!), i % shape.at(-1)!];
      const at =
        shape.length > 1 ? row * target.strides[0]! + column * target.strides[1]! : column * target.strides[0]!;
      target.data[target.offset + at] = 100 + i;
    }
  });
  return { result, written: written! };
}

describe("produce", () => {
  test("without out, the result is a new tensor", () => {
    const { result } = counting(undefined, [2, 3], []);
    expect([result.shape, result.strides, elementsOf(result)]).toEqual([
      [2, 3],
      [3, 1],
      [100, 101, 102, 103, 104, 105],
    ]);
  });

  test("out is written directly, its own memory and the input's alike", () => {
    const data = memory();
    const [input, same, other] = [data, data, memory()].map((d) => new Tensor(d, "float32", [2, 3], [6, 2]));
    expect(counting(same, [2, 3], [input!]).written).toBe(same);
    expect(counting(other, [2, 3], [input!]).written).toBe(other);
  });

  test("views of one memory that do not meet are written directly", () => {
    const data = memory();
    const [input, out] = [0, 6].map((offset) => new Tensor(data, "float32", [6], [1], offset));
    expect(counting(out, [6], [input!]).written).toBe(out);
    const bytes = new Tensor(new Uint8Array(data.buffer, 0, 24), "uint8", [24]);
    expect(counting(out, [6], [bytes]).written).toBe(out);
  });

  test("an out of no elements meets nothing", () => {
    // torch 1.13, torch.add(d[:1], d[:0], out=d[:0])
    const data = memory();
    const [one, none, out] = [1, 0, 0].map((size) => new Tensor(data, "float32", [size]));
    expect(counting(out, [0], [one!, none!]).result).toBe(out);
    expect(data).toEqual(memory());
  });

  test("views that may meet are written by a detour", () => {
    const data = memory();
    const [left, right] = [0, 1].map((offset) => new Tensor(data, "float32", [2, 3], [6, 2], offset));
    const { result, written } = counting(right, [2, 3], [left!]);
    expect(written.data).not.toBe(data);
    expect(result).toBe(right);
    expect([...data]).toEqual([0, 100, 2, 101, 4, 102, 6, 103, 8, 104, 10, 105]);
  });

  test.each<[what: string, input: (data: Float32Array) => Tensor]>([
    ["a shifted view", (data) => new Tensor(data, "float32", [2, 3], [3, 1], 1)],
    ["the transposed view", (data) => new Tensor(data, "float32", [2, 3], [1, 2])],
    ["the same bytes in another dtype", (data) => new Tensor(new Int32Array(data.buffer, 0, 6), "int32", [2, 3])],
  ])("out that is %s of the input is refused in torch's words", (_, view) => {
    const data = memory();
    const out = new Tensor(data, "float32", [2, 3]);
    expect(() => counting(out, [2, 3], [view(data)])).toThrow(
      "f: unsupported operation: some elements of the input tensor and the written-to tensor refer to a single memory " +
        "location. Please clone() the tensor before performing the operation.",
    );
    expect(data).toEqual(memory());
  });

  test("an expanded out is refused in torch's words, unless its one element is all there is", () => {
    const expanded = (shape: number[]): Tensor => new Tensor(memory(), "float32", shape, [0, 1]);
    expect(() => counting(expanded([2, 3]), [2, 3], [])).toThrow(
      "f: unsupported operation: more than one element of the written-to tensor refers to a single memory location.",
    );
    expect(elementsOf(counting(expanded([1, 3]), [1, 3], []).result)).toEqual([100, 101, 102]);
  });

  test("another dtype or shape, or no tensor, is refused with both sides named", () => {
    const wrong = (out: unknown) => () => counting(out as Tensor, [2, 3], []);
    expect(wrong(new Tensor(new Float64Array(6), "float64", [2, 3]))).toThrow(/^f: .*float32.*float64/);
    expect(wrong(new Tensor(memory(), "float32", [3, 2]))).toThrow(/^f: .*\[2, 3\].*\[3, 2\]/);
    expect(wrong([1, 2, 3])).toThrow(new TypeError("f: out must be a Tensor, but got an array of length 3"));
  });
});
