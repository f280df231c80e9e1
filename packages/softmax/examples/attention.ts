// In attention, masks say who may look where
import { softmax } from "@actfn/softmax";
import { arange, ge, lt, manualSeed, matmul, mul, randn, tensor, transpose, unsqueeze } from "@actfn/tensor";

manualSeed(0);
const [words, size] = [4, 2];
const queries = randn([words, size]);
const keys = randn([words, size]);
const values = randn([words, size]);
const scores = mul(matmul(queries, transpose(keys, 0, 1)), 1 / Math.sqrt(size));

// A word sees itself and what comes before it.
const at = arange(words);
const causal = ge(unsqueeze(at, 1), at);
console.log(causal);
const weights = softmax(scores, -1, { mask: causal });
console.log(weights);
console.log(matmul(weights, values));

// Of texts of unequal length in one batch, the rest is padding, which nobody sees. Of the last one there is nothing to see.
const lengths = tensor([4, 2, 0]);
const present = lt(at, unsqueeze(lengths, 1)); // [texts, words]
const batch = randn([3, words]);
console.log(softmax(batch, -1, { mask: present, maskedRow: "zero" }));
