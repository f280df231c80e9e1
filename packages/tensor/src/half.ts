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
  // Read as a float32 the exponent is 112 too low, for subnormals as well; the top one, 31, has all bits set in either.
  bits[0] = (half & 0x7fff) << 13;
  const value = float[0]! * 2 ** 112;
  bits[0]! |= 0x7f800000;
  const magnitude = value < 65536 ? value : float[0]!;
  return half & 0x8000 ? -magnitude : magnitude;
}

/** The float16 bits nearest to a number (its float32 rounding first, as torch has it). */
export function encodeFloat16(value: number): number {
  if (value !== value) return 0x7e00;
  float[0] = value;
  const sign = (bits[0]! >>> 16) & 0x8000;
  const magnitude = Math.abs(float[0]!);
  // The power of two at or below it, 2^-14 at least, times 2^42: the last bit of a double of that size is the last one of
  // the half, so that adding it and taking it away again rounds, ties to even.
  bits[0]! &= 0x7f800000;
  const scale = Math.max(float[0]!, 2 ** -14) * 2 ** 42;
  // A half's exponent is 112 lower, and the smallest floats then stand where the smallest halves do.
  float[0] = (magnitude + scale - scale) * 2 ** -112;
  return sign | Math.min(bits[0]! >>> 13, 0x7c00); // whatever is larger is infinite
}
