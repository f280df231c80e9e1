import { gelu, relu } from "@actfn/relu";
import { crossEntropy, softmax } from "@actfn/softmax";
import { add, asTensor, backward, grad, matmul, mul, noGrad, sub, type Tensor, tensor } from "@actfn/tensor";
import { geluPass, type Numbers, nets, type Pass, RATE, softmaxPass, type Ways } from "./gradients-work.js";

const leaf = ({ data, shape }: Numbers): Tensor => tensor(asTensor(data, shape), { requiresGrad: true });

function pass({ x, dy }: Pass, f: (x: Tensor) => Tensor): () => ArrayLike<number> {
  const input = leaf(x);
  const gradient = asTensor(dy.data, dy.shape);
  return () => grad(f(input), input, { gradOutputs: gradient })[0]!.data as Float32Array;
}

/** The library that the others are measured against. */
export function actfn(): Ways {
  const ways: Ways = {
    "softmax [128, 1000]": pass(softmaxPass, (x) => softmax(x, -1)),
    "gelu [100000]": pass(geluPass, gelu),
  };
  for (const [name, net] of Object.entries(nets)) {
    const x = asTensor(net.x.data, net.x.shape);
    const target = asTensor(BigInt64Array.from(net.classes, BigInt));
    const parameters = [net.w1, net.b1, net.w2, net.b2].map(leaf);
    const [w1, b1, w2, b2] = parameters as [Tensor, Tensor, Tensor, Tensor];
    ways[name] = () => {
      const hidden = relu(add(matmul(x, w1), b1));
      backward(crossEntropy(add(matmul(hidden, w2), b2), target));
      return noGrad(() => {
        const updated = parameters.map((value) => sub(value, mul(value.grad!, RATE)));
        for (const value of parameters) value.grad = null;
        return updated[0]!.data as Float32Array;
      });
    };
  }
  return ways;
}
