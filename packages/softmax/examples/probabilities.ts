// Scores become probabilities
import { softmax } from "@actfn/softmax";
import { tensor } from "@actfn/tensor";

const scores = tensor([2.0, 1.0, 0.1]);
const probabilities = softmax(scores, 0);

console.log(probabilities);
