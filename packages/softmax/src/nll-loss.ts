import type { DTypeOf, Tensor, TensorLike } from "@actfn/tensor";
import { readOptions, record } from "@actfn/tensor";
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

/**
 * How unlikely the targets are, where the input holds log-probabilities: −weight[t] · x[t] for the class t of each row,
 * [C], [N, C] or [N, C, d₁, …] with targets (int64) of that shape less its C.
 *
 * `reduction: "mean"` divides the sum by that of the weights; rows with the class `ignoreIndex` count nowhere.
 *
 * @throws RangeError if a target is no class, or the shapes do not belong together; TypeError for scores of integers or
 *   targets of fractions.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.nll_loss.html
 */
export function nllLoss<Input extends TensorLike>(
  input: Input,
  target: TensorLike,
  options?: ClassLossOptions,
): Tensor<DTypeOf<Input>>;
export function nllLoss(input: TensorLike, target: TensorLike, options?: ClassLossOptions): Tensor {
  const name = "nllLoss";
  const { weight, ...settings } = readOptions<Defaults>(name, options, classLossDefaults);
  const x = readScores(name, input, "nll_loss_out_frame", settings.reduction);
  const dim = Math.min(x.ndim - 1, 1);
  const weights = readWeights(name, weight, x.shape[dim]!);
  const [loss, classes] = classLoss(name, x, target, weights.data, settings);
  return lossOf(loss, x, classes, weights);
}

type Defaults = typeof classLossDefaults;

function lossOf(loss: ClassLoss, x: Tensor, target: Tensor, weights: Tensor): Tensor {
  const counts = weights.data as Float64Array;
  const result = reduceRows(loss, [x, oneToARow(target, x, loss.dim)], ([scores, classes], row, start) => {
    const at = classes![row]!;
    return at === loss.ignoreIndex ? 0 : -scores![start + at]! * counts[at]!;
  });
  return record(
    result,
    lossName(loss, x),
    [x],
    [x, target, weights],
    [(g, [x, target, weights]) => slopeOf(loss, g, x, target, weights)],
  );
}

/** The gradient of x: −g · weight[t] in the place of each class, 0 elsewhere. */
function slopeOf(loss: ClassLoss, g: Tensor, x: Tensor, target: Tensor, weights: Tensor): Tensor {
  const counts = weights.data as Float64Array;
  const inputs = [x, ...[target, g].map((tensor) => oneToARow(tensor, x, loss.dim))];
  const dx = mapRows(loss, inputs, ([, classes, gradient, slope], row, start, end) => {
    slope!.fill(0, start, end);
    const at = classes![row]!;
    if (at !== loss.ignoreIndex) slope![start + at] = (-gradient![row]! * counts[at]!) / loss.divisor;
  });
  // It is linear in g: what v is to dx, the loss of v is to g.
  return record(
    dx,
    "NllLossBackwardBackward0",
    [g],
    [target, weights],
    [(v, [target, weights]) => lossOf(loss, v, target, weights)],
  );
}
