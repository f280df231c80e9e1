// How wrong a classifier is, and which way is better
import { crossEntropy } from "@actfn/softmax";
import { backward, tensor } from "@actfn/tensor";

const scores = tensor(
  [
    [2.0, 0.5, -1.0],
    [0.1, 0.2, 0.3],
    [-3.0, 4.0, 1.0],
  ],
  { requiresGrad: true },
);
const classes = [0n, 2n, 2n];

const loss = crossEntropy(scores, classes);
console.log(loss);
backward(loss);
console.log(scores.grad); // what is likelier than it should be is positive

console.log(crossEntropy(scores, classes, { reduction: "none" }));
console.log(crossEntropy(scores, classes, { weight: [1.0, 1.0, 5.0] })); // class 2 is rare
console.log(crossEntropy(scores, [0n, 2n, -100n])); // nobody knows the last one
console.log(crossEntropy(scores, classes, { labelSmoothing: 0.1 })); // nobody is that sure

const shares = tensor([
  [0.9, 0.1, 0.0],
  [0.2, 0.3, 0.5],
  [0.0, 0.5, 0.5],
]);
console.log(crossEntropy(scores, shares)); // the targets are probabilities
