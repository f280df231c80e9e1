// Huge scores do not overflow
import { softmax } from "@actfn/softmax";

console.log(softmax([1000.0, 1000.0], 0));
console.log(softmax([1000.0, 1001.0, 1002.0], 0));
console.log(softmax([0.0, Number.NEGATIVE_INFINITY, 1.0], 0));
