// ln x and ln (1 + x) in double, from additions and multiplications alone, so that every engine answers the same bits.

import { LOWEST_POWER, POWERS } from "./exp.js";

/** The row around 1, from 1 − 2^-8 to 1 + 2^-7: its ln is 0, and nothing of ln x is lost there. */
const ROW_OF_ONE = 36;

/**
 * 64 rows to an octave, and for each, with c a number in its middle: 1 / c, to 14 binary places, and ln c, as a multiple of
 * 2^-40 and the rest.
 */
const ROWS = /* @__PURE__ */ rows();
/** Shows the bits of a double. */
const BITS = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));

/** The natural logarithm, to within 0.76 ULP of float64, the same on every engine. ln 0 is −∞, left of it NaN. */
export function logarithm(x: number): number {
  if (x >= 2 ** -1022 && x < Number.POSITIVE_INFINITY) return logarithmOfSum(x, 0, 0, 0);
  if (x > 0 && x < 1) return logarithmOfSum(x * 2 ** 54, 0, -54, 0);
  return x === 0 ? Number.NEGATIVE_INFINITY : x > 0 ? x : Number.NaN;
}

/**
 * ln (1 + x), which keeps its digits where 1 + x would round them away, to within 0.76 ULP; less `minus`, which is 0 or the
 * answer itself, for what that has been rounded by.
 */
export function logarithmOnePlus(x: number, minus = 0): number {
  if (Math.abs(x) < 2 ** -54) return x - minus; // −0 and what has no more than one bit of x²
  if (x > -1 && x < Number.POSITIVE_INFINITY) {
    const sum = 1 + x;
    const rest = sum - 1;
    // What the sum lost (D. E. Knuth's TwoSum).
    return logarithmOfSum(sum, 1 - (sum - rest) + (x - rest), 0, minus);
  }
  return x === -1 ? Number.NEGATIVE_INFINITY : x > 0 ? x : Number.NaN;
}

/**
 * ln ((high + low) · 2^power) − minus, where low is beyond the last bit of high.
 *
 * high = 2^k · m and c near m give ln = k ln 2 + ln c + ln (1 + r) with r = m/c − 1, |r| ≤ 2^-7, the last a polynomial
 * (P. T. P. Tang, Table-driven implementation of the logarithm function, 1990).
 */
function logarithmOfSum(high: number, low: number, power: number, minus: number): number {
  // In here, for a bundler makes variables of a module's constants, and this loses a tenth of its speed to them.
  const ln2High = 0.6931471675634384; // 26 bits of ln 2: a multiple of it is exact
  const ln2Low = 1.2996506893889889e-8; // the rest of ln 2
  const to28Bits = 25165824; // 1.5·2^24: adding and subtracting it rounds to a multiple of 2^-28
  const firstWord = 0x3fe6e000; // the upper half of the double where the first row begins; a row is 2^14 long

  BITS.setFloat64(0, high);
  const word = BITS.getInt32(0) - firstWord;
  const exponent = word >> 20;
  const scale = POWERS[-LOWEST_POWER - exponent]!;
  const row = ((word >> 14) & 63) * 3;
  const inverse = ROWS[row]!;
  const m = high * scale;
  const mHigh = m + to28Bits - to28Bits;
  // r in two parts: the first is exact, a multiple of 2^-42 as all that is added to it in the end.
  const rHigh = mHigh * inverse - 1;
  const rLow = (m - mHigh + low * scale) * inverse;
  const r = rHigh + rLow;
  const r2 = r * r;
  const r4 = r2 * r2;
  const bend = -1 / 2 + r * (1 / 3) + r2 * (-1 / 4 + r * (1 / 5)) + r4 * (-1 / 6 + r * (1 / 7) + r2 * (-1 / 8));
  const k = exponent + power;
  return k * ln2High + ROWS[row + 1]! + rHigh - minus + (k * ln2Low + ROWS[row + 2]! + rLow + r2 * bend);
}

function rows(): Float64Array {
  const table = new Float64Array(64 * 3);
  const one = 2 ** 14;
  // From 1 up, then from 1 down: ln c in 80 binary digits grows by ln (a/b) = 2 artanh z, z = (a − b)/(a + b).
  for (const step of [1, -1]) {
    let logarithm = 0n;
    let before = BigInt(one);
    for (let i = ROW_OF_ONE; i >= 0 && i < 64; i += step) {
      const middle = 1 + (i - ROW_OF_ONE) / (i < ROW_OF_ONE ? 128 : 64);
      const inverse = BigInt(Math.round(one / middle));
      const z = ((before - inverse) << 80n) / (before + inverse);
      for (let n = 1n, term = 2n * z; term; n += 2n, term = (term * z * z) / 2n ** 160n) logarithm += term / n;
      before = inverse;
      const high = logarithm >> 40n;
      table[i * 3] = Number(inverse) / one;
      table[i * 3 + 1] = Number(high) * 2 ** -40;
      table[i * 3 + 2] = Number(logarithm - (high << 40n)) * 2 ** -80;
    }
  }
  return table;
}
