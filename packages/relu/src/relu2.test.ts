import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import { describe, expect, test } from "vitest";
import { relu } from "./relu.js";
import { relu2 } from "./relu2.js";

describe("relu2", () => {
  behavesLikeAnActivation(relu2, test);

  test("it is relu, squared", () => {
    const x = Float64Array.of(-3, -0, 0, 0.5, 3, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
    expect(relu2(x).data).toEqual(relu(x).data.map((value) => value ** 2));
  });

  test("integers that overflow keep their lowest bits", () => {
    // torch 1.13, torch.relu(x) ** 2
    expect(relu2(Int32Array.of(-5, 3, 94906267)).toArray()).toEqual([0, 9, 261134297]);
    expect(relu2(Uint8Array.of(200)).toArray()).toEqual([64]);
    expect(relu2([-(2n ** 40n), 3037000500n]).data).toEqual(BigInt64Array.of(0n, -9223372036709301616n));
  });

  test("the refusal of bools says so", () => {
    expect(() => relu2([true])).toThrow("relu2: Boolean inputs not supported for relu");
  });
});
