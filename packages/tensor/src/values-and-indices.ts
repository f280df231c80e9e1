import type { DType } from "./dtype.js";
import type { Tensor } from "./tensor.js";

/** What max, min, topk and sort answer along a dim: `{ values, indices }`, or `[values, indices]`. */
export type ValuesAndIndices<D extends DType> = readonly [values: Tensor<D>, indices: Tensor<"int64">] & {
  readonly values: Tensor<D>;
  readonly indices: Tensor<"int64">;
};

/** Names the pair, and has it print as torch.return_types.{name}. */
export function valuesAndIndices<D extends DType>(
  name: string,
  values: Tensor<D>,
  indices: Tensor<"int64">,
): ValuesAndIndices<D> {
  const text = () => `torch.return_types.${name}(\nvalues=${values.toString()},\nindices=${indices.toString()})`;
  const pair: readonly [Tensor<D>, Tensor<"int64">] = [values, indices];
  // Not enumerable, so that the pair stays one of two when it is spread or compared.
  return Object.defineProperties(pair, {
    values: { value: values },
    indices: { value: indices },
    toString: { value: text },
    [Symbol.for("nodejs.util.inspect.custom")]: { value: text },
  }) as ValuesAndIndices<D>;
}
