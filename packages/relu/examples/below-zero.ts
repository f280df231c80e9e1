// What becomes of numbers below zero
import { celu, elu, gelu, leakyRelu, relu, relu2, selu } from "@actfn/relu";
import { linspace } from "@actfn/tensor";

const hidden = linspace(-3, 1, 9);
console.log(hidden);
console.log(relu(hidden)); // nothing
console.log(relu2(hidden)); // nothing, more smoothly
console.log(leakyRelu(hidden)); // a hundredth
console.log(elu(hidden)); // down to −1
console.log(celu(hidden, { alpha: 0.5 })); // down to −½
console.log(selu(hidden)); // down to −1.758, which keeps deep nets in balance
console.log(gelu(hidden)); // next to nothing
