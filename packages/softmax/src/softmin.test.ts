import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import { describe, test } from "vitest";
import { softmin } from "./softmin.js";

describe("softmin", () => {
  behavesLikeAnActivation(softmin, test);
  describe("at a temperature", () => behavesLikeAnActivation(softmin, test, { options: { temperature: 0.7 } }));
});
