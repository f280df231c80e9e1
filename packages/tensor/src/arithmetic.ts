import type { DTypeOf, TensorLike } from "./as-tensor.js";
import { toTensor } from "./as-tensor.js";
import type { DType } from "./dtype.js";
import { isFloat, laneDType, promoteTypes } from "./dtype.js";
import { stridesLike, walk } from "./lanes.js";
import { readOptions } from "./options.js";
import { produce } from "./out.js";
import { broadcastShapes } from "./shape.js";
import type { Tensor } from "./tensor.js";

type NumberLane = Float32Array | Float64Array | Int32Array | Int16Array | Int8Array | Uint8Array;

/** The declaration of an arithmetic function of two tensors. */
interface BinarySpec {
  readonly name: string;
  /** y = f(a, b) for n elements of one type. */
  forward(a: NumberLane, b: NumberLane, y: NumberLane, n: number): void;
  /** f of two int64. */
  forwardInt64(a: bigint, b: bigint): bigint;
  /** Throws for dtypes that it does not compute. */
  check?(dtype: DType): void;
}

/** A function of two tensors that broadcast together. */
export type Binary = <A extends TensorLike, B extends TensorLike>(
  input: A,
  other: B,
  options?: { out?: Tensor },
) => Tensor<DTypeOf<A> | DTypeOf<B>>;

function binary({ name, forward, forwardInt64, check }: BinarySpec): Binary {
  const defaults: { out?: Tensor } = { out: undefined };
  const operation = (input: TensorLike, other: TensorLike, given?: { out?: Tensor }): Tensor => {
    const { out } = readOptions(name, given, defaults);
    const inputs = [toTensor(name, input), toTensor(name, other)];
    const dtype = resultType(inputs[0]!, inputs[1]!);
    check?.(dtype);
    const shape = broadcastShapes(name, inputs[0]!.shape, inputs[1]!.shape);
    const broadcast = inputs.map((operand) => broadcastStrides(operand, shape));
    return produce(name, out, dtype, shape, stridesLike(shape, broadcast), inputs, (result) => {
      const lane = laneDType(dtype);
      const operands = [
        ...inputs.map((tensor, i) => ({ tensor, strides: broadcast[i]!, lane })),
        { tensor: result, strides: result.strides, lane, output: true },
      ];
      walk(shape, operands, false, ([a, b, y], _rows, n) => {
        if (y instanceof BigInt64Array) {
          for (let i = 0; i < n; i++) y[i] = forwardInt64((a as BigInt64Array)[i]!, (b as BigInt64Array)[i]!);
        } else {
          forward(a as NumberLane, b as NumberLane, y as NumberLane, n);
        }
      });
    });
  };
  return operation as Binary;
}

/** A tensor's strides in a shape that it broadcasts to: 0 where its one element repeats. */
function broadcastStrides({ shape, strides }: Tensor, target: readonly number[]): number[] {
  const added = target.length - shape.length;
  return target.map((size, d) => (d < added || shape[d - added] !== size ? 0 : strides[d - added]!));
}

/** The dtype of arithmetic on two tensors: a 0-d one does not widen a dtype of its own kind, as torch.result_type. */
export function resultType(a: Tensor, b: Tensor): DType {
  const [wide, narrow] = a.ndim === 0 && b.ndim > 0 ? [b, a] : [a, b];
  const outranked = narrow.ndim === 0 && wide.ndim > 0 && rank(wide.dtype) >= rank(narrow.dtype);
  return outranked ? wide.dtype : promoteTypes(a.dtype, b.dtype);
}

/** bool below integers below floats. */
function rank(dtype: DType): number {
  return dtype === "bool" ? 0 : isFloat(dtype) ? 2 : 1;
}

/**
 * input − other, element by element, broadcast together.
 *
 * @throws RangeError if the shapes do not broadcast; TypeError for two bool tensors.
 * @see https://pytorch.org/docs/stable/generated/torch.sub.html
 */
export const sub: Binary = /* @__PURE__ */ binary({
  name: "sub",
  forward(a, b, y, n) {
    for (let i = 0; i < n; i++) y[i] = a[i]! - b[i]!;
  },
  forwardInt64: (a, b) => a - b,
  check(dtype) {
    if (dtype !== "bool") return;
    throw new TypeError(
      "sub: Subtraction, the `-` operator, with two bool tensors is not supported. " +
        "Use the `^` or `logical_xor()` operator instead.",
    );
  },
});
