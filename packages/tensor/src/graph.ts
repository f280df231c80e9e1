// What backward goes back along: each function that can be differentiated leaves a record on its result. The engine that
// reads the records is autograd.ts; who does not import it does not carry it.

import type { add, div, mul, pow, sub } from "./arithmetic.js";
import type { eq, ge, gt, isnan, le, logicalAnd, logicalOr, lt } from "./comparison.js";
import type { DType, TensorData } from "./dtype.js";
import { isFloat } from "./dtype.js";
import type { log } from "./elementary.js";
import type { scatterAdd } from "./scatter-add.js";
import type { maskedFill, where } from "./selection.js";
import type { mean, std, sum } from "./sums.js";
import type { Tensor } from "./tensor.js";
import type { expand, permute, reshape } from "./views.js";

/** How a result came about, and how a gradient of the result becomes one of each input. */
export interface GradFn {
  /** PyTorch's name for it, as printing shows it: "SoftmaxBackward0". */
  readonly name: string;
  /** More than those of whatever its inputs came from. */
  readonly depth: number;
  /** Where the gradient of each input goes; undefined where none is wanted. */
  readonly edges: readonly (Edge | undefined)[];
  /** What the gradients are computed from; undefined once backward has freed it. */
  saved: readonly Tensor[] | undefined;
  /** The versions that the saved tensors had. */
  readonly versions: readonly number[];
  readonly gradients: readonly Gradient<readonly Tensor[]>[];
}

/**
 * The gradient of one input, from that of the result. It may have any shape that broadcasting makes of the input's, and any
 * dtype: the engine sums and casts. It is made of differentiable functions, so that there are second derivatives: of those of
 * the engine, so that who never goes backward does not carry them.
 */
export type Gradient<Saved extends readonly Tensor[]> = (gradient: Tensor, saved: Saved, engine: Engine) => Tensor;

/** Where a gradient goes: to the record of the tensor that was the input, or to a tensor of the user's. */
export interface Edge {
  readonly to: GradFn | Tensor;
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** What only a backward pass needs, and so comes with it: the functions that gradients are made of, and two of its own. */
export interface Engine {
  readonly add: typeof add;
  readonly sub: typeof sub;
  readonly mul: typeof mul;
  readonly div: typeof div;
  readonly pow: typeof pow;
  readonly eq: typeof eq;
  readonly lt: typeof lt;
  readonly gt: typeof gt;
  readonly le: typeof le;
  readonly ge: typeof ge;
  readonly isnan: typeof isnan;
  readonly logicalAnd: typeof logicalAnd;
  readonly logicalOr: typeof logicalOr;
  readonly log: typeof log;
  readonly where: typeof where;
  readonly maskedFill: typeof maskedFill;
  readonly sum: typeof sum;
  readonly mean: typeof mean;
  readonly std: typeof std;
  readonly reshape: typeof reshape;
  readonly expand: typeof expand;
  readonly permute: typeof permute;
  readonly scatterAdd: typeof scatterAdd;
  /** A tensor of zeros with the gradient where `view` looks. */
  embed(gradient: Tensor, shape: readonly number[], view: (base: Tensor) => Tensor): Tensor;
  /** The gradient of x by the loops of an activation, where y is what it made of x, or of what `mask` keeps of x. */
  slope(loops: Loops, gradient: Tensor, x: Tensor, y: Tensor, mask?: Tensor): Tensor;
}

/** The loops of an activation: backward and, unless it is zero, the derivative of backward. */
export interface Loops {
  readonly name: string;
  /** The dim that its rows lie along; an elementwise activation has none. */
  readonly dim: number | undefined;
  backward(dy: Lane, x: Lane, y: Lane, dx: Lane, rows: number, length: number, mask?: Uint8Array): void;
  /** What v, a change of x, makes of y: `backward` transposed. Left out where that is the same. */
  tangent?(v: Lane, x: Lane, y: Lane, dy: Lane, rows: number, length: number, mask?: Uint8Array): void;
  doubleBackward?(v: Lane, dy: Lane, x: Lane, y: Lane, dx: Lane, rows: number, length: number, mask?: Uint8Array): void;
}

/** Contiguous numbers that a loop runs over. Integer lanes read and write the same way. */
export type Lane = Float32Array | Float64Array;

interface GradMode {
  enabled: boolean;
  /** How often an `out` was written over, of the memory that some record has saved. */
  readonly versions: WeakMap<TensorData, number>;
}

const GRAD_MODE: unique symbol = /* @__PURE__ */ Symbol.for("actfn.gradMode");

/**
 * Whether functions record; noGrad and enableGrad change it for a while. Copies of this package that meet in a program (its
 * CommonJS entries are two) have it in common, as what is a Tensor.
 */
export const gradMode: GradMode = /* @__PURE__ */ sharedGradMode();

function sharedGradMode(): GradMode {
  const program = globalThis as { [GRAD_MODE]?: GradMode };
  program[GRAD_MODE] ??= { enabled: true, versions: new WeakMap() };
  return program[GRAD_MODE];
}

/** The version of a tensor's memory, from now on counted. */
export function versionOf({ data }: Tensor): number {
  const { versions } = gradMode;
  const version = versions.get(data) ?? 0;
  versions.set(data, version);
  return version;
}

/** Notes that a tensor's memory was written over. */
export function countWrite({ data }: Tensor): void {
  const { versions } = gradMode;
  const version = versions.get(data);
  if (version !== undefined) versions.set(data, version + 1);
}

/** Whether a function of these tensors must leave a record. */
export function needsGrad(inputs: readonly Tensor[]): boolean {
  return gradMode.enabled && inputs.some((input) => input.requiresGrad);
}

/**
 * Leaves a record on a result, if an input requires grad. `gradients` has one function for each input; they get `saved`,
 * and must hold no tensor besides, so that the memory of a graph can be freed.
 */
export function record<D extends DType, Saved extends readonly Tensor[]>(
  result: Tensor<D>,
  name: string,
  inputs: readonly Tensor[],
  saved: readonly [...Saved],
  gradients: readonly Gradient<Saved>[],
): Tensor<D> {
  if (!needsGrad(inputs) || !isFloat(result.dtype)) return result;
  const edges = inputs.map(edgeTo);
  const depth = 1 + Math.max(...edges.map((edge) => (edge && "depth" in edge.to ? edge.to.depth : 0)));
  return attach(result, {
    name,
    depth,
    edges,
    saved,
    versions: saved.map(versionOf),
    gradients: gradients as GradFn["gradients"],
  });
}

/** Where a gradient of this tensor goes. */
export function edgeTo(input: Tensor): Edge | undefined {
  return input.requiresGrad ? { to: input.gradFn ?? input, shape: input.shape, dtype: input.dtype } : undefined;
}

/** Has functions of a new tensor be recorded: of one that a function made, with how it came about. */
export function attach<D extends DType>(tensor: Tensor<D>, gradFn: GradFn | null): Tensor<D> {
  return Object.assign<Tensor<D>, object>(tensor, { requiresGrad: true, gradFn });
}

/** Has functions of a new tensor be recorded, if `requiresGrad` says so. */
export function requireGrad<D extends DType>(name: string, tensor: Tensor<D>, requiresGrad: boolean): Tensor<D> {
  if (!requiresGrad) return tensor;
  if (!isFloat(tensor.dtype)) {
    throw new TypeError(
      `${name}: Only Tensors of floating point dtype can require gradients, but got ${tensor.dtype}; pass { dtype }`,
    );
  }
  return attach(tensor, null);
}
