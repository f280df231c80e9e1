// The two 16-bit floats, read and written as bits, rounding to nearest even.

const float = /* @__PURE__ */ new Float32Array(1);
const bits = /* @__PURE__ */ new Uint32Array(float.buffer);

/** The number that these bfloat16 bits stand for. */
export function decodeBfloat16(half: number): number {
  bits[0] = half << 16;
  return float[0]!;
}

/** The bfloat16 bits nearest to a number (its float32 rounding first, as torch has it). */
export function encodeBfloat16(value: number): number {
  float[0] = value;
  const word = bits[0]!;
  if (value !== value) return 0x7fc0;
  // Half of the last kept bit, less one when that bit is 0: ties go to even. The carry may run into the exponent, rightly.
  return (word + 0x7fff + ((word >>> 16) & 1)) >>> 16;
}

/** The number that these float16 bits stand for. */
export function decodeFloat16(half: number): number {
  // Read as a float32 the exponent is 112 too low, for subnormals as well; the top one, 31, stands for what is not finite.
  bits[0] = (half & 0x7fff) << 13;
  const value = float[0]! * 2 ** 112;
  const magnitude = value < 65536 ? value : value > 65536 ? Number.NaN : Number.POSITIVE_INFINITY;
  return half & 0x8000 ? -magnitude : magnitude;
}

/** The float16 bits nearest to a number (its float32 rounding first, as torch has it). */
export function encodeFloat16(value: number): number {
  float[0] = value;
  const word = bits[0]!;
  const sign = (word >>> 16) & 0x8000;
  const magnitude = word & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00; // NaN
  if (magnitude >= 0x477ff000) return sign | 0x7c00; // 65520 and up round to infinity
  if (magnitude < 0x38800000) {
    // Below the smallest normal, 2^-14: the sum with 1.5·2^52·2^-24 rounds to a multiple of 2^-24, ties to even.
    return sign | ((Math.abs(float[0]!) + 402653184 - 402653184) * 2 ** 24);
  }
  return sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
}
