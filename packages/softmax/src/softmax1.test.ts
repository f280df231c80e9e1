import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import { describe, test } from "vitest";
import { softmax1 } from "./softmax1.js";

describe("softmax1", () => {
  behavesLikeAnActivation(softmax1, test);
});
