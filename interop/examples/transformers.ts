// The next token of a language model
import { softmax } from "@actfn/softmax";
import { asTensor, div, topk } from "@actfn/tensor";
import { Tensor } from "@huggingface/transformers";

// const { logits } = await model(await tokenizer("Once upon a"));   // [sequences, tokens, vocabulary]
const logits = new Tensor("float32", Float32Array.of(1, 0, 3, 2, 0.5, 4, 2, 6, 3.5, 1), [1, 2, 5]);

const next = logits.slice(null, -1, null); // of the last token: transformers.js's own methods work too
const { values, indices } = topk(softmax(div(next, 0.8), -1), 3); // temperature 0.8

console.log(values);
console.log(indices);
console.log(asTensor(logits).data === logits.data); // nothing was copied
