// Logits of an ONNX model
import { readFileSync } from "node:fs";
import { softmax } from "@actfn/softmax";
import { div, max, sub, tensor, toTypedArray } from "@actfn/tensor";
import * as ort from "onnxruntime-web";

const session = await ort.InferenceSession.create(readFileSync("../models/iris.onnx"));

// In: new ort.Tensor() takes the elements and the shape of any tensor.
const flowers = tensor([
  [5.1, 2.5, 3.0, 1.1],
  [6.1, 3.0, 4.9, 1.8],
]);
const standardised = div(sub(flowers, [5.84, 3.06, 3.76, 1.2]), [0.83, 0.44, 1.77, 0.76]);
const input = new ort.Tensor("float32", toTypedArray(standardised), standardised.shape);

// Out: every function takes an ort.Tensor as it is, and reads its memory without a copy.
const { logits } = await session.run({ standardised: input });
const probabilities = softmax(logits!, -1);

console.log(probabilities);
console.log(max(probabilities, -1).indices); // versicolor, virginica
