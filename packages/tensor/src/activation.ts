// An activation is a function of lanes. These two make its loops a function of tensors.

import type { DTypeOf, TensorLike } from "./as-tensor.js";
import { checkDType, toTensor } from "./as-tensor.js";
import { castTo } from "./copy.js";
import type { DType, FloatDType, TensorData } from "./dtype.js";
import { allocate, cppName, isFloat, laneDType } from "./dtype.js";
import type { Lane, Loops } from "./graph.js";
import { needsGrad, record } from "./graph.js";
import { laneOf, stridesLike, walk, walkRows } from "./lanes.js";
import { readOptions } from "./options.js";
import { produce } from "./out.js";
import { isDense, normalizeDim } from "./shape.js";
import { Tensor } from "./tensor.js";

/**
 * What integer input does: "keep" computes in its dtype, "promote" in float32, and a name refuses it, as PyTorch does in
 * the name of the kernel that it lacks.
 */
export type Integers = "keep" | "promote" | `"${string}"`;

type ResultDType<D extends DType, Rule extends Integers> = Rule extends "promote"
  ? D extends FloatDType
    ? D
    : "float32"
  : D;

/** The declaration of an activation whose every element depends on one element of its input. */
export interface ElementwiseSpec<Options extends object, Rule extends Integers> {
  readonly name: string;
  /** What PyTorch calls it when it names its gradient, if that is not its name: "Log1P" makes `Log1PBackward0`. */
  readonly gradName?: string;
  readonly integers: Rule;
  /** Every option with its default. */
  readonly options: Options;
  /** Throws for options that make no sense, or not for input of this dtype. */
  check?(options: Options, dtype: DType): void;
  /** Where the slope jumps or is not defined, with the default options. */
  readonly kinks?: readonly number[];
  /** y = f(x) for n elements; x and y may be the same lane. */
  forward(x: Lane, y: Lane, n: number, options: Options): void;
  /** dx = dy · f′(x) for n elements, where y = f(x); dx may be the same lane as dy. */
  backward(dy: Lane, x: Lane, y: Lane, dx: Lane, n: number, options: Options): void;
  /** dx = v · dy · f″(x) for n elements, where y = f(x); left out where f″ is 0. dx may be the same lane as v or dy. */
  doubleBackward?(v: Lane, dy: Lane, x: Lane, y: Lane, dx: Lane, n: number, options: Options): void;
  /** What torch says to bool input, where `integers` is "keep" and it has words of its own for it; null if it takes it. */
  readonly noBool?: string | null;
  /** f of an int64, exact beyond 2⁵³, where `integers` is "keep". */
  forwardInt64?(x: bigint, options: Options): bigint;
}

/** An elementwise activation: of any tensor-like input, whatever its shape and strides. */
export interface Elementwise<Options extends object, Rule extends Integers> {
  <Input extends TensorLike>(
    input: Input,
    options?: Partial<Options> & { out?: Tensor },
  ): Tensor<ResultDType<DTypeOf<Input>, Rule>>;
  /** The declaration it was made from. */
  readonly spec: ElementwiseSpec<Options, Rule>;
}

/** Makes an activation of the loops over one lane. */
export function elementwise<Options extends object, Rule extends Integers>(
  spec: ElementwiseSpec<Options, Rule>,
): Elementwise<Options, Rule> {
  const { name, forward, forwardInt64 } = spec;
  const defaults: Options & { out?: Tensor } = { ...spec.options, out: undefined };
  const run = (dtype: DType, x: TensorData, y: TensorData, n: number, options: Options): void => {
    if (dtype !== "int64") forward(x as Lane, y as Lane, n, options);
    else for (let i = 0; i < n; i++) (y as BigInt64Array)[i] = forwardInt64!((x as BigInt64Array)[i]!, options);
  };
  // Most calls, and the small ones among them take half the time that a walk does.
  const inOneLane = (dtype: DType, x: Tensor, options: Options & { out?: Tensor }): Tensor | undefined => {
    if (options.out !== undefined || dtype !== laneDType(dtype)) return undefined;
    const lane = laneOf(x, dtype, x.shape);
    if (!lane) return undefined;
    const y = new Tensor(allocate(dtype, x.numel), dtype, x.shape);
    run(dtype, lane, y.data, x.numel, options);
    return y;
  };
  const walked = (dtype: DType, x: Tensor, options: Options & { out?: Tensor }): Tensor => {
    const { shape } = x;
    const strides = isDense(shape, x.strides) ? x.strides : stridesLike(shape, [x.strides]);
    return produce(name, options.out, dtype, shape, strides, [x], (result) => {
      const lane = laneDType(dtype);
      const operands = [
        { tensor: x, strides: x.strides, lane },
        { tensor: result, strides: result.strides, lane, output: true },
      ];
      walk(shape, operands, false, ([from, to], _rows, n) => run(dtype, from!, to!, n, options));
    });
  };
  const activation = (input: TensorLike, given?: Partial<Options> & { out?: Tensor }): Tensor => {
    const options = readOptions(name, given, defaults);
    const x = toTensor(name, input);
    const dtype = resultDType(spec, x);
    spec.check?.(options, dtype);
    const y = inOneLane(dtype, x, options) ?? walked(dtype, x, options);
    return needsGrad([x]) ? recordLoops(y, x, elementwiseLoops(spec, options)) : y;
  };
  return Object.assign(activation as Elementwise<Options, Rule>, { spec });
}

function elementwiseLoops<Options extends object, Rule extends Integers>(
  spec: ElementwiseSpec<Options, Rule>,
  options: Options,
): Loops {
  const { backward, doubleBackward } = spec;
  return {
    name: gradName(spec),
    dim: undefined,
    backward: (dy, x, y, dx, rows, length) => backward(dy, x, y, dx, rows * length, options),
    doubleBackward:
      doubleBackward && ((v, dy, x, y, dx, rows, length) => doubleBackward(v, dy, x, y, dx, rows * length, options)),
  };
}

/** The declaration of an activation that sees whole rows: all elements along one dim. */
export interface AlongDimSpec<Options extends object> {
  readonly name: string;
  /** What PyTorch calls it when it names its gradient, if that is not its name. */
  readonly gradName?: string;
  readonly integers: Integers;
  /** Every option with its default. One called `mask`, a tensor-like, keeps elements where it is true. */
  readonly options: Options;
  /** What an element that `mask` hides counts as, if `mask` is an option. */
  readonly hidden?: number;
  /** Throws for options that make no sense. */
  check?(options: Options): void;
  /** Computes `rows` rows of `length` elements, end to end in x and y, which may be the same lane. */
  forward(x: Lane, y: Lane, rows: number, length: number, options: Options): void;
  /** The gradient dx that dy makes through y = f(x), row by row; dx may be the same lane as dy. */
  backward(dy: Lane, x: Lane, y: Lane, dx: Lane, rows: number, length: number, options: Options): void;
  /**
   * The change dy of y that v makes as one of x, row by row; dy may be the same lane as v. Left out where the matrix of
   * slopes is symmetric, so that it is what backward computes.
   */
  tangent?(v: Lane, x: Lane, y: Lane, dy: Lane, rows: number, length: number, options: Options): void;
  /** The gradient of x through what backward computes, where v is that of its answer; left out where that is 0. */
  doubleBackward?(v: Lane, dy: Lane, x: Lane, y: Lane, dx: Lane, rows: number, length: number, options: Options): void;
}

interface AlongDimOptions<D extends DType> {
  /** Casts the input to this dtype first, which keeps sums from overflowing and lets integers in. */
  dtype?: D;
  /** Where the result goes: a tensor of its shape and dtype, the input itself included. */
  out?: Tensor;
}

/** An activation along one dim of any tensor-like input. */
export interface AlongDim<Options extends object> {
  <Input extends TensorLike, D extends DType = DTypeOf<Input>>(
    input: Input,
    dim: number,
    options?: Partial<Options> & AlongDimOptions<D>,
  ): Tensor<D>;
  /** The declaration it was made from. */
  readonly spec: AlongDimSpec<Options>;
}

/** Makes an activation of the loops over many rows. */
export function alongDim<Options extends object>(spec: AlongDimSpec<Options>): AlongDim<Options> {
  const { name, forward } = spec;
  const defaults: Options & AlongDimOptions<DType> = { ...spec.options, dtype: undefined, out: undefined };
  const inOneLane = (
    dtype: DType,
    x: Tensor,
    dim: number,
    options: Options & AlongDimOptions<DType>,
  ): Tensor | undefined => {
    const { shape, numel } = x;
    if (options.out !== undefined || dtype !== laneDType(dtype) || dim < shape.length - 1) return undefined;
    const lane = laneOf(x, dtype, shape);
    if (!lane) return undefined;
    const y = new Tensor(allocate(dtype, numel), dtype, shape);
    const length = shape[dim] ?? 1;
    if (numel > 0) forward(lane as Lane, y.data as Lane, numel / length, length, options);
    return y;
  };
  const walked = (
    dtype: DType,
    x: Tensor,
    dim: number,
    options: Options & AlongDimOptions<DType>,
    mask: Tensor | undefined,
  ): Tensor =>
    produce(name, options.out, dtype, x.shape, undefined, mask ? [x, mask] : [x], (result) => {
      const lane = laneDType(dtype);
      const roles = [{ lane }, { lane, output: true }, { lane: "bool" as const }];
      walkRows(mask ? [x, result, mask] : [x, result], dim, roles, ([lanes, y, keep], rows, length) => {
        if (keep) hide(lanes as Lane, keep as Uint8Array, spec.hidden!, y as Lane);
        forward((keep ? y : lanes) as Lane, y as Lane, rows, length, options);
      });
    });
  const activation = (input: TensorLike, dim: number, given?: Partial<Options> & AlongDimOptions<DType>): Tensor => {
    const options = readOptions(name, given, defaults);
    spec.check?.(options);
    checkDType(name, options.dtype);
    const uncast = toTensor(name, input);
    const x = options.dtype && options.dtype !== uncast.dtype ? castTo(uncast, options.dtype) : uncast;
    const { shape } = x;
    const at = normalizeDim(name, dim, shape);
    const dtype = resultDType(spec, x);
    const mask = readMask(name, (options as { mask?: TensorLike }).mask, shape);
    const y = (mask ? undefined : inOneLane(dtype, x, at, options)) ?? walked(dtype, x, at, options, mask);
    return needsGrad([x]) ? recordLoops(y, x, alongDimLoops(spec, at, { ...options, mask: undefined }), mask) : y;
  };
  return Object.assign(activation as AlongDim<Options>, { spec });
}

/** The loops of a backward pass, in which no change of a masked element gets anywhere. */
function alongDimLoops<Options extends object>(spec: AlongDimSpec<Options>, dim: number, options: Options): Loops {
  const hideIn = (lane: Lane, mask: Uint8Array | undefined, to: Lane): Lane => {
    if (!mask) return lane;
    hide(lane, mask, 0, to);
    return to;
  };
  return {
    name: gradName(spec),
    dim,
    backward(dy, x, y, dx, rows, length, mask) {
      spec.backward(dy, x, y, dx, rows, length, options);
      hideIn(dx, mask, dx);
    },
    tangent(v, x, y, dy, rows, length, mask) {
      const kept = hideIn(v, mask, dy);
      if (spec.tangent) spec.tangent(kept, x, y, dy, rows, length, options);
      else spec.backward(kept, x, y, dy, rows, length, options);
    },
    doubleBackward:
      spec.doubleBackward &&
      ((v, dy, x, y, dx, rows, length, mask) => {
        spec.doubleBackward!(hideIn(v, mask, dx), dy, x, y, dx, rows, length, options);
        hideIn(dx, mask, dx);
      }),
  };
}

/** The mask among the options, as a tensor of the input's shape. */
function readMask(name: string, mask: TensorLike | undefined, shape: readonly number[]): Tensor | undefined {
  if (mask === undefined) return undefined;
  const given = toTensor(name, mask);
  if (given.dtype !== "bool") {
    throw new TypeError(
      `${name}: mask must be a bool tensor, true where an element counts, but got ${given.dtype}; ne(mask, 0) makes one`,
    );
  }
  const added = shape.length - given.ndim;
  if (added < 0) {
    throw new RangeError(
      `${name}: _input_mask expected broadcastable mask (got mask dimensionality higher than of the input); got ` +
        `shapes [${given.shape.join(", ")}] and [${shape.join(", ")}]`,
    );
  }
  const d = given.shape.findIndex((size, d) => size !== 1 && size !== shape[d + added]);
  if (d >= 0) {
    throw new RangeError(
      `${name}: The expanded size of the tensor (${shape[d + added]}) must match the existing size (${given.shape[d]}) at ` +
        `non-singleton dimension ${d + added}.  Target sizes: [${shape.join(", ")}].  Tensor sizes: ` +
        `[${given.shape.join(", ")}]; the mask must broadcast to the input`,
    );
  }
  const strides = shape.map((size, d) => (given.shape[d - added] === size ? given.strides[d - added]! : 0));
  return new Tensor(given.data, "bool", shape, strides, given.offset);
}

/** Copies a lane, with `value` where the mask is not true. */
function hide(from: Lane, mask: Uint8Array, value: number, to: Lane): void {
  for (let i = 0; i < mask.length; i++) to[i] = mask[i] ? from[i]! : value;
}

function gradName({ name, gradName }: { name: string; gradName?: string }): string {
  return gradName ?? name[0]!.toUpperCase() + name.slice(1);
}

function recordLoops(y: Tensor, x: Tensor, loops: Loops, mask?: Tensor): Tensor {
  return record(
    y,
    `${loops.name}Backward0`,
    [x],
    [x, y, ...(mask ? [mask] : [])],
    [(gradient, [x, y, mask], { slope }) => slope(loops, gradient, x!, y!, mask)],
  );
}

interface DTypeRule {
  readonly name: string;
  readonly integers: Integers;
  readonly noBool?: string | null;
}

/** The dtype of an activation's result; throws for input that it does not take. */
export function resultDType({ name, integers, noBool }: DTypeRule, { dtype }: Tensor): DType {
  if (isFloat(dtype)) return dtype;
  if (integers === "promote") return "float32";
  if (integers !== "keep") {
    throw new TypeError(
      `${name}: ${integers} not implemented for '${cppName(dtype)}'; cast the ${dtype} input to float32 first`,
    );
  }
  if (dtype === "bool" && noBool !== null)
    throw new TypeError(`${name}: ${noBool ?? `Boolean inputs not supported for ${name}`}`);
  return dtype;
}
