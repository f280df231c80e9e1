import type { DTypeOf, Tensor, TensorLike } from "@actfn/tensor";
import { alongDim, readOptions } from "@actfn/tensor";

export interface LogitsFilterOptions {
  /** The dim along which the classes lie. */
  dim?: number;
  /** Where the result goes: a tensor of its shape and dtype, the input itself included. */
  out?: Tensor;
}

/** Keeps the likely elements of each row, and makes the rest −∞. `amount` says how many. */
export type LogitsFilter = <Input extends TensorLike>(
  input: Input,
  amount: number,
  options?: LogitsFilterOptions,
) => Tensor<DTypeOf<Input>>;

/** Elements below `threshold` go; of those that equal it, the first `equals` stay. */
export interface Cut {
  readonly threshold: number;
  readonly equals: number;
}

/** The cut that leaves a row as it is: where all may stay, and where NaN or +∞ should show in the probabilities. */
export const NO_CUT: Cut = { threshold: Number.NEGATIVE_INFINITY, equals: Number.POSITIVE_INFINITY };

/** Makes a filter of the function that says where to cut the row of x from `start` to `end`. */
export function logitsFilter(
  name: string,
  check: (amount: number) => void,
  cut: (x: ArrayLike<number>, start: number, end: number, amount: number) => Cut,
): LogitsFilter {
  const filter = alongDim({
    name,
    integers: `"${name}"`,
    options: { amount: 0 },
    forward(x, y, rows, length, { amount }) {
      for (let row = 0; row < rows; row++) {
        const start = row * length;
        const end = start + length;
        let { threshold, equals } = cut(x, start, end, amount);
        for (let i = start; i < end; i++) {
          const goes = x[i]! < threshold || (x[i] === threshold && equals-- <= 0);
          y[i] = goes ? Number.NEGATIVE_INFINITY : x[i]!;
        }
      }
    },
    backward(dy, _x, y, dx, rows, length) {
      for (let i = 0; i < rows * length; i++) dx[i] = y[i] === Number.NEGATIVE_INFINITY ? 0 : dy[i]!;
    },
  });
  const defaults = { dim: -1, out: undefined as Tensor | undefined };
  return (input, amount, given) => {
    const { dim, out } = readOptions(name, given, defaults);
    check(amount);
    return filter(input, dim, { amount, out });
  };
}
