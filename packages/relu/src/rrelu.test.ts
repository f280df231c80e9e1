import { backward, Generator, manualSeed, rand, tensor, transpose } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import { describe, expect, test } from "vitest";
import { rrelu } from "./rrelu.js";

describe("rrelu", () => {
  behavesLikeAnActivation(rrelu, test);

  test("outside of training the slope is the mean of both bounds", () => {
    // torch 1.13, F.rrelu(tensor([-2., 0., 3.])) and with 0.5, 1.
    expect(String(rrelu(tensor([-2, 0, 3])))).toBe("tensor([-0.4583,  0.0000,  3.0000])");
    expect(String(rrelu(tensor([-2, 0, 3]), { lower: 0.5, upper: 1 }))).toBe("tensor([-1.5000,  0.0000,  3.0000])");
  });

  test("in training the slopes are those of torch for the same seed", () => {
    // torch 1.13, torch.manual_seed(0); F.rrelu(-torch.ones(5), training=True)
    manualSeed(0);
    const y = rrelu(tensor([-1, -1, -1, -1, -1]), { training: true });
    expect(String(y)).toBe("tensor([-0.3271, -0.2725, -0.2207, -0.3168, -0.2594])");
  });

  test("a slope is drawn where x is 0 or less, and nowhere else", () => {
    const [generator, other] = [new Generator(7), new Generator(7)];
    rrelu([-1, 2, -0, Number.NaN, 0, -3], { training: true, generator });
    rand([4], { dtype: "float64", generator: other });
    expect(generator.random()).toBe(other.random());
  });

  test("rows are drawn one after another, however they lie in memory", () => {
    const x = tensor(
      [
        [-1, -2, 3],
        [-4, 5, -6],
      ],
      { dtype: "float64" },
    );
    const expected = rrelu(x, { training: true, generator: new Generator(3) });
    const columns = tensor(
      [
        [-1, -4],
        [-2, 5],
        [3, -6],
      ],
      { dtype: "float64" },
    );
    const y = rrelu(transpose(columns, 0, 1), { training: true, generator: new Generator(3) });
    expect(y.strides).toEqual([1, 2]);
    expect(y.toArray()).toEqual(expected.toArray());
  });

  test("the gradient has the slopes that were drawn", () => {
    const x = tensor([-1, 2, -4], { requiresGrad: true });
    const y = rrelu(x, { training: true, generator: new Generator(1) });
    expect(String(y)).toContain("grad_fn=<RreluWithNoiseBackward0>");
    backward(y, [1, 1, 1]);
    expect(x.grad!.toArray()).toEqual([-y.data[0]!, 1, y.data[2]! / -4]);
  });

  test("out may be the input itself, in training too", () => {
    const x = tensor([
      [-1, 2],
      [-3, 4],
    ]);
    const expected = rrelu(x, { training: true, generator: new Generator(2) }).toArray();
    expect(rrelu(x, { training: true, generator: new Generator(2), out: x })).toBe(x);
    expect(x.toArray()).toEqual(expected);
  });

  test("any shape will do, in training too", () => {
    for (const shape of [[], [0], [2, 0, 3], [1, 2, 1, 2, 1, 2]]) {
      expect(rrelu(rand(shape), { training: true }).shape).toEqual(shape);
    }
  });

  test("float16 draws and rounds once", () => {
    const y = rrelu(tensor([-1, -1, 2], { dtype: "float16" }), { training: true, generator: new Generator(0) });
    // float32 has 0.3271 and 0.2725 of the same draws; of 1/3 a float16 holds 0.3333.
    expect(String(y)).toBe("tensor([-0.3269, -0.2725,  2.0000], dtype=torch.float16)");
  });

  test("what makes no sense is refused in the words of torch", () => {
    for (const training of [true, false]) {
      expect(() => rrelu([1], { lower: 0.5, upper: 0.2, training })).toThrow(
        "rrelu: Lower bound should be less than or equal to the upper bound, but got { lower: 0.5, upper: 0.2 }",
      );
      expect(() => Reflect.apply(rrelu, undefined, [[1], { generator: 0, training }])).toThrow(
        "rrelu: generator must be a Generator, but got 0",
      );
    }
    expect(() => rrelu([1n], { training: true })).toThrow("\"rrelu_with_noise_out_cpu\" not implemented for 'Long'");
    expect(() => rrelu([1], { training: true, upper: Number.POSITIVE_INFINITY })).toThrow("Expected to - from <=");
  });
});
