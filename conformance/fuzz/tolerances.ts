// How far an answer may be from the exact one, rounded once to its dtype.

import type { DType } from "@actfn/tensor";
import type { TensorAnswer } from "../answers.js";
import { decodeData, elements, makeTensor, type TensorSpec } from "../golden.js";
import type { Call } from "./calls.js";

export interface Tolerance {
  /** In units of the last place of the exact element. */
  readonly units: Partial<Record<DType, number>>;
  /** Or in units of the last place of this number, of which the exact element is what cancelling has left. */
  readonly scale?: number;
}

const NONE: Tolerance = { units: {} };
/** One rounding in float32, and in float64 what torch itself is off besides. */
const ROUNDED: Tolerance["units"] = { float32: 1, float64: 4, float16: 1, bfloat16: 1 };

const ELEMENTWISE = new Set([
  "exp", "expm1", "log", "log1p", "sqrt", "erf", "erfc", "pow", "sigmoid", "logsigmoid", "hardsigmoid", "silu", "hardswish",
  "mish", "tanh", "softsign", "tanhshrink", "selu", "elu", "celu", "gelu", "softplus", "logit", "glu", "logaddexp",
]); // biome-ignore format: a list of names
/** Where terms add up, and may cancel: what is left is judged by the size of the terms. */
const SUMS = new Set([
  "sum",
  "mean",
  "var",
  "std",
  "cumsum",
  "matmul",
  "crossEntropy",
  "nllLoss",
  "binaryCrossEntropyWithLogits",
]);
const ADDED = new Set([
  ...SUMS,
  "add",
  "sub",
  "mul",
  "div",
  "pow",
  "maximum",
  "minimum",
  "where",
  "logaddexp",
  "prelu",
]);
const ROWS = new Set(["softmax", "logSoftmax", "softmin", "logsumexp"]);

export function toleranceOf({ fn, args }: Call): Tolerance {
  if (ELEMENTWISE.has(fn)) return { units: ROUNDED };
  if (ROWS.has(fn)) return { units: { float32: 3, float64: 8, float16: 1, bfloat16: 1 } };
  if (SUMS.has(fn)) {
    const [largest, count] = magnitude(args);
    return { units: ROUNDED, scale: (fn === "var" ? largest * largest : largest) * count };
  }
  return NONE;
}

/**
 * Gradients are made of results that were rounded, so that what is small beside the weights may be off by units of those;
 * where they add up, by units of the terms.
 */
export function gradientTolerance(call: Call, { dtype, data }: TensorAnswer): Tolerance {
  const sizes = decodeData(data, dtype).map((value) => Math.abs(Number(value)));
  const largest = Math.max(1, ...sizes.filter(Number.isFinite));
  const [factor, count] = magnitude(call.args);
  const terms = ADDED.has(call.fn) ? Math.max(1, factor) * count : 1;
  // Beside a float32 tensor, a float64 one of no dims has no more digits than it.
  const digits = JSON.stringify(call.args).includes('"float32"') ? 2 ** 29 : 1;
  return { units: { float32: 8, float64: 32 * digits }, scale: largest * terms };
}

/** The largest finite number among the arguments, and how many there are. */
function magnitude(args: Call["args"]): [largest: number, count: number] {
  const values = args.flat().flatMap((arg): number[] => {
    if (typeof arg === "number") return [arg];
    if (typeof arg !== "object" || arg === null || !("dtype" in arg)) return [];
    return elements(makeTensor(arg as TensorSpec)).map(Number);
  });
  return [Math.max(0, ...values.map(Math.abs).filter(Number.isFinite)), Math.max(1, values.length)];
}
