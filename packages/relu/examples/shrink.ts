// Small numbers are noise: shrinks drop them
import { hardshrink, hardtanh, softshrink } from "@actfn/relu";
import { tensor } from "@actfn/tensor";

const signal = tensor([-1.5, -0.6, -0.2, 0.0, 0.1, 0.7, 2.0]);
console.log(hardshrink(signal)); // the rest stays as it is
console.log(softshrink(signal)); // the rest comes nearer to 0
console.log(softshrink(signal, { lambd: 0.15 }));
console.log(hardtanh(signal)); // and large ones are clipped
