import { describe, test } from "vitest";
import { readGolden } from "./golden.js";
import { expectTorchGradients, type GradientCase, type Tolerance } from "./gradients.js";

const TOLERANCE: Tolerance = {
  units: {
    // Quotients and products of what was rounded once already.
    log: 1,
    log1p: 1,
    mean: 1,
    sqrt: 2,
    expm1: 2,
    // In float64 the exponential may itself be a unit off.
    erf: 2,
    erfc: 2,
  },
  terms: {
    // Below the normal numbers of float32 the result has few digits, and it is the slope.
    exp: 1,
    // Broadcasting adds up terms of either sign.
    div: 1,
    // In float64 a power may be a unit off, and a second derivative has three of them.
    pow: 4,
    // y (1 − y): 1 − y is as good as the last place of 1, however small it is.
    sigmoid: 1,
    // What is left of differences from a mean, which is as good as the last place of its terms.
    softmax: 1,
    std: 1,
    var: 1,
  },
};

describe("gradients are those of torch", () => {
  test.each(readGolden<GradientCase>("gradients"))("$name", (call) => {
    expectTorchGradients(call, TOLERANCE);
  });
});
