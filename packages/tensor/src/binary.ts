import type { TensorLike } from "./as-tensor.js";
import { toTensor } from "./as-tensor.js";
import { copyStrided } from "./copy.js";
import { emptyLike } from "./create.js";
import type { DType, TensorData } from "./dtype.js";
import { isFloat, laneDType, promoteTypes } from "./dtype.js";
import { needsGrad, record } from "./graph.js";
import type { Operand } from "./lanes.js";
import { stridesLike, walk } from "./lanes.js";
import { readOptions } from "./options.js";
import { produce } from "./out.js";
import { resultType } from "./promotion.js";
import { broadcastShapes } from "./shape.js";
import type { Tensor } from "./tensor.js";

/** Contiguous numbers of any dtype but int64; a Uint8Array where the result is bool. */
export type NumberLane = Float32Array | Float64Array | Int32Array | Uint8Array;

/** The declaration of a function of two tensors, element by element. */
export interface BinarySpec {
  readonly name: string;
  /** What two integers make: an integer ("keep"), float32 ("float"); or all inputs bool, as comparisons do. */
  readonly result: "keep" | "float" | "bool";
  /** y = f(a, b) for n elements; y may be the same lane as a or b. */
  forward(a: NumberLane, b: NumberLane, y: NumberLane, n: number): void;
  /** f of two int64, where the result is not "float". */
  forwardInt64?(a: bigint, b: bigint): bigint | boolean;
  /** Records how the result y came about. A bare number comes as a tensor of it. */
  record?(y: Tensor, a: Tensor, b: Tensor): Tensor;
  /** Throws for input that the function does not take; `given` is what the tensors were made of. */
  check?(dtype: DType, inputs: readonly Tensor[], given: readonly TensorLike[]): void;
}

/** Makes a function of two tensors that broadcast together of a loop over their lanes. */
export function binary(spec: BinarySpec): (input: TensorLike, other: TensorLike, options?: { out?: Tensor }) => Tensor {
  const { name, result, forward, forwardInt64, check } = spec;
  const defaults: { out?: Tensor } = { out: undefined };
  return (input, other, given) => {
    const { out } = readOptions(name, given, defaults);
    const pair = [input, other];
    const uncast = pair.map((x) => toTensor(name, x));
    const common = resultType(uncast, pair);
    check?.(common, uncast, pair);
    const computed = result === "float" && !isFloat(common) ? "float32" : common;
    // A bare number is a float32 only as long as nobody asks for more of its digits.
    const exact = isFloat(computed)
      ? pair.map((x, i) => (typeof x === "object" ? uncast[i]! : toTensor(name, x, computed)))
      : uncast;
    const inputs = castForLanes(exact, computed);
    const lane = laneDType(computed);
    const lanes = [lane, lane, result === "bool" ? "bool" : lane] as const;
    const made = broadcast(name, inputs, lanes, result === "bool" ? "bool" : computed, out, ([a, b, y], n) => {
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
    return spec.record && needsGrad(exact) ? spec.record(made, exact[0]!, exact[1]!) : made;
  };
}

/**
 * Inputs as they count in arithmetic of a dtype whose lanes are wider: 0.1 would be nearer to 0.1 in a float32 lane than the
 * float16 that it counts as, and 300 still 300 in an int32 lane where int8 makes it 44.
 */
export function castForLanes(inputs: readonly Tensor[], dtype: DType): Tensor[] {
  const wider = laneDType(dtype) !== dtype;
  return inputs.map((x) => {
    if (!wider || x.dtype === dtype || (!isFloat(dtype) && promoteTypes(x.dtype, dtype) === dtype)) return x;
    // Its dims stay in their order, on which that of the result's depends.
    const cast = emptyLike(x, dtype);
    copyStrided(x.shape, x, cast);
    return record(cast, "ToCopyBackward0", [x], [], [(gradient) => gradient]);
  });
}

/** Has `run` fill the result of tensors that broadcast together, from lanes (the result's last) of the dtypes `lanes`. */
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
    operands.push({ tensor: result, strides: result.strides, output: true, lane: lanes[inputs.length] });
    walk(shape, operands, false, (opened, _rows, n) => run(opened, n));
  });
}

/** A tensor's strides in a shape that it broadcasts to: 0 where its one element repeats. */
function broadcastStrides({ shape, strides }: Tensor, target: readonly number[]): number[] {
  const added = target.length - shape.length;
  return target.map((size, d) => (d < added || shape[d - added] !== size ? 0 : strides[d - added]!));
}
