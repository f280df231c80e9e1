// Subtracting the largest score changes nothing
import { softmax } from "@actfn/softmax";
import { max, sub, tensor } from "@actfn/tensor";

const scores = tensor([2.0, 1.0, 0.1]);
const { values: maxScore } = max(scores, 0, { keepdim: true });
const stableScores = sub(scores, maxScore);

console.log(maxScore);
console.log(stableScores);
console.log(softmax(stableScores, 0));
