import type { Elementwise } from "@actfn/tensor";
import { complementaryErrorFunction, describe, elementwise, exponential } from "@actfn/tensor";

interface Approximation {
  /** "tanh" for the formula that GPT-2 was trained with, from before error functions were fast. */
  approximate: "none" | "tanh";
}

/**
 * gelu(x) = x · Φ(x) = x · ½ erfc(−x/√2): x times the share of a normal distribution that lies left of x. With
 * `approximate: "tanh"` it is x · ½ (1 + tanh(√(2/π) (x + 0.044715 x³))).
 *
 * Elementwise, of any shape and float dtype. The left tail keeps its digits down to the smallest number.
 *
 * @function
 * @throws RangeError if approximate is neither "none" nor "tanh"; TypeError for integer input.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.gelu.html
 * @see https://arxiv.org/abs/1606.08415 D. Hendrycks, K. Gimpel, Gaussian Error Linear Units, 2016
 */
export const gelu: Elementwise<Approximation, '"GeluKernelImpl"'> = /* @__PURE__ */ elementwise<
  Approximation,
  '"GeluKernelImpl"'
>({
  name: "gelu",
  integers: '"GeluKernelImpl"',
  options: { approximate: "none" },
  check({ approximate }) {
    if (approximate === "none" || approximate === "tanh") return;
    throw new RangeError(
      `gelu: approximate argument must be either none or tanh., but got { approximate: ${describe(approximate)} }`,
    );
  },
  forward(x, y, n, { approximate }) {
    if (approximate === "none") for (let i = 0; i < n; i++) y[i] = timesNormal(x[i]!);
    else for (let i = 0; i < n; i++) y[i] = timesLogistic(x[i]!);
  },
  // Where the density is 0 so is what it is multiplied by, be it infinite.
  backward(dy, x, _y, dx, n, { approximate }) {
    for (let i = 0; i < n; i++) {
      const score = x[i]!;
      let slope: number;
      if (approximate === "none") {
        const density = normalDensity(score);
        slope = complementaryErrorFunction(-score * ROOT_HALF) / 2 + (density && score * density);
      } else {
        const e = exponential(-Math.abs(logit(score)));
        const density = e / (1 + e) ** 2;
        slope = (score < 0 ? e : 1) / (1 + e) + (density && score * density * logitSlope(score));
      }
      dx[i] = dy[i]! * slope;
    }
  },
  doubleBackward(v, dy, x, _y, dx, n, { approximate }) {
    for (let i = 0; i < n; i++) {
      const score = x[i]!;
      let bend: number;
      if (approximate === "none") {
        const density = normalDensity(score);
        bend = density && density * (2 - score * score);
      } else {
        const e = exponential(-Math.abs(logit(score)));
        const density = e / (1 + e) ** 2;
        const slope = logitSlope(score);
        const falling = (Math.abs(score) * (1 - e)) / (1 + e); // x · tanh(z/2)
        bend = density && density * (slope * (2 - falling * slope) + 6 * CUBIC * score * score);
      }
      dx[i] = v[i]! * dy[i]! * bend;
    }
  },
});

const ROOT_HALF = Math.SQRT1_2; // 1/√2
const ROOT_HALF_HIGH = 0.7071067690849304; // its first 24 bits
const ROOT_HALF_LOW = 1.210161710447897e-8; // the rest
const ONE_OVER_ROOT_2_PI = 0.3989422804014327; // 1/√(2π): the density at 0
const LN_ROOT_2_PI = 0.9189385332046728; // ln √(2π)
const LN_ROOT_2_PI_LOW = -3.8782941580672414e-17; // the rest
const TO_26_BITS = 134217729; // 2^27 + 1 (T. J. Dekker, 1971)

function normalDensity(x: number): number {
  return ONE_OVER_ROOT_2_PI * exponential((-x * x) / 2);
}

/** x · Φ(x), to within 1.9 ULP of float64. */
function timesNormal(x: number): number {
  const a = -x * ROOT_HALF;
  if (!(x < -0.5)) return (x / 2) * complementaryErrorFunction(a);
  if (x < -39) return -0;
  // x in two parts, for the products below to be exact.
  const high = Math.fround(x);
  const low = x - high;
  if (x < -30) {
    // erfc nears the numbers that are too small to have all digits: −φ(x) · (1 − 1/x² + 3/x⁴ − 15/x⁶ …), where the last
    // digit of x²/2 would cost exp(−x²/2) ten of them.
    const square = high * high * 0.5;
    const rest = (low * (x + high)) / 2;
    const main = square + LN_ROOT_2_PI;
    const sum = main + rest;
    const sumLow = square - main + LN_ROOT_2_PI + LN_ROOT_2_PI_LOW + (main - sum + rest);
    const u = 1 / (x * x);
    const less = u * (1 - u * (3 - u * (15 - u * (105 - u * (945 - u * (10395 - u * (135135 - u * 2027025)))))));
    const density = exponential(-sum);
    return -(density - density * (sumLow + less));
  }
  // What a is off −x/√2 would cost erfc as many digits: its logarithm has the slope −(a + √(a² + 4/π)), nearly.
  const off = -(a + high * ROOT_HALF_HIGH + (low * ROOT_HALF_HIGH + x * ROOT_HALF_LOW));
  const weight = complementaryErrorFunction(a);
  const scaled = weight * TO_26_BITS;
  const weightHigh = scaled - (scaled - weight);
  const y = x * weight;
  const lost = high * weightHigh - y + low * weightHigh + x * (weight - weightHigh);
  return (y + (lost - y * off * (a + Math.sqrt(a * a + 4 / Math.PI)))) / 2;
}

// x · ½ (1 + tanh(z/2)) = x / (1 + exp(−z)) with z = LINEAR · x + CUBIC · x³
const LINEAR = 1.5957691216057308; // 2 √(2/π)
const LINEAR_LOW = -9.96930880911092e-17; // the rest
const CUBIC = 0.07135481627260025; // LINEAR · 0.044715
const CUBIC_HIGH = 0.07135481387376785; // its first 24 bits
const CUBIC_LOW = 2.3988323959931355e-9; // the rest
const LN_256 = 5.545177444479562; // ln 256
const LN_256_LOW = 1.8552374510770394e-16; // the rest

function logit(x: number): number {
  return x * (LINEAR + CUBIC * x * x);
}

function logitSlope(x: number): number {
  return LINEAR + 3 * CUBIC * x * x;
}

/** x / (1 + exp(−z)), to within 1.9 ULP of float64. */
function timesLogistic(x: number): number {
  if (!(x < 0)) return x / (1 + exponential(-logit(x)));
  if (x < -21.57) return -0;
  // z in two doubles, for its last digit would cost its exponential ten of them; products of 24 bits are exact.
  const high = Math.fround(x);
  const low = x - high;
  const square = high * high;
  const squareHigh = Math.fround(square);
  const squareLow = square - squareHigh + low * (x + high);
  const cubic = CUBIC_HIGH * squareHigh;
  const rest = CUBIC_LOW * squareHigh + CUBIC * squareLow + LINEAR_LOW;
  const factor = Math.fround(LINEAR + cubic + rest);
  const factorLow = cubic - factor + LINEAR + rest;
  const main = high * factor;
  const minor = low * factor + x * factorLow;
  const z = main + minor;
  const zLow = main - z + minor;
  if (x > -8) {
    const e = exponential(-z);
    const divisor = 1 + e;
    const y = x / divisor;
    // What the divisor has lost, its exponential included.
    return y - (y * (e - divisor + 1 - e * zLow)) / divisor;
  }
  // 1 + exp(−z) is exp(−z) to the last digit, and 256 keeps those of the smallest numbers until the end.
  const sum = z + LN_256;
  const y = x * exponential(sum);
  return (y + y * (z - sum + LN_256 + LN_256_LOW + zLow)) / 256;
}
