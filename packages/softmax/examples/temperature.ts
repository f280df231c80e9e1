// A temperature makes scores bolder or more alike
import { softmax } from "@actfn/softmax";
import { tensor } from "@actfn/tensor";

const scores = tensor([2.0, 1.0, 0.1]);
for (const temperature of [0.25, 0.5, 1.0, 2.0, 10.0]) {
  console.log(softmax(scores, 0, { temperature }));
}
