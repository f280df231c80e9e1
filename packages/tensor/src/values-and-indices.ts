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
  prototypes[name] ??= prototypeOf(name);
  return Object.setPrototypeOf([values, indices], prototypes[name]) as ValuesAndIndices<D>;
}

// One for each name, as torch has a class for each. The pair itself stays one of two when it is spread or compared, and
// takes a seventh of the time that properties of its own would.
const prototypes: Record<string, object> = {};

function prototypeOf(name: string): object {
  const text = {
    value(this: readonly [Tensor, Tensor]) {
      return `torch.return_types.${name}(\nvalues=${this[0].toString()},\nindices=${this[1].toString()})`;
    },
  };
  const element = (i: 0 | 1) => ({
    get(this: readonly [Tensor, Tensor]) {
      return this[i];
    },
  });
  return Object.create(Array.prototype, {
    values: element(0),
    indices: element(1),
    toString: text,
    [Symbol.for("nodejs.util.inspect.custom")]: text,
  });
}
