import { describe, test } from "vitest";
import { expectTorchAnswer, type FunctionCase, type Units } from "./answers.js";
import { readGolden } from "./golden.js";

const FILES = [
  "views",
  "arithmetic",
  "comparison",
  "creation",
  "elementary",
  "joins",
  "order",
  "reductions",
  "selection",
];

/** How far a result may be from the exact value rounded once, in units in the last place of its dtype; 0 where not listed. */
const UNITS: Units = {
  // torch's float64 is itself up to a unit off here.
  exp: { float64: 1 },
  erf: { float64: 1 },
  erfc: { float64: 1 },
  pow: { float64: 1 },
  // torch fuses a multiplication and an addition into one rounding, and adds squares up in another order.
  linspace: { float64: 2 },
  var: { float64: 2 },
  std: { float64: 2 },
};

describe.each(FILES)("answers as torch does: %s", (file) => {
  test.each(readGolden<FunctionCase>(file))("$name", (call) => {
    expectTorchAnswer(call, UNITS);
  });
});
