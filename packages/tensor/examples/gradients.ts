// How much a result changes with everything it was computed from
import { backward, exp, grad, mul, noGrad, pow, sub, sum, tensor } from "@actfn/tensor";

const x = tensor([1, 2, 3], { requiresGrad: true });
const y = pow(x, 3);
console.log(y);

backward(sum(y));
console.log(x.grad); // 3x²

const [slope] = grad(sum(pow(x, 3)), x, { createGraph: true });
const [curvature] = grad(sum(slope), x);
console.log(curvature); // 6x

// Downhill along the gradient of exp(a) − 2a, whose lowest point is log 2.
const a = tensor(0, { requiresGrad: true });
for (let step = 0; step < 20; step++) {
  const [down] = grad(sub(exp(a), mul(a, 2)), a);
  noGrad(() => sub(a, mul(down, 0.5), { out: a }));
}
console.log(a);
