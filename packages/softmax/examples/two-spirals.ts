// A net of two layers learns to tell two spirals apart
import { relu } from "@actfn/relu";
import { crossEntropy } from "@actfn/softmax";
import {
  add,
  argmax,
  backward,
  eq,
  manualSeed,
  matmul,
  mul,
  noGrad,
  rand,
  sub,
  sum,
  tensor,
  zeroGrad,
  zerosLike,
} from "@actfn/tensor";

manualSeed(0);

// 200 points, in turn on one and the other of two arms that wind around each other.
const points = Array.from(rand([200]).data, (radius, i) => {
  const angle = 2 * Math.PI * radius + Math.PI * (i % 2);
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
});
const x = tensor(points, { dtype: "float32" });
const target = tensor(points.map((_, i) => BigInt(i % 2)));

function uniform(shape: number[], bound: number) {
  const value = tensor(mul(sub(rand(shape), 0.5), 2 * bound), { requiresGrad: true });
  return { value, velocity: zerosLike(value) };
}

const w1 = uniform([2, 32], 0.7);
const b1 = uniform([32], 0.7);
const w2 = uniform([32, 2], 0.2);
const b2 = uniform([2], 0.2);

function scores() {
  const hidden = relu(add(matmul(x, w1.value), b1.value));
  return add(matmul(hidden, w2.value), b2.value);
}

for (let step = 1; step <= 200; step++) {
  const loss = crossEntropy(scores(), target);
  backward(loss);
  noGrad(() => {
    for (const { value, velocity } of [w1, b1, w2, b2]) {
      add(mul(velocity, 0.9), value.grad!, { out: velocity });
      sub(value, mul(velocity, 0.5), { out: value });
      zeroGrad(value);
    }
  });
  if (step % 20 === 0) console.log(`step ${step}: loss ${loss.item().toFixed(4)}`);
}

const right = sum(eq(argmax(scores(), 1), target));
console.log(`${right} of the 200 points are on the right arm`);
