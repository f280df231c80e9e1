import { asTensor } from "@actfn/tensor";
import { Tensor as OnnxTensor } from "onnxruntime-common";
import { describe, expect, test, vi } from "vitest";
import { relu } from "./relu.js";

// Whatever dtype and strides a tensor may have is tested in @actfn/tensor. This is the way a user comes with a model's output.

const scores = () => new OnnxTensor("float32", Float32Array.of(2, -1, 0.1, -0.5, 0, 3), [2, 3]);

describe("relu of a tensor of onnxruntime", () => {
  test("is relu of its numbers, which stay as they were and are asked for once", () => {
    const hidden = scores();
    const data = vi.spyOn(Object.getPrototypeOf(hidden) as OnnxTensor, "data", "get");
    expect(String(relu(hidden))).toBe("tensor([[2.0000, 0.0000, 0.1000],\n        [0.0000, 0.0000, 3.0000]])");
    expect(data).toHaveBeenCalledTimes(1);
    data.mockRestore();
    expect(hidden.data).toEqual(scores().data);
  });

  test("can be written into its own memory", () => {
    const hidden = scores();
    const { data } = hidden;
    const shared = asTensor(hidden);
    expect(relu(hidden, { out: shared })).toBe(shared);
    expect(hidden.data).toBe(data);
    expect(data).toEqual(relu(scores()).data);
  });

  test("keeps its dtype, and refuses booleans as torch does", () => {
    const half = new OnnxTensor("float16", Uint16Array.of(0x4000, 0, 0xbc00), [3]); // 2, 0, -1
    expect(String(relu(half))).toBe("tensor([2., 0., 0.], dtype=torch.float16)");
    const counts = new OnnxTensor("int64", BigInt64Array.of(2n ** 60n + 1n, 0n, -1n), [3]);
    expect(relu(counts).data).toEqual(BigInt64Array.of(2n ** 60n + 1n, 0n, 0n));
    const mask = new OnnxTensor("bool", Uint8Array.of(1, 0), [2]);
    expect(() => relu(mask)).toThrow("Boolean inputs not supported for relu");
  });
});
