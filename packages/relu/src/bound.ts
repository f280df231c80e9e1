import type { Lane } from "@actfn/tensor";

/** A bound as the numbers of a lane can meet it: 0.1 among float32 is the float32 nearest to it, as in torch. */
export function boundIn(x: Lane, bound: number): number {
  return x instanceof Float32Array ? Math.fround(bound) : bound;
}
