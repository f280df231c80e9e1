import { permute, tensor, zeros } from "@actfn/tensor";
import { checkDerivatives } from "@actfn/tensor/testing";
import { describe, expect, test } from "vitest";
import { softmax } from "./softmax.js";
import { softmax2d } from "./softmax2d.js";

describe("softmax2d", () => {
  const image = tensor([[[1, 5]], [[2, 5]], [[3, 5]]]);

  test("each place of an image has its own probabilities of the channels", () => {
    // torch 1.13, Softmax2d()(image)
    expect(String(softmax2d(image))).toBe(
      "tensor([[[0.0900, 0.3333]],\n\n        [[0.2447, 0.3333]],\n\n        [[0.6652, 0.3333]]])",
    );
    expect(softmax2d([image.toArray() as number[][][]]).data).toEqual(softmax(image, 0).data);
  });

  test("a batch of images may lie in memory as it likes, its last dim the channels", () => {
    const channelsLast = tensor([[[[1, 2, 3]], [[5, 5, 5]]]]); // [1, 2, 1, 3]
    const batch = permute(channelsLast, [0, 3, 1, 2]);
    expect(softmax2d(batch).toArray()).toEqual(softmax(batch, 1).toArray());
    expect(softmax2d(zeros([2, 0, 3, 1])).shape).toEqual([2, 0, 3, 1]);
  });

  test("it takes the options of softmax, and memory for its result", () => {
    const options = { mask: [[[true]], [[false]], [[true]]], temperature: 2 };
    const out = tensor(image);
    expect(softmax2d(out, { ...options, out })).toBe(out);
    expect(out.data).toEqual(softmax(image, 0, options).data);
  });

  test("its first and second derivatives are those that finite differences estimate", () => {
    checkDerivatives((x) => softmax2d(x), [2, 3, 1, 2]);
  });

  test("other than 3 or 4 dims are refused", () => {
    expect(() => softmax2d([1, 2])).toThrow(
      "softmax2d: Softmax2d requires a 3D or 4D tensor as input, but got shape [2]",
    );
  });

  test("its errors are its own", () => {
    expect(() => softmax2d([[[1n]]])).toThrow("softmax2d: ");
    expect(() => softmax2d(image, { temperature: 0 })).toThrow(
      "softmax2d: temperature must be a finite number above 0",
    );
  });

  test("printing names softmax, as in PyTorch", () => {
    const x = tensor(image, { requiresGrad: true });
    expect(softmax2d(x).gradFn?.name).toBe("SoftmaxBackward0");
  });
});
