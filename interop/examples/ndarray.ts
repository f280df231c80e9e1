// An array of ndarray, in any memory layout
import { softmax } from "@actfn/softmax";
import { toTypedArray } from "@actfn/tensor";
import ndarray from "ndarray";

const scores = ndarray(Float32Array.of(2.0, 1.0, 0.1, 1.0, 3.0, 0.2), [2, 3]);
const columns = scores.transpose(1, 0); // the same memory, with other strides

console.log(softmax(scores, 1));
console.log(softmax(columns, 0));

// And back.
const probabilities = softmax(scores, 1);
const array = ndarray(toTypedArray(probabilities), [...probabilities.shape]);
console.log(array.get(1, 1));
