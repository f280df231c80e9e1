// Holds one answer of ours to PyTorch's.

import {
  backward,
  type DType,
  enableGrad,
  grad,
  isFloat,
  isTensor,
  noGrad,
  type Tensor,
  tensor,
  zeroGrad,
} from "@actfn/tensor";
import { argumentsOf, type TensorAnswer } from "../answers.js";
import { decodeData, elements, ulps } from "../golden.js";
import { acceptedDifference } from "./accepted.js";
import type { Call } from "./call.js";
import { outFor, run } from "./run.js";
import { gradientTolerance, type Tolerance, toleranceOf } from "./tolerances.js";
import type { TorchAnswer } from "./torch-process.js";

/** How an answer differs from PyTorch's. */
export type Difference =
  | DifferentElement
  /** We throw and torch does not, or the other way about. */
  | { readonly kind: "throws" | "answers"; readonly sentence: string }
  | { readonly kind: "other"; readonly sentence: string };

interface DifferentElement {
  readonly kind: "element";
  /** Whether it is one of the answer, or of the gradient of one of the tensors among the arguments. */
  readonly of: "answer" | "gradient";
  readonly tensor: number;
  readonly at: number;
  readonly got: number | bigint;
  readonly wanted: number | bigint;
  readonly units: number;
  readonly sentence: string;
}

export interface Verdict {
  /** The first difference that nobody has accepted, in a sentence. */
  difference?: string;
  /** The names of those that are accepted. */
  readonly accepted: Set<string>;
  /** Whether gradients were compared, too. */
  differentiated: boolean;
}

export function compare(call: Call, answer: TorchAnswer): Verdict {
  const verdict: Verdict = { accepted: new Set(), differentiated: hasGradients(answer) };
  for (const difference of differencesOf(call, answer)) {
    const accepted = acceptedDifference(call, difference);
    if (!accepted) return { ...verdict, difference: difference.sentence };
    verdict.accepted.add(accepted);
  }
  return verdict;
}

function hasGradients({ grads }: TorchAnswer): boolean {
  return grads?.[0].some((gradient) => gradient !== null) ?? false;
}

function* differencesOf(call: Call, answer: TorchAnswer): Iterable<Difference> {
  const { expected } = answer;
  if (!expected) return;
  const given = argumentsOf(call);
  let result: unknown;
  try {
    result = noGrad(() => run(call, given));
  } catch (error) {
    yield* compareError(call, error as Error, expected);
    return;
  }
  if ("throws" in expected) {
    yield { kind: "answers", sentence: `an answer where torch throws: ${expected.throws}` };
    return;
  }
  yield* compareResult(call, given, result, answer);
  if (call.out) yield* compareOut(call, result as Tensor);
  if (hasGradients(answer)) yield* compareGradients(call, given, result, answer.grads!);
}

function* compareError(
  { fn }: Call,
  error: Error,
  expected: NonNullable<TorchAnswer["expected"]>,
): Iterable<Difference> {
  const { message } = error;
  if (!("throws" in expected)) yield { kind: "throws", sentence: `throws where torch answers: ${message}` };
  else if (!message.startsWith(fn)) yield other(`an error that does not begin with ${fn}: ${message}`);
  else if (!(error instanceof TypeError || error instanceof RangeError)) yield other(`throws a ${error}`);
}

function other(sentence: string): Difference {
  return { kind: "other", sentence };
}

function* compareResult(
  call: Call,
  given: readonly unknown[],
  result: unknown,
  { expected, native }: TorchAnswer,
): Iterable<Difference> {
  const tolerance = toleranceOf(call);
  const check = (actual: unknown, wanted: TensorAnswer, i = 0): Iterable<Difference> =>
    isTensor(actual)
      ? [
          ...compareTensor(i ? `tensor ${i}` : "the answer", "answer", i, actual, wanted, tolerance, native),
          ...comparePlace(actual, wanted, given[0] as Tensor),
        ]
      : [other(`${actual} instead of a tensor`)];
  if (!expected) return;
  if ("value" in expected) {
    if (result !== expected.value) yield other(`${result} instead of ${expected.value}`);
  } else if ("text" in expected) {
    if (result !== expected.text) yield other(`${result}\ninstead of\n${expected.text}`);
  } else if ("fields" in expected) {
    const parts = result as Record<string, unknown>;
    for (const [i, [field, wanted]] of Object.entries(expected.fields).entries()) yield* check(parts[field], wanted, i);
  } else if ("list" in expected) {
    const parts = result as unknown[];
    const { list } = expected;
    if (parts.length !== list.length) yield other(`${parts.length} tensors instead of ${list.length}`);
    else for (const [i, wanted] of list.entries()) yield* check(parts[i], wanted, i);
  } else {
    yield* check(result, expected as TensorAnswer);
  }
}

/** Where a result lies in memory, and whose memory it is. */
function* comparePlace(
  actual: Tensor,
  { shape, strides, shares, offset }: TensorAnswer,
  base: Tensor,
): Iterable<Difference> {
  // The stride of a dim of size 1 means nothing.
  const told = (all: readonly number[]): string => String(all.filter((_, d) => shape[d]! > 1));
  if (strides && told(actual.strides) !== told(strides)) {
    yield other(`strides [${actual.strides}] instead of [${strides}] for shape [${shape}]`);
  }
  if (shares === undefined || actual.numel === 0) return;
  const shared = actual.data.buffer === base.data.buffer;
  if (shared !== shares) yield other(shares ? "a copy instead of a view" : "a view instead of a copy");
  else if (shares && actual.offset !== offset) yield other(`a view from ${actual.offset} on instead of ${offset}`);
}

/** The same call once more, into an `out`: the same bits, in that very tensor. */
function* compareOut(call: Call, result: Tensor): Iterable<Difference> {
  const given = argumentsOf(call);
  const out = outFor(call, given, result);
  const before = elements(result);
  const returned = noGrad(() => run(call, given, { out }));
  if (returned !== out) yield other("with out, another tensor than that");
  const at = elements(out).findIndex((value, i) => !Object.is(value, before[i]));
  if (at >= 0) yield other(`with out, ${elements(out)[at]} at ${at} instead of ${before[at]}`);
}

/** The same weights as WEIGHTS in torch_server.py. */
function weightsFor({ shape, numel }: Tensor): Tensor {
  let x = 7;
  const draws = Float64Array.from({ length: numel }, () => {
    x = (Math.imul(1664525, x) + 1013904223) >>> 0;
    return -2 + 4 * (x / 2 ** 32);
  });
  return tensor({ data: draws, shape }, { dtype: "float64" });
}

function* compareGradients(
  call: Call,
  given: readonly unknown[],
  result: unknown,
  [exact, native]: NonNullable<TorchAnswer["grads"]>,
): Iterable<Difference> {
  const all = tensorsIn(call.options ? given.slice(0, -1) : given);
  const leaves = all.filter(({ dtype }) => isFloat(dtype));
  for (const leaf of leaves) Object.assign(leaf, { requiresGrad: true });
  const first = (results: unknown): Tensor => (isTensor(results) ? results : (results as Tensor[])[0]!);
  const output = first(noGrad(() => enableGrad(() => run(call, given))));
  if (String(elements(output)) !== String(elements(first(result)))) yield other("another answer where it is recorded");

  const weights = weightsFor(output);
  const grads = grad(output, leaves, { gradOutputs: weights, retainGraph: true, allowUnused: true });
  backward(output, weights);
  for (const [i, leaf] of leaves.entries()) {
    const both = [leaf.grad, grads[i]].map((gradient) => gradient && String(elements(gradient)));
    if (both[0] !== both[1]) yield other(`the gradient of tensor ${i} is ${both[0]} by backward, ${both[1]} by grad`);
  }
  for (const [i, wanted] of exact.entries()) {
    const { grad } = all[i]!;
    const part = `the gradient of tensor ${i}`;
    if (wanted && grad) {
      yield* compareTensor(part, "gradient", i, grad, wanted, gradientTolerance(call, wanted), native[i]!);
    } else if (wanted && decodeData(wanted.data, wanted.dtype).some((value) => value !== 0)) {
      yield other(`${part} is missing`);
    }
  }
  zeroGrad(leaves);
}

function tensorsIn(values: readonly unknown[]): Tensor[] {
  return values.flatMap((value) => (isTensor(value) ? [value] : Array.isArray(value) ? tensorsIn(value) : []));
}

/** Holds each element to the one wanted, or to the one that torch has in its place. */
function* compareTensor(
  part: string,
  of: DifferentElement["of"],
  index: number,
  actual: Tensor,
  wanted: TensorAnswer,
  { units, scale = 0 }: Tolerance,
  orElse = wanted,
): Iterable<Difference> {
  const { dtype, shape } = wanted;
  if (actual.dtype !== dtype || String(actual.shape) !== String(shape)) {
    yield other(`${part} is ${actual.dtype} [${actual.shape}] instead of ${dtype} [${shape}]`);
    return;
  }
  const allowed = units[dtype] ?? 0;
  const slack = allowed * scale * (LAST_PLACE[dtype] ?? 0);
  const near = (got: number | bigint, value: number | bigint): boolean =>
    Math.abs(Number(got) - Number(value)) <= slack || ulps(got, value, dtype) <= allowed;
  const native = decodeData(orElse.data, dtype);
  const exact = decodeData(wanted.data, dtype);
  for (const [at, got] of elements(actual).entries()) {
    const value = exact[at]!;
    if (near(got, value) || near(got, native[at]!)) continue;
    const distance = ulps(got, value, dtype);
    const sentence = `${part} has ${show(got)} at ${at} instead of ${show(value)}: ${distance} units off`;
    yield { kind: "element", of, tensor: index, at, got, wanted: value, units: distance, sentence };
  }
}

function show(value: number | bigint): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/** The unit in the last place of 1. */
const LAST_PLACE: Partial<Record<DType, number>> = {
  float64: 2 ** -52,
  float32: 2 ** -23,
  float16: 2 ** -10,
  bfloat16: 2 ** -7,
};
