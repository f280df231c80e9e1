// The differences from PyTorch that are meant. Each stands on the page "Differences from PyTorch", under the same anchor.

import type { Argument } from "../answers.js";
import { decode, elements, makeTensor, type TensorSpec } from "../golden.js";
import type { Call } from "./call.js";
import type { Difference } from "./compare.js";

/** Whether a difference is of this kind. */
type Covers = (call: Call, difference: Difference) => boolean;

/** By the anchor of the heading on the page. */
const ACCEPTED: Record<string, Covers[]> = {
  overflow: [
    // torch wraps what is below 0 around.
    (_call, { kind, sentence }) => kind === "throws" && /to type uint8 without overflow: -/.test(sentence),
    // What is too much for float16 is infinite, also in a tensor of no dims.
    (_call, { kind, sentence }) => kind === "answers" && sentence.includes("at::Half without overflow"),
    // Fractions are cut off before anybody looks whether they fit.
    ({ args }, { kind, sentence }) =>
      kind === "answers" && sentence.includes("without overflow") && args.some(isFraction),
  ],
  half: [
    (_call, { kind, sentence }) => kind === "answers" && sentence.includes("not implemented for half on CPU"),
    // There, |a − b| and the tolerance are rounded to few digits before they are compared.
    ({ fn, args }, { kind }) =>
      /^(isclose|allclose)$/.test(fn) && kind !== "throws" && args.some((arg) => isTensorOf(/16$/, arg)),
    // A bound is rounded to the dtype, and met by what is nearest to it.
    ({ fn, args, options = {} }, difference) =>
      /^(threshold|hardtanh|hardshrink|softshrink|clamp)$/.test(fn) &&
      isTensorOf(/float16$/, args[0]) &&
      difference.kind === "element" &&
      [...args.slice(1), ...Object.values(options)].some((bound) => {
        const distance = Math.abs(Math.abs(inputAt(args[0], difference.at) / numberIn(bound)) - 1);
        return distance < 2 ** -8;
      }),
  ],
  bools: [
    ({ fn, args }, { kind }) =>
      /^(argmax|argmin|topk|softsign|tanhshrink)$/.test(fn) && isTensorOf(/^bool/, args[0]) && kind === "answers",
  ],
  cat: [({ fn }, { sentence }) => fn === "cat" && sentence.includes("cat: Dimension out of range")],
  errors: [
    // torch looks at the dtype only where there is something to compute.
    ({ fn, args }, { kind, sentence }) =>
      kind === "throws" &&
      /not implemented for|to have the same dtype/.test(sentence) &&
      (args.some(isEmpty) || fn === "matmul" || (fn === "linspace" && Number(args[2]) <= 1)),
  ],
  layout: [
    // torch casts before it looks how dims lie in memory, and not at all at those of a bare number's exponents.
    ({ fn, args, options = {} }, { sentence }) =>
      sentence.startsWith("strides") &&
      (new Set([...args, ...Object.values(options)].filter(isSpec).map(({ dtype }) => dtype)).size > 1 ||
        (fn === "pow" && !isSpec(args[0]))),
  ],
  division: [
    // The operator of a number and a tensor multiplies by 1 / x.
    ({ fn, args }, difference) =>
      fn === "div" && !isSpec(args[0]) && isElement(difference, "answer") && difference.units <= 2,
  ],
  sums: [
    // A score over a temperature that is not in float32.
    ({ fn, args, options }, difference) =>
      fn === "gumbelSoftmax" &&
      Number.isNaN(wantedIn(difference)) &&
      args.flatMap(valuesOf).some((x) => x / Number(options?.tau) > 3.4e38),
  ],
  logsumexp: [
    // torch has exp(x − y) of a y that was rounded, or NaN of −∞ − −∞.
    ({ fn, args }, difference) =>
      fn === "logsumexp" &&
      isElement(difference, "gradient") &&
      args.flatMap(valuesOf).some((x) => Math.abs(x) > 1e6 || x === Number.NEGATIVE_INFINITY),
  ],
  powers: [
    // √x for x to the ½, which is −0 for −0 and NaN for −∞.
    ({ fn, args }, difference) => {
      if (fn !== "pow" || Math.abs(numberIn(args[1])) !== 0.5 || difference.kind !== "element") return false;
      const x = inputAt(args[0], difference.at);
      return Object.is(x, -0) || x === Number.NEGATIVE_INFINITY;
    },
  ],
  vectors: [
    // A bare exponent rounded to float32 moves the result by as many units as its logarithm is large.
    ({ fn, args }, difference) =>
      fn === "pow" &&
      !isTensorOf(/64$/, args[0]) &&
      !isSpec(args[1]) &&
      isElement(difference, "answer") &&
      difference.units <= 1 + Math.abs(Math.log(Math.abs(Number(difference.wanted)))),
    ({ fn, options }, difference) =>
      fn === "linspace" &&
      /int/.test(String(options?.dtype)) &&
      isElement(difference, "answer") &&
      Math.abs(Number(difference.got) - Number(difference.wanted)) === 1,
    ({ fn, args }, difference) =>
      isElement(difference, "gradient") &&
      ((/^(relu6|hardtanh|hardshrink|softshrink|elu|selu|celu|hardswish|hardsigmoid|logit)$/.test(fn) &&
        Number.isNaN(inputAt(args[0], difference.at))) ||
        (fn === "logit" && Object.is(inputAt(args[0], difference.at), -0))),
  ],
  limits: [
    ({ fn, args }, difference) => {
      if (difference.kind !== "element" || !Number.isNaN(wantedIn(difference))) return false;
      const inputs = args.flatMap(valuesOf);
      if (/^(silu|mish|gelu|softsign|quickGelu)$/.test(fn)) return !Number.isFinite(inputs[difference.at]);
      return /^(swiglu|crossEntropy)$/.test(fn) && inputs.some((x) => !Number.isFinite(x));
    },
  ],
  later: [
    ({ fn, args }, difference) =>
      fn === "hardswish" && isElement(difference, "gradient") && Math.abs(inputAt(args[0], difference.at)) === 3,
    // torch takes an empty list of dims for all, but in the gradient for none; and has −∞ for one element alone.
    ({ fn, args }, difference) =>
      /^(var|std)$/.test(fn) &&
      isElement(difference, "gradient") &&
      (String(args[1]) === "" || (Number.isNaN(difference.got) && valuesOf(args[0]!).length === 1)),
    // torch has 1 / alpha in float32 in the slope of celu, alpha / alpha · exp(x / alpha).
    ({ fn, args, options }, difference) =>
      fn === "celu" &&
      isElement(difference, "gradient") &&
      Math.abs(Number(difference.got) / Number(difference.wanted) - 1) <=
        (1 + Math.abs(inputAt(args[0], difference.at) / Number(options?.alpha))) * 2 ** -24,
  ],
  random: [({ fn, args, options }) => fn === "multinomial" && args[1] === 1 && options?.replacement === true],
};

/** The headings under which they stand. */
export const anchors: readonly string[] = Object.keys(ACCEPTED);

/** The anchor of the accepted difference that this is, if it is one. */
export function acceptedDifference(call: Call, difference: Difference): string | undefined {
  return anchors.find((anchor) => ACCEPTED[anchor]!.some((covers) => covers(call, difference)));
}

function wantedIn(difference: Difference): number {
  return difference.kind === "element" ? Number(difference.wanted) : 0;
}

function isElement(difference: Difference, of: "answer" | "gradient"): difference is Difference & { kind: "element" } {
  return difference.kind === "element" && difference.of === of;
}

function isSpec(arg: Argument | undefined): arg is TensorSpec {
  return typeof arg === "object" && arg !== null && "dtype" in arg;
}

/** Whether it is a tensor of one of these dtypes. */
function isTensorOf(dtypes: RegExp, arg: Argument | undefined): boolean {
  return isSpec(arg) && dtypes.test(arg.dtype);
}

/** Whether it has no elements, or says that there are to be none. */
function isEmpty(arg: Argument): boolean {
  return isSpec(arg) ? makeTensor(arg).numel === 0 : arg === 0;
}

function valuesOf(arg: Argument): number[] {
  return isSpec(arg) ? elements(makeTensor(arg)).map(Number) : [];
}

function inputAt(arg: Argument | undefined, at: number): number {
  return arg === undefined ? Number.NaN : valuesOf(arg)[at]!;
}

/** A bare number, or that in a tensor of no dims. */
function numberIn(arg: Argument | undefined): number {
  if (isSpec(arg)) return makeTensor(arg).ndim === 0 ? inputAt(arg, 0) : Number.NaN;
  return typeof arg === "object" && arg !== null && "number" in arg ? decode(arg.number) : Number(arg);
}

function isFraction(arg: Argument): boolean {
  const number = numberIn(arg);
  return Number.isFinite(number) && !Number.isInteger(number);
}
