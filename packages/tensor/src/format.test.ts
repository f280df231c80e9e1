import { describe, expect, test } from "vitest";
import { tensor } from "./as-tensor.js";
import { formatTensor } from "./format.js";
import { Tensor } from "./tensor.js";

// The prints of torch itself are in conformance/printing.test.ts; here is what a golden file cannot hold, or hardly.

describe("formatTensor", () => {
  test("reads views, not the memory behind them", () => {
    const data = Float32Array.of(1, 1000.5, 2, 1e9, 3);
    expect(formatTensor(new Tensor(data, "float32", [3], [2]))).toBe("tensor([1., 2., 3.])");
    expect(formatTensor(new Tensor(data, "float32", [3], [-2], 4))).toBe("tensor([3., 2., 1.])");
    expect(formatTensor(new Tensor(data, "float32", [2, 2], [0, 0]))).toBe("tensor([[1., 1.],\n        [1., 1.]])");
  });

  test("a huge tensor is summarised without a look at what is left out", () => {
    const huge = new Tensor(Float32Array.of(7), "float32", [1e6, 1e6, 1e3], [0, 0, 0]);
    const text = formatTensor(huge);
    expect(text.length).toBeLessThan(3000);
    expect(text).toContain("[7., 7., 7.,  ..., 7., 7., 7.]");
  });

  test("what is left out has no say in the format", () => {
    const data = Float32Array.from({ length: 1001 }, () => 1).fill(1e-9, 10, 900);
    expect(formatTensor(new Tensor(data, "float32", [1001]))).toBe("tensor([1., 1., 1.,  ..., 1., 1., 1.])");
  });

  test("many short dims are printed in full, be they ever so many elements", () => {
    // torch 1.13, len(repr(torch.zeros(6, 6, 6, 6, 6, 6, 6, dtype=torch.int64)))
    const shape = [6, 6, 6, 6, 6, 6, 6];
    const zeros = new Tensor(BigInt64Array.of(0n), "int64", shape, [0, 0, 0, 0, 0, 0, 0]);
    expect(formatTensor(zeros).length).toBe(1558303);
  });

  test("numbers beyond 1e21, where toFixed gives up, keep their notation", () => {
    // torch 1.13, torch.tensor([1e21, 1.]) and torch.tensor([2.**100], dtype=torch.float64)
    expect(formatTensor(tensor([1e21, 1]))).toBe("tensor([1.0000e+21, 1.0000e+00])");
    expect(formatTensor(tensor(2 ** 100, { dtype: "float64" }))).toBe("tensor(1.2677e+30, dtype=torch.float64)");
  });

  test("the smallest numbers and the sign of zero are shown", () => {
    // torch 1.13, torch.tensor([1e-45]), torch.tensor(-0.), torch.tensor([0.5, -0.])
    expect(formatTensor(tensor([1e-45]))).toBe("tensor([1.4013e-45])");
    expect(formatTensor(tensor(-0))).toBe("tensor(-0.)");
    expect(formatTensor(tensor([0.5, -0]))).toBe("tensor([0.5000, -0.0000])");
  });

  test("int64 is printed to its last digit", () => {
    // torch 1.13, torch.tensor([-2**63, 1])
    expect(formatTensor(tensor([-(2n ** 63n), 1n]))).toBe("tensor([-9223372036854775808,                    1])");
  });

  test("memory of the 16-bit floats is read as numbers", () => {
    expect(formatTensor(tensor([1.5, -2], { dtype: "bfloat16" }))).toBe(
      "tensor([ 1.5000, -2.0000], dtype=torch.bfloat16)",
    );
    expect(formatTensor(tensor([65504], { dtype: "float16" }))).toBe("tensor([65504.], dtype=torch.float16)");
  });
});
