// Tensors from numbers
import { tensor } from "@actfn/tensor";

const scores = tensor([2.0, 1.0, 0.1]);
const batch = tensor([
  [1.0, 2.0, 3.0],
  [1.0, 2.0, 1.0],
  [4.0, 3.0, 2.0],
]);

console.log(scores);
console.log(batch);
console.log(tensor([1, 2, 3], { dtype: "float64" }));
console.log(tensor([1n, 2n, 3n]));
console.log(tensor([true, false]));
