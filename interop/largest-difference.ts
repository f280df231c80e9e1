import { type TensorLike, tensor } from "@actfn/tensor";

/** The largest difference between two tensors, element by element; NaN where their shapes differ. */
export function largestDifference(a: TensorLike, b: TensorLike): number {
  const [left, right] = [tensor(a, { dtype: "float64" }), tensor(b, { dtype: "float64" })];
  if (String(left.shape) !== String(right.shape)) return Number.NaN;
  return left.data.reduce((largest, value, i) => Math.max(largest, Math.abs(value - right.data[i]!)), 0);
}
