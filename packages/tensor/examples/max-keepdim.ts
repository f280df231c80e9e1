// The largest score, and where it is
import { max, sub, tensor } from "@actfn/tensor";

const scores = tensor([2.0, 1.0, 0.1]);
const { values: maxScore, indices } = max(scores, 0, { keepdim: true });
console.log(maxScore);
console.log(indices);
console.log(sub(scores, maxScore));

const batch = tensor([
  [1.0, 2.0, 3.0],
  [1.0, 2.0, 1.0],
  [4.0, 3.0, 2.0],
]);
console.log(max(batch, 1));
