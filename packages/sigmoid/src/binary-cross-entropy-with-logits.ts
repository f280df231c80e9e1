import type { DType, DTypeOf, Engine, Lane, TensorLike } from "@actfn/tensor";
import {
  broadcast,
  castTo,
  cppName,
  exponential,
  isFloat,
  laneDType,
  logarithmOnePlus,
  readOptions,
  record,
  sumOf,
  Tensor,
  toTensor,
} from "@actfn/tensor";

const NAME = "binaryCrossEntropyWithLogits";

interface LossOptions {
  /** How much each loss counts; it broadcasts to them. */
  weight?: TensorLike;
  /** How the losses become one: not at all, their mean, or their sum. */
  reduction?: "none" | "mean" | "sum";
  /** How much worse it is to miss a 1 than a 0; it broadcasts to the scores. */
  posWeight?: TensorLike;
}

/**
 * The loss −(p · t · log σ(x) + (1 − t) · log(1 − σ(x))) of scores x, where the targets t are probabilities, 0 or 1 as a
 * rule, and p is `posWeight`, which makes a missed 1 worse than a missed 0.
 *
 * Each loss is multiplied by its `weight`; `reduction` takes their "mean" (unless given), their "sum", or "none". Scores and
 * targets have one shape, to which weights broadcast; the dtype is the target's, as in torch. A finite score has a finite
 * loss.
 *
 * @throws RangeError if the shapes do not fit, or for another `reduction`; TypeError for integers and bools; Error if a
 *   weight requires grad.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.binary_cross_entropy_with_logits.html
 */
export function binaryCrossEntropyWithLogits<Target extends TensorLike>(
  input: TensorLike,
  target: Target,
  options?: LossOptions,
): Tensor<DTypeOf<Target>>;
export function binaryCrossEntropyWithLogits(input: TensorLike, target: TensorLike, options?: object): Tensor {
  const none: TensorLike | undefined = undefined;
  const given = readOptions(NAME, options, { weight: none, reduction: "mean", posWeight: none });
  const { weight = 1, reduction, posWeight = 1 } = given;
  if (!["none", "mean", "sum"].includes(reduction)) {
    throw new RangeError(`${NAME}: ${reduction} is not a valid value for reduction; use none, mean or sum`);
  }
  const x = toTensor(NAME, input);
  const t = toTensor(NAME, target);
  const w = toTensor(NAME, weight);
  const p = toTensor(NAME, posWeight);
  checkSizes(x, t);
  for (const { dtype } of [x, t]) {
    if (isFloat(dtype)) continue;
    throw new TypeError(
      `${NAME}: result type Float can't be cast to the desired output type ${cppName(dtype)}; cast the ${dtype} ` +
        "tensor to float32 first",
    );
  }
  checkConstant("weight", w);
  checkConstant("pos_weight", p);

  const each = reduction === "none";
  // A sum is one of doubles, rounded once.
  const losses = compute(LOSS, toTensor(NAME, 1), [x, t, w, p], 1, each ? t.dtype : "float64");
  const count = reduction === "mean" ? x.numel : 1;
  const y = each ? losses : reduced(losses as Tensor<"float64">, count, t.dtype);
  return record(
    y,
    "BinaryCrossEntropyWithLogitsBackward0",
    [x, t],
    [x, t, w, p],
    [(g, saved) => derivative(BY_SCORE, g, saved, count), (g, saved) => derivative(BY_TARGET, g, saved, count)],
  );
}

type Saved = readonly [x: Tensor, t: Tensor, w: Tensor, p: Tensor];

function checkSizes(x: Tensor, t: Tensor): void {
  if (String(x.shape) === String(t.shape) && x.ndim === t.ndim) return;
  throw new RangeError(
    `${NAME}: Target size ([${t.shape.join(", ")}]) must be the same as input size ([${x.shape.join(", ")}])`,
  );
}

function checkConstant(argument: string, { requiresGrad }: Tensor): void {
  if (!requiresGrad) return;
  throw new Error(
    `${NAME}: The function 'binary_cross_entropy_with_logits' is not differentiable with respect to argument ` +
      `'${argument}'. This input cannot have requires_grad True.`,
  );
}

function reduced(losses: Tensor<"float64">, count: number, dtype: DType): Tensor {
  const total = sumOf(losses.data, 0, losses.numel) / count;
  return castTo(new Tensor(Float64Array.of(total), "float64", []), dtype);
}

/** The loss or one of its derivatives, and what becomes of it by one more: nothing known beyond the second. */
interface Term {
  /** y = v · w · (this term of x, t and p) / count for n elements. */
  loop(v: Lane, x: Lane, t: Lane, w: Lane, p: Lane, y: Lane, n: number, count: number): void;
  readonly byScore?: Term;
  readonly byTarget?: Term;
}

function compute(term: Term, v: Tensor, [x, t, w, p]: Saved, count: number, dtype: DType): Tensor {
  // In the order in which torch compares their shapes.
  const inputs = [p, t, x, w, v];
  const lanes = inputs.map((input) => (isFloat(input.dtype) ? laneDType(input.dtype) : "float64"));
  const y = broadcast(NAME, inputs, [...lanes, laneDType(dtype)], dtype, undefined, (opened, n) => {
    const [p, t, x, w, v, y] = opened as Lane[];
    term.loop(v!, x!, t!, w!, p!, y!, n, count);
  });
  if (y.ndim === x.ndim && y.numel === x.numel) return y;
  throw new RangeError(
    `${NAME}: output with shape [${x.shape.join(", ")}] doesn't match the broadcast shape [${y.shape.join(", ")}]`,
  );
}

/** v times a derivative, recorded. */
function derivative(term: Term, v: Tensor, saved: Saved, count: number): Tensor {
  const [x, t] = saved;
  const y = compute(term, v, saved, count, x.dtype);
  const next = (by: "byScore" | "byTarget", { mul }: Engine, g: Tensor, v: Tensor, saved: Saved): Tensor => {
    const then = term[by];
    if (then) return derivative(then, mul(g, v), saved, count);
    throw new Error(`grad: ${NAME} has a first and a second derivative, and no third`);
  };
  return record(
    y,
    "BinaryCrossEntropyWithLogitsBackwardBackward0",
    [v, x, t],
    [v, ...saved],
    [
      (g, [, ...saved]) => derivative(term, g, saved, count),
      (g, [v, ...saved], engine) => next("byScore", engine, g, v, saved),
      (g, [v, ...saved], engine) => next("byTarget", engine, g, v, saved),
    ],
  );
}

// With s = softplus, the loss is (1 − t) · s(x) + p · t · s(−x), where s(±x) = max(±x, 0) + log(1 + exp(−|x|)).
const LOSS: Term = {
  loop(v, x, t, w, p, y, n, count) {
    for (let i = 0; i < n; i++) {
      const score = x[i]!;
      const negative = 1 - t[i]!;
      const positive = p[i]! * t[i]!;
      const both = (negative + positive) * logarithmOnePlus(exponential(-Math.abs(score)));
      const linear = score > 0 ? times(negative, score) : score < 0 ? times(positive, -score) : 0;
      y[i] = (v[i]! * w[i]! * (linear + both)) / count;
    }
  },
};

const ZERO: Term = {
  loop(_v, _x, _t, _w, _p, y, n) {
    for (let i = 0; i < n; i++) y[i] = 0;
  },
};

// (1 − t + p · t) · σ(x) · σ(−x)
const BY_SCORE_TWICE: Term = {
  loop(v, x, t, w, p, y, n, count) {
    for (let i = 0; i < n; i++) {
      const e = exponential(-Math.abs(x[i]!));
      const slope = ((1 - t[i]! + p[i]! * t[i]!) * e) / ((1 + e) * (1 + e));
      y[i] = (v[i]! * w[i]! * slope) / count;
    }
  },
};

// −σ(x) − p · σ(−x)
const BY_BOTH: Term = {
  loop(v, x, _t, w, p, y, n, count) {
    for (let i = 0; i < n; i++) {
      const e = exponential(-Math.abs(x[i]!));
      const slope = x[i]! < 0 ? e + p[i]! : 1 + p[i]! * e;
      y[i] = (-v[i]! * w[i]! * slope) / (1 + e) / count;
    }
  },
};

// (1 − t) · σ(x) − p · t · σ(−x)
const BY_SCORE: Term = {
  loop(v, x, t, w, p, y, n, count) {
    for (let i = 0; i < n; i++) {
      const e = exponential(-Math.abs(x[i]!));
      const negative = 1 - t[i]!;
      const positive = p[i]! * t[i]!;
      const slope = x[i]! < 0 ? negative * e - positive : negative - positive * e;
      y[i] = (v[i]! * w[i]! * slope) / (1 + e) / count;
    }
  },
  byScore: BY_SCORE_TWICE,
  byTarget: BY_BOTH,
};

// p · s(−x) − s(x)
const BY_TARGET: Term = {
  loop(v, x, _t, w, p, y, n, count) {
    for (let i = 0; i < n; i++) {
      const score = x[i]!;
      const both = (p[i]! - 1) * logarithmOnePlus(exponential(-Math.abs(score)));
      const linear = score < 0 ? times(p[i]!, -score) : -score;
      y[i] = (v[i]! * w[i]! * (linear + both)) / count;
    }
  },
  byScore: BY_BOTH,
  byTarget: ZERO,
};

/** A product that is 0 if its factor is, even of ∞. */
function times(factor: number, size: number): number {
  return factor === 0 ? 0 : factor * size;
}
