// Draws that a gradient flows through
import { gumbelSoftmax } from "@actfn/softmax";
import { backward, manualSeed, mul, sum, tensor } from "@actfn/tensor";

manualSeed(0);
const logits = tensor([2.0, 1.0, 0.1], { requiresGrad: true });
console.log(gumbelSoftmax(logits, { tau: 0.5 })); // nearly one of the three

const choice = gumbelSoftmax(logits, { tau: 0.5, hard: true }); // exactly one
console.log(choice);
backward(sum(mul(choice, [1.0, 5.0, 2.0]))); // what each choice is worth
console.log(logits.grad);
