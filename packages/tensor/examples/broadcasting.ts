// Shapes that broadcast
import { sub, tensor } from "@actfn/tensor";

const batch = tensor([
  [1.0, 2.0, 3.0],
  [4.0, 5.0, 6.0],
]);

console.log(sub(batch, 1)); // from every element
console.log(sub(batch, [1, 2, 3])); // a row from every row
console.log(sub(batch, [[1], [2]])); // a column from every column
