// Each score becomes a probability of its own
import { sigmoid } from "@actfn/sigmoid";
import { tensor } from "@actfn/tensor";

const scores = tensor([2.0, 1.0, 0.1]);
console.log(sigmoid(scores));

const batch = tensor([
  [-1.0, 0.0, 1.0],
  [-5.0, 0.5, 5.0],
]);
console.log(sigmoid(batch));
