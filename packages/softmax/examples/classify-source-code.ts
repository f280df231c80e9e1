// A real model: which language is a file written in?
import { readFileSync } from "node:fs";
import { softmax } from "@actfn/softmax";
import languageDetection from "@vscode/vscode-languagedetection";

// The model ends in a softmax of its own. Naming the layer before it as the output makes it answer raw logits.
async function modelWithoutSoftmax(): Promise<Record<string, unknown>> {
  const file = import.meta.resolve("@vscode/vscode-languagedetection/model/model.json");
  const model = JSON.parse(readFileSync(new URL(file), "utf8"));
  model.signature.outputs.scores.name = "add:0";
  return model;
}

const classifier = new languageDetection.ModelOperations({ modelJsonLoaderFunc: modelWithoutSoftmax });

async function classify(file: string): Promise<void> {
  const scores = await classifier.runModel(readFileSync(file, "utf8")); // for 54 languages, the highest first
  const logits = Float32Array.from(scores, (score) => score.confidence);
  const probabilities = softmax(logits, -1);

  console.log(`${file.padEnd(24)}    logit  probability`);
  for (const [i, probability] of probabilities.data.subarray(0, 5).entries()) {
    const { languageId, confidence: logit } = scores[i]!;
    console.log(`  ${languageId.padEnd(22)} ${logit.toFixed(4).padStart(8)} ${probability.toFixed(4).padStart(12)}`);
  }
}

await classify("classify-source-code.ts"); // this very file
await classify("max-subtraction.py");
await classify("../tsconfig.json");
