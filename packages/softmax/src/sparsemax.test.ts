import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import { describe, test } from "vitest";
import { sparsemax } from "./sparsemax.js";

describe("sparsemax", () => {
  behavesLikeAnActivation(sparsemax, test);
});
