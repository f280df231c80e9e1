// What no function can do anything with: each argument of each function in turn, replaced by everything that it is not.

import { describe, expect, test } from "vitest";
import { callPublished } from "./published.js";

const ODD = {
  tensor: [
    "x",
    null,
    undefined,
    () => 1,
    Symbol("x"),
    {},
    new Map(),
    [[1], [1, 2]],
    ["a"],
    [null],
    { data: [1], dims: [2] },
  ],
  // A whole number may stand for a tensor, as for a dim; what is left is none at all.
  dim: ["0", null, Number.NaN, 0.5, 99, -99, Number.POSITIVE_INFINITY, 0n, true, {}, [0]],
  optionalDim: ["0", null, Number.NaN, 0.5, 99, -99, Number.POSITIVE_INFINITY, 0n, true, {}, [0], [0, 1]],
  dims: ["0", null, Number.NaN, 99, ["0"], [0.5], [99], [0, 0], [null], {}],
  dimList: ["10", null, undefined, 1, [0], [0, 0], [0, 2], [0, 0.5], ["0", "1"], {}],
  shape: [null, undefined, 4, "4", [1.5], [-3], [Number.NaN], ["2"], [2n], [1e300], {}],
  index: ["0", null, undefined, Number.NaN, 0.5, 99, -99, {}],
  length: ["1", null, undefined, Number.NaN, 0.5, 99, -1, {}],
  position: ["1", null, Number.NaN, 0.5, {}, 1n],
  step: ["1", null, Number.NaN, 0.5, 0, -1, {}],
  sections: ["1", null, undefined, Number.NaN, 0.5, -1, [1, 0.5], [3, 3], [-1, 3], ["1", "1"], {}],
  scalar: ["1", null, undefined, {}, [1], () => 1, Symbol("x")],
  bound: ["1", null, undefined, Number.NaN, Number.POSITIVE_INFINITY, {}],
  optionalBound: ["1", null, Number.NaN, 0, 0n, -1],
  number: ["1", null, undefined, {}, [1], 1n],
  options: ["x", 1, null, true, { unknown: 1 }],
};
type Kind = keyof typeof ODD;

const MATRIX = [[1, 2], [3, 4]]; // biome-ignore format: one line
const t = (value: unknown = MATRIX): [unknown, Kind] => [value, "tensor"];
const dim: [unknown, Kind] = [0, "dim"];
const dims: [unknown, Kind] = [[0, 1], "dims"];
const options: [unknown, Kind] = [undefined, "options"];
const shape: [unknown, Kind] = [[2, 2], "shape"];

const each = (names: string[], ...args: [unknown, Kind][]): Record<string, [unknown, Kind][]> =>
  Object.fromEntries(names.map((name) => [name, args]));

/** A call of each function that works, and what each of its arguments is. */
const CALLS: Record<string, [unknown, Kind][]> = {
  ...each(["add", "sub", "mul", "div", "pow", "maximum", "minimum", "matmul"], t(), t(), options),
  ...each(["eq", "ne", "lt", "le", "gt", "ge", "logicalAnd", "logicalOr", "isclose", "allclose"], t(), t(), options),
  ...each(["logicalNot", "isnan", "isinf", "isfinite", "flatten"], t(), options),
  ...each(["exp", "log", "log1p", "expm1", "sqrt", "erf", "erfc", "neg", "abs", "sign"], t(), options),
  equal: [t(), t()],
  where: [t([true, false]), t(), t(), options],
  maskedFill: [t(), t([true, false]), [0, "scalar"], options],
  ...each(["sum", "mean", "var", "std", "amax", "amin", "all", "any"], t(), dims, options),
  ...each(["max", "min", "argmax", "argmin"], t(), [0, "optionalDim"], options),
  cumsum: [t(), dim, options],
  sort: [t(), options],
  topk: [t(), [1, "length"], options],
  ...each(["reshape", "view", "expand"], t(), shape),
  transpose: [t(), dim, dim],
  permute: [t(), [[1, 0], "dimList"]],
  ...each(["t", "contiguous", "clone", "toTypedArray"], t()),
  squeeze: [t(), dims],
  unsqueeze: [t(), dim],
  select: [t(), dim, [0, "index"]],
  narrow: [t(), dim, [0, "index"], [1, "length"]],
  slice: [t(), dim, [0, "position"], [1, "position"], [1, "step"]],
  split: [t(), [1, "sections"], options],
  gather: [t(), dim, t([[0n]]), options],
  oneHot: [t([0n, 1n]), options],
  ...each(["zeros", "ones", "rand", "randn"], shape, options),
  full: [shape, [1, "scalar"], options],
  ...each(["zerosLike", "onesLike", "randLike", "randnLike"], t(), options),
  fullLike: [t(), [1, "scalar"], options],
  arange: [
    [0, "bound"],
    [5, "bound"],
    [1, "optionalBound"],
  ],
  linspace: [[0, "number"], [1, "number"], [3, "position"], options],
  randint: [[0, "bound"], [5, "bound"], shape, options],
  multinomial: [t(), [1, "length"], options],
};

const calls = Object.entries(CALLS).map(([name, args]) => ({ name, args }));

describe("an argument that is none is refused by name", () => {
  test.each(calls)("$name", ({ name, args }) => {
    const values = args.map(([value]) => value);
    callPublished(name, ...values);

    const accepted: unknown[] = [];
    const unclear: unknown[] = [];
    args.forEach(([, kind], i) => {
      for (const odd of ODD[kind]) {
        try {
          callPublished(name, ...values.with(i, odd));
          accepted.push({ argument: i, odd });
        } catch (error) {
          const { message } = error as Error;
          const known = error instanceof RangeError || error instanceof TypeError;
          // What the engine says by itself starts with no function's name.
          if (!known || !message.startsWith(name)) {
            unclear.push({ argument: i, odd, error: String(error) });
          }
        }
      }
    });
    expect({ accepted, unclear }).toEqual({ accepted: [], unclear: [] });
  });

  test("a list of tensors is no tensor, and not empty", () => {
    for (const name of ["cat", "stack"]) {
      for (const odd of [null, undefined, "x", {}, [], 5, [["a"]], [null]]) {
        expect(() => callPublished(name, odd)).toThrow(new RegExp(`^${name}`));
      }
      expect(() => callPublished(name, [[1]], { dim: 0.5 })).toThrow(`${name}: dim must be an integer`);
      expect(() => callPublished(name, [[1]], { axis: 0 })).toThrow(`${name}: unknown option "axis"`);
    }
  });

  test("and so is an option's value that is none", () => {
    const wrong: [name: string, args: unknown[], options: object][] = [
      ["sum", [MATRIX, 0], { dtype: "float" }],
      ["mean", [MATRIX, 0], { dtype: "f4" }],
      ["cumsum", [MATRIX, 0], { dtype: 32 }],
      ["zeros", [[2]], { dtype: null }],
      ["arange", [5], { dtype: "int" }],
      ["full", [[2], 1], { dtype: "complex64" }],
      ["rand", [[2]], { dtype: "int64" }],
      ["rand", [[2]], { generator: "mt19937" }],
      ["randn", [[2]], { generator: {} }],
      ["sort", [MATRIX], { dim: "1" }],
      ["topk", [MATRIX, 1], { dim: 2 }],
      ["split", [MATRIX, 1], { dim: Number.NaN }],
      ["flatten", [MATRIX], { startDim: 0.5 }],
      ["isclose", [MATRIX, MATRIX], { rtol: -1 }],
      ["allclose", [MATRIX, MATRIX], { atol: Number.NaN }],
      ["isclose", [MATRIX, MATRIX], { rtol: "0.1" }],
      ["oneHot", [[0n]], { numClasses: 1.5 }],
      ["oneHot", [[0n]], { numClasses: 0 }],
      ["oneHot", [[0n]], { numClasses: -2 }],
      ["var", [MATRIX, 0], { correction: "1" }],
      ["std", [MATRIX, 0], { correction: Number.NaN }],
      ["clamp", [MATRIX], { min: "0" }],
      ["clamp", [MATRIX], { max: null }],
      ["clamp", [MATRIX], {}],
      ["add", [MATRIX, MATRIX], { out: [[0, 0], [0, 0]] }], // biome-ignore format: one line
      ["matmul", [MATRIX, MATRIX], { out: null }],
    ];
    const accepted = wrong.filter(([name, args, options]) => {
      try {
        callPublished(name, ...args, options);
        return true;
      } catch (error) {
        expect(String(error)).toMatch(new RegExp(`^(RangeError|TypeError): ${name}`));
        return false;
      }
    });
    expect(accepted).toEqual([]);
  });
});
