import { asTensor } from "@actfn/tensor";
import { Tensor as OnnxTensor } from "onnxruntime-common";
import { describe, expect, test, vi } from "vitest";
import { softmax } from "./softmax.js";

// Whatever dtype and strides a tensor may have is tested in @actfn/tensor. This is the way a user comes with a model's output.

const scores = () => new OnnxTensor("float32", Float32Array.of(2, 1, 0.1, 1000, 1000, 1000), [2, 3]);
// torch 1.13, F.softmax(torch.tensor([[2, 1, 0.1], [1000, 1000, 1000]]), -1)
const PROBABILITIES = "tensor([[0.6590, 0.2424, 0.0986],\n        [0.3333, 0.3333, 0.3333]])";

describe("softmax of a tensor of onnxruntime", () => {
  test("is softmax of its numbers, which stay as they were and are asked for once", () => {
    const logits = scores();
    const data = vi.spyOn(Object.getPrototypeOf(logits) as OnnxTensor, "data", "get");
    expect(String(softmax(logits, -1))).toBe(PROBABILITIES);
    expect(data).toHaveBeenCalledTimes(1);
    data.mockRestore();
    expect(logits.data).toEqual(scores().data);
  });

  test("can be written into its own memory", () => {
    const logits = scores();
    const { data } = logits;
    const shared = asTensor(logits);
    expect(softmax(logits, -1, { out: shared })).toBe(shared);
    expect(logits.data).toBe(data);
    expect(data).toEqual(softmax(scores(), -1).data);
  });

  test("of half precision has half precision", () => {
    const half = new OnnxTensor("float16", Uint16Array.of(0x4000, 0x3c00, 0x2e66), [3]); // 2, 1, 0.1
    const probabilities = softmax(half, -1);
    expect(probabilities.dtype).toBe("float16");
    // torch 1.13, F.softmax(torch.tensor([2, 1, 0.1]).half().float(), -1).half()
    expect(probabilities.toArray()).toEqual([0.6591796875, 0.242431640625, 0.09857177734375]);
  });

  test("of integers is refused as torch does, and computed where a dtype is given", () => {
    const counts = new OnnxTensor("int64", BigInt64Array.of(2n, 1n, 0n), [3]);
    expect(() => softmax(counts, -1)).toThrow("\"softmax_lastdim_kernel_impl\" not implemented for 'Long'");
    expect(String(softmax(counts, -1, { dtype: "float32" }))).toBe("tensor([0.6652, 0.2447, 0.0900])");
  });
});
