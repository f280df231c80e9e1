// Holds one answer of ours to PyTorch's.

import { backward, type DType, isFloat, isTensor, type Tensor, tensor } from "@actfn/tensor";
import { argumentsOf, type FunctionCase, type TensorAnswer } from "../answers.js";
import { decodeData, elements, ulps } from "../golden.js";
import { callPublished } from "../published.js";
import { acceptedDifference } from "./accepted.js";
import type { Call } from "./calls.js";
import { gradientTolerance, type Tolerance, toleranceOf } from "./tolerances.js";
import type { TorchAnswer } from "./torch-process.js";

/** What is different, in a sentence, or undefined; or the name of the accepted difference that it is. */
export interface Verdict {
  difference?: string;
  accepted?: string;
}

export function compare(call: Call, { expected, grads }: TorchAnswer): Verdict {
  if (!expected) return {};
  const wanted = grads?.[0].some((grad) => grad !== null) ?? false;
  const given = argumentsOf({ ...call, name: "", expected } as FunctionCase);
  const leaves = tensorsIn(given);
  if (wanted) for (const leaf of leaves) if (isFloat(leaf.dtype)) requireGrad(leaf);
  let difference: string | undefined;
  try {
    const result = callPublished(call.fn, ...given);
    difference =
      "throws" in expected ? `an answer where torch throws: ${expected.throws}` : compareResult(call, result, expected);
    if (!difference && wanted) difference = compareGradients(call, result, leaves, grads!);
  } catch (error) {
    const { message } = error as Error;
    if (!("throws" in expected)) difference = `throws where torch answers: ${message}`;
    else if (!message.startsWith(call.fn)) difference = `an error that does not begin with ${call.fn}: ${message}`;
    else if (!(error instanceof TypeError || error instanceof RangeError)) difference = `throws a ${error}`;
  }
  if (!difference) return {};
  const accepted = acceptedDifference(call, difference);
  return accepted ? { accepted } : { difference };
}

function requireGrad(leaf: Tensor): void {
  Object.assign(leaf, { requiresGrad: true });
}

function tensorsIn(values: readonly unknown[]): Tensor[] {
  return values.flatMap((value) => (isTensor(value) ? [value] : Array.isArray(value) ? tensorsIn(value) : []));
}

function compareResult(call: Call, result: unknown, expected: FunctionCase["expected"]): string | undefined {
  const check = (actual: unknown, wanted: TensorAnswer, part = "the answer"): string | undefined =>
    isTensor(actual) ? compareTensor(part, actual, wanted, toleranceOf(call)) : `${part} is no tensor`;
  if ("value" in expected) return result === expected.value ? undefined : `${result} instead of ${expected.value}`;
  if ("fields" in expected) {
    const parts = result as Record<string, unknown>;
    return Object.entries(expected.fields)
      .map(([field, wanted]) => check(parts[field], wanted, field))
      .find((found) => found);
  }
  if ("list" in expected) {
    const parts = result as unknown[];
    if (parts.length !== expected.list.length) return `${parts.length} tensors instead of ${expected.list.length}`;
    return expected.list.map((wanted, i) => check(parts[i], wanted, `tensor ${i}`)).find((found) => found);
  }
  return check(result, expected as TensorAnswer);
}

/** The same weights as WEIGHTS in torch_server.py. */
function weightsFor(result: Tensor): Tensor {
  let x = 7;
  const draws = Float64Array.from({ length: result.numel }, () => {
    x = (Math.imul(1664525, x) + 1013904223) >>> 0;
    return -2 + 4 * (x / 2 ** 32);
  });
  return tensor({ data: draws, shape: result.shape }, { dtype: "float64" });
}

function compareGradients(
  call: Call,
  result: unknown,
  leaves: Tensor[],
  [exact, native]: NonNullable<TorchAnswer["grads"]>,
): string | undefined {
  const output = isTensor(result) ? result : (result as Tensor[])[0]!;
  backward(output, weightsFor(output));
  for (const [i, wanted] of exact.entries()) {
    const leaf = leaves[i]!;
    const part = `the gradient of tensor ${i}`;
    if (!wanted || !leaf.grad) {
      if (wanted && decodeData(wanted.data, wanted.dtype).some((value) => value !== 0)) return `${part} is missing`;
      continue;
    }
    const difference = compareTensor(part, leaf.grad, wanted, gradientTolerance(call, wanted), native[i]!);
    if (difference) return difference;
  }
  return undefined;
}

/** Holds each element to the one wanted, or to the one that torch has in its place. */
function compareTensor(
  part: string,
  actual: Tensor,
  wanted: TensorAnswer,
  { units, scale = 0 }: Tolerance,
  orElse = wanted,
): string | undefined {
  const { dtype, shape } = wanted;
  if (actual.dtype !== dtype) return `${part} is ${actual.dtype} instead of ${dtype}`;
  if (String(actual.shape) !== String(shape)) return `${part} has shape [${actual.shape}] instead of [${shape}]`;
  const got = elements(actual);
  const allowed = units[dtype] ?? 0;
  const slack = allowed * scale * (LAST_PLACE[dtype] ?? 0);
  const near = (value: number | bigint, i: number): boolean =>
    Math.abs(Number(got[i]) - Number(value)) <= slack || ulps(got[i]!, value, dtype) <= allowed;
  const native = decodeData(orElse.data, dtype);
  const exact = decodeData(wanted.data, dtype);
  const at = exact.findIndex((value, i) => !near(value, i) && !near(native[i]!, i));
  if (at < 0) return undefined;
  return `${part} has ${got[at]} at ${at} instead of ${exact[at]}: ${ulps(got[at]!, exact[at]!, dtype)} units off`;
}

/** The unit in the last place of 1. */
const LAST_PLACE: Partial<Record<DType, number>> = {
  float64: 2 ** -52,
  float32: 2 ** -23,
  float16: 2 ** -10,
  bfloat16: 2 ** -7,
};
