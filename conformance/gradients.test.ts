import { backward, type DType, grad, isTensor, type Tensor } from "@actfn/tensor";
import { describe, expect, test } from "vitest";
import { argumentsOf, expectElements, type FunctionCase } from "./answers.js";
import { decodeData, type Encoded, elements, makeTensor, readGolden, type TensorSpec, ulps } from "./golden.js";
import { callPublished } from "./published.js";

interface GradientCase extends Pick<FunctionCase, "name" | "fn" | "args" | "options"> {
  gradient?: TensorSpec["data"];
  expected: { throws: string } | { gradFn: string | null; grads?: (Encoded[] | null)[]; second?: (Encoded[] | null)[] };
}

/**
 * How far a gradient, first or second, may be from the exact one rounded once; 0 where a function is not listed.
 *
 * A unit is one in the last place of the element, but for the functions of `terms`: there it is one in the last place of
 * the largest number among the gradient and those it was made from. With mixed dtypes it is that of the coarsest, in which
 * torch computes, too.
 */
const UNITS: Record<string, number> = {
  // A quotient of what was rounded; erf's and erfc's, in float64, of an exponential that is itself a unit off.
  log: 1,
  log1p: 1,
  erf: 2,
  erfc: 2,
  mean: 1,
  // The result, rounded once, is in the slope, and the product rounds again.
  sqrt: 2,
  expm1: 2,
};

const terms: Record<string, number> = {
  // Below the normal numbers of float32 the result has few digits, and it is the slope.
  exp: 1,
  // Two terms and more: broadcasting adds up what has either sign, and a logarithm meets 1/x.
  div: 1,
  // The power itself may be a unit off in float64, and a second derivative has three of them.
  pow: 4,
  // y (1 − y): 1 − y is as good as the last place of 1, however small it is.
  sigmoid: 1,
  // What is left of differences from a mean, which is as good as the last place of its terms.
  softmax: 1,
  std: 1,
  var: 1,
};

/** Functions whose gradients are still to be written; whoever writes one takes it from here. */
const AWAITED: string[] = ["clamp"];

const cases = readGolden<GradientCase>("gradients");

test.each(AWAITED)("%s is still to be written", (fn) => {
  expect(() => cases.filter((call) => call.fn === fn).forEach(judge)).toThrow();
});

describe("gradients are those of torch", () => {
  test.each(cases.filter(({ fn }) => !AWAITED.includes(fn)))("$name", judge);
});

function judge(call: GradientCase): void {
  const { fn, expected } = call;
  if ("throws" in expected) {
    expect(() => run(call)).toThrow(expected.throws);
    return;
  }
  const { leaves, outputs, gradients } = run(call);
  expect(outputs[0]?.gradFn?.name ?? null).toBe(expected.gradFn);
  if (!expected.grads) return;

  const dtype = coarsest([...leaves.map((leaf) => leaf.dtype), (call.options?.dtype ?? "float64") as DType]);
  const createGraph = expected.second !== undefined;
  const grads = grad(outputs, leaves, { gradOutputs: gradients, createGraph, allowUnused: true });
  grads.forEach((actual, i) => {
    const wanted = expected.grads![i]!;
    if (actual && wanted) expectGradient(fn, actual, leaves[i]!, wanted, dtype, gradients);
    else expect([actual, wanted]).toEqual([null, null]);
  });
  expect(backwardOf(call)).toEqual(grads.map((g) => g && elements(g)));
  if (!expected.second) return;

  const roots = grads.flatMap((g, j) => (g?.requiresGrad ? [{ g, v: like(g, { arange: [j + 0.625, -0.375] }) }] : []));
  const directions = roots.map(({ v }) => v);
  const ends = [...leaves, ...gradients];
  const options = { gradOutputs: directions, allowUnused: true } as const;
  const second = roots.length > 0 ? grad(roots.map(({ g }) => g), ends, options) : []; // biome-ignore format: one line
  ends.forEach((end, i) => {
    const actual = second[i];
    const wanted = expected.second![i];
    if (actual && wanted) expectGradient(fn, actual, end, wanted, dtype, [...gradients, ...directions]);
    // No gradient and one of zeros say the same.
    else expect((actual ? valuesOf(actual) : (wanted ?? [])).filter((value) => value !== 0)).toEqual([]);
  });
}

interface Recorded {
  leaves: Tensor[];
  /** The results that the gradients come from. */
  outputs: Tensor[];
  gradients: Tensor[];
}

/** Calls the function with new leaves. */
function run({ fn, args, options, gradient }: GradientCase): Recorded {
  const leaves: Tensor[] = [];
  const given = argumentsOf({ args, options }, ({ views = [], ...spec }) => {
    if (!spec.requiresGrad) return makeTensor({ ...spec, views });
    const leaf = makeTensor(spec);
    leaves.push(leaf);
    return views.reduce((x, [op, ...rest]) => callPublished(op, x, ...rest) as Tensor, leaf);
  });
  const outputs = [callPublished(fn, ...given)].flat().filter((y): y is Tensor => isTensor(y) && y.requiresGrad);
  const gradients = outputs.map((y, i) => like(y, gradient ?? { arange: [i - 0.625, 0.25] }, true));
  return { leaves, outputs, gradients };
}

/** What backward leaves in `grad` of every leaf. */
function backwardOf(call: GradientCase): ((number | bigint)[] | null)[] {
  const { leaves, outputs, gradients } = run(call);
  outputs.forEach((y, i) => {
    backward(y, gradients[i]!, { retainGraph: i < outputs.length - 1 });
  });
  return leaves.map(({ grad }) => grad && elements(grad));
}

function like({ dtype, shape }: Tensor, data: TensorSpec["data"], requiresGrad = false): Tensor {
  return makeTensor({ dtype, shape: [...shape], data, requiresGrad });
}

function expectGradient(
  fn: string,
  actual: Tensor,
  of: Tensor,
  expected: Encoded[],
  coarsest: DType,
  from: Tensor[],
): void {
  const { dtype, shape } = of;
  expect({ dtype: actual.dtype, shape: actual.shape }).toEqual({ dtype, shape });
  const wanted = decodeData(expected, dtype) as number[];
  const largest = Math.max(...[wanted, ...from.map(valuesOf)].flat().filter(Number.isFinite).map(Math.abs));
  expectElements(valuesOf(actual), wanted, terms[fn] ?? UNITS[fn] ?? 0, (got, value) =>
    ulps(got, value, coarsest, fn in terms ? largest : value),
  );
}

function coarsest(dtypes: DType[]): DType {
  return (["bfloat16", "float16", "float32"] as const).find((dtype) => dtypes.includes(dtype)) ?? "float64";
}

/** The elements, zeros without their sign, which depends on how they came about: a product with a mask has either. */
function valuesOf(gradient: Tensor): number[] {
  return elements(gradient).map((value) => Number(value) + 0);
}
