import { createHash } from "node:crypto";
import { asTensor, type DType, tensor } from "@actfn/tensor";
import { expect, test } from "vitest";
import { readGolden } from "./golden.js";

// The recipes of these bits stand in golden/casts.json.

const everyPattern = Uint16Array.from({ length: 65536 }, (_, i) => i);

function randomBits(): Uint32Array {
  const bits = new Uint32Array(1_000_000);
  for (let i = 0, x = 1; i < bits.length; i++) bits[i] = x = (Math.imul(1664525, x) + 1013904223) >>> 0;
  return bits;
}

function tieBits(): Uint32Array {
  const bits = new Uint32Array(12 * 65536);
  let i = 0;
  for (const offset of [0, 0xf000, 0x8000, 0x1000]) {
    for (const d of [-1, 0, 1]) for (let p = 0; p < 65536; p++) bits[i++] = p * 65536 + offset + d;
  }
  return bits;
}

const PLAIN_NAN: Partial<Record<DType, number>> = { float32: 0x7fc00000, float16: 0x7e00, bfloat16: 0x7fc0 };

/** `values` are the numbers that the bits are cast from or to. */
function digest(bits: Uint16Array | Uint32Array, values: Float32Array, dtype: DType): string {
  const plain = bits.map((word, i) => (Number.isNaN(values[i]) ? PLAIN_NAN[dtype]! : word));
  return createHash("sha256").update(new Uint8Array(plain.buffer)).digest("hex");
}

function widen(dtype: DType): string {
  const { data } = tensor(asTensor({ data: everyPattern, shape: [65536], dtype }), { dtype: "float32" });
  return digest(new Uint32Array(data.buffer, data.byteOffset, data.length), data, "float32");
}

function narrow(bits: Uint32Array, dtype: DType): string {
  const floats = new Float32Array(bits.buffer);
  const { data } = tensor(floats, { dtype });
  return digest(new Uint16Array(data.buffer, data.byteOffset, data.length), floats, dtype);
}

const digests: Record<string, (dtype: DType) => string> = {
  widen,
  "narrow random": (dtype) => narrow(randomBits(), dtype),
  "narrow ties": (dtype) => narrow(tieBits(), dtype),
};

const cases = readGolden<{ dtype: DType; name: string; sha256: string }>("casts");

test.each(cases)("$dtype rounds as in torch, bit for bit: $name", ({ dtype, name, sha256 }) => {
  expect(digests[name]!(dtype)).toBe(sha256);
});
