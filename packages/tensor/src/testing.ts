// The contract that every activation keeps, as tests for any runner. It throws plain errors, so it runs in browsers too.

import type { AlongDimSpec, ElementwiseSpec, Integers } from "./activation.js";
import { tensor } from "./as-tensor.js";
import { backward, detach, grad, noGrad } from "./autograd.js";
import { copyOf } from "./copy.js";
import type { DType } from "./dtype.js";
import { laneDType } from "./dtype.js";
import type { Lane } from "./graph.js";
import { attach } from "./graph.js";
import { contiguousCopy, drawn, elementsOf, layouts, SHAPES, transposed } from "./sample-tensors.js";
import { contiguousStrides, isDense, numelOf, sameShape } from "./shape.js";
import { Tensor } from "./tensor.js";

export { checkDerivatives } from "./finite-differences.js";

/** Registers one test, as `test` of vitest, jest and node:test does. */
export type Test = (title: string, run: () => void) => void;

/** What elementwise() and alongDim() make, whatever its options. */
export interface Activation {
  (input: never, ...rest: never[]): Tensor;
  readonly spec: ElementwiseSpec<object, Integers> | AlongDimSpec<object>;
}

/** An activation of either kind, called in one way: `along` is the dim, of those that want one. */
interface Subject {
  readonly name: string;
  readonly integers: Integers;
  /** The options that it is called with: all defaults, but for those of the variant. */
  readonly options: object;
  /** The name that printing shows on its results, where they are recorded. */
  readonly gradFn: string;
  readonly kinks: readonly number[];
  readonly wantsDim: boolean;
  call(input: unknown, options?: unknown, ...along: unknown[]): Tensor;
  /** The declared loops, over rows that are one after another. */
  forward(x: Lane, y: Lane, length: number): void;
  backward(dy: Lane, x: Lane, y: Lane, dx: Lane, length: number): void;
  /** The same as backward where none is declared. */
  tangent(v: Lane, x: Lane, y: Lane, dy: Lane, length: number): void;
  /** Fills dx with zeros where none is declared. */
  doubleBackward(v: Lane, dy: Lane, x: Lane, y: Lane, dx: Lane, length: number): void;
}

/** Options to call an activation with, and where they move its kinks to. */
export interface Variant {
  readonly options?: object;
  readonly kinks?: readonly number[];
}

const INTEGERS = ["uint8", "int8", "int16", "int32", "int64"] as const;
const FLOATS = ["float16", "bfloat16", "float32", "float64"] as const;
/** What must not spoil an element beside it. */
const HOSTILE = [Number.NaN, Number.POSITIVE_INFINITY, -1e30, Number.NEGATIVE_INFINITY, 1e30];
/** Every remainder of a vector, and more than the walk computes at a time. */
const LENGTHS = [...Array(71).keys(), 16385];

/**
 * Tests that an activation made by elementwise() or alongDim() keeps what all of them promise: any shape, stride, dtype
 * and tensor-like input, `out`, options, NaN, errors, and a first and a second derivative that belong to the function,
 * with the default options or those of a variant.
 *
 * @example
 * describe("relu", () => behavesLikeAnActivation(relu, test));
 */
export function behavesLikeAnActivation(activation: Activation, test: Test, variant: Variant = {}): void {
  const subject = subjectOf(activation, variant);
  testShapes(subject, test);
  testInputs(subject, test);
  testOut(subject, test);
  if (!variant.options) testOptions(subject, test);
  testDTypes(subject, test);
  testNeighbours(subject, test);
  if (subject.wantsDim) testDims(subject, test);
  testDerivatives(subject, test);
  testRecording(subject, test);
}

function subjectOf(activation: Activation, variant: Variant): Subject {
  const { spec } = activation;
  const { name, integers, gradName = name[0]!.toUpperCase() + name.slice(1) } = spec;
  const options = { ...spec.options, ...variant.options };
  const gradFn = `${gradName}Backward0`;
  /** The options of one call; what is no object is for the activation to refuse. */
  const joined = (given: unknown): unknown =>
    variant.options && (given === undefined || Object.getPrototypeOf(given) === Object.prototype)
      ? { ...variant.options, ...(given as object | undefined) }
      : given;
  const call = (...given: unknown[]): Tensor => Reflect.apply(activation, undefined, given);
  // (input, dim, options), not (input, options).
  if (activation.length > 2) {
    const rows = spec as AlongDimSpec<object>;
    return {
      name,
      integers,
      options,
      gradFn,
      kinks: [],
      wantsDim: true,
      call: (input, given, ...along) => call(input, along.length > 0 ? along[0] : -1, joined(given)),
      forward: (x, y, length) => rows.forward(x, y, x.length / length, length, options),
      backward: (dy, x, y, dx, length) => rows.backward(dy, x, y, dx, x.length / length, length, options),
      tangent: (v, x, y, dy, length) =>
        (rows.tangent ?? rows.backward).call(rows, v, x, y, dy, x.length / length, length, options),
      doubleBackward(v, dy, x, y, dx, length) {
        if (rows.doubleBackward) rows.doubleBackward(v, dy, x, y, dx, x.length / length, length, options);
        else dx.fill(0);
      },
    };
  }
  const elements = spec as ElementwiseSpec<object, Integers>;
  return {
    name,
    integers,
    options,
    gradFn,
    kinks: variant.kinks ?? elements.kinks ?? [],
    wantsDim: false,
    call: (input, given) => call(input, joined(given)),
    forward: (x, y) => elements.forward(x, y, x.length, options),
    backward: (dy, x, y, dx) => elements.backward(dy, x, y, dx, x.length, options),
    tangent: (v, x, y, dy) => elements.backward(v, x, y, dy, x.length, options),
    doubleBackward(v, dy, x, y, dx) {
      if (elements.doubleBackward) elements.doubleBackward(v, dy, x, y, dx, x.length, options);
      else dx.fill(0);
    },
  };
}

function testShapes({ call, wantsDim }: Subject, test: Test): void {
  test("any shape, from 0-d to 6-d and empty ones, comes back as it is", () => {
    for (const shape of SHAPES) {
      const result = call(layouts(shape, "float32").contiguous);
      check(sameShape(result.shape, shape), `shape [${shape}] became [${result.shape}]`);
      check(result.dtype === "float32", `float32 became ${result.dtype}`);
      check(elementsOf(result).length === numelOf(shape), `shape [${shape}] has other elements`);
    }
  });

  test("any view gives the same bits as its contiguous copy", () => {
    for (const shape of [...SHAPES, [150, 130]]) {
      for (const [layout, view] of Object.entries(layouts(shape, "float32"))) {
        for (const dim of wantsDim ? [...shape.keys(), -1] : [-1]) {
          const expected = elementsOf(call(contiguousCopy(view), undefined, dim));
          checkSame(elementsOf(call(view, undefined, dim)), expected, `${layout} [${shape}], dim ${dim}`);
        }
      }
    }
  });

  if (wantsDim) {
    test("the result is contiguous, however the input lies in memory", () => {
      for (const view of Object.values(layouts([2, 3, 4], "float32"))) {
        checkSame(call(view).strides, contiguousStrides([2, 3, 4]), "strides");
      }
    });
  } else {
    test("the result of a dense input lies in memory as the input does, and that of any other has no gaps", () => {
      for (const [layout, view] of Object.entries(layouts([2, 3, 4], "float32"))) {
        const { strides } = call(view);
        check(isDense([2, 3, 4], strides), `${layout}: strides [${strides}]`);
        if (isDense([2, 3, 4], view.strides)) checkSame(strides, view.strides, `${layout}: strides`);
      }
    });
  }
}

function testInputs({ call }: Subject, test: Test): void {
  const values = drawn(6, 3);
  const nested = [values.slice(0, 3), values.slice(3)];
  /** Like a tensor of onnxruntime or transformers.js: everything behind getters of its class. */
  class ForeignTensor {
    get data(): Float32Array {
      return Float32Array.from(values);
    }
    get dims(): readonly number[] {
      return Object.freeze([2, 3]);
    }
    get type(): string {
      return "float32";
    }
    get location(): string {
      return "cpu";
    }
  }

  test("every tensor-like input gives the same", () => {
    const expected = elementsOf(call(new Tensor(Float32Array.from(values), "float32", [2, 3])));
    const inputs: Record<string, unknown> = {
      "nested arrays": nested,
      "rows of typed arrays": nested.map((row) => Float32Array.from(row)),
      "a class with getters": new ForeignTensor(),
      "plain data and shape": { data: values, shape: [2, 3] },
      "an ndarray": { data: Float32Array.from([9, ...values]), shape: [2, 3], stride: [3, 1], offset: 1 },
      "Fortran order": {
        data: Float32Array.from([0, 3, 1, 4, 2, 5], (i) => values[i]!),
        shape: [2, 3],
        fortranOrder: true,
      },
      "frozen arrays": Object.freeze(nested.map((row) => Object.freeze(row))),
    };
    for (const [kind, input] of Object.entries(inputs)) checkSame(elementsOf(call(input)), expected, kind);
    const row = elementsOf(call(new Tensor(Float32Array.from(values), "float32", [6])));
    checkSame(elementsOf(call(values)), row, "an array");
    checkSame(elementsOf(call(Float32Array.from(values))), row, "a typed array");
    const one = call(values[0]);
    check(one.ndim === 0, "a number makes a 0-d tensor");
    checkSame(elementsOf(one), elementsOf(call(new Tensor(Float32Array.of(values[0]!), "float32", []))), "a number");
  });

  test("nothing of the caller's is changed", () => {
    for (const [layout, view] of Object.entries(layouts([2, 3, 4], "float32"))) {
      const before = snapshot(view);
      call(view);
      check(snapshot(view) === before, `${layout}: the tensor changed`);
    }
    const like = { data: Float32Array.from(values), dims: [2, 3], type: "float32" };
    const options = {};
    call(like, options);
    checkSame([...like.data, ...like.dims], [...values, 2, 3], "data and dims");
    check(Object.keys(like).join() === "data,dims,type" && Object.keys(options).length === 0, "an object has new keys");
  });

  test("frozen shapes, strides and options are welcome", () => {
    const [shape, strides] = [Object.freeze([2, 3]), Object.freeze([3, 1])];
    const input = new Tensor(Float32Array.from(values), "float32", shape, strides);
    checkSame(elementsOf(call(input, Object.freeze({}))), elementsOf(call(nested)), "elements");
  });
}

function testOut({ name, call, wantsDim }: Subject, test: Test): void {
  test("out receives the result, wherever it lies in memory, and nothing beside it is touched", () => {
    for (const shape of SHAPES) {
      const input = layouts(shape, "float32").contiguous!;
      const expected = elementsOf(call(input));
      for (const [layout, out] of Object.entries(layouts(shape, "float32"))) {
        if (layout.startsWith("expanded")) continue;
        out.data.fill(77);
        check(call(input, { out }) === out, `${layout}: the answer is not out`);
        checkSame(elementsOf(out), expected, `${layout} out of shape [${shape}]`);
        const untouched = out.data.filter((element) => element === 77).length;
        check(untouched === out.data.length - out.numel, `${layout}: elements beside the view were written`);
      }
    }
  });

  test("out may be the input itself, of any strides and larger than a block", () => {
    for (const shape of [[7], [2, 3, 4], [150, 130], [1200, 20]]) {
      for (const [layout, input] of Object.entries(layouts(shape, "float32"))) {
        if (layout.startsWith("expanded")) continue;
        for (const dim of wantsDim ? [...shape.keys(), -1] : [-1]) {
          const expected = elementsOf(call(contiguousCopy(input), undefined, dim));
          const { data, strides, offset } = new Tensor(
            input.data.slice(),
            "float32",
            shape,
            input.strides,
            input.offset,
          );
          // A tensor of its own that is the same view: as good as the same object.
          const [same, out] = [0, 1].map(() => new Tensor(data, "float32", shape, strides, offset));
          call(same, { out }, dim);
          checkSame(elementsOf(out!), expected, `${layout} [${shape}], dim ${dim}`);
        }
      }
    }
  });

  test("out may be memory that the caller handed in as { data, dims }", () => {
    const data = Float32Array.from(drawn(6));
    const expected = elementsOf(call(data.slice()));
    call({ data, dims: [6] }, { out: new Tensor(data, "float32", [6]) });
    checkSame([...data], expected, "elements");
  });

  test("out may interleave with the input without meeting it", () => {
    const matrix = Float32Array.from(drawn(24));
    const [left, right] = [0, 3].map((offset) => new Tensor(matrix, "float32", [4, 3], [6, 1], offset));
    const expected = elementsOf(call(contiguousCopy(left!)));
    const before = elementsOf(left!);
    call(left, { out: right });
    checkSame(elementsOf(right!), expected, "right half");
    checkSame(elementsOf(left!), before, "left half");
  });

  test("out that overlaps the input in part is refused, and nothing is written", () => {
    const data = Float32Array.from(drawn(9));
    const [input, out] = [0, 1].map((offset) => new Tensor(data, "float32", [8], [1], offset));
    const before = snapshot(input!);
    checkThrows(name, RangeError, () => call(input, { out }), "overlapping out");
    check(snapshot(input!) === before, "the data changed");
  });

  test("out of another dtype or shape, expanded, or not a tensor is refused", () => {
    const input = layouts([2, 3], "float32").contiguous;
    const refused: [typeof TypeError | typeof RangeError, unknown][] = [
      [TypeError, tensor([[0, 0, 0]], { dtype: "float64" })],
      [TypeError, layouts([2, 3], "int32").contiguous],
      [TypeError, new Float32Array(6)],
      [TypeError, { data: new Float32Array(6), dims: [2, 3] }],
      [TypeError, null],
      [RangeError, layouts([3, 2], "float32").contiguous],
      [RangeError, layouts([6], "float32").contiguous],
      [RangeError, layouts([1, 2, 3], "float32").contiguous],
      [RangeError, layouts([2, 3], "float32")["expanded at the end"]],
    ];
    for (const [kind, out] of refused) checkThrows(name, kind, () => call(input, { out }), String(out));
  });
}

function testOptions({ name, call, options: defaults, wantsDim }: Subject, test: Test): void {
  const input = drawn(40);

  test("an explicit undefined leaves every option at its default", () => {
    const keys = [...Object.keys(defaults), "out", ...(wantsDim ? ["dtype"] : [])];
    const given = Object.fromEntries(keys.map((key) => [key, undefined]));
    checkSame(elementsOf(call(input, given)), elementsOf(call(input)), "all undefined");
    checkSame(elementsOf(call(input, { ...defaults })), elementsOf(call(input)), "all defaults");
  });

  test("options that it does not have, or that are no object, are refused", () => {
    for (const options of [{ outt: undefined }, { inplace: true }, 0.5, "out", null, true, () => {}]) {
      checkThrows(name, TypeError, () => call(input, options), String(options));
    }
  });

  test("what is no tensor is refused", () => {
    for (const wrong of ["1", null, undefined, {}, ["1"], [[1, 2], [3]], () => 1, Symbol.iterator]) {
      const refused = Array.isArray(wrong) ? Error : TypeError;
      checkThrows(name, refused, () => call(wrong), `input ${String(wrong)}`);
    }
  });
}

function testDTypes(subject: Subject, test: Test): void {
  const { name, call, integers, wantsDim } = subject;
  const values = drawn(200, 7);

  test("float16 and bfloat16 are the float32 result, rounded once", () => {
    for (const dtype of ["float16", "bfloat16"] as const) {
      const half = tensor(values, { dtype });
      const result = call(half);
      check(result.dtype === dtype, `${dtype} became ${result.dtype}`);
      const expected = tensor(call(tensor(half, { dtype: "float32" })), { dtype });
      checkSame(elementsOf(result), elementsOf(expected), dtype);
    }
  });

  test("float64 is what the declared loop makes of it, and float32 is as near to that as it can be", () => {
    const wide = call(tensor(values, { dtype: "float64" }));
    check(wide.dtype === "float64", `float64 became ${wide.dtype}`);
    const expected = new Float64Array(values.length);
    subject.forward(Float64Array.from(values), expected, values.length);
    checkSame(elementsOf(wide), [...expected], "float64");
    const narrow = elementsOf(call(values));
    expected.forEach((exact, i) => {
      const units = Math.abs(Number(narrow[i]) - exact) / (Math.abs(exact) * 2 ** -23 + 2 ** -149);
      check(units <= (wantsDim ? 4 : 1), `${name}(${values[i]}) in float32 is off by ${units} units`);
    });
  });

  const whole = Array.from({ length: 24 }, (_, i) => (i * 5) % 12);
  const ofInteger = (dtype: DType, options?: object): Tensor => call(tensor(whole, { dtype }), options);
  const ofFloat = (dtype: DType): (number | bigint)[] => elementsOf(call(tensor(whole, { dtype })));

  if (integers === "keep") {
    test("integers keep their dtype", () => {
      for (const dtype of INTEGERS) {
        // Signed ones see negative numbers too.
        const signed = tensor(dtype === "uint8" ? whole : whole.map((value) => value - 6), { dtype });
        const result = call(signed);
        check(result.dtype === dtype, `${dtype} became ${result.dtype}`);
        const expected = elementsOf(call(tensor(signed, { dtype: "float64" })));
        checkSame(elementsOf(result).map(Number), expected, dtype);
      }
    });

    test("bool is refused", () => {
      checkThrows(name, TypeError, () => call([true, false]), "bool");
    });
  } else if (integers === "promote") {
    test("integers and bools are computed in float32", () => {
      for (const dtype of INTEGERS) {
        check(ofInteger(dtype).dtype === "float32", `${dtype} became ${ofInteger(dtype).dtype}`);
        checkSame(elementsOf(ofInteger(dtype)), ofFloat("float32"), dtype);
      }
      checkSame(elementsOf(call([true, false])), elementsOf(call([1, 0])), "bool");
    });
  } else {
    test("integers and bools are refused, as PyTorch refuses them", () => {
      for (const dtype of [...INTEGERS, "bool"] as const) {
        checkThrows(name, TypeError, () => ofInteger(dtype), dtype, `${integers} not implemented for '`);
      }
    });
  }

  if (wantsDim) {
    test("dtype casts the input first, integers too", () => {
      for (const dtype of ["float32", "float64", "float16", "bfloat16"] as const) {
        const result = ofInteger("int32", { dtype });
        check(result.dtype === dtype, `${dtype} asked for, got ${result.dtype}`);
        checkSame(elementsOf(result), ofFloat(dtype), dtype);
      }
      checkThrows(name, TypeError, () => call(values, { dtype: "float" }), "dtype float");
      const out = tensor(values, { dtype: "float64" });
      check(call(values, { dtype: "float64", out }) === out, "out of the dtype asked for is not taken");
    });
  }
}

function testNeighbours(subject: Subject, test: Test): void {
  const { call, wantsDim } = subject;

  if (!wantsDim) {
    test("NaN stays NaN, alone", () => {
      for (const at of [0, 1, 31, 32, 39]) {
        const input = drawn(40);
        const expected = elementsOf(call(input));
        const spoilt = elementsOf(call(input.with(at, Number.NaN)));
        checkSame(spoilt, expected.with(at, Number.NaN), `NaN at ${at}`);
      }
    });

    test("the bits of an element depend neither on its neighbours nor on its place", () => {
      for (const n of LENGTHS) {
        for (const value of [-2.75, 0.3, 5.5]) {
          const alike = elementsOf(call(new Float32Array(n).fill(value)));
          checkSame(alike, alike.fill(alike[0]!), `${n} times ${value}`);
          for (let shift = 0; shift < 3; shift++) {
            const ours = (i: number): boolean => i % 3 === shift;
            const mixed = Float32Array.from({ length: n }, (_, i) => (ours(i) ? value : HOSTILE[i % 5]!));
            const result = elementsOf(call(mixed)).filter((_, i) => ours(i));
            checkSame(
              result,
              result.map(() => alike[0]!),
              `${value} among ${n}`,
            );
          }
        }
      }
    });
    return;
  }

  test("NaN makes its row NaN, and no other", () => {
    for (const at of [0, 1, 31, 32, 39]) {
      const input = new Tensor(Float32Array.from(drawn(160)), "float32", [4, 40]);
      const expected = elementsOf(call(input));
      input.data[80 + at] = Number.NaN;
      checkSame(elementsOf(call(input)), expected.fill(Number.NaN, 80, 120), `NaN at ${at}`);
    }
  });

  test("the bits of a row depend neither on its neighbours nor on its place nor on its dim", () => {
    for (const [rows, length] of [...LENGTHS.map((n) => [5, n] as const), [700, 37] as const]) {
      const row = drawn(length);
      const alike = new Tensor(new Float32Array(rows * length), "float32", [rows, length]);
      alike.data.forEach((_, i, data) => {
        data[i] = row[i % length]!;
      });
      const expected = elementsOf(call(alike)).slice(0, length);
      for (const at of [0, rows >> 1, rows - 1]) {
        const mixed = contiguousCopy(alike);
        mixed.data.forEach((_, i, data) => {
          if (Math.floor(i / length) !== at) data[i] = HOSTILE[(i + Math.floor(i / length)) % 5]!;
        });
        const ours = (result: Tensor): (number | bigint)[] => elementsOf(result).slice(at * length, (at + 1) * length);
        checkSame(ours(call(mixed)), expected, `row ${at} of ${rows} of ${length}`);
        const columns = contiguousCopy(transposed(mixed, 0, 1));
        checkSame(
          ours(transposed(call(columns, undefined, 0), 0, 1)),
          expected,
          `column ${at} of ${rows} of ${length}`,
        );
      }
    }
  });
}

function testDims({ name, call, forward }: Subject, test: Test): void {
  test("each dim, counted from either end, sees its own rows", () => {
    for (const shape of SHAPES.filter((sizes) => sizes.length > 0)) {
      const input = layouts(shape, "float64").contiguous!;
      for (const dim of shape.keys()) {
        const last = shape.length - 1;
        const rows = contiguousCopy(transposed(input, dim, last));
        const expected = new Tensor(new Float64Array(rows.numel), "float64", rows.shape);
        const length = shape[dim]!;
        for (let at = 0; at < rows.numel; at += length) {
          forward(rows.data.slice(at, at + length), expected.data.subarray(at, at + length), length);
        }
        for (const along of [dim, dim - shape.length]) {
          const result = transposed(call(input, undefined, along), dim, last);
          checkSame(elementsOf(result), elementsOf(expected), `shape [${shape}], dim ${along}`);
        }
      }
    }
  });

  test("a 0-d tensor is a row of one, along 0 and -1", () => {
    for (const dim of [0, -1]) checkSame(elementsOf(call(2.5, undefined, dim)), elementsOf(call([2.5])), `dim ${dim}`);
  });

  test("a dim out of range is refused, of empty tensors too", () => {
    const wrong: [shape: number[], dim: number][] = [
      [[4, 3], 2],
      [[4, 3], -3],
      [[], 1],
      [[], -2],
      [[2, 0], 2],
      [[0], 1],
    ];
    for (const [shape, dim] of wrong) {
      const input = layouts(shape, "float32").contiguous;
      const [low, high] = [-(shape.length || 1), (shape.length || 1) - 1];
      const sentence = `Dimension out of range (expected to be in range of [${low}, ${high}], but got ${dim})`;
      checkThrows(name, RangeError, () => call(input, undefined, dim), `dim ${dim} of [${shape}]`, sentence);
    }
  });

  test("a dim that is missing or no integer is refused", () => {
    for (const dim of [undefined, null, 0.5, Number.NaN, "0", [0], { dim: 0 }]) {
      checkThrows(name, TypeError, () => call([1, 2], undefined, dim), `dim ${String(dim)}`);
    }
  });
}

function testDerivatives({ name, forward, backward, tangent, doubleBackward, kinks }: Subject, test: Test): void {
  const n = 200;
  const length = 5;
  // Far enough from each kink for a difference to stay on one side of it.
  const x = Float64Array.from(drawn(n, 11), (value) =>
    kinks.some((kink) => Math.abs(value - kink) < 0.01) ? value + 0.05 : value,
  );
  const [dy, v] = [12, 13].map((seed) => Float64Array.from(drawn(n, seed))) as [Float64Array, Float64Array];
  const y = new Float64Array(n);
  forward(x, y, length);

  /** Compares slopes with differences of what `weigh` makes of a row whose first element is x[start]. */
  const checkSlopes = (
    slopes: Float64Array,
    what: string,
    weigh: (row: Float64Array, start: number) => number,
  ): void => {
    const h = 1e-3;
    slopes.forEach((slope, i) => {
      const start = i - (i % length);
      const moved = (step: number): number => {
        const row = x.slice(start, start + length);
        row[i - start]! += step;
        return weigh(row, start);
      };
      const near = moved(h) - moved(-h);
      const far = moved(2 * h) - moved(-2 * h);
      const expected = (8 * near - far) / (12 * h); // exact but for h⁴
      const close = Math.abs(slope - expected) <= 1e-8 * (1 + Math.abs(expected));
      check(close, `${name}: ${what} at ${x[i]} is ${expected}, not ${slope}`);
    });
  };
  const dot = (row: Float64Array, weights: Float64Array, start: number): number =>
    row.reduce((sum, value, i) => sum + value * weights[start + i]!, 0);

  test("backward is the slope of forward", () => {
    const dx = new Float64Array(n);
    backward(dy, x, y, dx, length);
    checkSlopes(dx, "the slope", (row, start) => {
      const result = new Float64Array(length);
      forward(row, result, length);
      return dot(result, dy, start);
    });
  });

  test("tangent is backward transposed", () => {
    const [dx, change] = [new Float64Array(n), new Float64Array(n)];
    backward(dy, x, y, dx, length);
    tangent(v, x, y, change, length);
    for (let start = 0; start < n; start += length) {
      const [back, forth] = [
        dot(dx.subarray(start, start + length), v, start),
        dot(change.subarray(start, start + length), dy, start),
      ];
      check(
        Math.abs(back - forth) <= 1e-12 * (1 + Math.abs(back)),
        `${name}: v · backward(dy) is ${back}, dy · tangent(v) ${forth}`,
      );
    }
  });

  test("doubleBackward is the slope of backward, which has none where it is not declared", () => {
    const dx = new Float64Array(n);
    doubleBackward(v, dy, x, y, dx, length);
    checkSlopes(dx, "the slope of the slope", (row, start) => {
      const [result, slope] = [new Float64Array(length), new Float64Array(length)];
      forward(row, result, length);
      backward(dy.subarray(start, start + length), row, result, slope, length);
      return dot(slope, v, start);
    });
  });

  /** Runs a loop into a lane of its own, then over each of the lanes that it may write over. */
  const checkInPlace = (lanes: Record<string, Lane>, over: string[], loop: (given: Lane[], dx: Lane) => void): void => {
    const given = Object.values(lanes);
    const before = given.map((lane) => lane.slice());
    const expected = new Float64Array(n);
    loop(given, expected);
    given.forEach((lane, i) => {
      checkSame([...lane], [...before[i]!], `${Object.keys(lanes)[i]} changed`);
    });
    for (const target of over) {
      const inPlace = lanes[target]!.slice();
      const others = Object.entries(lanes).map(([lane, held]) => (lane === target ? inPlace : held));
      loop(others, inPlace);
      checkSame([...inPlace], [...expected], `dx over ${target}`);
    }
  };

  test("backward leaves what it reads as it was, and may write over dy", () => {
    checkInPlace({ dy, x, y }, ["dy"], ([dys, xs, ys], dx) => backward(dys!, xs!, ys!, dx, length));
  });

  test("doubleBackward leaves what it reads as it was, and may write over v or dy", () => {
    checkInPlace({ v, dy, x, y }, ["v", "dy"], ([vs, dys, xs, ys], dx) => {
      doubleBackward(vs!, dys!, xs!, ys!, dx, length);
    });
  });

  test("forward may write over x", () => {
    const inPlace = x.slice();
    forward(inPlace, inPlace, length);
    checkSame([...inPlace], [...y], "y over x");
  });

  test("numbers of every size have a value and two derivatives that are numbers", () => {
    const sizes = [0, 1e-40, 1e-10, 0.5, 20, 45, 88, 104, 709, 746, 1e3, 1e5, 1e10, 1e19, 3e38];
    for (const [Lane, magnitudes] of [
      [Float32Array, sizes],
      [Float64Array, [...sizes, 1e-320, 1e100, 1e155, 1e308]],
    ] as const) {
      const input = Lane.from([...magnitudes, ...magnitudes.map((value) => -value)]);
      const count = input.length;
      const [ones, signs] = [new Lane(count).fill(1), Lane.from([...input.keys()].map((i) => (i % 2 ? -1 : 1)))];
      for (const row of [1, 2, count]) {
        const [result, first, second] = [new Lane(count), new Lane(count), new Lane(count)];
        forward(input, result, row);
        backward(ones, input, result, first, row);
        doubleBackward(signs, ones, input, result, second, row);
        input.forEach((value, i) => {
          check(!Number.isNaN(result[i]), `${name}(${value}) is NaN`);
          check(!Number.isNaN(first[i]), `${name}: the slope at ${value} is NaN`);
          check(!Number.isNaN(second[i]), `${name}: the slope of the slope at ${value} is NaN`);
        });
      }
    }
  });
}

function testRecording(subject: Subject, test: Test): void {
  const { name, call, wantsDim, gradFn } = subject;

  /** What a declared loop makes of tensors of one shape, rounded to the dtype of the first. */
  const byLoop = (tensors: Tensor[], dim: number, loop: (lanes: Lane[], dx: Lane, length: number) => void) => {
    const { dtype, ndim, numel } = tensors[0]!;
    const lane = laneDType(dtype);
    /** The dim goes last, and comes back. */
    const swapped = (x: Tensor): Tensor => (ndim > 0 ? transposed(x, dim < 0 ? dim + ndim : dim, ndim - 1) : x);
    const rows = tensors.map((x) => copyOf(swapped(x), lane));
    const { shape } = rows[0]!;
    const dx = new Tensor(copyOf(rows[0]!, lane).data.fill(0 as never), lane, shape);
    const lanes = rows.map(({ data }) => data as Lane);
    if (numel > 0) loop(lanes, dx.data as Lane, shape.at(-1) ?? 1);
    return elementsOf(copyOf(swapped(dx), dtype));
  };

  /**
   * Visits tensors that require grad, of every shape in every layout, each with another of its shape. The dtypes take turns:
   * every layout meets each of them, if not in every shape.
   */
  const everyLeaf = (
    dtypes: readonly DType[],
    visit: (x: Tensor, other: Tensor, dim: number, what: string) => void,
  ) => {
    SHAPES.forEach((shape, s) => {
      Object.keys(layouts(shape, "float32")).forEach((layout, l) => {
        for (const dim of wantsDim && shape.length > 0 ? shape.keys() : [-1]) {
          const dtype = dtypes[(s + l + dim + 1) % dtypes.length]!;
          const views = layouts(shape, dtype);
          const what = `${layout} ${dtype} [${shape}], dim ${dim}`;
          visit(attach(views[layout]!, null), layouts(shape, dtype).flipped!, dim, what);
        }
      });
    });
  };

  test("backward() finds what the declared loop makes, for any shape, view and dtype", () => {
    everyLeaf(FLOATS, (x, dy, dim, what) => {
      const y = call(x, undefined, dim);
      const before = [x, dy, y].map(snapshot);
      backward(y, dy);
      const expected = byLoop([dy, x, y], dim, ([dys, xs, ys], dx, length) => {
        subject.backward(dys!, xs!, ys!, dx, length);
      });
      check(x.grad?.dtype === x.dtype && sameShape(x.grad.shape, x.shape), `${what}: the gradient is ${x.grad}`);
      checkSame(elementsOf(x.grad!), expected, what);
      check(
        [x, dy, y].every((held, i) => snapshot(held) === before[i]),
        `${what}: a tensor changed`,
      );
    });
  });

  test("the gradient of a gradient is what the declared loops make, for any shape and view", () => {
    everyLeaf(["float64"], (x, given, dim, what) => {
      const dy = attach(given, null);
      const v = layouts(x.shape, "float64").offset!;
      const y = call(x, undefined, dim);
      const [dx] = grad(y, x, { gradOutputs: dy, createGraph: true });
      const [second, mixed] = grad(dx!, [x, dy], { gradOutputs: v });
      const expected = byLoop([v, dy, x, y], dim, ([vs, dys, xs, ys], result, length) => {
        subject.doubleBackward(vs!, dys!, xs!, ys!, result, length);
      });
      checkSame(elementsOf(second!), expected, what);
      // It is linear in dy.
      const slopes = byLoop([v, x, y], dim, ([vs, xs, ys], result, length) => {
        subject.tangent(vs!, xs!, ys!, result, length);
      });
      checkSame(elementsOf(mixed!), slopes, `${what}, by dy`);
    });
  });

  test("the result tells how it came about, where the input requires grad and not inside noGrad", () => {
    const x = tensor(drawn(6), { requiresGrad: true });
    const y = call(x);
    check(y.requiresGrad && y.gradFn?.name === gradFn, `expected ${gradFn}, but got ${y.gradFn?.name}`);
    check(String(y).endsWith(` grad_fn=<${gradFn}>)`), `${y} names no grad_fn`);
    for (const [what, plain] of [
      ["noGrad", noGrad(() => call(x))],
      ["detach", call(detach(x))],
    ] as const) {
      check(!plain.requiresGrad && plain.gradFn === null, `${what}: the result requires grad`);
      checkSame(elementsOf(plain), elementsOf(y), what);
    }
  });

  test("out is refused where the call would have to be recorded", () => {
    const sentence =
      "functions with out=... arguments don't support automatic differentiation, but one of the arguments requires grad.";
    const x = tensor(drawn(6), { requiresGrad: true });
    const out = tensor(drawn(6));
    const before = snapshot(out);
    checkThrows(name, Error, () => call(x, { out }), "an input that requires grad", sentence);
    checkThrows(name, Error, () => call(out, { out: x }), "an out that requires grad", sentence);
    check(snapshot(out) === before, "out was written");
    check(noGrad(() => call(x, { out })) === out, "inside noGrad the answer is not out");
    checkSame(elementsOf(out), elementsOf(call(x)), "inside noGrad");
  });
}

function check(holds: boolean, sentence: string): void {
  if (!holds) throw new Error(sentence);
}

/** The same numbers, told apart by sign of zero; one NaN is as good as another. */
function checkSame(actual: readonly (number | bigint)[], expected: readonly (number | bigint)[], what: string): void {
  check(actual.length === expected.length, `${what}: ${actual.length} elements, not ${expected.length}`);
  const at = expected.findIndex((value, i) => !Object.is(value, actual[i]));
  if (at >= 0) throw new Error(`${what}: ${actual[at]} at ${at}, not ${expected[at]}`);
}

function checkThrows(name: string, kind: ErrorConstructor, run: () => void, what: string, sentence = ""): void {
  let thrown: unknown;
  try {
    run();
  } catch (error) {
    thrown = error;
  }
  check(thrown instanceof kind, `${what}: expected a ${kind.name}, but got ${thrown ?? "an answer"}`);
  const { message } = thrown as Error;
  check(message.startsWith(`${name}: `), `${what}: the message does not begin with "${name}: ": ${message}`);
  check(message.includes(sentence), `${what}: the message does not hold "${sentence}": ${message}`);
}

/** Everything that a call could change about a tensor, byte by byte. */
function snapshot({ data, shape, strides, offset, dtype }: Tensor): string {
  return JSON.stringify([[...new Uint8Array(data.buffer)], shape, strides, offset, dtype]);
}
