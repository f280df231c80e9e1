import { asTensor } from "@actfn/tensor";
import { Tensor as OnnxTensor } from "onnxruntime-common";
import { describe, expect, test, vi } from "vitest";
import { sigmoid } from "./sigmoid.js";

// Whatever dtype and strides a tensor may have is tested in @actfn/tensor. This is the way a user comes with a model's output.

const scores = () => new OnnxTensor("float32", Float32Array.of(2, 1, 0.1, -1, 0, 1000), [2, 3]);
// torch 1.13, torch.sigmoid(torch.tensor([[2, 1, 0.1], [-1, 0, 1000]]))
const PROBABILITIES = "tensor([[0.8808, 0.7311, 0.5250],\n        [0.2689, 0.5000, 1.0000]])";

describe("sigmoid of a tensor of onnxruntime", () => {
  test("is sigmoid of its numbers, which stay as they were and are asked for once", () => {
    const logits = scores();
    const data = vi.spyOn(Object.getPrototypeOf(logits) as OnnxTensor, "data", "get");
    expect(String(sigmoid(logits))).toBe(PROBABILITIES);
    expect(data).toHaveBeenCalledTimes(1);
    data.mockRestore();
    expect(logits.data).toEqual(scores().data);
  });

  test("can be written into its own memory", () => {
    const logits = scores();
    const { data } = logits;
    const shared = asTensor(logits);
    expect(sigmoid(logits, { out: shared })).toBe(shared);
    expect(logits.data).toBe(data);
    expect(data).toEqual(sigmoid(scores()).data);
  });

  test("of half precision has half precision, of integers and booleans float32", () => {
    const half = new OnnxTensor("float16", Uint16Array.of(0x4000, 0, 0xbc00), [3]); // 2, 0, -1
    expect(String(sigmoid(half))).toBe("tensor([0.8809, 0.5000, 0.2690], dtype=torch.float16)");
    const counts = new OnnxTensor("int64", BigInt64Array.of(2n, 0n, -1n), [3]);
    expect(String(sigmoid(counts))).toBe("tensor([0.8808, 0.5000, 0.2689])");
    const mask = new OnnxTensor("bool", Uint8Array.of(1, 0), [2]);
    expect(String(sigmoid(mask))).toBe("tensor([0.7311, 0.5000])");
  });
});
