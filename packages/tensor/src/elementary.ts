// Elementary functions, element by element, with their derivatives.

import type { Elementwise } from "./activation.js";
import { elementwise } from "./activation.js";
import { complementaryErrorFunction, errorFunction } from "./erf.js";
import { exp as exponential } from "./exp.js";
import { exponentialMinusOne } from "./expm1.js";
import { logarithm, logarithmOnePlus } from "./log.js";

type Keep = Elementwise<object, "keep">;
type Promote = Elementwise<object, "promote">;

/**
 * eˣ. Integers and bools give float32.
 *
 * @function
 * @see https://pytorch.org/docs/stable/generated/torch.exp.html
 */
export const exp: Promote = /* @__PURE__ */ elementwise({
  name: "exp",
  integers: "promote",
  options: {},
  forward(x, y, n) {
    for (let i = 0; i < n; i++) y[i] = exponential(x[i]!);
  },
  backward(dy, _x, y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = dy[i]! * y[i]!;
  },
  doubleBackward(v, dy, _x, y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = v[i]! * dy[i]! * y[i]!;
  },
});

/**
 * eˣ − 1, with all its digits near 0. Integers and bools give float32.
 *
 * @function
 * @see https://pytorch.org/docs/stable/generated/torch.expm1.html
 */
export const expm1: Promote = /* @__PURE__ */ elementwise({
  name: "expm1",
  integers: "promote",
  options: {},
  forward(x, y, n) {
    for (let i = 0; i < n; i++) y[i] = exponentialMinusOne(x[i]!);
  },
  // Not y + 1, which has lost its digits where y is near −1.
  backward(dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = dy[i]! * exponential(x[i]!);
  },
  doubleBackward(v, dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = v[i]! * dy[i]! * exponential(x[i]!);
  },
});

/**
 * The natural logarithm; NaN below 0, −∞ at 0. Integers and bools give float32.
 *
 * @function
 * @see https://pytorch.org/docs/stable/generated/torch.log.html
 */
export const log: Promote = /* @__PURE__ */ elementwise({
  name: "log",
  integers: "promote",
  options: {},
  forward(x, y, n) {
    for (let i = 0; i < n; i++) y[i] = logarithm(x[i]!);
  },
  backward(dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = dy[i]! / x[i]!;
  },
  doubleBackward(v, dy, x, _y, dx, n) {
    // Not by x², which is 0 or ∞ where its quotient need not be.
    for (let i = 0; i < n; i++) dx[i] = (-v[i]! / x[i]!) * (dy[i]! / x[i]!);
  },
});

/**
 * log(1 + x), with all its digits near 0. Integers and bools give float32.
 *
 * @function
 * @see https://pytorch.org/docs/stable/generated/torch.log1p.html
 */
export const log1p: Promote = /* @__PURE__ */ elementwise({
  name: "log1p",
  gradName: "Log1P",
  integers: "promote",
  options: {},
  forward(x, y, n) {
    for (let i = 0; i < n; i++) y[i] = logarithmOnePlus(x[i]!);
  },
  backward(dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = dy[i]! / (1 + x[i]!);
  },
  doubleBackward(v, dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = (-v[i]! / (1 + x[i]!)) * (dy[i]! / (1 + x[i]!));
  },
});

/**
 * The square root; NaN below 0. Integers and bools give float32.
 *
 * @function
 * @see https://pytorch.org/docs/stable/generated/torch.sqrt.html
 */
export const sqrt: Promote = /* @__PURE__ */ elementwise({
  name: "sqrt",
  integers: "promote",
  options: {},
  forward(x, y, n) {
    for (let i = 0; i < n; i++) y[i] = Math.sqrt(x[i]!);
  },
  backward(dy, _x, y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = dy[i]! / (2 * y[i]!);
  },
  doubleBackward(v, dy, _x, y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = ((-v[i]! / (2 * y[i]!)) * (dy[i]! / (2 * y[i]!))) / y[i]!;
  },
});

const TWO_OVER_ROOT_PI = 1.1283791670955126; // 2/√π: the slope of erf at 0

/**
 * The error function, 2/√π · ∫₀ˣ exp(−t²) dt. Integers and bools give float32.
 *
 * @function
 * @see https://pytorch.org/docs/stable/special.html#torch.special.erf
 */
export const erf: Promote = /* @__PURE__ */ elementwise({
  name: "erf",
  integers: "promote",
  options: {},
  forward(x, y, n) {
    for (let i = 0; i < n; i++) y[i] = errorFunction(x[i]!);
  },
  backward(dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = dy[i]! * TWO_OVER_ROOT_PI * exponential(-x[i]! * x[i]!);
  },
  doubleBackward(v, dy, x, _y, dx, n) {
    // The exponential comes before x, which it outweighs by far.
    for (let i = 0; i < n; i++) dx[i] = v[i]! * dy[i]! * -2 * TWO_OVER_ROOT_PI * exponential(-x[i]! * x[i]!) * x[i]!;
  },
});

/**
 * 1 − erf(x), with all its digits where erf is nearly 1. Integers and bools give float32.
 *
 * @function
 * @see https://pytorch.org/docs/stable/special.html#torch.special.erfc
 */
export const erfc: Promote = /* @__PURE__ */ elementwise({
  name: "erfc",
  integers: "promote",
  options: {},
  forward(x, y, n) {
    for (let i = 0; i < n; i++) y[i] = complementaryErrorFunction(x[i]!);
  },
  backward(dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = dy[i]! * -TWO_OVER_ROOT_PI * exponential(-x[i]! * x[i]!);
  },
  doubleBackward(v, dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = v[i]! * dy[i]! * 2 * TWO_OVER_ROOT_PI * exponential(-x[i]! * x[i]!) * x[i]!;
  },
});

/**
 * −x. The dtype stays, integer dtypes too.
 *
 * @function
 * @throws TypeError for bool input.
 * @see https://pytorch.org/docs/stable/generated/torch.neg.html
 */
export const neg: Keep = /* @__PURE__ */ elementwise({
  name: "neg",
  integers: "keep",
  noBool:
    "Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the `~` or " +
    "`logical_not()` operator instead.",
  options: {},
  forward(x, y, n) {
    for (let i = 0; i < n; i++) y[i] = -x[i]!;
  },
  forwardInt64: (x) => -x,
  backward(dy, _x, _y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = -dy[i]!;
  },
});

/**
 * |x|. The dtype stays, integer dtypes too.
 *
 * @function
 * @throws TypeError for bool input.
 * @see https://pytorch.org/docs/stable/generated/torch.abs.html
 */
export const abs: Keep = /* @__PURE__ */ elementwise({
  name: "abs",
  integers: "keep",
  noBool: "\"abs_cpu\" not implemented for 'Bool'",
  options: {},
  kinks: [0],
  forward(x, y, n) {
    for (let i = 0; i < n; i++) y[i] = Math.abs(x[i]!);
  },
  forwardInt64: (x) => (x < 0n ? -x : x),
  // The slope at the kink is 0, as in torch, and so at NaN.
  backward(dy, x, _y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = dy[i]! * signOf(x[i]!);
  },
});

/**
 * −1, 0 or 1, as x is negative, zero or positive; 0 for NaN, as in torch. The dtype stays, integer dtypes and bool too.
 *
 * @function
 * @see https://pytorch.org/docs/stable/generated/torch.sign.html
 */
export const sign: Keep = /* @__PURE__ */ elementwise({
  name: "sign",
  integers: "keep",
  noBool: null,
  options: {},
  kinks: [0],
  forward(x, y, n) {
    for (let i = 0; i < n; i++) y[i] = signOf(x[i]!);
  },
  forwardInt64: (x) => (x > 0n ? 1n : x < 0n ? -1n : 0n),
  backward(_dy, _x, _y, dx, n) {
    for (let i = 0; i < n; i++) dx[i] = 0;
  },
});

/** −1, 0 or 1, where Math.sign has NaN and −0 as well. */
function signOf(x: number): number {
  return Number(x > 0) - Number(x < 0);
}
