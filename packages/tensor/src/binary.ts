import type { TensorLike } from "./as-tensor.js";
import { toTensor } from "./as-tensor.js";
import type { DType, TensorData } from "./dtype.js";
import { isFloat, laneDType } from "./dtype.js";
import type { Operand } from "./lanes.js";
import { stridesLike, walk } from "./lanes.js";
import { readOptions } from "./options.js";
import { produce } from "./out.js";
import { resultType } from "./promotion.js";
import { broadcastShapes } from "./shape.js";
import type { Tensor } from "./tensor.js";

/** Contiguous numbers of any dtype but int64. */
export type NumberLane = Float32Array | Float64Array | Int32Array | Int16Array | Int8Array | Uint8Array;

/** The declaration of a function of two tensors, element by element. */
export interface BinarySpec {
  readonly name: string;
  /** What two integers make: an integer ("keep"), float32 ("float"); or all inputs bool, as comparisons do. */
  readonly result: "keep" | "float" | "bool";
  /** y = f(a, b) for n elements; y may be the same lane as a or b. */
  forward(a: NumberLane, b: NumberLane, y: NumberLane, n: number): void;
  /** f of two int64, where the result is not "float". */
  forwardInt64?(a: bigint, b: bigint): bigint | boolean;
  /** Throws for input that the function does not take. */
  check?(dtype: DType, inputs: readonly Tensor[]): void;
}

/** Makes a function of two tensors that broadcast together of a loop over their lanes. */
export function binary(spec: BinarySpec): (input: TensorLike, other: TensorLike, options?: { out?: Tensor }) => Tensor {
  const { name, result, forward, forwardInt64, check } = spec;
  const defaults: { out?: Tensor } = { out: undefined };
  return (input, other, given) => {
    const { out } = readOptions(name, given, defaults);
    const inputs = [toTensor(name, input), toTensor(name, other)];
    const common = resultType(inputs, [input, other]);
    check?.(common, inputs);
    const computed = result === "float" && !isFloat(common) ? "float32" : common;
    const lane = laneDType(computed);
    const dtype = result === "bool" ? "bool" : computed;
    return broadcast(name, inputs, [lane, lane], dtype, out, ([a, b, y], n) => {
      if (a instanceof BigInt64Array) {
        const target = y as BigInt64Array | Uint8Array;
        for (let i = 0; i < n; i++) {
          const value = forwardInt64!(a[i]!, (b as BigInt64Array)[i]!);
          target[i] = (typeof value === "boolean" ? Number(value) : value) as never;
        }
      } else {
        forward(a as NumberLane, b as NumberLane, y as NumberLane, n);
      }
    });
  };
}

/** Has `run` fill the result of tensors that broadcast together, from lanes of the dtypes `lanes`. */
export function broadcast(
  name: string,
  inputs: readonly Tensor[],
  lanes: readonly (DType | undefined)[],
  dtype: DType,
  out: Tensor | undefined,
  run: (lanes: TensorData[], n: number) => void,
): Tensor {
  const shape = inputs.map((input) => input.shape).reduce((a, b) => broadcastShapes(name, a, b));
  const operands: Operand[] = inputs.map((tensor, i) => ({
    tensor,
    strides: broadcastStrides(tensor, shape),
    lane: lanes[i],
  }));
  const strides = stridesLike(
    shape,
    operands.map((operand) => operand.strides),
  );
  return produce(name, out, dtype, shape, strides, inputs, (result) => {
    operands.push({ tensor: result, strides: result.strides, output: true });
    walk(shape, operands, false, (opened, _rows, n) => run(opened, n));
  });
}

/** A tensor's strides in a shape that it broadcasts to: 0 where its one element repeats. */
function broadcastStrides({ shape, strides }: Tensor, target: readonly number[]): number[] {
  const added = target.length - shape.length;
  return target.map((size, d) => (d < added || shape[d - added] !== size ? 0 : strides[d - added]!));
}
