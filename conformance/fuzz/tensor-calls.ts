// Calls of the functions of @actfn/tensor that compute.

import type { DType } from "@actfn/tensor";
import fc from "fast-check";
import type { Argument } from "../answers.js";
import {
  anything,
  between,
  bools,
  dimOf,
  dtypes,
  FLOATS,
  floats,
  hundredths,
  INTEGERS,
  integers,
  numbers,
  partners,
  shaped,
  shapes,
  some,
  tensors,
} from "./arguments.js";
import {
  alongDim,
  binary,
  type Call,
  type Calls,
  call,
  elementwise,
  ofDims,
  ofOne,
  reduction,
  withOut,
} from "./call.js";

const cast = fc.constantFrom<DType>(...FLOATS, ...INTEGERS);

const elements: Calls = {
  ...Object.fromEntries(
    [
      "exp", "expm1", "log", "log1p", "sqrt", "erf", "erfc", "neg", "abs", "sign",
      "isnan", "isinf", "isfinite", "logicalNot",
    ].map((fn) => [fn, elementwise(fn)]), // biome-ignore format: a list of names
  ),
  ...Object.fromEntries(["add", "sub", "mul", "div", "pow"].map((fn) => [fn, withOut(binary(fn, "either"))])),
  ...Object.fromEntries(["eq", "ne", "lt", "le", "gt", "ge"].map((fn) => [fn, withOut(binary(fn, "right"))])),
  ...Object.fromEntries(
    ["maximum", "minimum", "logicalAnd", "logicalOr"].map((fn) => [fn, withOut(binary(fn, "none"))]),
  ),
  ...Object.fromEntries(["isclose", "allclose", "equal"].map((fn) => [fn, comparisonOf(fn)])),
  where: withOut(
    tensors(dtypes).chain(([a, shape]) =>
      fc
        .tuple(
          partners(shape).chain((to) => shaped(to, bools)),
          fc.oneof({ weight: 4, arbitrary: partners(shape).chain((to) => shaped(to, dtypes)) }, numbers),
        )
        .map(([mask, b]) => call("where", [mask, a, b])),
    ),
  ),
  maskedFill: withOut(
    tensors(dtypes).chain(([a, shape]) =>
      fc
        .tuple(
          partners(shape).chain((to) => shaped(to, bools)),
          fc.oneof({ weight: 3, arbitrary: numbers }, { weight: 1, arbitrary: shaped([], dtypes) }),
        )
        .map(([mask, value]) => call("maskedFill", [a, mask, value])),
    ),
  ),
  clamp: withOut(
    tensors(dtypes).chain(([a, shape]) => {
      // Not whole, which numbers cannot be for integers here (see the page).
      const bound = fc.integer({ min: -300, max: 300 }).map((n): Argument => ({ number: n / 100 + 0.005 }));
      const tensor = partners(shape).chain((to) => shaped(to, dtypes));
      return fc
        .oneof(some({ min: bound, max: bound }), some({ min: tensor, max: tensor }))
        .map((given) => call("clamp", [a], given));
    }),
  ),
  matmul: withOut(
    fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 4, maxLength: 4 }).chain(([batch, n, k, m]) => {
      const oneOf = (...shapes: number[][]): fc.Arbitrary<number[]> => fc.constantFrom(...shapes);
      const left = oneOf([k!], [n!, k!], [batch!, n!, k!], [2, batch!, n!, k!]);
      const right = oneOf([k!], [k!, m!], [batch!, k!, m!], [1, k!, m!], [m!, k!]);
      return fc.tuple(dtypes, left, right).chain(([dtype, a, b]) => {
        const of = fc.oneof({ weight: 30, arbitrary: fc.constant(dtype) }, { weight: 1, arbitrary: dtypes });
        return fc.tuple(shaped(a, fc.constant(dtype)), shaped(b, of)).map((args) => call("matmul", args));
      });
    }),
  ),
};

/** Of two tensors of one dtype, mostly, which may be one and the same. */
function comparisonOf(fn: string): fc.Arbitrary<Call> {
  const tolerances = {
    rtol: fc.constantFrom(0, 0.01, 1, -1),
    atol: fc.constantFrom(0, 0.5, 1e-8),
    equalNan: fc.boolean(),
  };
  return tensors(dtypes).chain(([a, shape]) => {
    const of = fc.oneof({ weight: 9, arbitrary: fc.constant(a.dtype) }, { weight: 1, arbitrary: dtypes });
    const other = fc.oneof(
      fc.constant(a),
      partners(shape).chain((to) => shaped(to, of)),
      shaped(shape, of),
    );
    return fc.tuple(other, some(fn === "equal" ? {} : tolerances)).map(([b, given]) => call(fn, [a, b], given));
  });
}

const withCast = { dtype: fc.constantFrom(...FLOATS) };
const corrected = { correction: fc.integer({ min: 0, max: 3 }) };

const reductions: Calls = {
  sum: reduction("sum", withCast),
  mean: reduction("mean", withCast),
  var: reduction("var", corrected),
  std: reduction("std", corrected),
  ...Object.fromEntries(["all", "any"].map((fn) => [fn, reduction(fn)])),
  ...Object.fromEntries(["amax", "amin"].map((fn) => [fn, ofDims(fn)])),
  ...Object.fromEntries(["max", "min", "argmax", "argmin"].map((fn) => [fn, ofDims(fn, {}, false)])),
  cumsum: alongDim("cumsum", withCast),
  sort: tensors(dtypes).chain(([x, shape]) =>
    some({ dim: dimOf(shape), descending: fc.boolean() }).map((given) => call("sort", [x], given)),
  ),
  topk: tensors(dtypes).chain(([x, shape]) =>
    fc
      .tuple(fc.integer({ min: -1, max: 6 }), some({ dim: dimOf(shape), largest: fc.boolean() }))
      .map(([k, given]) => call("topk", [x, k], given)),
  ),
};

const withDims = shapes.filter((shape) => shape.length > 0);
const matrices = shapes.map((shape) => shape.slice(0, 2));

const views: Calls = {
  transpose: tensors(dtypes).chain(([x, shape]) =>
    fc.tuple(dimOf(shape), dimOf(shape)).map(([a, b]) => call("transpose", [x, a, b])),
  ),
  t: fc.oneof({ weight: 4, arbitrary: tensors(dtypes, matrices) }, tensors(dtypes)).map(([x]) => call("t", [x])),
  permute: tensors(dtypes).chain(([x, shape]) => {
    const dims = [...shape.keys()];
    const orders = fc.shuffledSubarray(dims, { minLength: Math.max(0, dims.length - 1) });
    return orders.map((order) => call("permute", [x, order]));
  }),
  squeeze: tensors(dtypes).chain(([x, shape]) =>
    fc
      .oneof(
        fc.constant([]),
        dimOf(shape).map((dim) => [dim]),
      )
      .map((dims) => call("squeeze", [x, ...dims])),
  ),
  unsqueeze: tensors(dtypes).chain(([x, shape]) => dimOf([...shape, 1]).map((dim) => call("unsqueeze", [x, dim]))),
  flatten: tensors(dtypes).chain(([x, shape]) =>
    some({ startDim: dimOf(shape), endDim: dimOf(shape) }).map((given) => call("flatten", [x], given)),
  ),
  ...Object.fromEntries(
    ["reshape", "view"].map((fn) => [
      fn,
      tensors(dtypes).chain(([x, shape]) =>
        fc
          .constantFrom<number[]>([-1], [...shape].reverse(), [1, ...shape], [...shape, -1], [2, -1], [3], shape)
          .map((to) => call(fn, [x, to])),
      ),
    ]),
  ),
  narrow: tensors(dtypes, withDims).chain(([x, shape]) =>
    fc
      .tuple(dimOf(shape), fc.integer({ min: -3, max: 4 }), fc.nat(4))
      .map(([dim, start, length]) => call("narrow", [x, dim, start, length])),
  ),
  slice: tensors(dtypes, withDims).chain(([x, shape]) => {
    const bound = fc.integer({ min: -6, max: 6 });
    return fc
      .tuple(dimOf(shape), bound, bound, fc.integer({ min: 0, max: 3 }))
      .map(([dim, start, end, step]) => call("slice", [x, dim, start, end, step]));
  }),
  select: tensors(dtypes).chain(([x, shape]) =>
    fc.tuple(dimOf(shape), fc.integer({ min: -4, max: 4 })).map(([dim, index]) => call("select", [x, dim, index])),
  ),
  expand: tensors(dtypes).chain(([x, shape]) =>
    fc
      .integer({ min: 0, max: 3 })
      .map((times) => call("expand", [x, [times, ...shape.map((s) => (s === 1 ? times : -1))]])),
  ),
  ...Object.fromEntries(["contiguous", "clone", "detach", "toTypedArray"].map((fn) => [fn, ofOne(fn)])),
};

const joins: Calls = {
  cat: withOut(
    tensors(dtypes, withDims).chain(([a, shape]) => {
      const part = fc
        .oneof({ weight: 9, arbitrary: fc.constant(shape) }, { weight: 1, arbitrary: fc.constantFrom([0], [2]) })
        .chain((to) => shaped(to, dtypes));
      return fc.tuple(part, part, some({ dim: dimOf(shape) })).map(([b, c, given]) => call("cat", [[a, b, c]], given));
    }),
  ),
  stack: withOut(
    tensors(dtypes).chain(([a, shape]) =>
      fc
        .tuple(shaped(shape, dtypes), some({ dim: dimOf([...shape, 1]) }))
        .map(([b, given]) => call("stack", [[a, b]], given)),
    ),
  ),
  split: tensors(dtypes).chain(([x, shape]) =>
    some({ dim: dimOf(shape) }).chain((given) => {
      const size = shape.at((given.dim as number | undefined) ?? 0) ?? 1;
      const sections = fc.nat(size).map((first) => [first, size - first]);
      return fc
        .oneof(fc.integer({ min: -1, max: 5 }), sections, fc.constantFrom<number[]>([1, 1], [-1, size + 1]))
        .map((sizes) => call("split", [x, sizes], given));
    }),
  ),
  gather: withOut(
    tensors(dtypes).chain(([x, shape]) =>
      dimOf(shape).chain((dim) => {
        const size = shape.at(dim) ?? 1;
        const beyond = fc.constantFrom(0, 0, 0, 0, 0, 0, 1);
        const sizes = fc.tuple(...shape.map((s) => fc.integer({ min: 1, max: Math.max(1, Math.min(s, 6)) })));
        const index = fc
          .tuple(sizes, beyond)
          .chain(([to, more]) => shaped(to, fc.constant("int64" as DType), between(0, size + more)));
        return index.map((at) => call("gather", [x, dim, at]));
      }),
    ),
  ),
  oneHot: tensors(
    fc.oneof({ weight: 9, arbitrary: fc.constant("int64" as DType) }, { weight: 1, arbitrary: dtypes }),
    shapes,
    between(0, 5),
  ).chain(([x]) => some({ numClasses: fc.integer({ min: -2, max: 6 }) }).map((given) => call("oneHot", [x], given))),
};

const sizes = fc.oneof({ weight: 20, arbitrary: shapes }, { weight: 1, arbitrary: fc.constant<number[]>([2, -1]) });
const anyDType = fc.constantFrom<DType>(...FLOATS, ...INTEGERS, "bool");
const made = { dtype: anyDType };
const scalars: fc.Arbitrary<Argument> = fc.oneof(numbers, fc.boolean());
const steps = fc.oneof(
  fc.integer({ min: -40, max: 40 }).map((n): Argument => ({ bigint: String(n) })),
  hundredths(-4, 4).map((number): Argument => ({ number })),
);

const nested: fc.Arbitrary<Argument> = fc.oneof(
  fc
    .constantFrom<fc.Arbitrary<Argument>>(numbers, fc.boolean(), scalars)
    .chain((leaf) =>
      fc
        .array(fc.nat(3), { maxLength: 3 })
        .chain((shape) =>
          shape.reduceRight<fc.Arbitrary<Argument>>(
            (inner, n) => fc.array(inner, { minLength: n, maxLength: n }),
            leaf,
          ),
        ),
    ),
);

const creation: Calls = {
  ...Object.fromEntries(
    ["zeros", "ones"].map((fn) => [fn, fc.tuple(sizes, some(made)).map(([shape, given]) => call(fn, [shape], given))]),
  ),
  full: fc.tuple(sizes, scalars, some(made)).map(([shape, value, given]) => call("full", [shape, value], given)),
  arange: fc
    .tuple(fc.array(steps, { minLength: 1, maxLength: 3 }), some(made))
    .map(([bounds, given]) => call("arange", bounds, given)),
  linspace: fc
    .tuple(hundredths(-9, 9), hundredths(-9, 9), fc.integer({ min: -1, max: 40 }), some(made))
    .map(([start, end, steps, given]) => call("linspace", [{ number: start }, { number: end }, steps], given)),
  ...Object.fromEntries(["zerosLike", "onesLike"].map((fn) => [fn, ofOne(fn, made)])),
  fullLike: fc
    .tuple(tensors(dtypes), scalars, some(made))
    .map(([[x], value, given]) => call("fullLike", [x, value], given)),
  tensor: fc.tuple(nested, some(made)).map(([values, given]) => call("tensor", [values], given)),
  asTensor: tensors(dtypes).chain(([x, shape]) =>
    fc.constantFrom<number[]>([-1], [...shape, 1], [1, -1], [2, 3]).map((to) => call("asTensor", [x, to])),
  ),
  castTo: fc
    .tuple(tensors(dtypes, shapes, between(-100, 100)), anyDType)
    .map(([[x], dtype]) => call("castTo", [x, dtype])),
  setPrintOptions: fc
    .tuple(
      tensors(dtypes),
      some({
        profile: fc.constantFrom("default", "short", "full"),
        precision: fc.integer({ min: 0, max: 9 }),
        threshold: fc.integer({ min: 1, max: 100 }),
        edgeitems: fc.integer({ min: 1, max: 4 }),
        linewidth: fc.integer({ min: 20, max: 120 }),
        sciMode: fc.boolean(),
      }),
    )
    .map(([[x], given]) => call("setPrintOptions", [x], given)),
};

const seeds = fc.nat(2 ** 31 - 1);
const ofFloat = {
  dtype: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...FLOATS) }, { weight: 1, arbitrary: cast }),
};

const random: Calls = Object.fromEntries(
  Object.entries({
    rand: fc.tuple(sizes, some(ofFloat)).map(([shape, given]) => call("rand", [shape], given)),
    randn: fc.tuple(sizes, some(ofFloat)).map(([shape, given]) => call("randn", [shape], given)),
    randLike: ofOne("randLike", ofFloat, floats),
    randnLike: ofOne("randnLike", ofFloat, floats),
    randint: fc.oneof(
      // 256 is as far as bfloat16 has room for every integer.
      fc
        .tuple(fc.integer({ min: -100, max: 100 }), fc.nat(156), sizes, some({ dtype: cast }))
        .map(([low, more, shape, given]) => call("randint", [low, low + more, shape], given)),
      fc
        .tuple(fc.maxSafeInteger(), fc.maxSafeNat(), sizes, some({ dtype: fc.constantFrom("int64", "float64") }))
        .map(([low, more, shape, given]) => {
          const high = Math.min(low + more, Number.MAX_SAFE_INTEGER);
          return call("randint", [low, high, shape], given);
        }),
    ),
    multinomial: tensors(
      fc.oneof({ weight: 9, arbitrary: floats }, { weight: 1, arbitrary: integers }),
      matrices,
      (dtype) => fc.oneof({ weight: 9, arbitrary: between(0, 1)(dtype) }, { weight: 1, arbitrary: anything(dtype) }),
    ).chain(([x]) =>
      fc
        .tuple(fc.integer({ min: 0, max: 6 }), some({ replacement: fc.boolean() }))
        .map(([n, given]) => call("multinomial", [x, n], given)),
    ),
  }).map(([fn, calls]) => [fn, fc.tuple(calls, seeds).map(([made, seed]): Call => ({ ...made, seed }))]),
);

export const tensorCalls: Calls = { ...elements, ...reductions, ...views, ...joins, ...creation, ...random };
