// What nllLoss and crossEntropy share: what is to be learnt, which classes count how much, and how losses become one.

import type { TensorLike } from "@actfn/tensor";
import { castTo, cppName, isFloat, laneDType, produce, Tensor, toTensor, walkRows } from "@actfn/tensor";

/** How the losses of all rows become one: not at all, their mean (by the weights of their classes), or their sum. */
export type Reduction = "none" | "mean" | "sum";

export interface ClassLossOptions {
  /** How much each class counts: as many numbers as there are classes. */
  weight?: TensorLike;
  /** Rows with this class neither add to the loss nor to what the mean is taken over. */
  ignoreIndex?: number;
  reduction?: Reduction;
}

/** A loss of rows of one score a class. It holds no tensor, so that a record may keep it. */
export interface ClassLoss {
  readonly name: string;
  /** The dim of the classes: 1, or 0 where there is no batch. */
  readonly dim: number;
  readonly classes: number;
  readonly ignoreIndex: number;
  readonly reduction: Reduction;
  /** What the sum of the losses is divided by: 1 unless they make a mean. */
  readonly divisor: number;
}

/** The options of a loss by their names; `noWeight` stands for none, for a default has no other way to say its type. */
export const classLossDefaults = {
  weight: undefined as TensorLike | undefined,
  ignoreIndex: -100,
  reduction: "mean" as Reduction,
};

/** The classes of the rows as doubles, one after another, and the loss that they make. Throws torch's sentences. */
export function classLoss(
  name: string,
  x: Tensor,
  given: TensorLike,
  weights: Float64Array,
  options: { readonly ignoreIndex: number; readonly reduction: Reduction },
): [loss: ClassLoss, target: Tensor<"float64">] {
  const { ignoreIndex, reduction } = options;
  const dim = Math.min(x.ndim - 1, 1);
  const classes = x.shape[dim]!;
  const target = castTo(indices(name, given), "float64");
  checkRows(name, x, target);
  let divisor = 0;
  for (const at of target.data) {
    if (at === ignoreIndex) continue;
    const weight = weights[at];
    if (weight === undefined) {
      throw new RangeError(`${name}: Target ${at} is out of bounds.; there are ${classes} classes`);
    }
    divisor += weight;
  }
  return [{ name, dim, classes, ignoreIndex, reduction, divisor: reduction === "mean" ? divisor : 1 }, target];
}

/** Integers of any width; of plain numbers, which would be float32, whole ones will do. */
function indices(name: string, given: TensorLike): Tensor {
  const target = toTensor(name, given);
  if (!isFloat(target.dtype) && target.dtype !== "bool") return target;
  const plain = typeof given === "number" || Array.isArray(given);
  const fraction = plain ? castTo(target, "float64").data.find((at) => !Number.isInteger(at)) : target.dtype;
  if (fraction === undefined) return toTensor(name, given, "int64");
  throw new TypeError(
    `${name}: expected scalar type Long but found ${fraction}; targets are classes, made of whole numbers, bigints or ` +
      '{ dtype: "int64" }',
  );
}

function checkRows(name: string, { shape }: Tensor, target: Tensor): void {
  const got = `[${target.shape.join(", ")}]`;
  const [batch, , ...places] = shape;
  if (shape.length > 1 && target.shape[0] !== batch) {
    throw new RangeError(
      `${name}: Expected input batch_size (${batch}) to match target batch_size (${target.shape[0] ?? 0}).; got input of ` +
        `shape [${shape.join(", ")}] and target of shape ${got}`,
    );
  }
  if (shape.length <= 2) {
    if (target.ndim > 1) {
      throw new RangeError(`${name}: 0D or 1D target tensor expected, multi-target not supported; got shape ${got}`);
    }
    if (shape.length === 1 && target.ndim > 0) {
      throw new RangeError(`${name}: size mismatch (got input: [${shape.join(", ")}], target: ${got})`);
    }
    return;
  }
  const expected = [batch, ...places];
  if (expected.length !== target.ndim || expected.some((size, d) => size !== target.shape[d])) {
    throw new RangeError(`${name}: Expected target size [${expected.join(", ")}], got ${got}`);
  }
}

/** Checks what both losses take, and answers the scores. */
export function readScores(name: string, input: TensorLike, integers: string, reduction: string): Tensor {
  const x = toTensor(name, input);
  if (x.ndim === 0) throw new RangeError(`${name}: Expected 1 or more dimensions (got 0); a row of scores is one`);
  if (!isFloat(x.dtype)) {
    throw new TypeError(
      `${name}: "${integers}" not implemented for '${cppName(x.dtype)}'; cast the scores to float32 first`,
    );
  }
  if (reduction !== "none" && reduction !== "mean" && reduction !== "sum") {
    throw new RangeError(`${name}: ${reduction} is not a valid value for reduction; the values are none, mean, sum`);
  }
  return x;
}

/** How much each class counts, in double: 1 where nothing is said. */
export function readWeights(name: string, weight: TensorLike | undefined, classes: number): Tensor<"float64"> {
  if (weight === undefined) return new Tensor(new Float64Array(classes).fill(1), "float64", [classes]);
  const weights = toTensor(name, weight);
  if (weights.ndim !== 1 || weights.numel !== classes) {
    throw new RangeError(
      `${name}: weight tensor should be defined either for all ${classes} classes or no classes but got weight tensor ` +
        `of shape: [${weights.shape.join(", ")}]`,
    );
  }
  return castTo(weights, "float64");
}

/** One element a row of x as a tensor of as many dims, of size 1 along the classes; a 0-d one stands for all rows. */
export function oneToARow({ data, dtype, shape, strides, offset }: Tensor, x: Tensor, dim: number): Tensor {
  const along = shape.length < x.ndim - 1 ? x.shape.map(() => 0) : strides.toSpliced(dim, 0, 1);
  return new Tensor(data, dtype, x.shape.with(dim, 1), along, offset);
}

/** The losses of all rows as the reduction has them. `lossOf` gets the lanes, which row, and where it is in x. */
export function reduceRows(
  { name, dim, reduction, divisor }: ClassLoss,
  inputs: readonly Tensor[],
  lossOf: (lanes: readonly Float64Array[], row: number, start: number, end: number) => number,
): Tensor {
  const [x] = inputs as [Tensor];
  const roles = inputs.map((tensor) => ({ lane: laneDType(tensor.dtype), width: tensor.shape[dim]! }));
  if (reduction === "none") {
    const lane = laneDType(x.dtype);
    const shape = x.shape.toSpliced(dim, 1);
    return produce(name, undefined, x.dtype, shape, undefined, [], (result) => {
      const output = { lane, width: 1, output: true };
      walkRows([...inputs, oneToARow(result, x, dim)], dim, [...roles, output], (lanes, rows, length) => {
        const losses = lanes.at(-1) as Float64Array;
        for (let row = 0; row < rows; row++) {
          losses[row] = lossOf(lanes as Float64Array[], row, row * length, (row + 1) * length);
        }
      });
    });
  }
  let sum = 0;
  walkRows(inputs, dim, roles, (lanes, rows, length) => {
    for (let row = 0; row < rows; row++) {
      sum += lossOf(lanes as Float64Array[], row, row * length, (row + 1) * length);
    }
  });
  return castTo(new Tensor(Float64Array.of(sum / divisor), "float64", []), x.dtype);
}

/** A new tensor like x, of which `fill` computes each row. The last lane is that of the result. */
export function mapRows(
  { name, dim }: ClassLoss,
  inputs: readonly Tensor[],
  fill: (lanes: readonly Float64Array[], row: number, start: number, end: number) => void,
): Tensor {
  const [x] = inputs as [Tensor];
  const roles = inputs.map((tensor) => ({ lane: laneDType(tensor.dtype), width: tensor.shape[dim]! }));
  return produce(name, undefined, x.dtype, x.shape, undefined, [], (result) => {
    const output = { lane: laneDType(x.dtype), output: true };
    walkRows([...inputs, result], dim, [...roles, output], (lanes, rows, length) => {
      for (let row = 0; row < rows; row++) fill(lanes as Float64Array[], row, row * length, (row + 1) * length);
    });
  });
}

/** What torch calls the loss when it names its gradient. */
export function lossName({ reduction }: ClassLoss, { ndim }: Tensor): string {
  if (ndim <= 2) return "NllLossBackward0";
  return ndim !== 4 && reduction === "none" ? "ViewBackward0" : "NllLoss2DBackward0";
}
