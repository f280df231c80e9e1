import { grad, type Tensor } from "@actfn/tensor";
import { describe, expect, test } from "vitest";
import { argumentsOf, expectElements, expectTorchAnswer, type FunctionCase, type Units } from "./answers.js";
import { decodeData, type Encoded, elements, makeTensor, readGolden, type TensorSpec, ulps } from "./golden.js";
import { callPublished } from "./published.js";

interface GradientCase extends Pick<FunctionCase, "name" | "fn" | "args" | "options"> {
  expected: { gradFn?: string; grads: (Encoded[] | null)[]; second?: (Encoded[] | null)[] };
}

const HALVES = { float16: 1, bfloat16: 1 };

/**
 * How far a result may be from the exact one, which the golden files hold, in units in the last place; 0 where not listed.
 *
 * conformance/accuracy.json has what is measured over millions of inputs.
 */
const UNITS: Units = {
  sigmoid: { float64: 2, ...HALVES },
  logsigmoid: { float64: 2, ...HALVES },
  logit: { float64: 2, ...HALVES },
  hardsigmoid: { float64: 2, ...HALVES },
  silu: { float64: 2, ...HALVES },
  hardswish: { float64: 2, ...HALVES },
  mish: { float64: 2, ...HALVES },
  tanh: { float64: 2, ...HALVES },
  softplus: { float64: 2, ...HALVES },
  softsign: { float64: 2, ...HALVES },
  tanhshrink: { float64: 2, ...HALVES },
  quickGelu: { float64: 2, ...HALVES },
  glu: { float64: 2, ...HALVES },
  swiglu: { float64: 2, ...HALVES },
  binaryCrossEntropyWithLogits: { float64: 2, ...HALVES },
};

describe("answers as torch does", () => {
  const cases = readGolden<FunctionCase | GradientCase>("sigmoid-family");
  const isGradient = (call: FunctionCase | GradientCase): call is GradientCase => "grads" in call.expected;

  test.each(cases.filter((call): call is FunctionCase => !isGradient(call)))("$name", (call) => {
    expectTorchAnswer(call, UNITS);
  });

  test.each(cases.filter(isGradient))("$name", judgeGradients);
});

/**
 * How far a gradient, first or second, may be from that of torch in float64, rounded once, in units in the last place of the
 * largest number among it and those that it was made from: its terms cancel, and where torch has a slope from the rounded
 * result, as for tanh, so have we.
 */
const GRADIENT_UNITS: Units[string] = { float64: 4, float32: 1, ...HALVES };
/** The two gradients that a second one is made from are multiplied, and rounded, first. */
const ROUNDED_TWICE: Units = { binaryCrossEntropyWithLogits: { float32: 2 } };

function judgeGradients({ fn, args, options, expected }: GradientCase): void {
  const leaves: Tensor[] = [];
  const given = argumentsOf({ args, options }, ({ views = [], ...spec }) => {
    if (!spec.requiresGrad) return makeTensor({ ...spec, views });
    const leaf = makeTensor(spec);
    leaves.push(leaf);
    return views.reduce((x, [op, ...rest]) => callPublished(op, x, ...rest) as Tensor, leaf);
  });
  const y = callPublished(fn, ...given) as Tensor;
  if (expected.gradFn) expect(y.gradFn?.name).toBe(expected.gradFn);
  const dy = ramp(y, -0.625, 0.25, true);
  const grads = grad(y, leaves, { gradOutputs: dy, createGraph: expected.second !== undefined });
  grads.forEach((actual, i) => {
    expectGradient(fn, actual, leaves[i]!, expected.grads[i]!, [dy]);
  });
  if (!expected.second) return;

  const ends = [...leaves, dy];
  const directions = grads.map((g, j) => ramp(g, j + 0.625, -0.375, false));
  const second = grad(grads, ends, { gradOutputs: directions, allowUnused: true });
  ends.forEach((end, i) => {
    // No gradient and one of zeros say the same.
    const wanted = expected.second![i] ?? Array(end.numel).fill(0);
    expectGradient(fn, second[i] ?? ramp(end, 0, 0, false), end, wanted, [dy, ...directions]);
  });
}

function ramp({ dtype, shape }: Tensor, start: number, step: number, requiresGrad: boolean): Tensor {
  const spec: TensorSpec = { dtype, shape: [...shape], data: { arange: [start, step] }, requiresGrad };
  return makeTensor(spec);
}

function expectGradient(fn: string, actual: Tensor, of: Tensor, expected: Encoded[], from: Tensor[]): void {
  const { dtype, shape } = of;
  expect({ dtype: actual.dtype, shape: actual.shape }).toEqual({ dtype, shape });
  // Which sign a zero has says nothing: a product with 0 has either.
  const unsigned = (values: (number | bigint)[]): number[] => values.map((value) => Number(value) + 0);
  const wanted = unsigned(decodeData(expected, dtype));
  const sizes = [wanted, ...from.map((tensor) => unsigned(elements(tensor)))].flat().filter(Number.isFinite);
  const largest = Math.max(0, ...sizes.map(Math.abs));
  const units = ROUNDED_TWICE[fn]?.[dtype] ?? GRADIENT_UNITS[dtype]!;
  expectElements(unsigned(elements(actual)), wanted, units, (got, value) => ulps(got, value, dtype, largest));
}
