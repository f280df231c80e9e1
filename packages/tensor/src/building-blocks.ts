// What functions of tensors are made of, for those of the other packages and for your own.

export type { AlongDim, AlongDimSpec, Elementwise, ElementwiseSpec, Integers } from "./activation.js";
export { alongDim, elementwise, resultDType } from "./activation.js";
export { checkDType, toTensor } from "./as-tensor.js";
export type { BinarySpec, NumberLane } from "./binary.js";
export { binary, broadcast } from "./binary.js";
export { castTo } from "./copy.js";
export { cppName, isFloat, laneDType } from "./dtype.js";
export { complementaryErrorFunction, errorFunction } from "./erf.js";
export { exp as exponential, exponentialRest } from "./exp.js";
export { exponentialMinusOne } from "./expm1.js";
export type { Engine, GradFn, Gradient, Lane } from "./graph.js";
export { needsGrad, record } from "./graph.js";
export { stridesLike, walkRows } from "./lanes.js";
export { logarithm, logarithmOnePlus } from "./log.js";
export { readOptions } from "./options.js";
export { produce } from "./out.js";
export { reduce } from "./reduce.js";
export { describe, normalizeDim } from "./shape.js";
export { sumOf } from "./sums.js";
