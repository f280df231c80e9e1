// Many yes-or-no questions at once, and how wrong the answers are
import { binaryCrossEntropyWithLogits, sigmoid } from "@actfn/sigmoid";
import { backward, tensor } from "@actfn/tensor";

// What is in each of two pictures: a cat, a dog, a tree?
const scores = tensor(
  [
    [3.0, -2.0, 0.5],
    [-4.0, 1.0, 12.0],
  ],
  { requiresGrad: true },
);
const truth = tensor([
  [1.0, 0.0, 1.0],
  [0.0, 0.0, 0.0],
]);
console.log(sigmoid(scores));

const loss = binaryCrossEntropyWithLogits(scores, truth);
console.log(loss);
backward(loss);
console.log(scores.grad); // a missed one pulls hardest

console.log(binaryCrossEntropyWithLogits(scores, truth, { reduction: "none" })); // the surer, the worse
console.log(binaryCrossEntropyWithLogits(scores, truth, { posWeight: [1.0, 1.0, 5.0] })); // trees are rare
