// A tensor of TensorFlow.js
import { softmax } from "@actfn/softmax";
import { toTypedArray } from "@actfn/tensor";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";

const logits = tf.tensor2d([
  [2.0, 1.0, 0.1],
  [1000, 1000, 1000],
]);

// Its numbers may lie on a GPU, so they have to be awaited.
const probabilities = softmax({ data: await logits.data(), shape: logits.shape }, -1, { dtype: "float32" });
console.log(probabilities);

// And back.
const again = tf.tensor(toTypedArray(probabilities), [...probabilities.shape]);
again.print();
