// Logarithms of probabilities that are too small for numbers
import { logaddexp, logSoftmax, logsumexp, softmax } from "@actfn/softmax";
import { exp, log, tensor } from "@actfn/tensor";

const scores = tensor([1.0, 0.0, -200.0]);
console.log(log(softmax(scores, 0))); // what is 0 has no logarithm
console.log(logSoftmax(scores, 0));

console.log(log(exp(tensor(-200.0)))); // neither has this
console.log(logsumexp([-200.0, -201.0], 0));
console.log(logaddexp([-200.0, 0.0], [-201.0, 1.0]));
