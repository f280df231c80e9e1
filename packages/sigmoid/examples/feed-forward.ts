// The feed-forward layer of Llama, which has one half of a projection gate the other
import { swiglu } from "@actfn/sigmoid";
import { manualSeed, matmul, randn, transpose } from "@actfn/tensor";

manualSeed(4);
const [words, size, inner] = [2, 3, 4];
const x = randn([words, size]);
const gateAndUp = randn([2 * inner, size]); // two projections, one below the other
const down = randn([size, inner]);

const projected = matmul(x, transpose(gateAndUp, 0, 1));
const hidden = swiglu(projected);
console.log(hidden);
console.log(matmul(hidden, transpose(down, 0, 1)));
