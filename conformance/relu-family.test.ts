import { manualSeed } from "@actfn/tensor";
import { describe, test } from "vitest";
import { expectTorchAnswer, type FunctionCase, type Units } from "./answers.js";
import { readGolden } from "./golden.js";

/** A case of rrelu in training says after which seed torch drew its slopes. */
interface Case extends FunctionCase {
  seed?: number;
}

/** How far a result may be from the exact value rounded once, in units in the last place of its dtype; 0 where not listed. */
const UNITS: Units = {
  gelu: { float64: 2 },
  // torch's expm1 is itself up to a unit off.
  elu: { float64: 2 },
  selu: { float64: 2 },
  celu: { float64: 2 },
};

describe("answers as torch does", () => {
  test.each(readGolden<Case>("relu-family"))("$name", (call) => {
    if (call.seed !== undefined) manualSeed(call.seed);
    expectTorchAnswer(call, UNITS);
  });
});
