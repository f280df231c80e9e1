import { type DType, grad, isTensor, manualSeed, type Tensor } from "@actfn/tensor";
import { describe, expect, test } from "vitest";
import { argumentsOf, expectTorchAnswer, type FunctionCase, type Units } from "./answers.js";
import { decodeData, type Encoded, elements, makeTensor, readGolden, type TensorSpec, ulps } from "./golden.js";
import { callPublished } from "./published.js";

/** A case of gumbelSoftmax says after which seed torch drew its noise. */
interface ValueCase extends FunctionCase {
  seed?: number;
}

interface GradientCase extends Pick<FunctionCase, "name" | "fn" | "args" | "options"> {
  expected: { gradFn?: string; grads: (Encoded[] | null)[]; second?: (Encoded[] | null)[] };
}

/** How far a result may be from the exact value rounded once, in units in the last place of its dtype; 0 where not listed. */
const UNITS: Units = {
  softmax: { float32: 1, float64: 2 },
  softmin: { float32: 1, float64: 2 },
  logSoftmax: { float32: 1, float64: 2 },
  softmax2d: { float32: 1, float64: 2 },
  // What float64 has to lose where the sum is near 1 is a unit of the largest element.
  logsumexp: { float32: 1, float64: 4 },
  logaddexp: { float32: 1, float64: 1 },
  softmax1: { float32: 1, float64: 4 },
  // A threshold of about 1 is taken off, so that small probabilities are exact to a unit of 1, not of their own.
  sparsemax: { float32: 1, float64: 4 },
  entmax15: { float32: 1, float64: 64 },
  crossEntropy: { float32: 1, float64: 4 },
  nllLoss: { float32: 1, float64: 4 },
};

/** The noise of gumbelSoftmax depends on torch's vectorised log, whose last bits are those of a processor. */
const NOISE = 2e-6;

/**
 * How far a gradient, first or second, may be from the exact one rounded once, in units in the last place of its largest
 * element or that of what it is made from: its terms cancel, and each is rounded.
 */
const GRADIENT_UNITS = 8;

const cases = readGolden<ValueCase | GradientCase>("softmax-family");
const isGradient = (call: ValueCase | GradientCase): call is GradientCase => "grads" in call.expected;

describe("answers as torch does", () => {
  test.each(cases.filter((call): call is ValueCase => !isGradient(call)))("$name", (call) => {
    if (call.seed === undefined) expectTorchAnswer(call, UNITS);
    else expectNoise(call);
  });
});

describe("gradients are those of torch", () => {
  test.each(cases.filter(isGradient))("$name", expectTorchGradients);
});

function expectNoise({ fn, args, options, seed, expected }: ValueCase): void {
  manualSeed(seed!);
  const y = callPublished(fn, ...argumentsOf({ args, options })) as Tensor;
  const { dtype, shape, data } = expected as { dtype: DType; shape: number[]; data: Encoded[] };
  expect({ dtype: y.dtype, shape: y.shape }).toEqual({ dtype, shape });
  const wanted = decodeData(data, dtype) as number[];
  const off = (elements(y) as number[]).filter((value, i) => !(Math.abs(value - wanted[i]!) <= NOISE));
  expect(off).toEqual([]);
}

function expectTorchGradients({ fn, args, options, expected }: GradientCase): void {
  const leaves: Tensor[] = [];
  const given = argumentsOf({ args, options }, (spec) => {
    if (!spec.requiresGrad) return makeTensor(spec);
    const { views = [], ...base } = spec;
    const leaf = makeTensor(base);
    leaves.push(leaf);
    return views.reduce((x, [op, ...rest]) => callPublished(op, x, ...rest) as Tensor, leaf);
  });
  const y = callPublished(fn, ...given) as Tensor;
  expect(isTensor(y)).toBe(true);
  if (expected.gradFn) expect(y.gradFn?.name).toBe(expected.gradFn);
  const dy = like(y, -0.625, 0.25, true);
  const grads = grad(y, leaves, { gradOutputs: dy, createGraph: expected.second !== undefined });
  grads.forEach((actual, i) => {
    expectNear(actual, leaves[i]!, expected.grads[i]!, y.dtype, [dy]);
  });
  if (!expected.second) return;
  const ends = [...leaves, dy];
  const directions = grads.map((g, j) => like(g, j + 0.625, -0.375, false));
  const second = grad(grads, ends, { gradOutputs: directions, allowUnused: true });
  ends.forEach((end, i) => {
    const wanted = expected.second![i] ?? elements(end).map(() => 0);
    // No gradient and one of zeros say the same.
    const actual = second[i] ?? callPublished("zerosLike", end);
    expectNear(actual as Tensor, end, wanted, y.dtype, [dy, ...directions]);
  });
}

function like({ dtype, shape }: Tensor, start: number, step: number, requiresGrad: boolean): Tensor {
  const spec: TensorSpec = { dtype, shape: [...shape], data: { arange: [start, step] }, requiresGrad };
  return makeTensor(spec);
}

function expectNear(actual: Tensor, of: Tensor, encoded: Encoded[], computed: DType, sources: Tensor[]): void {
  const { dtype, shape } = of;
  expect({ dtype: actual.dtype, shape: actual.shape }).toEqual({ dtype, shape });
  const wanted = decodeData(encoded, dtype) as number[];
  const sizes = [...wanted, ...sources.flatMap((source) => elements(source) as number[])].map(Math.abs);
  const largest = Math.max(0, ...sizes.filter(Number.isFinite));
  const got = elements(actual) as number[];
  const off = wanted.flatMap((value, i) => {
    const same = Object.is(got[i]! + 0, value + 0);
    const units = same
      ? 0
      : Number.isFinite(value)
        ? ulps(largest + (got[i]! - value), largest, computed)
        : Number.POSITIVE_INFINITY;
    return units <= GRADIENT_UNITS ? [] : [{ at: i, got: got[i], wanted: value, units }];
  });
  expect(off).toEqual([]);
}
