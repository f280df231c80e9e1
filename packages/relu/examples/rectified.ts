// What is negative becomes zero
import { relu } from "@actfn/relu";
import { tensor } from "@actfn/tensor";

console.log(relu(tensor([-2.0, -0.5, 0.0, 0.5, 2.0])));

const batch = tensor([
  [1.0, -2.0, 3.0],
  [-1.0, 2.0, -3.0],
]);
console.log(relu(batch));
