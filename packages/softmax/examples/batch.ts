// A batch, row by row and column by column
import { softmax } from "@actfn/softmax";
import { tensor } from "@actfn/tensor";

const batch = tensor([
  [1.0, 2.0, 3.0],
  [1.0, 2.0, 1.0],
  [4.0, 3.0, 2.0],
]);

console.log(softmax(batch, 1)); // every row sums to 1
console.log(softmax(batch, 0)); // every column sums to 1
