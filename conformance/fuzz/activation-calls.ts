// Calls of the functions of @actfn/softmax, @actfn/sigmoid and @actfn/relu.

import type { DType } from "@actfn/tensor";
import fc from "fast-check";
import type { TensorSpec } from "../golden.js";
import {
  between,
  bools,
  dimOf,
  dtypes,
  FLOATS,
  hundredths,
  type Options,
  partners,
  shaped,
  shapes,
  some,
  tensors,
} from "./arguments.js";
import { alongDim, binary, type Call, type Calls, call, elementwise, ofOne, reduction, withOut } from "./call.js";

const slope = fc.oneof(fc.constantFrom(0, 0.01, 0.2, 1, -0.5), hundredths(-2, 2));
const amount = fc.oneof(fc.constantFrom(0.5, 1, 2), hundredths(0.01, 4));
const cast = fc.constantFrom(...FLOATS);
const seeds = fc.nat(2 ** 31 - 1);

/** softmax and its kin, with masks. */
function softmaxOf(fn: string): fc.Arbitrary<Call> {
  const plain = { dtype: cast, temperature: amount };
  return withOut(
    tensors(dtypes).chain(([x, shape]) => {
      const masks = partners(shape).chain((to) => shaped(to, bools));
      const options = { ...plain, mask: masks, maskedRow: fc.constantFrom("nan", "zero") };
      return fc.tuple(dimOf(shape), some(options)).map(([dim, given]) => call(fn, [x, dim], given));
    }),
  );
}

function filterOf(fn: string, amounts: fc.Arbitrary<number>): fc.Arbitrary<Call> {
  return withOut(
    tensors(dtypes).chain(([x, shape]) =>
      fc.tuple(amounts, some({ dim: dimOf(shape) })).map(([n, given]) => call(fn, [x, n], given)),
    ),
  );
}

/** Along dims that are even, mostly. */
function halvesOf(fn: string): fc.Arbitrary<Call> {
  const even = shapes.filter((shape) => shape.length < 4).map((shape) => shape.map((size) => 2 * Math.min(size, 9)));
  return withOut(
    tensors(dtypes, fc.oneof({ weight: 3, arbitrary: even }, { weight: 1, arbitrary: shapes })).chain(([x, shape]) =>
      some({ dim: dimOf(shape) }).map((given) => call(fn, [x], given)),
    ),
  );
}

function seeded(calls: fc.Arbitrary<Call>): fc.Arbitrary<Call> {
  return fc.tuple(calls, seeds).map(([made, seed]) => ({ ...made, seed }));
}

/** Scores of 1 to 4 dims, and the shape of the classes that belong to them. */
const scores: fc.Arbitrary<[x: TensorSpec, shape: number[]]> = fc
  .oneof(
    { weight: 1, arbitrary: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 1 }) },
    { weight: 5, arbitrary: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 4 }) },
    // No rows, or no places in them; but classes.
    { weight: 1, arbitrary: fc.array(fc.nat(3), { minLength: 2, maxLength: 4 }).map((shape) => shape.with(1, 3)) },
  )
  .chain((shape) => fc.tuple(shaped(shape), fc.constant(shape)));

function classLoss(fn: string, options: Options): fc.Arbitrary<Call> {
  const ofClasses = scores.chain(([x, shape]) => {
    const dim = Math.min(shape.length - 1, 1);
    const classes = shape[dim]!;
    const rows = shape.toSpliced(dim, 1);
    const weight = fc.oneof({ weight: 12, arbitrary: fc.constant(classes) }, { weight: 1, arbitrary: fc.constant(7) });
    const given = some({
      weight: weight.chain((n) => shaped([n], fc.constant(x.dtype), between(0, 2))),
      ignoreIndex: fc.integer({ min: -1, max: classes }),
      reduction: fc.constantFrom("none", "mean", "sum"),
      ...options,
    });
    // One class too many, seldom, and a shape that is not that of the rows.
    const data = fc.oneof(
      { weight: 20, arbitrary: between(0, classes)("int64") },
      { weight: 1, arbitrary: between(-1, classes + 1)("int64") },
    );
    const shapes = fc.oneof({ weight: 20, arbitrary: fc.constant(rows) }, { weight: 1, arbitrary: partners(rows) });
    const target = shapes.chain((to) => shaped(to, fc.constant("int64" as DType), () => data));
    return fc.tuple(target, given).map(([at, settings]) => call(fn, [x, at], settings));
  });
  if (!options.labelSmoothing) return ofClasses;
  const ofProbabilities = scores.chain(([x, shape]) => {
    const classes = shape[Math.min(shape.length - 1, 1)]!;
    const given = some({
      weight: shaped([classes], fc.constant(x.dtype), between(0, 2)),
      reduction: fc.constantFrom("none", "mean", "sum"),
      ...options,
    });
    return fc
      .tuple(shaped(shape, fc.constant(x.dtype), between(0, 1)), given)
      .map(([target, settings]) => call(fn, [x, target], settings));
  });
  return fc.oneof({ weight: 2, arbitrary: ofClasses }, { weight: 1, arbitrary: ofProbabilities });
}

const softmaxCalls: Calls = {
  ...Object.fromEntries(["softmax", "logSoftmax", "softmin"].map((fn) => [fn, softmaxOf(fn)])),
  ...Object.fromEntries(
    ["sparsemax", "entmax15", "softmax1", "hardmax"].map((fn) => [fn, alongDim(fn, { dtype: cast })]),
  ),
  softmax2d: withOut(ofOne("softmax2d")),
  logsumexp: reduction("logsumexp").filter(({ args }) => args.length > 1),
  logaddexp: withOut(binary("logaddexp", "none")),
  gumbelSoftmax: seeded(
    tensors(fc.constantFrom<DType>("float32", "float64")).chain(([x, shape]) =>
      some({ tau: amount, hard: fc.boolean(), dim: dimOf(shape) }).map((given) => call("gumbelSoftmax", [x], given)),
    ),
  ),
  topKLogits: filterOf("topKLogits", fc.integer({ min: 0, max: 8 })),
  topPLogits: filterOf("topPLogits", fc.oneof(hundredths(-0.1, 1.1), fc.constantFrom(0, 1))),
  minPLogits: filterOf("minPLogits", fc.oneof(hundredths(-0.1, 1.1), fc.constantFrom(0, 1))),
  crossEntropy: classLoss("crossEntropy", { labelSmoothing: fc.constantFrom(0, 0.1, 0.5, 1, 1.5) }),
  nllLoss: classLoss("nllLoss", {}),
};

const sigmoidCalls: Calls = {
  ...Object.fromEntries(
    [
      "sigmoid",
      "logsigmoid",
      "hardsigmoid",
      "silu",
      "hardswish",
      "mish",
      "tanh",
      "softsign",
      "tanhshrink",
      "quickGelu",
    ].map((fn) => [fn, elementwise(fn)]),
  ),
  softplus: elementwise("softplus", { beta: amount, threshold: fc.constantFrom(1, 20, 50) }),
  logit: elementwise("logit", { eps: fc.constantFrom(0, 0.01, 0.3, 1e-6, -1) }),
  ...Object.fromEntries(["glu", "swiglu"].map((fn) => [fn, halvesOf(fn)])),
  binaryCrossEntropyWithLogits: tensors().chain(([x, shape]) => {
    const target = fc.oneof({ weight: 20, arbitrary: fc.constant(shape) }, { weight: 1, arbitrary: partners(shape) });
    const weight = partners(shape).chain((to) => shaped(to, fc.constant(x.dtype), between(0, 2)));
    const options = { weight, posWeight: weight, reduction: fc.constantFrom("none", "mean", "sum") };
    return fc
      .tuple(
        target.chain((to) => shaped(to, fc.constant(x.dtype), between(0, 1))),
        some(options),
      )
      .map(([t, given]) => call("binaryCrossEntropyWithLogits", [x, t], given));
  }),
};

const reluCalls: Calls = {
  ...Object.fromEntries(["relu", "relu6", "relu2", "selu"].map((fn) => [fn, elementwise(fn)])),
  leakyRelu: elementwise("leakyRelu", { negativeSlope: slope }),
  elu: elementwise("elu", { alpha: slope }),
  celu: elementwise("celu", { alpha: slope }),
  gelu: elementwise("gelu", { approximate: fc.constantFrom("none", "tanh", "exact") }),
  hardtanh: elementwise("hardtanh", { minVal: hundredths(-3, 1), maxVal: hundredths(-1, 3) }),
  hardshrink: elementwise("hardshrink", { lambd: slope }),
  softshrink: elementwise("softshrink", { lambd: slope }),
  threshold: withOut(
    fc.tuple(tensors(dtypes), slope, slope).map(([[x], at, value]) => call("threshold", [x, at, value])),
  ),
  prelu: withOut(
    tensors(dtypes).chain(([x, shape]) =>
      fc
        .constantFrom(1, shape[1] ?? 1, 2)
        .chain((n) => shaped([n], fc.constant(x.dtype)).map((weight) => call("prelu", [x, weight]))),
    ),
  ),
  rrelu: seeded(elementwise("rrelu", { training: fc.boolean(), lower: hundredths(-1, 0.5), upper: hundredths(0, 1) })),
};

export const activationCalls: Calls = { ...softmaxCalls, ...sigmoidCalls, ...reluCalls };
