// Probabilities that are exactly zero
import { entmax15, hardmax, softmax, softmax1, sparsemax } from "@actfn/softmax";
import { tensor } from "@actfn/tensor";

const scores = tensor([1.5, 1.2, 0.3, -0.5, -3.0]);
console.log(softmax(scores, 0)); // every score gets something
console.log(entmax15(scores, 0));
console.log(sparsemax(scores, 0));
console.log(hardmax(scores, 0)); // the winner takes it all

console.log(softmax([-8.0, -9.0], 0)); // softmax has to give it all away,
console.log(softmax1([-8.0, -9.0], 0)); // softmax1 may keep it
