import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { geluPass, type Numbers, nets, type Pass, RATE, softmaxPass, type Ways } from "./gradients-work.js";

/** TensorFlow.js on one of its backends. */
export async function tfjs(backend: "cpu" | "wasm"): Promise<Ways> {
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js has no ${backend} backend here`);
  const on = (way: () => tf.Tensor): (() => ArrayLike<number>) => {
    return () => {
      // Done before the promise: both backends are ready.
      if (tf.getBackend() !== backend) void tf.setBackend(backend);
      return tf.tidy(() => way().dataSync());
    };
  };
  const constant = ({ data, shape }: Numbers): tf.Tensor => tf.tensor(data, shape);
  const pass = ({ x, dy }: Pass, f: (x: tf.Tensor) => tf.Tensor): (() => ArrayLike<number>) => {
    const [input, gradient] = [constant(x), constant(dy)];
    const backward = tf.grad(f);
    return on(() => backward(input, gradient));
  };
  const ways: Ways = {
    "softmax [128, 1000]": pass(softmaxPass, (x) => tf.softmax(x)),
    // It has no gelu, but for one that layers fuse into themselves.
    "gelu [100000]": pass(geluPass, (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1))),
  };
  for (const [name, net] of Object.entries(nets)) {
    const x = constant(net.x) as tf.Tensor2D;
    const oneHot = tf.cast(tf.oneHot(net.classes, net.b2.shape[0]!), "float32");
    const parameters = [net.w1, net.b1, net.w2, net.b2].map((numbers) => constant(numbers));
    const gradients = tf.grads((w1: tf.Tensor, b1: tf.Tensor, w2: tf.Tensor, b2: tf.Tensor) => {
      const hidden = tf.relu(tf.add(tf.matMul(x, w1 as tf.Tensor2D), b1)) as tf.Tensor2D;
      const scores = tf.add(tf.matMul(hidden, w2 as tf.Tensor2D), b2);
      return tf.losses.softmaxCrossEntropy(oneHot, scores);
    });
    ways[name] = on(() => {
      const slopes = gradients(parameters);
      return parameters.map((value, i) => tf.sub(value, tf.mul(slopes[i]!, RATE)))[0]!;
    });
  }
  return ways;
}
