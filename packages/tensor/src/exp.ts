// eˣ in double, from additions and multiplications alone, so that every engine answers the same bits.

export const LOG2_E_128 = 184.6649652337873; // 128 / ln 2: how many 128ths of a power of two eˣ holds for each x
export const LN2_128_HIGH = 0.0054152122465893626; // ln 2 / 128, its last 27 bits zero: a multiple of it is exact
export const LN2_128_LOW = 1.0153521010851475e-10; // the rest of ln 2 / 128
export const TO_INTEGER = 6755399441055744; // 1.5·2^52: adding and subtracting it rounds to the nearest integer
export const LOWEST_POWER = -1074; // the smallest subnormal is 2^-1074

/** 2^(i/128), and what its double leaves out, relative to it. */
export const FRACTIONS: Float64Array = /* @__PURE__ */ fractions();
/** 2^k for k from LOWEST_POWER on. */
export const POWERS: Float64Array = /* @__PURE__ */ powers();

/**
 * eˣ to within 0.52 ULP of float64 (from 1e-308 up), the same on every engine. NaN stays NaN.
 *
 * x is split into k/128 · ln 2 + r with |r| ≤ ln 2 / 256, and eˣ = 2^⌊k/128⌋ · 2^(k mod 128 / 128) · eʳ, the last a polynomial
 * (P. T. P. Tang, Table-driven implementation of the exponential function, 1989).
 */
export function exp(x: number): number {
  // Beyond these ends the answer is ∞ or 0; a comparison, not Math.min, lets NaN through.
  const clamped = x > 710 ? 710 : x < -746 ? -746 : x;
  const t = clamped * LOG2_E_128 + TO_INTEGER - TO_INTEGER;
  const k = t | 0;
  const r = clamped - t * LN2_128_HIGH - t * LN2_128_LOW;
  const r2 = r * r;
  const i = (k & 127) << 1;
  const fraction = FRACTIONS[i]!;
  const tail = FRACTIONS[i + 1]!;
  const growth = tail + r + r2 * (1 / 2 + r * (1 / 6) + r2 * (1 / 24 + r * (1 / 120)));
  const mantissa = fraction + fraction * growth;
  const power = k >> 7;
  // In the subnormal range, and at 2^1024, one power of two is not enough.
  if (power < -1021) return mantissa * POWERS[power + 64 - LOWEST_POWER]! * 2 ** -64;
  return power > 1023 ? mantissa * 2 * POWERS[1023 - LOWEST_POWER]! : mantissa * POWERS[power - LOWEST_POWER]!;
}

/** What exp(x) lacks of eˣ where it is rounded to a double, to within 2^-60 of it; 0 below 2^-1022. For x up to 709. */
export function exponentialRest(x: number): number {
  const t = x * LOG2_E_128 + TO_INTEGER - TO_INTEGER;
  const k = t | 0;
  const r = x - t * LN2_128_HIGH - t * LN2_128_LOW;
  const r2 = r * r;
  const i = (k & 127) << 1;
  const fraction = FRACTIONS[i]!;
  const more = fraction * (FRACTIONS[i + 1]! + r + r2 * (1 / 2 + r * (1 / 6) + r2 * (1 / 24 + r * (1 / 120))));
  return (fraction - (fraction + more) + more) * (POWERS[(k >> 7) - LOWEST_POWER] ?? 0);
}

function fractions(): Float64Array {
  const table = new Float64Array(256);
  // 2^(1/128) as the sum of two doubles; its powers are multiplied out in such pairs, so the last is exact to 100 bits.
  const rootHigh = 1.0054299011128027;
  const rootLow = 9.499186535455032e-17;
  let high = 1;
  let low = 0;
  for (let i = 0; i < 256; i += 2) {
    table[i] = high;
    table[i + 1] = low / high;
    const product = high * rootHigh;
    const [a, aLow] = split(high);
    const [b, bLow] = split(rootHigh);
    const error = a * b - product + a * bLow + aLow * b + aLow * bLow + (high * rootLow + low * rootHigh);
    high = product + error;
    low = error - (high - product);
  }
  return table;
}

/** A double as two halves of 26 bits, whose products are exact (T. J. Dekker, 1971). */
function split(value: number): [high: number, low: number] {
  const scaled = value * 134217729; // 2^27 + 1
  const high = scaled - (scaled - value);
  return [high, value - high];
}

function powers(): Float64Array {
  const table = new Float64Array(1024 - LOWEST_POWER);
  table[-LOWEST_POWER] = 1;
  for (let k = 1; k < 1024; k++) table[k - LOWEST_POWER] = table[k - 1 - LOWEST_POWER]! * 2;
  for (let k = -1; k >= LOWEST_POWER; k--) table[k - LOWEST_POWER] = table[k + 1 - LOWEST_POWER]! / 2;
  return table;
}
