import { tensor } from "@actfn/tensor";
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
