import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { sigmoid } from "@actfn/sigmoid";
import { asTensor, cat, gt, sum, toTypedArray, zeros } from "@actfn/tensor";
import * as ort from "onnxruntime-web";
import { beforeAll, describe, expect, test } from "vitest";
import { largestDifference } from "./largest-difference.js";

// A real model that ends in a sigmoid: Silero's voice activity detector, which tells speech from everything else. Its
// own probabilities are what sigmoid of its logits is compared with.

const RATE = 16_000; // samples a second
const CHUNK = 512;
const TOLERANCE = 1e-6; // of ONNX Runtime, which computes exponentials in float32

/** For every 32 ms: the tensor with the probability that somebody speaks, and the one with its logit. */
interface Heard {
  probability: ort.Tensor;
  logit: ort.Tensor;
}

const heard: Heard[] = [];
const silence = 6;
const vowel = 14;

beforeAll(async () => {
  const model = readFileSync(createRequire(import.meta.url).resolve("@ricky0123/vad-web/dist/silero_vad_v5.onnx"));
  const listener = await Listener.load(model);
  const logitListener = await Listener.load(withoutSigmoid(model));
  for (let chunk = 0; chunk < silence + vowel; chunk++) {
    const samples = chunk < silence ? new Float32Array(CHUNK) : vowelSamples(chunk * CHUNK);
    heard.push({ probability: await listener.hear(samples), logit: await logitListener.hear(samples) });
  }
});

describe("sigmoid of the logits", () => {
  test("is the model's own probabilities", () => {
    for (const { logit, probability } of heard) {
      expect(largestDifference(sigmoid(logit), probability)).toBeLessThan(TOLERANCE);
    }
  });

  test("of all chunks at once is what each has alone", () => {
    const logits = cat(heard.map(({ logit }) => logit));
    expect(logits.shape).toEqual([silence + vowel, 1]);
    expect(sigmoid(logits).toArray()).toEqual(heard.map(({ logit }) => [sigmoid(logit).item()]));
  });

  test("hears that nobody speaks, and then a vowel", () => {
    const speaks = [...gt(sigmoid(cat(heard.map(({ logit }) => logit))), 0.5).data];
    expect(speaks.slice(0, silence)).not.toContain(1);
    expect(sum(speaks.slice(silence)).item()).toBeGreaterThan(vowel / 2);
  });

  test("reads the memory of the session's tensor", () => {
    for (const { logit } of heard) expect(asTensor(logit).data).toBe(logit.data);
  });
});

test("the logits are raw: some lie below −3, some above 1", () => {
  const logits = heard.map(({ logit }) => asTensor(logit).item());
  expect(Math.min(...logits.map(Number))).toBeLessThan(-3);
  expect(Math.max(...logits.map(Number))).toBeGreaterThan(1);
});

/** The detector with what it remembers of what it has heard. */
class Listener {
  private constructor(
    private readonly session: ort.InferenceSession,
    private state: ort.Tensor,
  ) {}

  static async load(model: Uint8Array): Promise<Listener> {
    const state = zeros([2, 1, 128]);
    return new Listener(
      await ort.InferenceSession.create(model),
      new ort.Tensor("float32", toTypedArray(state), state.shape),
    );
  }

  async hear(samples: Float32Array): Promise<ort.Tensor> {
    const input = new ort.Tensor("float32", samples, [1, CHUNK]);
    const sr = new ort.Tensor("int64", BigInt64Array.of(BigInt(RATE)), []);
    const { output, stateN } = await this.session.run({ input, state: this.state, sr });
    this.state = stateN!;
    return output!;
  }
}

/**
 * The model with an operation in place of its sigmoid that lets everything through: ONNX's Dropout, when nothing is being
 * trained. Its name is as long, so that all else in the file stays where it is.
 */
function withoutSigmoid(model: Uint8Array): Uint8Array {
  const copy = Buffer.from(model);
  const operation = "\x22\x07Sigmoid"; // field 4 of a node, a text of 7 bytes
  let found = 0;
  for (let at = copy.indexOf(operation); at >= 0; at = copy.indexOf(operation, at + 1)) {
    copy.write("Dropout", at + 2);
    found++;
  }
  expect(found).toBe(2); // one for each sampling rate
  return copy;
}

/** A man's "a": the harmonics of 140 Hz that a mouth so opened lets through. */
function vowelSamples(start: number): Float32Array {
  const formants = [
    { frequency: 700, width: 200, gain: 1 },
    { frequency: 1200, width: 250, gain: 0.6 },
    { frequency: 2600, width: 300, gain: 0.2 },
  ];
  return Float32Array.from({ length: CHUNK }, (_, i) => {
    let sample = 0;
    for (let harmonic = 140; harmonic < 4200; harmonic += 140) {
      const loudness = formants.reduce(
        (total, { frequency, width, gain }) => total + gain * Math.exp(-(((harmonic - frequency) / width) ** 2)),
        0.02,
      );
      sample += 0.1 * loudness * Math.sin((2 * Math.PI * harmonic * (start + i)) / RATE);
    }
    return sample;
  });
}
