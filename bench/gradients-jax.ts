import { defaultDevice, grad, init, type Array as JaxArray, jit, nn, numpy as np, vjp } from "@jax-js/jax";
import { geluPass, type Numbers, nets, type Pass, RATE, softmaxPass, type Ways } from "./gradients-work.js";

// Every function takes its arguments away; `.ref` is what keeps one.

const constant = ({ data, shape }: Numbers): JaxArray => np.array(new Float32Array(data)).reshape(shape);

function pass({ x, dy }: Pass, f: (x: JaxArray) => JaxArray): () => ArrayLike<number> {
  const [input, gradient] = [constant(x), constant(dy)];
  const backward = jit((x: JaxArray, dy: JaxArray) => {
    const [y, pull] = vjp(f, [x]);
    y.dispose();
    const [dx] = pull(dy);
    return dx as JaxArray;
  });
  return () => backward(input.ref, gradient.ref).dataSync() as Float32Array;
}

/** jax-js, compiled by its jit, in WebAssembly: its one fast backend in Node. */
export async function jax(): Promise<Ways> {
  await init("wasm");
  defaultDevice("wasm");
  const ways: Ways = {
    "softmax [128, 1000]": pass(softmaxPass, (x) => nn.softmax(x, -1)),
    "gelu [100000]": pass(geluPass, (x) => nn.gelu(x, { approximate: false })),
  };
  for (const [name, net] of Object.entries(nets)) {
    const x = constant(net.x);
    const oneHot = nn.oneHot(np.array(net.classes, { dtype: np.int32 }), net.b2.shape[0]!);
    const parameters = [net.w1, net.b1, net.w2, net.b2].map(constant);
    const loss = ([w1, b1, w2, b2]: JaxArray[], x: JaxArray, oneHot: JaxArray): JaxArray => {
      const hidden = nn.relu(np.matmul(x, w1!).add(b1!));
      const scores = np.matmul(hidden, w2!).add(b2!);
      return np.sum(nn.logSoftmax(scores, -1).mul(oneHot)).mul(-1 / net.classes.length);
    };
    const step = jit((values: JaxArray[], x: JaxArray, oneHot: JaxArray) => {
      const slopes = grad(loss)(
        values.map((value) => value.ref),
        x,
        oneHot,
      ) as JaxArray[];
      return values.map((value, i) => value.sub(slopes[i]!.mul(RATE)));
    });
    ways[name] = () => {
      const updated = step(
        parameters.map((value) => value.ref),
        x.ref,
        oneHot.ref,
      );
      const numbers = updated.map((value) => value.dataSync());
      return numbers[0] as Float32Array;
    };
  }
  return ways;
}
