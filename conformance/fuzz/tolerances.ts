// How far an answer may be from the exact one, rounded once to its dtype.

import type { DType } from "@actfn/tensor";
import type { Argument, TensorAnswer } from "../answers.js";
import { decode, decodeData, elements, makeTensor, type TensorSpec } from "../golden.js";
import type { Call } from "./call.js";

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
  "mish", "tanh", "softsign", "tanhshrink", "selu", "elu", "celu", "gelu", "softplus", "logit", "quickGelu",
  "logaddexp", "rrelu",
]); // biome-ignore format: a list of names
const ROWS = new Set([
  "softmax", "logSoftmax", "softmin", "softmax2d", "softmax1", "logsumexp",
]); // biome-ignore format: a list of names
/** Where terms add up, and may cancel: what is left is judged by the size of the terms. */
const SUMS = new Set([
  "sum", "mean", "var", "std", "cumsum", "matmul", "crossEntropy", "nllLoss", "binaryCrossEntropyWithLogits",
]); // biome-ignore format: a list of names
const ADDED = new Set([
  ...SUMS, "add", "sub", "mul", "div", "pow", "maximum", "minimum", "where", "logaddexp", "prelu",
]); // biome-ignore format: a list of names

export function toleranceOf({ fn, args, options = {} }: Call): Tolerance {
  const [largest, count] = magnitude(args);
  // The bounds of the slopes are rounded to float16, for which torch has no kernel; they are no larger than 1.
  if (fn === "rrelu" && isFloat16(args[0])) return { units: { float16: 2 }, scale: largest };
  // The gate may be less than the smallest normal number, and has then lost digits before it is multiplied.
  if (fn === "glu" || fn === "swiglu") return { units: ROUNDED, scale: largest * 2 ** -1022 };
  if (ELEMENTWISE.has(fn)) return { units: ROUNDED };
  if (ROWS.has(fn)) {
    // The reference rounds x / temperature before it takes exp, which makes of one unit of z as many as z is large.
    const z = options.temperature === undefined ? 0 : largest / (options.temperature as number);
    return { units: { float32: 3, float64: 8 + 2 * z, float16: 1, bfloat16: 1 } };
  }
  // They are (a power of) a difference of numbers up to 1 that were rounded.
  if (fn === "sparsemax" || fn === "entmax15") return { units: ROUNDED, scale: 1 };
  if (fn === "gumbelSoftmax") {
    // The same, of torch's noise (up to 16 in float32, 37 in float64) and its sum with the scores: three roundings.
    const units = 4 + (4 * (largest + 37)) / ((options.tau as number | undefined) ?? 1);
    return { units: { float32: units, float64: units } };
  }
  if (SUMS.has(fn)) return { units: ROUNDED, scale: (fn === "var" ? largest * largest : largest) * count };
  // torch's loops round where each vector begins, and linspace its step: half a unit of the largest number each.
  if (fn === "arange" || fn === "linspace") return { units: ROUNDED, scale: largest };
  // 2e-6: torch's vectorised log and cos differ in their last bits from one processor to the next.
  if (fn.startsWith("randn")) return { units: { float32: 17, float64: 4, float16: 1, bfloat16: 1 }, scale: 1 };
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
  const ofSoft = call.fn === "gumbelSoftmax" ? toleranceOf(call).units : {};
  return { units: { float32: 8, float64: 32 * digits, ...ofSoft }, scale: largest * terms };
}

function isFloat16(arg: Argument | undefined): boolean {
  return typeof arg === "object" && arg !== null && "dtype" in arg && arg.dtype === "float16";
}

/** The largest finite number among the arguments, and how many there are. */
function magnitude(args: Call["args"]): [largest: number, count: number] {
  const values = args.flat().flatMap((arg): number[] => {
    if (typeof arg === "number") return [arg];
    if (typeof arg !== "object" || arg === null) return [];
    if ("number" in arg) return [decode(arg.number)];
    if ("bigint" in arg) return [Number(arg.bigint)];
    return "dtype" in arg ? elements(makeTensor(arg as TensorSpec)).map(Number) : [];
  });
  return [Math.max(0, ...values.map(Math.abs).filter(Number.isFinite)), Math.max(1, values.length)];
}
