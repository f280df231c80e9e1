import { manualSeed } from "@actfn/tensor";
import { describe, test } from "vitest";
import { expectTorchAnswer, type FunctionCase, type Units } from "./answers.js";
import { readGolden } from "./golden.js";
import { expectTorchGradients, type GradientCase, type Tolerance } from "./gradients.js";

interface AnswerCase extends FunctionCase {
  /** After which seed torch drew the slopes of rrelu in training. */
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

const SLOPES: Tolerance = {
  units: {},
  // torch multiplies by 1 / alpha, and its 1 + erf and 1 − tanh are as good as the last place of 1; broadcasting adds.
  terms: { celu: 1, gelu: 2, selu: 1 },
};

const cases = readGolden<AnswerCase | GradientCase>("relu-family");
const ofGradients = (call: AnswerCase | GradientCase): call is GradientCase => "gradFn" in call.expected;
const ofAnswers = (call: AnswerCase | GradientCase): call is AnswerCase => !ofGradients(call);

describe("answers as torch does", () => {
  test.each(cases.filter(ofAnswers))("$name", (call) => {
    if (call.seed !== undefined) manualSeed(call.seed);
    expectTorchAnswer(call, UNITS);
  });
});

describe("gradients are those of torch", () => {
  test.each(cases.filter(ofGradients))("$name", (call) => {
    expectTorchGradients(call, SLOPES);
  });
});
