import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import languageDetection from "@vscode/vscode-languagedetection";
import { beforeAll, describe, expect, test } from "vitest";
import { softmax } from "./softmax.js";

// Real logits of a real classifier: 54 languages, by the model that Visual Studio Code detects languages with. It ends in
// a softmax of its own, computed by TensorFlow.js, which is what softmax is compared with here.

const LANGUAGES = 54;
const TOLERANCE = 1e-6; // of TensorFlow.js, which computes exponentials and sums in float32

/** Files of this repository, and the language that each is written in. */
const files = {
  "packages/tensor/src/tensor.ts": "ts",
  "scripts/ready.cjs": "js",
  "conformance/generate.py": "py",
  "biome.json": "json",
  "apps/docs/.vitepress/theme/code.css": "css",
  ".ci/run": "sh",
  "packages/softmax/examples/max-subtraction.py": "py", // so short that the model is not sure
};

interface Classified {
  /** The scores before the model's softmax, and what it makes of them, of the same languages in the same order. */
  logits: Float32Array;
  probabilities: number[];
  languages: string[];
}

const classified = new Map<string, Classified>();

beforeAll(async () => {
  const { ModelOperations } = languageDetection;
  const model = new ModelOperations();
  const modelWithoutSoftmax = new ModelOperations({ modelJsonLoaderFunc: loadModelWithoutSoftmax });
  for (const file of Object.keys(files)) {
    const source = readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8");
    // Both come in the order of their own scores, which ties may shuffle.
    const scores = (await modelWithoutSoftmax.runModel(source)).sort(byLanguage);
    const probabilities = (await model.runModel(source)).sort(byLanguage);
    expect(scores.map((score) => score.languageId)).toEqual(probabilities.map((score) => score.languageId));
    classified.set(file, {
      logits: Float32Array.from(scores, (score) => score.confidence),
      probabilities: probabilities.map((score) => score.confidence),
      languages: scores.map((score) => score.languageId),
    });
  }
}, 60_000);

describe.each(Object.entries(files))("softmax of the logits for %s", (file, language) => {
  test("is the model's own probabilities", () => {
    const { logits, probabilities } = classified.get(file)!;
    expect(logits).toHaveLength(LANGUAGES);
    const result = softmax(logits, -1);
    for (const [i, probability] of probabilities.entries()) {
      expect(Math.abs(result.data[i]! - probability), `language ${i}`).toBeLessThanOrEqual(TOLERANCE);
    }
  });

  test("sums to 1", () => {
    const sum = softmax(classified.get(file)!.logits, -1).data.reduce((total, probability) => total + probability, 0);
    expect(sum).toBeCloseTo(1, 6);
  });

  test(`finds ${language} the likeliest`, () => {
    const { logits, languages } = classified.get(file)!;
    const { data } = softmax(logits, -1);
    expect(languages[data.indexOf(Math.max(...data))]).toBe(language);
  });
});

test("a batch of files gives every file the probabilities that it has alone, by rows and by columns", () => {
  const rows = [...classified.values()].map(({ logits }) => logits);
  const alone = rows.map((logits) => softmax(logits, 0).toArray());
  expect(softmax(rows, 1).toArray()).toEqual(alone);

  const data = Float32Array.from(rows.flatMap((logits) => [...logits]));
  const byLanguages = softmax({ data, shape: [LANGUAGES, rows.length], strides: [1, LANGUAGES] }, 0);
  const columns = byLanguages.toArray() as number[][];
  expect(rows.map((_, file) => columns.map((row) => row[file]))).toEqual(alone);
});

test("the logits are raw: some lie above 1, some below 0", () => {
  for (const { logits } of classified.values()) {
    expect(Math.max(...logits)).toBeGreaterThan(1);
    expect(Math.min(...logits)).toBeLessThan(0);
  }
});

/** The model's description with the layer before the softmax, which adds the last bias, as its output. */
async function loadModelWithoutSoftmax(): Promise<Record<string, unknown>> {
  const file = createRequire(import.meta.url).resolve("@vscode/vscode-languagedetection/model/model.json");
  const model = JSON.parse(readFileSync(file, "utf8"));
  model.signature.outputs.scores.name = "add:0";
  return model;
}

function byLanguage(a: { languageId: string }, b: { languageId: string }): number {
  return a.languageId < b.languageId ? -1 : 1;
}
