import type { DTypeOf, Engine, FloatDType, Tensor, TensorLike } from "@actfn/tensor";
import {
  alongDim,
  castTo,
  describe,
  exponential,
  isFloat,
  laneDType,
  readOptions,
  record,
  reduce,
  toTensor,
} from "@actfn/tensor";
import { indexOfLargest } from "./index-of-largest.js";
import { logOfSum } from "./log-of-rest.js";
import { softmax } from "./softmax.js";

type LogsumexpDType<Input> = DTypeOf<Input> extends FloatDType ? DTypeOf<Input> : "float32";

interface LogsumexpOptions {
  /** Whether the reduced dims stay, with size 1. */
  keepdim?: boolean;
  /** Where the result goes: a tensor of its shape and dtype. */
  out?: Tensor;
}

/**
 * ln Σ exp(x) over the elements along `dim` (one or several): a maximum without corners.
 *
 * Nothing overflows. Nothing but −∞, or nothing at all, gives −∞ (and no gradient); +∞ gives +∞, NaN NaN. The result lacks
 * the dims, unless `keepdim` leaves them there with size 1; integers and bools give float32.
 *
 * @throws RangeError if a dim is out of range or given twice; TypeError without `dim`.
 * @see https://pytorch.org/docs/stable/generated/torch.logsumexp.html
 */
export function logsumexp<Input extends TensorLike>(
  input: Input,
  dim: number | readonly number[],
  options?: LogsumexpOptions,
): Tensor<LogsumexpDType<Input>>;
export function logsumexp(input: TensorLike, dim: number | readonly number[], options?: LogsumexpOptions): Tensor {
  const name = "logsumexp";
  const { keepdim, out } = readOptions(name, options, { keepdim: false, out: undefined as Tensor | undefined });
  if (dim === undefined) throw new TypeError(`${name}: dim must be an integer or several, but got ${describe(dim)}`);
  const given = toTensor(name, input);
  const x = isFloat(given.dtype) ? given : castTo(given, "float32");
  const { dtype, shape } = x;
  const [y] = reduce(name, x, dim, keepdim, laneDType(dtype), [{ dtype, out }], (lanes, [sums], rows, length) => {
    for (let row = 0; row < rows; row++) {
      (sums as Float64Array)[row] = logOfSum(lanes as Float64Array, row * length, (row + 1) * length);
    }
  }) as [Tensor];
  return record(
    y,
    "LogsumexpBackward0",
    [x],
    [x],
    [
      (g, [x], engine) => {
        const dims = [dim].flat().map((d) => (d < 0 ? d + shape.length : d));
        const reduced = shape.map((_, d) => dims.length === 0 || dims.includes(d));
        return engine.mul(
          weights(engine, x, reduced),
          engine.reshape(
            g,
            shape.map((size, d) => (reduced[d] ? 1 : size)),
          ),
        );
      },
    ],
  );
}

/** exp(x − logsumexp(x)), how much of the sum each element is, over all dims that are `reduced`. */
function weights({ permute, reshape }: Engine, x: Tensor, reduced: readonly boolean[]): Tensor {
  const dims = [...reduced.keys()];
  const order = [...dims.filter((d) => !reduced[d]), ...dims.filter((d) => reduced[d])];
  const moved = permute(x, order);
  const kept = reduced.filter((is) => !is).length;
  const length = moved.shape.slice(kept).reduce((product, size) => product * size, 1);
  const rows = reshape(moved, [...moved.shape.slice(0, kept), length]);
  return permute(
    reshape(shares(rows, -1, { maskedRow: "zero" }), moved.shape),
    dims.map((d) => order.indexOf(d)),
  );
}

/** softmax, which has NaN for the finite elements beside +∞, where there is 0 for them to have. */
const shares = /* @__PURE__ */ alongDim({
  ...softmax.spec,
  name: "logsumexp",
  forward(x, y, rows, length, options) {
    softmax.spec.forward(x, y, rows, length, options);
    for (let start = 0; start < rows * length; start += length) {
      if (x[indexOfLargest(x, start, start + length)] !== Number.POSITIVE_INFINITY) continue;
      const sum = logOfSum(x, start, start + length);
      for (let i = start; i < start + length; i++) y[i] = exponential(x[i]! - sum);
    }
  },
});
