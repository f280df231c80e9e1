import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import { describe, test } from "vitest";
import { hardmax } from "./hardmax.js";

describe("hardmax", () => {
  behavesLikeAnActivation(hardmax, test);
});
