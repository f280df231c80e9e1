// A dim of an even size is two halves, of which one lets the other through. This makes a function of tensors, with its
// gradients, of loops over such rows.

import type { DTypeOf, Lane, TensorLike } from "@actfn/tensor";
import {
  laneDType,
  needsGrad,
  normalizeDim,
  produce,
  readOptions,
  record,
  resultDType,
  stridesLike,
  type Tensor,
  toTensor,
  walkRows,
} from "@actfn/tensor";

/** The declaration of y = f(a, b), where a row of x is `half` elements a and then as many b. Rows are end to end. */
export interface HalvesSpec {
  readonly name: string;
  /** What PyTorch calls it when it names its gradient. */
  readonly gradName: string;
  /** What PyTorch lacks for integers. */
  readonly integers: `"${string}"`;
  forward(x: Lane, y: Lane, rows: number, half: number): void;
  /** The gradient dx that dy makes through y = f(a, b). */
  backward(dy: Lane, x: Lane, dx: Lane, rows: number, half: number): void;
  /** How y moves where x moves by v: the gradient of dy through what backward computes. */
  tangent(v: Lane, x: Lane, y: Lane, rows: number, half: number): void;
  /** The gradient of x through what backward computes, where v is that of its answer. */
  doubleBackward(v: Lane, dy: Lane, x: Lane, dx: Lane, rows: number, half: number): void;
}

interface HalvesOptions {
  /** Which dim is halved: the last, unless given. */
  dim?: number;
  /** Where the result goes: a tensor of its shape and dtype. */
  out?: Tensor;
}

/** A function of the halves of a dim, which its result has half as long. */
export interface Halves {
  <Input extends TensorLike>(input: Input, options?: HalvesOptions): Tensor<DTypeOf<Input>>;
  /** The declaration it was made from. */
  readonly spec: HalvesSpec;
}

/** Makes a function of the halves of a dim of loops over many rows. */
export function halves(spec: HalvesSpec): Halves {
  const { name, gradName } = spec;
  const defaults = { dim: -1, out: undefined as Tensor | undefined };

  const apply = (input: TensorLike, given?: HalvesOptions): Tensor => {
    const { dim, out } = readOptions(name, given, defaults);
    const x = toTensor(name, input);
    const { shape } = x;
    if (shape.length === 0) {
      throw new RangeError(
        `${name}: ${name} does not support scalars because halving size must be even; got a 0-d tensor`,
      );
    }
    const at = normalizeDim(name, dim, shape);
    if (shape[at]! % 2 !== 0) {
      throw new RangeError(
        `${name}: Halving dimension must be even, but dimension ${at} is size ${shape[at]}; input has shape ` +
          `[${shape.join(", ")}]`,
      );
    }
    resultDType(spec, x);
    const y = fill(x, at, [], 2, out, ([x, y], rows, half) => spec.forward(x!, y!, rows, half));
    return needsGrad([x]) ? record(y, `${gradName}Backward0`, [x], [x], [(g, [x]) => slope(g, x, at)]) : y;
  };

  const slope = (gradient: Tensor, x: Tensor, at: number): Tensor => {
    const dx = fill(x, at, [gradient], 1, undefined, ([x, dy, dx], rows, half) =>
      spec.backward(dy!, x!, dx!, rows, half),
    );
    const inputs = [gradient, x] as const;
    return record(dx, `${gradName}BackwardBackward0`, inputs, inputs, [
      (v, [, x]) => {
        const dy = fill(x, at, [v], 2, undefined, ([x, v, y], rows, half) => spec.tangent(v!, x!, y!, rows, half));
        return last(dy, [v, x]);
      },
      (v, [dy, x]) => {
        const dx = fill(x, at, [v, dy], 1, undefined, ([x, v, dy, dx], rows, half) =>
          spec.doubleBackward(v!, dy!, x!, dx!, rows, half),
        );
        return last(dx, [v, dy, x]);
      },
    ]);
  };

  /** A second derivative. */
  const last = (result: Tensor, inputs: readonly Tensor[]): Tensor => {
    const third = (): Tensor => {
      throw new Error(`grad: ${name} has a first and a second derivative, and no third`);
    };
    return record(
      result,
      `${gradName}BackwardBackwardBackward0`,
      inputs,
      [],
      inputs.map(() => third),
    );
  };

  /** A new tensor of x's shape, its dim divided by `divisor`, or `out`, filled by a loop over rows of x, others and it. */
  const fill = (
    x: Tensor,
    at: number,
    others: readonly Tensor[],
    divisor: number,
    out: Tensor | undefined,
    run: (lanes: Lane[], rows: number, half: number) => void,
  ): Tensor => {
    const shape = x.shape.map((size, d) => (d === at ? size / divisor : size));
    return produce(name, out, x.dtype, shape, stridesLike(shape, [x.strides]), [x], (result) => {
      const tensors = [x, ...others, result];
      const lane = laneDType(x.dtype);
      const roles = tensors.map((tensor) => ({ lane, output: tensor === result, width: tensor.shape[at] }));
      walkRows(tensors, at, roles, (lanes, rows, length) => run(lanes as Lane[], rows, length / 2));
    });
  };

  return Object.assign(apply as Halves, { spec });
}
