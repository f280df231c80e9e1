// Self-gated: silu, mish and gelu let a little of what is negative through
import { gelu } from "@actfn/relu";
import { mish, quickGelu, silu, softplus } from "@actfn/sigmoid";
import { tensor } from "@actfn/tensor";

const hidden = tensor([-3.0, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0]);
console.log(silu(hidden));
console.log(mish(hidden));
console.log(gelu(hidden));
console.log(gelu(hidden, { approximate: "tanh" }));
console.log(quickGelu(hidden)); // as CLIP has it
console.log(softplus(hidden)); // no gate, but as smooth
