// The slope of prelu is learned: it has a gradient
import { prelu } from "@actfn/relu";
import { backward, sum, tensor } from "@actfn/tensor";

const hidden = tensor(
  [
    [1.0, -2.0],
    [-3.0, 4.0],
  ],
  { requiresGrad: true },
);
const slopes = tensor([0.25, 0.1], { requiresGrad: true }); // one for each channel
const y = prelu(hidden, slopes);
console.log(y);

backward(sum(y));
console.log(hidden.grad);
console.log(slopes.grad);
