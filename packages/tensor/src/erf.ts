// The error function and its complement in double, from + − · / alone, so that every engine answers the same bits.

import { FRACTIONS, LN2_128_HIGH, LN2_128_LOW, LOG2_E_128, LOWEST_POWER, POWERS, TO_INTEGER } from "./exp.js";

const TO_19_BITS = 12884901888; // 1.5·2^33: adding and subtracting it rounds to a multiple of 2^-19
const FIRST_ROW = 16; // the row of the largest x, 27.3
const LAST_ROW = 114; // the row of the smallest x, 0.5
const TERMS = 8;
const ROW = 2 + TERMS;

/**
 * e^(x²)·erfc x near a number c, as 2^(n/128) · (1 + Σ pⱼ dʲ) with d = (x − c)/(x + 4): in each row n, c, p₀ … p₇. The rows
 * lie evenly in 1/(x + 4). A row is filled when it is first met, for all of them take milliseconds; n is never 0.
 */
const ROWS = /* @__PURE__ */ new Float64Array((LAST_ROW + 1 - FIRST_ROW) * ROW);

/** erf x = 2/√π ∫₀ˣ e^(−t²) dt, to within 0.9 ULP of float64, the same on every engine. */
export function errorFunction(x: number): number {
  const distance = Math.abs(x);
  if (distance < 0.5) return x + x * excess(x * x);
  // erfc 6 is less than half a unit of the last place of 1. NaN stays NaN.
  const y = distance < 6 ? tail(distance, 1, -1) : distance > 0 ? 1 : distance;
  return x < 0 ? -y : y;
}

/** erfc x = 1 − erf x, which keeps its digits where erf x is near 1, to within 0.9 ULP. */
export function complementaryErrorFunction(x: number): number {
  const distance = Math.abs(x);
  if (distance < 0.5) {
    const rest = 1 - x;
    return rest + (1 - rest - x - x * excess(x * x));
  }
  // From 27.3 on it is less than half the smallest number.
  if (distance < 27.3) return tail(distance, x < 0 ? 2 : 0, x < 0 ? -1 : 1);
  return x < 0 ? 2 : x > 0 ? 0 : x;
}

/** erf x / x − 1 for u = x² ≤ 1/4: the Taylor series 2/√π Σ (−u)ⁿ / (n! (2n + 1)) but for 1. */
function excess(u: number): number {
  const u2 = u * u;
  const u4 = u2 * u2;
  const low = 1 / 10 - u * (1 / 42) + u2 * (1 / 216 - u * (1 / 1320));
  const middle = 1 / 9360 - u * (1 / 75600) + u2 * (1 / 685440 - u * (1 / 6894720));
  const high = 1 / 76204800 - u * (1 / 918086400);
  // 2/√π − 1, 2/√π / 3 and 2/√π
  return 0.12837916709551256 - u * 0.37612638903183754 + u2 * 1.1283791670955126 * (low + u4 * (middle + u4 * high));
}

/**
 * whole + sign · erfc x for 0.5 ≤ x < 27.3, rounded once.
 *
 * erfc x = e^(−x²) · (e^(x²)·erfc x): x² as the sum of two doubles, for its last bit would cost e^(−x²) ten of them, and the
 * second factor by its row, whose power of two joins the exponent, so that both factors are 1 + something small.
 */
function tail(x: number, whole: number, sign: number): number {
  const high = x + TO_19_BITS - TO_19_BITS;
  const square = high * high; // exact
  const squareLow = (x - high) * (x + high);
  const t = square * -LOG2_E_128 + TO_INTEGER - TO_INTEGER;
  const r = -square - t * LN2_128_HIGH - (t * LN2_128_LOW + squareLow);
  const r2 = r * r;

  const inverse = 1 / (x + 4);
  const row = ((inverse * 512 + TO_INTEGER - TO_INTEGER - FIRST_ROW) | 0) * ROW;
  if (ROWS[row] === 0) fill(row);
  const p = polynomial((x - ROWS[row + 1]!) * inverse, row);

  const k = (t | 0) + (ROWS[row]! | 0);
  const i = (k & 127) << 1;
  const growth = FRACTIONS[i + 1]! + r + r2 * (1 / 2 + r * (1 / 6) + r2 * (1 / 24 + r * (1 / 120)));
  const more = p + (growth + growth * p);
  const fraction = FRACTIONS[i]! * sign;
  const power = k >> 7;
  // Near the subnormal range main · more would lose its digits, and in it one power of two is not enough.
  if (power < -1000) return whole + (fraction + fraction * more) * POWERS[power + 64 - LOWEST_POWER]! * 2 ** -64;
  const main = fraction * POWERS[power - LOWEST_POWER]!;
  const sum = whole + main;
  return sum + (whole - sum + main + main * more);
}

// Apart from tail, which V8 would else find too long to inline.
function polynomial(d: number, row: number): number {
  const d2 = d * d;
  const high = ROWS[row + 6]! + d * ROWS[row + 7]! + d2 * (ROWS[row + 8]! + d * ROWS[row + 9]!);
  return ROWS[row + 2]! + d * ROWS[row + 3]! + d2 * (ROWS[row + 4]! + d * ROWS[row + 5]! + d2 * high);
}

function fill(row: number): void {
  // z = (4 − x)/(4 + x), the variable of M. M. Shepherd and J. G. Laframboise, Chebyshev approximation of
  // (1 + 2x)exp(x²)erfc x in 0 ≤ x < ∞, 1981. This is (x + 1/2)·e^(x²)·erfc x = 2^(−92/128) · (1 + Σ qⱼ zʲ), interpolated
  // at the 22 Chebyshev nodes between −97/128 and 7/9 with mpmath 1.3; it is off by 2^-57.5.
  const q = [
    0.01460423550755039, 0.11489110895316529, 0.012655573349993527, -0.056035550042905266, -0.08314279821835138,
    -0.07713066334069354, -0.05458178145311726, -0.030584321152630357, -0.01332875476031266, -0.004140696082562592,
    -0.000623554925014396, 0.00016396395218104, 0.00012394399505312, 2.007722706633e-5, -9.23683543624e-6,
    -4.69713008879e-6, 2.4689829072e-7, 6.7627874267e-7, 5.48061917e-8, -8.646393481e-8, -9.93102698e-9, 8.44107553e-9,
  ];
  const middle = (row / ROW + FIRST_ROW) / 64 - 1;
  // Few bits, so that what it is off the middle is exact.
  const c = Math.round((4096 * (1 - middle)) / (1 + middle)) / 1024;
  expandAround(q, middle);
  q.length = TERMS + 2;
  expandAround(q, (4 - c - middle * (4 + c)) / (4 + c));

  // 1 / (c + 1/2) = 2^(−k/128) · (1 + w), k such that w nearly undoes q₀.
  const divisor = c + 1 / 2;
  let k = -8;
  while (powerOfTwo(k) * (1 + q[0]!) < divisor) k++;
  const w = (powerOfTwo(k) - divisor) / divisor + FRACTIONS[((k & 127) << 1) + 1]!;
  // (1 + w) Σ qⱼ zʲ, where z − z(c) = −8/(c + 4) · d, times (c + 1/2)/(x + 1/2) = (1 − d)/(1 + slope · d).
  const slope = 3.5 / divisor;
  let scale = 1;
  let before = 1 + q[0]!;
  let term = w + (q[0]! + w * q[0]!);
  ROWS[row] = -92 - k;
  ROWS[row + 1] = c;
  ROWS[row + 2] = term;
  term += 1;
  for (let n = 1; n < TERMS; n++) {
    scale *= -8 / (c + 4);
    const coefficient = q[n]! * scale;
    term = (1 + w) * (coefficient - before) - slope * term;
    before = coefficient;
    ROWS[row + 2 + n] = term;
  }
}

/** 2^(k/128) */
function powerOfTwo(k: number): number {
  return FRACTIONS[(k & 127) << 1]! * POWERS[(k >> 7) - LOWEST_POWER]!;
}

/** The first coefficients of the same polynomial of z − centre (W. G. Horner, 1819). */
function expandAround(polynomial: number[], centre: number): void {
  for (let n = 0; n < TERMS; n++) {
    for (let j = polynomial.length - 2; j >= n; j--) polynomial[j]! += centre * polynomial[j + 1]!;
  }
}
