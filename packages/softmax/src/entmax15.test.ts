import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import { describe, test } from "vitest";
import { entmax15 } from "./entmax15.js";

describe("entmax15", () => {
  behavesLikeAnActivation(entmax15, test);
});
