import type { DTypeOf, Tensor, TensorLike } from "@actfn/tensor";
import { cppName, describe, isFloat, logarithmOnePlus, readOptions, record, toTensor, unsqueeze } from "@actfn/tensor";
import type { ClassLoss, ClassLossOptions } from "./class-loss.js";
import {
  classLoss,
  classLossDefaults,
  lossName,
  mapRows,
  oneToARow,
  readScores,
  readWeights,
  reduceRows,
} from "./class-loss.js";
import { indexOfLargest } from "./index-of-largest.js";
import { logSoftmax } from "./log-softmax.js";
import { restOfSum } from "./rest-of-sum.js";

interface CrossEntropyOptions extends ClassLossOptions {
  /** How much of each target goes to all classes alike, from 0 to 1. */
  labelSmoothing?: number;
}

/** A cross entropy, whose targets are classes or probabilities. */
interface CrossEntropy extends ClassLoss {
  readonly labelSmoothing: number;
  readonly ofProbabilities: boolean;
}

/**
 * How far softmax of the scores is from the targets: −Σ꜀ weight[c] · q[c] · logSoftmax(x)[c] for each row, where q is 1 at
 * its class, or the probabilities that the target gives, mixed with 1/C by `labelSmoothing`.
 *
 * The scores are [C], [N, C] or [N, C, d₁, …]. Targets of that shape less its C are classes (int64), targets of that very
 * shape probabilities. `reduction: "mean"` divides the sum by the weights of the classes (of probabilities: by the number
 * of rows); rows with the class `ignoreIndex` count nowhere.
 *
 * @throws RangeError if a target is no class, the shapes do not belong together, or labelSmoothing is above 1; TypeError for
 *   scores of integers or targets of the wrong kind.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.cross_entropy.html
 */
export function crossEntropy<Input extends TensorLike>(
  input: Input,
  target: TensorLike,
  options?: CrossEntropyOptions,
): Tensor<DTypeOf<Input>>;
export function crossEntropy(input: TensorLike, target: TensorLike, options?: CrossEntropyOptions): Tensor {
  const name = "crossEntropy";
  const { weight, labelSmoothing, ...settings } = readOptions<typeof defaults>(name, options, defaults);
  const x = readScores(name, input, "log_softmax_lastdim_kernel_impl", settings.reduction);
  if (!(labelSmoothing <= 1)) {
    throw new RangeError(`${name}: label_smoothing must be between 0.0 and 1.0. Got: ${describe(labelSmoothing)}`);
  }
  const dim = Math.min(x.ndim - 1, 1);
  const classes = x.shape[dim]!;
  const weights = readWeights(name, weight, classes);
  const wanted = toTensor(name, target);
  const ofProbabilities = wanted.ndim === x.ndim && wanted.shape.every((size, d) => size === x.shape[d]);
  const smoothing = { labelSmoothing: Math.max(labelSmoothing, 0), ofProbabilities };
  if (!ofProbabilities) {
    const [loss, at] = classLoss(name, x, target, weights.data, settings);
    return lossOf({ ...loss, ...smoothing }, x, at, weights);
  }
  const { reduction, ignoreIndex } = settings;
  if (!isFloat(wanted.dtype)) {
    throw new TypeError(
      `${name}: Expected floating point type for target with class probabilities, got ${cppName(wanted.dtype)}; a target of ` +
        `classes has the shape [${x.shape.toSpliced(dim, 1).join(", ")}]`,
    );
  }
  if (ignoreIndex >= 0) {
    throw new RangeError(`${name}: ignore_index is not supported for floating point target; got ${ignoreIndex}`);
  }
  const divisor = reduction === "mean" ? x.numel / classes : 1;
  return lossOf({ name, dim, classes, ignoreIndex, reduction, divisor, ...smoothing }, x, wanted, weights);
}

const defaults: typeof classLossDefaults & { labelSmoothing: number } = { ...classLossDefaults, labelSmoothing: 0 };

/**
 * Answers how much each class counts in a row, by the lanes and the row's number: its probability times its weight. The
 * array is the same every time; undefined for a row that is ignored.
 */
function sharesOf(loss: CrossEntropy, weights: Tensor) {
  const { classes, ignoreIndex, labelSmoothing, ofProbabilities } = loss;
  const counts = weights.data as Float64Array;
  const kept = 1 - labelSmoothing;
  const common = labelSmoothing / classes;
  const shares = counts.map((count) => count * common);
  if (ofProbabilities) {
    return (target: Float64Array, row: number): Float64Array => {
      for (let c = 0; c < classes; c++) shares[c] = counts[c]! * (target[row * classes + c]! * kept + common);
      return shares;
    };
  }
  let before = 0;
  return (target: Float64Array, row: number): Float64Array | undefined => {
    const at = target[row]!;
    if (at === ignoreIndex) return undefined;
    shares[before] = counts[before]! * common;
    shares[at] = counts[at]! * (kept + common);
    before = at;
    return shares;
  };
}

function lossOf(loss: CrossEntropy, x: Tensor, target: Tensor, weights: Tensor): Tensor {
  const { ofProbabilities } = loss;
  const shares = sharesOf(loss, weights);
  const result = reduceRows(loss, [x, targetsOf(loss, target, x)], ([scores, targets], row, start, end) => {
    const share = shares(targets!, row);
    if (!share) return 0;
    const largest = indexOfLargest(scores!, start, end);
    const max = scores![largest]!;
    const logSum = logarithmOnePlus(restOfSum(scores!, start, end, largest));
    let sum = 0;
    for (let i = start; i < end; i++) {
      const s = share[i - start]!;
      // What does not count may be −∞; given as a probability of 0 it makes NaN, as in torch.
      if (s !== 0 || ofProbabilities) sum += s * (scores![i]! - max - logSum);
    }
    return -sum;
  });
  return record(
    result,
    gradName(loss, x),
    [x, target],
    [x, target, weights],
    [
      (g, [x, target, weights]) => slopeOf(loss, g, x, target, weights),
      (g, [x, , weights], { mul, reshape }) => {
        const { dim, divisor, labelSmoothing } = loss;
        const counts = reshape(weights, [-1, ...x.shape.slice(dim + 1).map(() => 1)]);
        const slope = mul(mul(logSoftmax(x, dim), counts), (labelSmoothing - 1) / divisor);
        return mul(slope, g.ndim === 0 ? g : unsqueeze(g, dim));
      },
    ],
  );
}

/** The gradient of x: g · (Σ shares · p − shares) / divisor, with p = softmax(x). */
function slopeOf(loss: CrossEntropy, g: Tensor, x: Tensor, target: Tensor, weights: Tensor): Tensor {
  const { dim, divisor } = loss;
  const { slope, compute } = slopesOf(loss, weights);
  const inputs = [x, targetsOf(loss, target, x), oneToARow(g, x, dim)];
  const dx = mapRows(loss, inputs, ([scores, targets, gradient, dx], row, start, end) => {
    dx!.fill(0, start, end);
    if (!compute(scores!, targets!, row, start, end)) return;
    for (let i = start; i < end; i++) dx![i] = (gradient![row]! * slope[i - start]!) / divisor;
  });
  return record(
    dx,
    "LogSoftmaxBackwardDataBackward0",
    [g, x],
    [g, x, target, weights],
    [
      (v, [, x, target, weights]) => slopeAlong(loss, v, x, target, weights),
      (v, [g, x, target, weights]) => curveOf(loss, v, g, x, target, weights),
    ],
  );
}

/** What v, the gradient of that gradient, makes of g: v · (Σ shares · p − shares) / divisor, summed over each row. */
function slopeAlong(loss: CrossEntropy, v: Tensor, x: Tensor, target: Tensor, weights: Tensor): Tensor {
  const { slope, compute } = slopesOf(loss, weights);
  const dg = reduceRows(loss, [x, targetsOf(loss, target, x), v], ([scores, targets, vs], row, start, end) => {
    if (!compute(scores!, targets!, row, start, end)) return 0;
    let sum = 0;
    for (let i = start; i < end; i++) sum += vs![i]! * slope[i - start]!;
    return sum;
  });
  return record(dg, "CrossEntropyBackwardBackwardBackward0", [v, x], [], [noThird, noThird]);
}

/** What v makes of x: g · Σ shares · p · (v − Σ v · p) / divisor. */
function curveOf(loss: CrossEntropy, v: Tensor, g: Tensor, x: Tensor, target: Tensor, weights: Tensor): Tensor {
  const { dim, divisor } = loss;
  const { pull, compute } = slopesOf(loss, weights);
  const inputs = [x, targetsOf(loss, target, x), oneToARow(g, x, dim), v];
  const dx = mapRows(loss, inputs, ([scores, targets, gradient, vs, dx], row, start, end) => {
    dx!.fill(0, start, end);
    const total = compute(scores!, targets!, row, start, end);
    if (!total) return;
    let mean = 0;
    for (let i = start; i < end; i++) mean += vs![i]! * pull[i - start]!;
    mean /= total;
    for (let i = start; i < end; i++) dx![i] = (gradient![row]! * pull[i - start]! * (vs![i]! - mean)) / divisor;
  });
  return record(dx, "CrossEntropyBackwardBackwardBackward0", [v, g, x], [], [noThird, noThird, noThird]);
}

function noThird(): never {
  throw new Error("grad: crossEntropy has a first and a second derivative, and no third");
}

/** Computes, row by row, Σ shares · p as `pull`, that less the shares as `slope`; answers Σ shares, 0 where nothing counts. */
function slopesOf(loss: CrossEntropy, weights: Tensor) {
  const shares = sharesOf(loss, weights);
  const pull = new Float64Array(loss.classes);
  const slope = new Float64Array(loss.classes);
  const compute = (scores: Float64Array, targets: Float64Array, row: number, start: number, end: number): number => {
    const share = shares(targets, row);
    if (!share) return 0;
    const largest = indexOfLargest(scores, start, end);
    const rest = restOfSum(scores, start, end, largest, 1, pull);
    let total = 0;
    for (let c = 0; c < share.length; c++) total += share[c]!;
    for (let c = 0; c < share.length; c++) {
      pull[c] = (total * pull[c]!) / (1 + rest);
      slope[c] = pull[c]! - share[c]!;
    }
    // Where the target is as good as certain, p − 1 would have no digit left: it is what the others have, −rest / (1 + rest).
    const top = largest - start;
    slope[top] = total - share[top]! - (total * rest) / (1 + rest);
    return total;
  };
  return { pull, slope, compute };
}

/** Targets as they lie along the rows of x: a class a row, or a probability an element. */
function targetsOf({ ofProbabilities, dim }: CrossEntropy, target: Tensor, x: Tensor): Tensor {
  return ofProbabilities ? target : oneToARow(target, x, dim);
}

/** torch has three ways to compute it, and names the gradient after the last step of each. */
function gradName(loss: CrossEntropy, x: Tensor): string {
  if (loss.ofProbabilities) return loss.reduction === "mean" ? "DivBackward1" : "NegBackward0";
  return loss.labelSmoothing > 0 ? "AddBackward0" : lossName(loss, x);
}
