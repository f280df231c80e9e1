// What the benchmark of gradients has every library do, and with which numbers.

import { manualSeed, mul, rand, randn, type Tensor } from "@actfn/tensor";

/** A library's way of doing each work: a call that answers with the numbers, so that nothing stays undone. */
export type Ways = Record<string, () => ArrayLike<number>>;

/** A tensor's numbers, with its shape. */
export interface Numbers {
  data: Float32Array;
  shape: number[];
}

/** A layer, relu, a layer, and the cross entropy of what comes out. */
export interface Net {
  x: Numbers;
  classes: number[];
  w1: Numbers;
  b1: Numbers;
  w2: Numbers;
  b2: Numbers;
}

/** An input, and the gradient of what is made of it. */
export interface Pass {
  x: Numbers;
  dy: Numbers;
}

export const RATE = 0.1;

manualSeed(0);

export const softmaxPass: Pass = { x: random([128, 1000]), dy: random([128, 1000]) };
export const geluPass: Pass = { x: random([100_000]), dy: random([100_000]) };
export const nets: Record<string, Net> = {
  "step of a net, [200, 2] → 32 → 2": net(200, 2, 32, 2),
  "step of a net, [64, 784] → 128 → 10": net(64, 784, 128, 10),
};

function random(shape: number[]): Numbers {
  return numbersOf(randn(shape));
}

function net(rows: number, inputs: number, hidden: number, outputs: number): Net {
  const weights = (from: number, to: number): Numbers => numbersOf(mul(randn([from, to]), 1 / Math.sqrt(from)));
  return {
    x: random([rows, inputs]),
    classes: Array.from(rand([rows]).data, (share) => Math.floor(share * outputs)),
    w1: weights(inputs, hidden),
    b1: random([hidden]),
    w2: weights(hidden, outputs),
    b2: random([outputs]),
  };
}

function numbersOf({ data, shape }: Tensor<"float32">): Numbers {
  return { data, shape: [...shape] };
}
