import { tensor } from "@actfn/tensor";
import { expect, test } from "vitest";
import { glu } from "./glu.js";
import { sigmoid } from "./sigmoid.js";

test("the second half decides how much of the first gets through", () => {
  const x = tensor([
    [1, 2, 0, -1],
    [3, 4, 1, 10],
  ]);
  // torch 1.13, F.glu(tensor([[1, 2, 0, -1], [3, 4, 1, 10]]))
  expect(String(glu(x))).toBe("tensor([[0.5000, 0.5379],\n        [2.1932, 3.9998]])");
});

test("a gate of 1 times its sigmoid is a sigmoid", () => {
  for (const score of [-800, -720, -40, -1, 0, 3, 50]) {
    expect(glu(Float64Array.of(1, score)).item()).toBe(sigmoid(Float64Array.of(score)).item());
  }
});
