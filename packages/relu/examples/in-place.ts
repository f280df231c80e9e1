// Into memory that is already there
import { relu } from "@actfn/relu";
import { tensor } from "@actfn/tensor";

const hidden = tensor([-1.5, 0.0, 2.5]);
relu(hidden, { out: hidden }); // no allocation: for loops that run hot
console.log(hidden);
