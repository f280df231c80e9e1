// Random calls of every function, as fast-check draws them and makes a failing one smaller.

import type { DType } from "@actfn/tensor";
import fc from "fast-check";
import type { Argument, FunctionCase } from "../answers.js";
import type { TensorSpec, View } from "../golden.js";

/** A call that both sides can make. */
export type Call = Pick<FunctionCase, "fn" | "args" | "options">;

const FLOATS = ["float32", "float64", "float16", "bfloat16"] as const;
const INTEGERS = ["int64", "int32", "int16", "int8", "uint8"] as const;
const SPECIAL = [
  0,
  "-0",
  1,
  -1,
  0.5,
  -0.5,
  "nan",
  "inf",
  "-inf",
  1e-45,
  -1e-38,
  3e38,
  1e-8,
  3,
  -3,
  17,
  -17,
  89,
  -104,
  700,
];

const floats = fc.constantFrom<DType>("float32", "float32", "float32", ...FLOATS);
const dtypes = fc.constantFrom<DType>("float32", "float32", "float32", "float32", ...FLOATS, ...INTEGERS, "bool");

const size = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 1, max: 5 }) },
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constantFrom(17, 33, 70) },
);
const shapes = fc.array(size, { maxLength: 4 });

function dataOf(dtype: DType): fc.Arbitrary<TensorSpec["data"]> {
  if (dtype === "bool")
    return fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 7 }).map((cycle) => ({ cycle }));
  const seed = fc.nat(2 ** 31);
  if (!dtype.includes("float")) {
    const low = dtype === "uint8" ? 0 : -9;
    return seed.map((from) => ({ random: [from, low, 9] }));
  }
  const ranges: [number, number][] = [
    [-4, 4],
    [-4, 4],
    [0, 1],
    [-30, 30],
    [-200, 200],
    [-1e-3, 1e-3],
    [-1e4, 1e4],
  ];
  return fc.oneof(
    {
      weight: 5,
      arbitrary: fc
        .tuple(seed, fc.constantFrom(...ranges))
        .map(([from, range]) => ({ random: [from, ...range] as const })),
    },
    {
      weight: 2,
      arbitrary: fc.array(fc.constantFrom(...SPECIAL), { minLength: 1, maxLength: 6 }).map((cycle) => ({ cycle })),
    },
  ) as fc.Arbitrary<TensorSpec["data"]>;
}

/** Views that fit, out of numbers that may be any. */
function viewsFor(shape: readonly number[], draws: readonly [number, number, number, number][]): [View[], number[]] {
  const views: View[] = [];
  const sizes = [...shape];
  for (const [kind, a, b, c] of draws) {
    const ndim = sizes.length;
    const dim = ndim ? a % ndim : 0;
    const length = sizes[dim] ?? 0;
    const ops: (() => View | undefined)[] = [
      () => {
        const other = b % ndim;
        [sizes[dim], sizes[other]] = [sizes[other]!, sizes[dim]!];
        return ["transpose", dim, other];
      },
      () => {
        const start = length && b % length;
        sizes[dim] = length - start && 1 + (c % (length - start));
        return ["narrow", dim, start, sizes[dim]!];
      },
      () => {
        const step = 1 + (b % 3);
        sizes[dim] = Math.ceil(length / step);
        return ["slice", dim, 0, length, step];
      },
      () => {
        if (length === 0) return undefined;
        sizes.splice(dim, 1);
        return ["select", dim, b % length];
      },
      () => {
        if (length !== 1) return undefined;
        sizes[dim] = 1 + (b % 3);
        return ["expand", [...sizes]];
      },
    ];
    const at = a % (ndim + 1);
    const view =
      ndim > 0 && kind % 6 < 5 ? ops[kind % 6]!() : ndim < 5 ? (["unsqueeze", at] satisfies View) : undefined;
    if (view?.[0] === "unsqueeze") sizes.splice(at, 0, 1);
    if (view) views.push(view);
  }
  return [views, sizes];
}

/** A tensor of any shape and strides, and that shape. */
function tensors(of: fc.Arbitrary<DType> = floats, from = shapes): fc.Arbitrary<[TensorSpec, number[]]> {
  const draws = fc.array(fc.tuple(fc.nat(60), fc.nat(60), fc.nat(60), fc.nat(60)), { maxLength: 3 });
  return fc
    .tuple(
      of,
      from.filter((shape) => shape.reduce((a, b) => a * b, 1) <= 4000),
      draws,
    )
    .chain(([dtype, shape, drawn]) => {
      const [views, sizes] = viewsFor(shape, drawn);
      const spec = (data: TensorSpec["data"]): TensorSpec => ({
        dtype,
        shape,
        data,
        ...(views.length ? { views } : {}),
      });
      return dataOf(dtype).map((data): [TensorSpec, number[]] => [spec(data), sizes]);
    });
}

/** A tensor of one shape, contiguous or with its dims in another order in memory. */
function shaped(shape: readonly number[], of: fc.Arbitrary<DType> = floats): fc.Arbitrary<TensorSpec> {
  const order = fc.shuffledSubarray(
    shape.map((_, d) => d),
    { minLength: shape.length },
  );
  return fc.tuple(of, order).chain(([dtype, dims]) =>
    dataOf(dtype).map((data) => {
      // What lies in memory as `dims` say is the shape once they are put back.
      const back = shape.map((_, d) => dims.indexOf(d));
      const views: View[] = dims.some((d, i) => d !== i) ? [["permute", back]] : [];
      return { dtype, shape: dims.map((d) => shape[d]!), data, ...(views.length ? { views } : {}) };
    }),
  );
}

/** A shape that broadcasts with another, or (seldom) does not. */
function partners(shape: readonly number[]): fc.Arbitrary<number[]> {
  return fc
    .tuple(fc.nat(shape.length), fc.array(fc.nat(9), { minLength: 6, maxLength: 6 }))
    .map(([skip, draws]) =>
      shape.slice(skip).map((sizeOf, d) => (draws[d]! < 2 ? 1 : draws[d] === 9 && sizeOf > 1 ? sizeOf - 1 : sizeOf)),
    );
}

/** A bare number is a float to PyTorch, and a bigint an int. */
const numbers: fc.Arbitrary<Argument> = fc.oneof(
  fc.constantFrom<Argument>(...[0, 1, -1, 0.5, 2, -2.5, 3, "inf", "nan", "-0"].map((number) => ({ number }))),
  fc.double({ min: 1e-9, max: 100, noNaN: true }).map((number) => ({ number })),
  fc.integer({ min: -9, max: 9 }).map((value) => ({ bigint: String(value) })),
);

type Options = Record<string, fc.Arbitrary<Argument>>;

/** Options of which each may be left out. */
function some(options: Options): fc.Arbitrary<Record<string, Argument>> {
  return fc.record(options, { requiredKeys: [] }) as fc.Arbitrary<Record<string, Argument>>;
}

function call(fn: string, args: Argument[], options: Record<string, Argument> = {}): Call {
  return { fn, args, ...(Object.keys(options).length ? { options } : {}) };
}

const dimOf = (shape: readonly number[]): fc.Arbitrary<number> => {
  const ndim = shape.length || 1;
  return fc.oneof(
    { weight: 30, arbitrary: fc.integer({ min: -ndim, max: ndim - 1 }) },
    { weight: 1, arbitrary: fc.constantFrom(ndim, -ndim - 1) },
  );
};

function elementwise(fn: string, options: Options = {}, of = dtypes): fc.Arbitrary<Call> {
  return fc.tuple(tensors(of), some(options)).map(([[x], given]) => call(fn, [x], given));
}

function alongDim(fn: string, options: Options = {}): fc.Arbitrary<Call> {
  return tensors(dtypes).chain(([x, shape]) =>
    fc.tuple(dimOf(shape), some(options)).map(([dim, given]) => call(fn, [x, dim], given)),
  );
}

/** With no dim, one, or a list of them. */
function reduction(fn: string, options: Options = {}, lists = true): fc.Arbitrary<Call> {
  return tensors(dtypes).chain(([x, shape]) => {
    const list = fc.subarray(shape.map((_, d) => (d % 2 ? d - shape.length : d)));
    const dims: fc.Arbitrary<Argument>[] = [dimOf(shape), ...(lists && shape.length ? [list] : [])];
    return fc.oneof(
      { weight: 1, arbitrary: fc.constant(call(fn, [x])) },
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.oneof(...dims), some({ keepdim: fc.boolean(), ...options }))
          .map(([dim, given]) => call(fn, [x, dim], given)),
      },
    );
  });
}

/** `bare`: on which sides torch takes a bare number. */
function binary(fn: string, bare: "either" | "right" | "none", of = dtypes): fc.Arbitrary<Call> {
  return tensors(of).chain(([a, shape]) => {
    const other = partners(shape).chain((to) => shaped(to, of));
    const turned = fc.tuple(other, fc.boolean()).map(([b, swapped]) => call(fn, swapped ? [b, a] : [a, b]));
    const number = fc
      .tuple(numbers, fc.boolean())
      .map(([b, swapped]) => call(fn, swapped && bare === "either" ? [b, a] : [a, b]));
    return fc.oneof({ weight: 3, arbitrary: turned }, { weight: bare === "none" ? 0 : 1, arbitrary: number });
  });
}

const slope = fc.oneof(fc.constantFrom(0, 0.01, 0.2, 1, -0.5), fc.double({ min: -2, max: 2, noNaN: true }));
const positive = fc.oneof(fc.constantFrom(0.5, 1, 2), fc.double({ min: 0.01, max: 4, noNaN: true }));
const cast: Options = { dtype: fc.constantFrom(...FLOATS) };

const views: Record<string, fc.Arbitrary<Call>> = {
  transpose: tensors(dtypes).chain(([x, shape]) =>
    fc.tuple(dimOf(shape), dimOf(shape)).map(([a, b]) => call("transpose", [x, a, b])),
  ),
  permute: tensors(dtypes).chain(([x, shape]) =>
    fc
      .shuffledSubarray(
        shape.map((_, d) => d),
        { minLength: shape.length },
      )
      .map((dims) => call("permute", [x, dims])),
  ),
  squeeze: tensors(dtypes).chain(([x, shape]) => dimOf(shape).map((dim) => call("squeeze", [x, dim]))),
  unsqueeze: tensors(dtypes).chain(([x, shape]) => dimOf([...shape, 1]).map((dim) => call("unsqueeze", [x, dim]))),
  flatten: tensors(dtypes).chain(([x, shape]) =>
    some({ startDim: dimOf(shape), endDim: dimOf(shape) }).map((given) => call("flatten", [x], given)),
  ),
  reshape: tensors(dtypes).chain(([x, shape]) =>
    fc
      .constantFrom<number[]>([-1], [...shape].reverse(), [1, ...shape], [...shape, -1], [2, -1], [3])
      .map((to) => call("reshape", [x, to])),
  ),
  narrow: tensors(
    dtypes,
    shapes.filter((shape) => shape.length > 0),
  ).chain(([x, shape]) =>
    fc
      .tuple(dimOf(shape), fc.integer({ min: -3, max: 4 }), fc.nat(4))
      .map(([dim, start, length]) => call("narrow", [x, dim, start, length])),
  ),
  select: tensors(dtypes).chain(([x, shape]) =>
    fc.tuple(dimOf(shape), fc.integer({ min: -4, max: 4 })).map(([dim, index]) => call("select", [x, dim, index])),
  ),
  expand: tensors(dtypes).chain(([x, shape]) =>
    fc
      .integer({ min: 1, max: 3 })
      .map((times) => call("expand", [x, [times, ...shape.map((s) => (s === 1 ? times : -1))]])),
  ),
  contiguous: elementwise("contiguous"),
  clone: elementwise("clone"),
};

const joins: Record<string, fc.Arbitrary<Call>> = {
  cat: tensors(
    dtypes,
    shapes.filter((shape) => shape.length > 0),
  ).chain(([a, shape]) =>
    fc
      .tuple(shaped(shape, dtypes), shaped(shape, dtypes), dimOf(shape))
      .map(([b, c, dim]) => call("cat", [[a, b, c]], { dim })),
  ),
  stack: tensors(dtypes).chain(([a, shape]) =>
    fc.tuple(shaped(shape, dtypes), dimOf([...shape, 1])).map(([b, dim]) => call("stack", [[a, b]], { dim })),
  ),
  matmul: fc
    .tuple(fc.nat(3), fc.nat(5), fc.nat(5), fc.nat(5), fc.nat(2), fc.nat(2))
    .chain(([batch, n, k, m, ranksA, ranksB]) =>
      fc
        .tuple(
          shaped([[k], [n, k], [batch, n, k]][ranksA]!, fc.constant("float32" as DType)),
          shaped([[k], [k, m], [batch, k, m]][ranksB]!, fc.constant("float32" as DType)),
        )
        .map(([a, b]) => call("matmul", [a, b])),
    ),
};

const chosen: Record<string, fc.Arbitrary<Call>> = {
  where: tensors(dtypes).chain(([a, shape]) =>
    fc
      .tuple(
        partners(shape).chain((to) => shaped(to, fc.constant("bool" as DType))),
        partners(shape).chain((to) => shaped(to, dtypes)),
      )
      .map(([mask, b]) => call("where", [mask, a, b])),
  ),
  maskedFill: tensors(floats).chain(([a, shape]) =>
    fc
      .tuple(
        partners(shape).chain((to) => shaped(to, fc.constant("bool" as DType))),
        fc.constantFrom<Argument>(0, 2.5, { number: "-inf" }),
      )
      .map(([mask, value]) => call("maskedFill", [a, mask, value])),
  ),
  clamp: tensors(floats).chain(([a]) =>
    fc
      .record({ min: slope, max: slope }, { requiredKeys: [] })
      .filter(({ min, max }) => min !== undefined || max !== undefined)
      .map((given) => call("clamp", [a], given as Record<string, Argument>)),
  ),
  sort: tensors(dtypes).chain(([x, shape]) =>
    some({ dim: dimOf(shape), descending: fc.boolean() }).map((given) => call("sort", [x], given)),
  ),
  cumsum: alongDim("cumsum"),
};

const losses: Record<string, fc.Arbitrary<Call>> = {
  crossEntropy: fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })).chain(([n, classes]) =>
    fc
      .tuple(
        shaped([n, classes]),
        fc.array(fc.integer({ min: 0, max: classes - 1 }), { minLength: n, maxLength: n }),
        some({
          ignoreIndex: fc.integer({ min: 0, max: classes - 1 }),
          reduction: fc.constantFrom("none", "mean", "sum"),
          labelSmoothing: fc.constantFrom(0, 0.1, 0.5),
        }),
      )
      .map(([x, classesOf, given]) =>
        call("crossEntropy", [x, { dtype: "int64", shape: [n], data: classesOf.map(String) }], given),
      ),
  ),
  binaryCrossEntropyWithLogits: tensors().chain(([x, shape]) =>
    fc
      .tuple(shaped(shape), some({ reduction: fc.constantFrom("none", "mean", "sum") }))
      .map(([target, given]) => call("binaryCrossEntropyWithLogits", [x, target], given)),
  ),
  nllLoss: fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
    .chain(([n, classes]) =>
      fc
        .tuple(
          shaped([n, classes]),
          fc.array(fc.integer({ min: 0, max: classes - 1 }), { minLength: n, maxLength: n }),
          some({ reduction: fc.constantFrom("none", "mean", "sum") }),
        )
        .map(([x, classesOf, given]) =>
          call("nllLoss", [x, { dtype: "int64", shape: [n], data: classesOf.map(String) }], given),
        ),
    ),
};

const plain = [
  "exp",
  "expm1",
  "log",
  "log1p",
  "sqrt",
  "erf",
  "erfc",
  "neg",
  "abs",
  "sign",
  "isnan",
  "isinf",
  "isfinite",
  "logicalNot",
  "sigmoid",
  "logsigmoid",
  "hardsigmoid",
  "silu",
  "hardswish",
  "mish",
  "tanh",
  "softsign",
  "tanhshrink",
  "relu",
  "relu6",
  "selu",
];
const twos = {
  either: ["add", "sub", "mul", "div", "pow"],
  right: ["eq", "ne", "lt", "le", "gt", "ge"],
  none: ["maximum", "minimum", "logicalAnd", "logicalOr"],
};

/** Random calls of each function. */
export const calls: Record<string, fc.Arbitrary<Call>> = {
  ...Object.fromEntries(plain.map((fn) => [fn, elementwise(fn)])),
  ...Object.fromEntries(
    Object.entries(twos).flatMap(([bare, names]) => names.map((fn) => [fn, binary(fn, bare as keyof typeof twos)])),
  ),
  leakyRelu: elementwise("leakyRelu", { negativeSlope: slope }),
  elu: elementwise("elu", { alpha: slope }),
  celu: elementwise("celu", { alpha: slope }),
  gelu: elementwise("gelu", { approximate: fc.constantFrom("none", "tanh") }),
  hardtanh: elementwise("hardtanh", { minVal: fc.constantFrom(-2, -1, 0), maxVal: fc.constantFrom(1, 2) }),
  hardshrink: elementwise("hardshrink", { lambd: slope }),
  softshrink: elementwise("softshrink", { lambd: slope }),
  softplus: elementwise("softplus", { beta: positive, threshold: fc.constantFrom(1, 20, 50) }),
  logit: elementwise("logit", { eps: fc.constantFrom(0.01, 0.3) }),
  threshold: fc.tuple(tensors(dtypes), slope, slope).map(([[x], at, value]) => call("threshold", [x, at, value])),
  prelu: tensors().chain(([x, shape]) =>
    fc
      .constantFrom(1, shape[1] ?? 1)
      .chain((n) => shaped([n], fc.constant(x.dtype)).map((weight) => call("prelu", [x, weight]))),
  ),
  glu: tensors().chain(([x, shape]) => some({ dim: dimOf(shape) }).map((given) => call("glu", [x], given))),
  softmax: alongDim("softmax", cast),
  logSoftmax: alongDim("logSoftmax", cast),
  softmin: alongDim("softmin", cast),
  logsumexp: reduction("logsumexp").filter(({ args }) => args.length > 1),
  logaddexp: binary("logaddexp", "none", floats),
  sum: reduction("sum"),
  mean: reduction("mean"),
  amax: reduction("amax"),
  amin: reduction("amin"),
  max: reduction("max", {}, false),
  min: reduction("min", {}, false),
  argmax: reduction("argmax", {}, false),
  argmin: reduction("argmin", {}, false),
  var: reduction("var", { correction: fc.constantFrom(0, 1, 2) }),
  std: reduction("std", { correction: fc.constantFrom(0, 1, 2) }),
  all: reduction("all"),
  any: reduction("any"),
  ...views,
  ...joins,
  ...chosen,
  ...losses,
};
