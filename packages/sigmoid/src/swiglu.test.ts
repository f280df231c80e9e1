import { tensor } from "@actfn/tensor";
import { expect, test } from "vitest";
import { silu } from "./silu.js";
import { swiglu } from "./swiglu.js";

test("the first half is the gate, as in Llama's silu(gate) * up", () => {
  const x = tensor([
    [1, 2, 0, -1],
    [3, 4, 1, 10],
  ]);
  // torch 1.13, gate, up = tensor([[1., 2, 0, -1], [3, 4, 1, 10]]).chunk(2, -1); F.silu(gate) * up
  expect(String(swiglu(x))).toBe("tensor([[ 0.0000, -1.7616],\n        [ 2.8577, 39.2806]])");
});

test("with an up of 1 it is silu", () => {
  for (const score of [-1000, -720, -40, -1, 0, 3, 50]) {
    expect(swiglu(Float64Array.of(score, 1)).item()).toBe(silu(Float64Array.of(score)).item());
  }
});
