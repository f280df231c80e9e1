// GELU keeps its digits in the left tail, where PyTorch 1.13 prints 0
import { gelu } from "@actfn/relu";
import { linspace } from "@actfn/tensor";

const scores = linspace(-12, -6, 4, { dtype: "float64" });
console.log(gelu(scores));
console.log(gelu(scores, { approximate: "tanh" }));
