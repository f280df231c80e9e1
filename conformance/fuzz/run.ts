// Makes a call here.

import { Generator, isTensor, manualSeed, setPrintOptions, Tensor, toTypedArray, zeros } from "@actfn/tensor";
import { callPublished } from "../published.js";
import type { Call } from "./call.js";

/** What of a function PyTorch has no function for: what it does to a tensor that it answers or leaves behind. */
const SHOWN: Record<string, (x: Tensor, options?: object) => unknown> = {
  toTypedArray: (x) => new Tensor(toTypedArray(x), x.dtype, [x.numel]),
  setPrintOptions(x, options = {}) {
    setPrintOptions({ profile: "default" });
    try {
      setPrintOptions(options);
      return x.toString();
    } finally {
      setPrintOptions({ profile: "default" });
    }
  },
};

/** The answer to a call; the options are the last of the arguments. */
export function run({ fn, options, seed }: Call, given: readonly unknown[], more: object = {}): unknown {
  const positional = options ? given.slice(0, -1) : given;
  const named = { ...(options && (given.at(-1) as object)), ...more, ...(seed === undefined ? {} : seeded(seed)) };
  const args = Object.keys(named).length > 0 ? [...positional, named] : positional;
  return SHOWN[fn] ? SHOWN[fn](...(args as [Tensor, object])) : callPublished(fn, ...args);
}

/** Random numbers come from the generator that all share, or from one of the call's own. */
function seeded(seed: number): { generator?: Generator } {
  if (seed % 2) return { generator: new Generator().manualSeed(seed) };
  manualSeed(seed);
  return {};
}

/** What a call is to write into, in the shape and dtype of its result. */
export function outFor({ out }: Call, given: readonly unknown[], { dtype, shape }: Tensor): Tensor {
  const fits = (value: unknown): value is Tensor =>
    isTensor(value) &&
    value.dtype === dtype &&
    String(value.shape) === String(shape) &&
    value.strides.every((stride, d) => stride !== 0 || shape[d]! < 2);
  const input = out === "input" ? given.flat().find(fits) : undefined;
  return input ?? (out === "new" ? zeros(shape, { dtype }) : scattered(dtype, shape));
}

/** In memory with gaps, the first dim innermost. */
function scattered(dtype: Tensor["dtype"], shape: readonly number[]): Tensor {
  const strides: number[] = [];
  let stride = 2;
  for (const size of shape) {
    strides.push(stride);
    stride *= size || 1;
  }
  return new Tensor(zeros([stride + 3], { dtype }).data, dtype, shape, strides, 2);
}
