// One case of gradients.json: a call whose gradients, first and second, are held to torch's.

import { backward, type DType, grad, isTensor, type Tensor } from "@actfn/tensor";
import { expect } from "vitest";
import { argumentsOf, expectElements, type FunctionCase } from "./answers.js";
import { decodeData, type Encoded, elements, makeTensor, type TensorSpec, ulps } from "./golden.js";
import { callPublished } from "./published.js";

export interface GradientCase extends Pick<FunctionCase, "name" | "fn" | "args" | "options"> {
  gradient?: TensorSpec["data"];
  expected: { throws: string } | { gradFn: string | null; grads?: (Encoded[] | null)[]; second?: (Encoded[] | null)[] };
}

/**
 * How far a gradient, first or second, may be from the exact one rounded once; 0 where a function is not listed.
 *
 * With mixed dtypes a unit is that of the coarsest, in which torch computes, too.
 */
export interface Tolerance {
  /** In units in the last place of the element. */
  readonly units: Readonly<Record<string, number>>;
  /** In units in the last place of the largest number among the gradient and those it was made from. */
  readonly terms: Readonly<Record<string, number>>;
}

/** Calls the function and holds its gradients to torch's. */
export function expectTorchGradients(call: GradientCase, tolerance: Tolerance): void {
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
    if (actual && wanted) expectGradient(fn, tolerance, actual, leaves[i]!, wanted, dtype, gradients);
    else expect([actual, wanted]).toEqual([null, null]);
  });
  expect(backwardOf(call)).toEqual(grads.map((g) => g && elements(g)));
  if (!expected.second) return;

  const places = grads.flatMap((g, j) => (g?.requiresGrad ? [j] : []));
  const roots = places.map((j) => grads[j]!);
  const directions = places.map((j) => like(grads[j]!, { arange: [j + 0.625, -0.375] }));
  const ends = [...leaves, ...gradients];
  const second = roots.length > 0 ? grad(roots, ends, { gradOutputs: directions, allowUnused: true }) : [];
  ends.forEach((end, i) => {
    const actual = second[i];
    const wanted = expected.second![i];
    if (actual && wanted) expectGradient(fn, tolerance, actual, end, wanted, dtype, [...gradients, ...directions]);
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
  { units, terms }: Tolerance,
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
  expectElements(valuesOf(actual), wanted, terms[fn] ?? units[fn] ?? 0, (got, value) =>
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
