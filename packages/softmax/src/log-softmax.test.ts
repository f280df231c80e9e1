import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import { describe, test } from "vitest";
import { logSoftmax } from "./log-softmax.js";

describe("logSoftmax", () => {
  behavesLikeAnActivation(logSoftmax, test);
  describe("at a temperature", () => behavesLikeAnActivation(logSoftmax, test, { options: { temperature: 0.7 } }));
});
