import { describe, expect, test } from "vitest";
import { decodeBfloat16, decodeFloat16, encodeBfloat16, encodeFloat16 } from "./half.js";

// That all of this agrees with torch, bit for bit, is in conformance/casts.test.ts. Here the two formats are spelt out.

interface Format {
  name: string;
  encode(value: number): number;
  decode(bits: number): number;
  /** Binary digits after the point of a normal number, and what is added to its exponent. */
  fraction: number;
  bias: number;
}

const formats: Format[] = [
  { name: "float16", encode: encodeFloat16, decode: decodeFloat16, fraction: 10, bias: 15 },
  { name: "bfloat16", encode: encodeBfloat16, decode: decodeBfloat16, fraction: 7, bias: 127 },
];

describe.each(formats)("$name", ({ encode, decode, fraction, bias }) => {
  const smallest = 2 ** (1 - bias - fraction);
  const infinity = 0x7fff - ((1 << fraction) - 1);
  /** What IEEE 754 says the bits mean. */
  const meaning = (bits: number): number => {
    const exponent = (bits & 0x7fff) >> fraction;
    const digits = bits & ((1 << fraction) - 1);
    const sign = bits & 0x8000 ? -1 : 1;
    if ((bits & 0x7fff) >= infinity) return digits ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    return exponent ? sign * (digits + (1 << fraction)) * 2 ** (exponent - bias - fraction) : sign * digits * smallest;
  };

  test("all 65536 patterns mean what IEEE 754 says", () => {
    const wrong = Array.from({ length: 65536 }, (_, bits) => bits).filter(
      (bits) => !Object.is(decode(bits), meaning(bits)),
    );
    expect(wrong).toEqual([]);
  });

  test("all 65536 patterns come back, and every NaN as a NaN", () => {
    const wrong = Array.from({ length: 65536 }, (_, bits) => bits).filter((bits) => {
      const back = encode(meaning(bits));
      return Number.isNaN(meaning(bits)) ? !Number.isNaN(meaning(back)) : back !== bits;
    });
    expect(wrong).toEqual([]);
  });

  test("what lies between two neighbours goes to the nearer, and from the middle to the even one", () => {
    const float = new Float32Array(1);
    const word = new Uint32Array(float.buffer);
    const wrong: number[] = [];
    for (let bits = 0; bits < infinity; bits++) {
      // The next of the largest number would be a power of two, from which on everything is infinite.
      const next = bits + 1 === infinity ? 2 ** (bias + 1) : meaning(bits + 1);
      const middle = (meaning(bits) + next) / 2;
      float[0] = middle;
      if (float[0] !== middle) continue; // of two subnormal bfloat16, say; the cast is from float32
      const even = bits % 2 ? bits + 1 : bits;
      word[0]! += 1;
      const above = float[0];
      word[0]! -= 2;
      const below = float[0];
      for (const sign of [0, 0x8000]) {
        const side = sign ? -1 : 1;
        if (encode(side * middle) !== even + sign) wrong.push(side * middle);
        if (encode(side * above) !== bits + 1 + sign) wrong.push(side * above);
        if (encode(side * below) !== bits + sign) wrong.push(side * below);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("the ends: half of the smallest number is 0, of its sign, and what is too large is infinite", () => {
    expect(encode(smallest / 2)).toBe(0);
    expect(encode(-smallest / 2)).toBe(0x8000);
    expect(encode(-0)).toBe(0x8000);
    expect(encode(3.4e38 * 10)).toBe(infinity);
    expect(encode(-1e300)).toBe(infinity + 0x8000);
  });
});
