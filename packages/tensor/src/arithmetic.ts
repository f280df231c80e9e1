import type { TensorLike } from "./as-tensor.js";
import { binary } from "./binary.js";
import { castTo } from "./copy.js";
import { zerosLike } from "./create.js";
import { isFloat } from "./dtype.js";
import type { Engine, Gradient } from "./graph.js";
import { record } from "./graph.js";
import type { FloatOf, ResultType } from "./promotion.js";
import type { Tensor } from "./tensor.js";

/** Arithmetic on two tensors that broadcast together. */
export type Arithmetic = <A extends TensorLike, B extends TensorLike>(
  input: A,
  other: B,
  options?: { out?: Tensor },
) => Tensor<ResultType<A, B>>;

/** Arithmetic that makes float32 of two integers. */
export type FloatArithmetic = <A extends TensorLike, B extends TensorLike>(
  input: A,
  other: B,
  options?: { out?: Tensor },
) => Tensor<FloatOf<ResultType<A, B>>>;

/**
 * input + other, element by element, broadcast together. Two bools make their "or".
 *
 * @function
 * @throws RangeError if the shapes do not broadcast.
 * @see https://pytorch.org/docs/stable/generated/torch.add.html
 */
export const add: Arithmetic = /* @__PURE__ */ binary({
  name: "add",
  result: "keep",
  forward(a, b, y, n) {
    for (let i = 0; i < n; i++) y[i] = a[i]! + b[i]!;
  },
  forwardInt64: (a, b) => a + b,
  record: (y, a, b) => record(y, "AddBackward0", [a, b], [], [(g) => g, (g) => g]),
}) as Arithmetic;

/**
 * input − other, element by element, broadcast together.
 *
 * @function
 * @throws RangeError if the shapes do not broadcast; TypeError for bools.
 * @see https://pytorch.org/docs/stable/generated/torch.sub.html
 */
export const sub: Arithmetic = /* @__PURE__ */ binary({
  name: "sub",
  result: "keep",
  forward(a, b, y, n) {
    for (let i = 0; i < n; i++) y[i] = a[i]! - b[i]!;
  },
  forwardInt64: (a, b) => a - b,
  record(y, a, b, [input]) {
    const name = typeof input === "object" ? "SubBackward0" : "RsubBackward1";
    return record(y, name, [a, b], [], [(g) => g, (g, _saved, { mul }) => mul(g, -1)]);
  },
  check(_dtype, inputs) {
    const bools = inputs.filter(({ dtype }) => dtype === "bool").length;
    if (bools === 0) return;
    throw new TypeError(
      bools === 2
        ? "sub: Subtraction, the `-` operator, with two bool tensors is not supported. " +
            "Use the `^` or `logical_xor()` operator instead."
        : "sub: Subtraction, the `-` operator, with a bool tensor is not supported. " +
            "If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.",
    );
  },
}) as Arithmetic;

/**
 * input · other, element by element, broadcast together. Two bools make their "and".
 *
 * @function
 * @throws RangeError if the shapes do not broadcast.
 * @see https://pytorch.org/docs/stable/generated/torch.mul.html
 */
export const mul: Arithmetic = /* @__PURE__ */ binary({
  name: "mul",
  result: "keep",
  forward(a, b, y, n) {
    if (y instanceof Int32Array) {
      // The product of two int32 may need more bits than a double has.
      for (let i = 0; i < n; i++) y[i] = Math.imul(a[i]!, b[i]!);
    } else {
      for (let i = 0; i < n; i++) y[i] = a[i]! * b[i]!;
    }
  },
  forwardInt64: (a, b) => a * b,
  record: (y, a, b) => record(y, "MulBackward0", [a, b], [a, b], [(g, [, b]) => mul(g, b), (g, [a]) => mul(g, a)]),
}) as Arithmetic;

/**
 * input / other, element by element, broadcast together. Integers give float32.
 *
 * @function
 * @throws RangeError if the shapes do not broadcast.
 * @see https://pytorch.org/docs/stable/generated/torch.div.html
 */
export const div: FloatArithmetic = /* @__PURE__ */ binary({
  name: "div",
  result: "float",
  forward(a, b, y, n) {
    for (let i = 0; i < n; i++) y[i] = a[i]! / b[i]!;
  },
  record: (y, a, b) =>
    record(
      y,
      "DivBackward0",
      [a, b],
      [a, b],
      [(g, [, b], { div }) => div(g, b), (g, [a, b], { div, mul }) => mul(mul(g, -1), div(div(a, b), b))],
    ),
}) as FloatArithmetic;

/**
 * input to the power of exponent, element by element, broadcast together.
 *
 * Integers stay integers, so that 2 to the power of −1 is 0 among tensors.
 *
 * @function
 * @throws RangeError if the shapes do not broadcast, or for integers to a bare negative bigint; TypeError for bools.
 * @see https://pytorch.org/docs/stable/generated/torch.pow.html
 */
export const pow: Arithmetic = /* @__PURE__ */ binary({
  name: "pow",
  result: "keep",
  forward(a, b, y, n) {
    const whole = !(y instanceof Float32Array || y instanceof Float64Array);
    for (let i = 0; i < n; i++) y[i] = whole ? integerPower(a[i]!, b[i]!) : power(a[i]!, b[i]!);
  },
  forwardInt64: wholePower,
  check(dtype, _inputs, [, exponent]) {
    if (dtype === "bool") throw new TypeError("pow: \"pow\" not implemented for 'Bool'");
    if (typeof exponent === "bigint" && exponent < 0n && !isFloat(dtype)) {
      throw new RangeError(`pow: Integers to negative integer powers are not allowed; got the exponent ${exponent}n`);
    }
  },
  record(y, a, b, [base, exponent]) {
    if (typeof exponent !== "object") {
      const n = Number(exponent);
      const slope: Gradient<[Tensor]> = (g, [a], { mul, pow }) =>
        n === 0 ? zerosLike(a) : mul(g, mul(pow(a, n - 1), n));
      return record(y, "PowBackward0", [a], [a], [slope]);
    }
    const name = typeof base === "object" ? "PowBackward1" : "PowBackward2";
    return record(y, name, [a, b], [a, b, y], [slopeByBase, slopeByExponent]);
  },
}) as Arithmetic;

type PowGradient = Gradient<[base: Tensor, exponent: Tensor, power: Tensor]>;

// x⁰ is 1 for any x: where x is 0, too, the formula would have 0 · ∞.
const slopeByBase: PowGradient = (g, [a, b], { where, eq, mul, pow, sub }) =>
  where(eq(b, 0), 0, mul(g, mul(b, pow(a, sub(b, 1n))))); // not 1, which makes float32 of integers

// 0 stays 0, or 1, whatever becomes of an exponent that is not negative, where the formula would have 0 · −∞.
const slopeByExponent: PowGradient = (g, [a, b, y], { mul, where, logicalAnd, eq, ge, log }) =>
  mul(g, where(logicalAnd(eq(a, 0), ge(b, 0)), 0, mul(y, log(a.dtype === y.dtype ? a : castTo(a, y.dtype)))));

/** C's pow, which answers 1 where JavaScript's has NaN: for 1 to any power, and −1 to an infinite one. */
function power(base: number, exponent: number): number {
  return base === 1 || (base === -1 && Math.abs(exponent) === Number.POSITIVE_INFINITY) ? 1 : base ** exponent;
}

/** Its lowest 32 bits, of which narrower integers keep theirs. */
function integerPower(base: number, exponent: number): number {
  return Number(BigInt.asIntN(32, wholePower(BigInt(base), BigInt(exponent))));
}

/** base to the exponent modulo 2⁶⁴, by squaring: its full value might not fit into memory. A fraction is 0. */
function wholePower(base: bigint, exponent: bigint): bigint {
  if (exponent < 0n) return base === 1n ? 1n : base === -1n ? (exponent & 1n ? -1n : 1n) : 0n;
  let result = 1n;
  for (let factor = base, rest = exponent; rest > 0n; rest >>= 1n, factor = BigInt.asIntN(64, factor * factor)) {
    if (rest & 1n) result = BigInt.asIntN(64, result * factor);
  }
  return result;
}

/**
 * The larger of two, element by element, broadcast together; NaN if either is NaN.
 *
 * @function
 * @throws RangeError if the shapes do not broadcast.
 * @see https://pytorch.org/docs/stable/generated/torch.maximum.html
 */
export const maximum: Arithmetic = /* @__PURE__ */ binary({
  name: "maximum",
  result: "keep",
  forward(a, b, y, n) {
    // A NaN fails every comparison: in a it stays because it is not itself, in b because a is not above it.
    for (let i = 0; i < n; i++) y[i] = a[i]! > b[i]! || a[i] !== a[i] ? a[i]! : b[i]!;
  },
  forwardInt64: (a, b) => (a > b ? a : b),
  record: (y, a, b) =>
    record(
      y,
      "MaximumBackward0",
      [a, b],
      [a, b],
      [(g, [a, b], engine) => share(g, a, b, "lt", engine), (g, [a, b], engine) => share(g, b, a, "lt", engine)],
    ),
}) as Arithmetic;

/**
 * The smaller of two, element by element, broadcast together; NaN if either is NaN.
 *
 * @function
 * @throws RangeError if the shapes do not broadcast.
 * @see https://pytorch.org/docs/stable/generated/torch.minimum.html
 */
export const minimum: Arithmetic = /* @__PURE__ */ binary({
  name: "minimum",
  result: "keep",
  forward(a, b, y, n) {
    for (let i = 0; i < n; i++) y[i] = a[i]! < b[i]! || a[i] !== a[i] ? a[i]! : b[i]!;
  },
  forwardInt64: (a, b) => (a < b ? a : b),
  record: (y, a, b) =>
    record(
      y,
      "MinimumBackward0",
      [a, b],
      [a, b],
      [(g, [a, b], engine) => share(g, a, b, "gt", engine), (g, [a, b], engine) => share(g, b, a, "gt", engine)],
    ),
}) as Arithmetic;

/** What one of two gets of a gradient: nothing where it lost to the other, half where they tie. */
function share(g: Tensor, own: Tensor, other: Tensor, lost: "lt" | "gt", engine: Engine): Tensor {
  const { maskedFill, where, eq, mul } = engine;
  return maskedFill(where(eq(own, other), mul(g, 0.5), g), engine[lost](own, other), 0);
}
