// Drawing the next token as language models do
import { minPLogits, softmax, topKLogits, topPLogits } from "@actfn/softmax";
import { manualSeed, multinomial, tensor } from "@actfn/tensor";

const vocabulary = ["mat", "sofa", "floor", "table", "roof", "moon", "idea", "the"];
const logits = tensor([
  [2.4, 2.1, 2.0, 0.7, 0.4, -1.2, -2.0, -2.5], // The cat sat on the …
  [-1.6, -2.0, -1.0, -0.5, 1.5, 4.5, 0.5, 0.0], // The first man on the …
]);

console.log(softmax(logits, -1));
console.log(softmax(topKLogits(logits, 3), -1)); // the three likeliest
console.log(softmax(topPLogits(logits, 0.9), -1)); // the fewest that have 90 % together
console.log(softmax(minPLogits(logits, 0.1), -1)); // a tenth as likely as the likeliest, or more

function sample(): string[] {
  const nucleus = topPLogits(topKLogits(logits, 6), 0.95);
  const drawn = multinomial(softmax(nucleus, -1, { temperature: 0.8 }), 1);
  return Array.from(drawn.data, (token) => vocabulary[Number(token)]!);
}

manualSeed(0);
for (let i = 0; i < 5; i++) console.log(sample().join(", "));
