export type { Arithmetic, FloatArithmetic } from "./arithmetic.js";
export { add, div, maximum, minimum, mul, pow, sub } from "./arithmetic.js";
export type { DTypeOf, NestedArray, StructuralTensor, TensorLike } from "./as-tensor.js";
export { asTensor, tensor } from "./as-tensor.js";
export { backward, detach, enableGrad, grad, noGrad, zeroGrad } from "./autograd.js";
export * from "./building-blocks.js";
export type { Comparison } from "./comparison.js";
export {
  allclose,
  eq,
  equal,
  ge,
  gt,
  isclose,
  isfinite,
  isinf,
  isnan,
  le,
  logicalAnd,
  logicalNot,
  logicalOr,
  lt,
  ne,
} from "./comparison.js";
export { clone, toTypedArray } from "./copies.js";
export { arange, full, fullLike, linspace, ones, onesLike, zeros, zerosLike } from "./create.js";
export type { DataOf, DType, Float16Data, FloatDType, TensorData } from "./dtype.js";
export { abs, erf, erfc, exp, expm1, log, log1p, neg, sign, sqrt } from "./elementary.js";
export { amax, amin, argmax, argmin, max, min } from "./extremes.js";
export type { PrintOptions } from "./format.js";
export { cat, gather, split, stack } from "./joins.js";
export { matmul } from "./matmul.js";
export { Generator } from "./mt19937.js";
export { oneHot } from "./one-hot.js";
export { sort, topk } from "./order.js";
export { setPrintOptions } from "./print-options.js";
export { manualSeed, multinomial, rand, randint, randLike, randn, randnLike } from "./random.js";
export { clamp, maskedFill, where } from "./selection.js";
export { cumsum, mean, std, sum, var } from "./sums.js";
export type { ElementOf, Nested } from "./tensor.js";
export { isTensor, Tensor } from "./tensor.js";
export { all, any } from "./truth.js";
export type { ValuesAndIndices } from "./values-and-indices.js";
export {
  contiguous,
  expand,
  flatten,
  narrow,
  permute,
  reshape,
  select,
  slice,
  squeeze,
  t,
  transpose,
  unsqueeze,
  view,
} from "./views.js";
