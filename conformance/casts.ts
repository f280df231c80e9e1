import { asTensor, type DType, tensor } from "@actfn/tensor";

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
function withPlainNaN(bits: Uint16Array | Uint32Array, values: Float32Array, dtype: DType): Uint8Array {
  const plain = bits.map((word, i) => (Number.isNaN(values[i]) ? PLAIN_NAN[dtype]! : word));
  return new Uint8Array(plain.buffer);
}

function widen(dtype: DType): Uint8Array {
  const { data } = tensor(asTensor({ data: everyPattern, shape: [65536], dtype }), { dtype: "float32" });
  return withPlainNaN(new Uint32Array(data.buffer, data.byteOffset, data.length), data, "float32");
}

function narrow(bits: Uint32Array, dtype: DType): Uint8Array {
  const floats = new Float32Array(bits.buffer);
  const { data } = tensor(floats, { dtype });
  return withPlainNaN(new Uint16Array(data.buffer, data.byteOffset, data.length), floats, dtype);
}

/** The bytes that a case of golden/casts.json is the digest of. Runs in browsers as well. */
export const castBytes: Record<string, (dtype: DType) => Uint8Array> = {
  widen,
  "narrow random": (dtype) => narrow(randomBits(), dtype),
  "narrow ties": (dtype) => narrow(tieBits(), dtype),
};
