// A little of what is negative leaks through
import { leakyRelu } from "@actfn/relu";
import { tensor } from "@actfn/tensor";

const hidden = tensor([-2.0, -0.5, 0.0, 0.5, 2.0]);
console.log(leakyRelu(hidden));
console.log(leakyRelu(hidden, { negativeSlope: 0.2 }));
