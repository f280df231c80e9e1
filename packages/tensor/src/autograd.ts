// Backward: from an output along the records of graph.ts to the tensors that require grad.

import { add, div, mul, pow, sub } from "./arithmetic.js";
import type { DTypeOf, TensorLike } from "./as-tensor.js";
import { toTensor } from "./as-tensor.js";
import { eq, ge, gt, isnan, le, logicalAnd, logicalOr, lt } from "./comparison.js";
import { castTo, copyStrided } from "./copy.js";
import { emptyLike, ones, zeros } from "./create.js";
import type { DType, TensorData } from "./dtype.js";
import { laneDType } from "./dtype.js";
import { log } from "./elementary.js";
import type { Edge, Engine, GradFn, Lane, Loops } from "./graph.js";
import { edgeTo, gradMode, record, versionOf } from "./graph.js";
import { walk, walkRows } from "./lanes.js";
import { readOptions } from "./options.js";
import { scatterAdd } from "./scatter-add.js";
import { maskedFill, where } from "./selection.js";
import { describe, isContiguous, isDense, sameShape } from "./shape.js";
import { mean, std, sum } from "./sums.js";
import { isTensor, Tensor } from "./tensor.js";
import { expand, permute, reshape } from "./views.js";

interface GraphOptions {
  /** Keeps what the graph has saved, so that backward can go through it again. As createGraph, unless given. */
  retainGraph?: boolean;
  /** Records the backward pass itself, for second derivatives. */
  createGraph?: boolean;
}

/**
 * Adds the gradient of `output` to `grad` of every tensor that requires grad and that `output` was computed from.
 *
 * `gradient`, in the shape of `output`, is the gradient of something computed from it in turn; a single element needs none.
 * Frees what the graph has saved, unless `retainGraph`.
 *
 * @throws Error if `output` does not require grad, has several elements and no gradient was given, or its graph was freed.
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.backward.html
 */
export function backward(output: Tensor, gradient?: TensorLike, options?: GraphOptions): void {
  const name = "backward";
  const { retainGraph, createGraph } = readOptions(name, options, graphDefaults);
  checkTensor(name, "output", output);
  const root = rootOf(name, output, gradient, 0);
  const gradients = propagate(name, [root], undefined, retainGraph ?? createGraph, createGraph);
  const owned = new Set<TensorData>([root[1].data]);
  withGradMode(createGraph, () => {
    for (const [leaf, incoming] of gradients) {
      if (!isTensor(leaf)) continue;
      const total = leaf.grad ? add(leaf.grad, incoming) : incoming;
      leaf.grad = owned.has(total.data) || createGraph || !liesAs(total, leaf) ? copyLike(leaf, total) : total;
      owned.add(leaf.grad.data);
    }
  });
}

/** Whether a gradient fills its memory in the order of its leaf, so that a loop over the data of both pairs them. */
function liesAs({ data, numel, shape, strides }: Tensor, leaf: Tensor): boolean {
  const same = strides.every((stride, d) => shape[d] === 1 || stride === leaf.strides[d]);
  return data.length === numel && (same || (!isDense(leaf.shape, leaf.strides) && isContiguous(shape, strides)));
}

/** A gradient in memory of its own, in the order of its leaf. */
function copyLike(leaf: Tensor, gradient: Tensor): Tensor {
  const copy = emptyLike(leaf, leaf.dtype);
  copyStrided(leaf.shape, gradient, copy);
  return record(copy, "CloneBackward0", [gradient], [], [(g) => g]);
}

interface GradOptions<AllowUnused extends boolean> extends GraphOptions {
  /** For each output, the gradient of something computed from it in turn; a single element needs none. */
  gradOutputs?: TensorLike | null | readonly (TensorLike | null | undefined)[];
  /** Answers null for an input that the outputs were not computed from. */
  allowUnused?: AllowUnused;
}

type Gradients<Inputs, Gradient> = Inputs extends readonly Tensor[]
  ? { -readonly [Input in keyof Inputs]: Gradient }
  : [Gradient];

/**
 * The gradients of `outputs` (one or several, their sum) with respect to `inputs`, one for each; no `grad` changes.
 *
 * @throws Error if an output or input does not require grad, an input was not used and `allowUnused` is not set, an output
 *   has several elements and no gradient, or the graph was freed.
 * @see https://pytorch.org/docs/stable/generated/torch.autograd.grad.html
 */
export function grad<const Inputs extends Tensor | readonly Tensor[], AllowUnused extends boolean = false>(
  outputs: Tensor | readonly Tensor[],
  inputs: Inputs,
  options?: GradOptions<AllowUnused>,
): Gradients<Inputs, AllowUnused extends true ? Tensor | null : Tensor>;
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  options?: GradOptions<boolean>,
): unknown {
  const name = "grad";
  const { retainGraph, createGraph, gradOutputs, allowUnused } = readOptions(name, options, {
    ...graphDefaults,
    gradOutputs: undefined as GradOptions<boolean>["gradOutputs"],
    allowUnused: false,
  });
  const given = Array.isArray(outputs) && Array.isArray(gradOutputs) ? gradOutputs : [gradOutputs];
  const results = [outputs].flat() as Tensor[];
  if (given.length > results.length || (Array.isArray(gradOutputs) && given.length < results.length)) {
    throw new RangeError(`${name}: got ${results.length} outputs and ${given.length} gradients in gradOutputs`);
  }
  const roots = results.map((output, i) => {
    checkTensor(name, "each output", output);
    return rootOf(name, output, given[i], i);
  });
  const wanted = ([inputs].flat() as Tensor[]).map((input) => {
    checkTensor(name, "each input", input);
    const edge = edgeTo(input);
    if (!edge) throw new Error(`${name}: One of the differentiated Tensors does not require grad`);
    return edge.to;
  });
  const gradients = propagate(name, roots, new Set(wanted), retainGraph ?? createGraph, createGraph);
  return wanted.map((input) => {
    const found = gradients.get(input);
    if (found || allowUnused) return found ?? null;
    throw new Error(
      `${name}: One of the differentiated Tensors appears to not have been used in the graph. Set allow_unused=True if ` +
        "this is the desired behavior; here: { allowUnused: true }.",
    );
  });
}

const graphDefaults: { retainGraph: boolean | undefined; createGraph: boolean } = {
  retainGraph: undefined,
  createGraph: false,
};

function checkTensor(name: string, role: string, value: unknown): asserts value is Tensor {
  if (!isTensor(value)) throw new TypeError(`${name}: ${role} must be a Tensor, but got ${describe(value)}`);
}

/** An output, and the gradient to begin with. */
function rootOf(name: string, output: Tensor, given: TensorLike | null | undefined, i: number): [Edge, Tensor] {
  const edge = edgeTo(output);
  if (!edge) throw new Error(`${name}: element ${i} of tensors does not require grad and does not have a grad_fn`);
  const { shape, dtype, numel } = output;
  if (given === undefined || given === null) {
    if (numel === 1) return [edge, ones(shape, { dtype })];
    throw new Error(
      `${name}: grad can be implicitly created only for scalar outputs; got an output of shape [${shape.join(", ")}], ` +
        "which needs a gradient of that shape",
    );
  }
  const gradient = toTensor(name, given);
  if (!sameShape(gradient.shape, shape)) {
    throw new RangeError(
      `${name}: Mismatch in shape: grad_output[${i}] has a shape of [${gradient.shape.join(", ")}] and output[${i}] has a ` +
        `shape of [${shape.join(", ")}].`,
    );
  }
  return [edge, gradient];
}

/** The gradients that arrive at the `wanted` ends of the graph: at all its leaves, if none are named. */
function propagate(
  name: string,
  roots: readonly [Edge, Tensor][],
  wanted: ReadonlySet<GradFn | Tensor> | undefined,
  retainGraph: boolean,
  createGraph: boolean,
): Map<GradFn | Tensor, Tensor> {
  const order = collect(roots.map(([{ to }]) => to));
  // From the leaves up: what leads to something that is wanted.
  const needed = new Set<GradFn | Tensor>();
  for (const node of [...order].reverse()) {
    const leads = !isTensor(node) && node.edges.some((edge) => edge && needed.has(edge.to));
    if (leads || (wanted ? wanted.has(node) : isTensor(node))) needed.add(node);
  }
  return withGradMode(createGraph, () => {
    const gradients = new Map<GradFn | Tensor, Tensor>();
    // What the parts of one tensor send back is added up in one place: zeros of the whole for each would take long.
    const places = new Map<GradFn | Tensor, Tensor>();
    let target: GradFn | Tensor;
    const summing: Engine = {
      ...engine,
      embed(part, shape, view) {
        const sum = gradients.get(target);
        if (sum && sum === places.get(target) && sum.dtype === part.dtype) {
          add(view(sum), part, { out: view(sum) });
          return sum;
        }
        const whole = engine.embed(part, shape, view);
        if (!createGraph) places.set(target, whole);
        return whole;
      },
    };
    const deliver = ({ to, shape, dtype }: Edge, gradient: Tensor): void => {
      const fitted = fit(gradient, shape, dtype);
      const before = gradients.get(to);
      // What `embed` below has added to is complete.
      if (before !== fitted || places.get(to) !== fitted) gradients.set(to, before ? add(before, fitted) : fitted);
    };
    for (const [edge, gradient] of roots) deliver(edge, gradient);
    for (const node of order) {
      const gradient = gradients.get(node);
      if (isTensor(node) || !gradient || !needed.has(node)) continue;
      if (!wanted?.has(node)) gradients.delete(node);
      if (!node.edges.some((edge) => edge && needed.has(edge.to))) continue;
      const saved = savedBy(name, node);
      node.edges.forEach((edge, i) => {
        if (!edge || !needed.has(edge.to)) return;
        target = edge.to;
        deliver(edge, node.gradients[i]!(gradient, saved, summing));
      });
      if (!retainGraph && saved.length > 0) node.saved = undefined;
    }
    return gradients;
  });
}

/** Everything that the roots were computed from, each before its inputs. */
function collect(roots: readonly (GradFn | Tensor)[]): (GradFn | Tensor)[] {
  const found = new Set(roots);
  // A set may grow while it is walked.
  for (const node of found) if (!isTensor(node)) for (const edge of node.edges) if (edge) found.add(edge.to);
  const depth = (node: GradFn | Tensor): number => (isTensor(node) ? 0 : node.depth);
  return [...found].sort((a, b) => depth(b) - depth(a));
}

function savedBy(name: string, { name: gradFn, saved, versions }: GradFn): readonly Tensor[] {
  if (!saved) {
    throw new Error(
      `${name}: Trying to backward through the graph a second time (or directly access saved tensors after they have ` +
        "already been freed). Saved intermediate values of the graph are freed when you call .backward() or " +
        "autograd.grad(). Specify retain_graph=True if you need to backward through the graph a second time; here: " +
        "{ retainGraph: true } at the first.",
    );
  }
  saved.forEach((tensor, i) => {
    if (versionOf(tensor) === versions[i]) return;
    throw new Error(
      `${name}: one of the variables needed for gradient computation has been modified by an inplace operation: ` +
        `[${tensor.dtype} [${tensor.shape.join(", ")}]], saved by ${gradFn}, is at version ${versionOf(tensor)}; expected ` +
        `version ${versions[i]} instead.`,
    );
  });
  return saved;
}

/** The gradient of an input, from one of what broadcasting or casting made of the input. */
function fit(gradient: Tensor, shape: readonly number[], dtype: DType): Tensor {
  // Summed before it is cast, which rounds.
  const summed = sameShape(gradient.shape, shape) ? gradient : sumTo(gradient, shape);
  return summed.dtype === dtype ? summed : castTo(summed, dtype);
}

function sumTo(gradient: Tensor, shape: readonly number[]): Tensor {
  const added = gradient.ndim - shape.length;
  const repeated = gradient.shape
    .map((_, d) => d)
    .filter((d) => d < added || (shape[d - added] === 1 && gradient.shape[d] !== 1));
  return reshape(sum(gradient, repeated), shape);
}

const engine: Engine = {
  add,
  sub,
  mul,
  div,
  pow,
  log,
  eq,
  lt,
  gt,
  le,
  ge,
  isnan,
  logicalAnd,
  logicalOr,
  where,
  maskedFill,
  scatterAdd,
  sum,
  mean,
  std,
  reshape,
  expand,
  permute,

  embed(gradient, shape, view) {
    const base: Tensor = zeros(shape, { dtype: gradient.dtype });
    copyStrided(gradient.shape, gradient, view(base));
    return record(base, "EmbedBackward0", [gradient], [], [view]);
  },

  slope(loops, gradient, x, y, mask) {
    const dx = runLoops(loops, [gradient, x, y], mask, ([dy, xs, ys, dxs], rows, length, keep) => {
      loops.backward(dy!, xs!, ys!, dxs!, rows, length, keep);
    });
    return record(
      dx,
      `${loops.name}BackwardBackward0`,
      [gradient, x],
      [gradient, x, y, ...(mask ? [mask] : [])],
      [
        // It is linear in the gradient that it gets.
        (v, [, xs, ys, keep]) => engine.slope(transpose(loops), v, xs!, ys!, keep),
        (v, [dy, xs, ys, keep]) => curve(loops, v, dy!, xs!, ys!, keep),
      ],
    );
  },
};

/** The loops whose `backward` is the `tangent` of these. */
function transpose(loops: Loops): Loops {
  const { backward, tangent, doubleBackward } = loops;
  if (!tangent) return loops;
  return {
    ...loops,
    backward: tangent,
    tangent: backward,
    doubleBackward: doubleBackward && ((v, dy, ...rest) => doubleBackward(dy, v, ...rest)),
  };
}

/** The derivative of backward with respect to x, where v is the gradient of what backward answered. */
function curve(loops: Loops, v: Tensor, dy: Tensor, x: Tensor, y: Tensor, mask: Tensor | undefined): Tensor {
  const { doubleBackward } = loops;
  if (!doubleBackward) return zeros(x.shape, { dtype: y.dtype });
  const dx = runLoops(loops, [v, dy, x, y], mask, ([vs, dys, xs, ys, dxs], rows, length, keep) => {
    doubleBackward(vs!, dys!, xs!, ys!, dxs!, rows, length, keep);
  });
  const third = (): Tensor => {
    throw new Error(`grad: ${loops.name} has a first and a second derivative, and no third`);
  };
  return record(dx, `${loops.name}BackwardBackwardBackward0`, [v, dy, x], [], [third, third, third]);
}

/** A new tensor that loops fill from the lanes of others of its shape. */
function runLoops(
  { dim }: Loops,
  inputs: readonly Tensor[],
  mask: Tensor | undefined,
  run: (lanes: Lane[], rows: number, length: number, mask?: Uint8Array) => void,
): Tensor {
  const y = inputs.at(-1)!;
  const lane = laneDType(y.dtype);
  const result = emptyLike(y, y.dtype);
  const tensors = [...inputs, result, ...(mask ? [mask] : [])];
  const roles = tensors.map((tensor) => ({ lane: tensor === mask ? "bool" : lane, output: tensor === result }));
  if (dim !== undefined) {
    walkRows(tensors, dim, roles, (lanes, rows, length) => {
      run(lanes as Lane[], rows, length, lanes[inputs.length + 1] as Uint8Array | undefined);
    });
    return result;
  }
  const operands = tensors.map((tensor, i) => ({ tensor, strides: tensor.strides, ...roles[i]! }));
  walk(y.shape, operands, false, (lanes, rows, length) => run(lanes as Lane[], rows, length));
  return result;
}

function withGradMode<Result>(enabled: boolean, run: () => Result): Result {
  const before = gradMode.enabled;
  gradMode.enabled = enabled;
  try {
    return run();
  } finally {
    gradMode.enabled = before;
  }
}

/**
 * Runs a function whose calls are not recorded: what it computes does not require grad.
 *
 * @throws TypeError if the function answers a promise, whose work would be done when recording is on again.
 * @see https://pytorch.org/docs/stable/generated/torch.no_grad.html
 */
export function noGrad<Result>(run: () => Result): Result {
  return synchronous("noGrad", withGradMode(false, run));
}

/**
 * Runs a function whose calls are recorded again, inside noGrad.
 *
 * @throws TypeError if the function answers a promise, whose work would be done when recording is off again.
 * @see https://pytorch.org/docs/stable/generated/torch.enable_grad.html
 */
export function enableGrad<Result>(run: () => Result): Result {
  return synchronous("enableGrad", withGradMode(true, run));
}

function synchronous<Result>(name: string, result: Result): Result {
  if (!(result instanceof Promise)) return result;
  throw new TypeError(`${name}: the function must be synchronous, but it answered a Promise; await outside of ${name}`);
}

/**
 * The same memory as a tensor without history, that does not require grad.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.detach.html
 */
export function detach<Input extends TensorLike>(input: Input): Tensor<DTypeOf<Input>>;
export function detach(input: TensorLike): Tensor {
  const { data, dtype, shape, strides, offset } = toTensor("detach", input);
  return new Tensor(data, dtype, shape, strides, offset);
}

/**
 * Forgets the gradients of tensors: sets their `grad` to null, as an optimizer does between steps.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.optim.Optimizer.zero_grad.html
 */
export function zeroGrad(...tensors: (Tensor | readonly Tensor[])[]): void {
  for (const tensor of tensors.flat()) {
    checkTensor("zeroGrad", "each argument", tensor);
    tensor.grad = null;
  }
}
