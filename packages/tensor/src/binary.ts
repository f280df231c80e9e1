import type { TensorLike } from "./as-tensor.js";
import { toTensor } from "./as-tensor.js";
import { copyStrided } from "./copy.js";
import { emptyLike } from "./create.js";
import type { DType, TensorData } from "./dtype.js";
import { allocate, isFloat, laneDType, promoteTypes } from "./dtype.js";
import { needsGrad, record } from "./graph.js";
import type { Operand } from "./lanes.js";
import { laneOf, stridesLike, walk } from "./lanes.js";
import { readOptions } from "./options.js";
import { produce } from "./out.js";
import { resultType } from "./promotion.js";
import { broadcastShapes, numelOf, sameShape } from "./shape.js";
import { Tensor } from "./tensor.js";

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
  /** Records how the result y came about. A bare number comes as a tensor of it; `given` is what the tensors were made of. */
  record?(y: Tensor, a: Tensor, b: Tensor, given: readonly TensorLike[]): Tensor;
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
    const uncast = [toTensor(name, input), toTensor(name, other)];
    const common = resultType(uncast, pair);
    check?.(common, uncast, pair);
    const computed = result === "float" && !isFloat(common) ? "float32" : common;
    // A bare number is a float32 only as long as nobody asks for more of its digits.
    const exactly = (x: TensorLike, tensor: Tensor) =>
      typeof x === "object" || tensor.dtype === computed || !isFloat(computed) ? tensor : toTensor(name, x, computed);
    const exact = [exactly(input, uncast[0]!), exactly(other, uncast[1]!)];
    const inputs = castForLanes(exact, computed);
    const lane = laneDType(computed);
    const lanes = [lane, lane, result === "bool" ? "bool" : lane] as const;
    const made = broadcast(name, inputs, lanes, result === "bool" ? "bool" : computed, out, ([a, b, y], n) => {
      if (lane === "int64") {
        const target = y as BigInt64Array | Uint8Array;
        for (let i = 0; i < n; i++) {
          const value = forwardInt64!((a as BigInt64Array)[i]!, (b as BigInt64Array)[i]!);
          target[i] = (typeof value === "boolean" ? Number(value) : value) as never;
        }
      } else {
        forward(a as NumberLane, b as NumberLane, y as NumberLane, n);
      }
    });
    return spec.record && needsGrad(exact) ? spec.record(made, exact[0]!, exact[1]!, pair) : made;
  };
}

/**
 * Inputs as they count in arithmetic of a dtype whose lanes are wider: 0.1 would be nearer to 0.1 in a float32 lane than the
 * float16 that it counts as, and 300 still 300 in an int32 lane where int8 makes it 44.
 */
export function castForLanes(inputs: readonly Tensor[], dtype: DType): readonly Tensor[] {
  if (laneDType(dtype) === dtype) return inputs;
  return inputs.map((x) => {
    if (x.dtype === dtype || (!isFloat(dtype) && promoteTypes(x.dtype, dtype) === dtype)) return x;
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
  let { shape } = inputs[0]!;
  for (let i = 1; i < inputs.length; i++) shape = broadcastShapes(name, shape, inputs[i]!.shape);
  const isLane = out === undefined && (lanes[inputs.length] ?? laneDType(dtype)) === dtype;
  const opened = isLane ? lanesOf(inputs, lanes, shape) : undefined;
  if (!opened) return walkBroadcast(name, inputs, lanes, shape, dtype, out, run);
  const alike = inputs.every((input) => input.ndim === shape.length);
  const layout = alike ? undefined : stridesLike(shape, stridesOf(inputs));
  const result = new Tensor(allocate(dtype, numelOf(shape)), dtype, shape, layout);
  opened.push(result.data);
  run(opened, result.numel);
  return result;
}

/** The inputs as lanes of a shape, if all can be had without a walk. */
function lanesOf(
  inputs: readonly Tensor[],
  lanes: readonly (DType | undefined)[],
  shape: readonly number[],
): TensorData[] | undefined {
  const opened: TensorData[] = [];
  for (let i = 0; i < inputs.length; i++) {
    const lane = laneOf(inputs[i]!, lanes[i] ?? laneDType(inputs[i]!.dtype), shape);
    if (!lane) return undefined;
    opened.push(lane);
  }
  return opened;
}

function walkBroadcast(
  name: string,
  inputs: readonly Tensor[],
  lanes: readonly (DType | undefined)[],
  shape: readonly number[],
  dtype: DType,
  out: Tensor | undefined,
  run: (lanes: TensorData[], n: number) => void,
): Tensor {
  const strides = stridesIn(shape, inputs);
  const operands: Operand[] = inputs.map((tensor, i) => ({ tensor, strides: strides[i]!, lane: lanes[i] }));
  return produce(name, out, dtype, shape, stridesLike(shape, strides), inputs, (result) => {
    operands.push({ tensor: result, strides: result.strides, output: true, lane: lanes[inputs.length] });
    walk(shape, operands, false, (opened, _rows, n) => run(opened, n));
  });
}

/** The strides of tensors in a shape that they broadcast to: 0 where their one element repeats. */
function stridesIn(target: readonly number[], inputs: readonly Tensor[]): (readonly number[])[] {
  return inputs.map(({ shape, strides }) => {
    if (sameShape(shape, target)) return strides;
    const added = target.length - shape.length;
    return target.map((size, d) => (d < added || shape[d - added] !== size ? 0 : strides[d - added]!));
  });
}

/** The strides of those that have any: a 0-d tensor does not tell how dims should lie. */
function stridesOf(inputs: readonly Tensor[]): (readonly number[])[] {
  const strides: (readonly number[])[] = [];
  for (const input of inputs) if (input.ndim > 0) strides.push(input.strides);
  return strides;
}
