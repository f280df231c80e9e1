// An activation is a function of lanes. These two make its loops a function of tensors.

import type { DTypeOf, TensorLike } from "./as-tensor.js";
import { checkDType, toTensor } from "./as-tensor.js";
import { castTo } from "./copy.js";
import type { DType, FloatDType } from "./dtype.js";
import { cppName, isFloat, laneDType } from "./dtype.js";
import type { Lane, Loops } from "./graph.js";
import { needsGrad, record } from "./graph.js";
import { stridesLike, walk, walkRows } from "./lanes.js";
import { readOptions } from "./options.js";
import { produce } from "./out.js";
import { isDense, normalizeDim } from "./shape.js";
import type { Tensor } from "./tensor.js";

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
  /** Throws for options that make no sense. */
  check?(options: Options): void;
  /** Where the slope jumps or is not defined, with the default options. */
  readonly kinks?: readonly number[];
  /** y = f(x) for n elements; x and y may be the same lane. */
  forward(x: Lane, y: Lane, n: number, options: Options): void;
  /** dx = dy · f′(x) for n elements, where y = f(x); dx may be the same lane as dy. */
  backward(dy: Lane, x: Lane, y: Lane, dx: Lane, n: number, options: Options): void;
  /** dx = v · dy · f″(x) for n elements, where y = f(x); left out where f″ is 0. dx may be the same lane as v or dy. */
  doubleBackward?(v: Lane, dy: Lane, x: Lane, y: Lane, dx: Lane, n: number, options: Options): void;
  /** What torch says to bool input, where `integers` is "keep" and it has words of its own for it. */
  readonly noBool?: string;
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
  const activation = (input: TensorLike, given?: Partial<Options> & { out?: Tensor }): Tensor => {
    const options = readOptions(name, given, defaults);
    spec.check?.(options);
    const x = toTensor(name, input);
    const dtype = resultDType(spec, x);
    const { shape } = x;
    const strides = isDense(shape, x.strides) ? x.strides : stridesLike(shape, [x.strides]);
    const y = produce(name, options.out, dtype, shape, strides, [x], (result) => {
      const lane = laneDType(dtype);
      const operands = [
        { tensor: x, strides: x.strides, lane },
        { tensor: result, strides: result.strides, lane, output: true },
      ];
      walk(shape, operands, false, ([lanes, y], _rows, n) => {
        if (y instanceof BigInt64Array) {
          for (let i = 0; i < n; i++) y[i] = forwardInt64!((lanes as BigInt64Array)[i]!, options);
        } else {
          forward(lanes as Lane, y as Lane, n, options);
        }
      });
    });
    if (!needsGrad([x])) return y;
    return recordLoops(y, x, {
      name: gradName(spec),
      dim: undefined,
      backward: (dy, x, y, dx, rows, length) => spec.backward(dy, x, y, dx, rows * length, options),
      doubleBackward:
        spec.doubleBackward &&
        ((v, dy, x, y, dx, rows, length) => spec.doubleBackward!(v, dy, x, y, dx, rows * length, options)),
    });
  };
  return Object.assign(activation as Elementwise<Options, Rule>, { spec });
}

/** The declaration of an activation that sees whole rows: all elements along one dim. */
export interface AlongDimSpec<Options extends object> {
  readonly name: string;
  /** What PyTorch calls it when it names its gradient, if that is not its name. */
  readonly gradName?: string;
  readonly integers: Integers;
  /** Every option with its default. */
  readonly options: Options;
  /** Throws for options that make no sense. */
  check?(options: Options): void;
  /** Computes `rows` rows of `length` elements, end to end in x and y, which may be the same lane. */
  forward(x: Lane, y: Lane, rows: number, length: number, options: Options): void;
  /** The gradient dx that dy makes through y = f(x), row by row; dx may be the same lane as dy. */
  backward(dy: Lane, x: Lane, y: Lane, dx: Lane, rows: number, length: number, options: Options): void;
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
  const activation = (input: TensorLike, dim: number, given?: Partial<Options> & AlongDimOptions<DType>): Tensor => {
    const options = readOptions(name, given, defaults);
    spec.check?.(options);
    checkDType(name, options.dtype);
    const uncast = toTensor(name, input);
    const x = options.dtype && options.dtype !== uncast.dtype ? castTo(uncast, options.dtype) : uncast;
    const { shape } = x;
    const at = normalizeDim(name, dim, shape);
    const dtype = resultDType(spec, x);
    const y = produce(name, options.out, dtype, shape, undefined, [x], (result) => {
      const lane = laneDType(dtype);
      walkRows([x, result], at, [{ lane }, { lane, output: true }], ([lanes, y], rows, length) => {
        forward(lanes as Lane, y as Lane, rows, length, options);
      });
    });
    if (!needsGrad([x])) return y;
    return recordLoops(y, x, {
      name: gradName(spec),
      dim: at,
      backward: (dy, x, y, dx, rows, length) => spec.backward(dy, x, y, dx, rows, length, options),
      doubleBackward:
        spec.doubleBackward &&
        ((v, dy, x, y, dx, rows, length) => spec.doubleBackward!(v, dy, x, y, dx, rows, length, options)),
    });
  };
  return Object.assign(activation as AlongDim<Options>, { spec });
}

function gradName({ name, gradName }: { name: string; gradName?: string }): string {
  return gradName ?? name[0]!.toUpperCase() + name.slice(1);
}

function recordLoops(y: Tensor, x: Tensor, loops: Loops): Tensor {
  return record(
    y,
    `${loops.name}Backward0`,
    [x],
    [x, y],
    [(gradient, [x, y], { slope }) => slope(loops, gradient, x, y)],
  );
}

interface DTypeRule {
  readonly name: string;
  readonly integers: Integers;
  readonly noBool?: string;
}

function resultDType({ name, integers, noBool }: DTypeRule, { dtype }: Tensor): DType {
  if (isFloat(dtype)) return dtype;
  if (integers === "promote") return "float32";
  if (integers !== "keep") {
    throw new TypeError(
      `${name}: ${integers} not implemented for '${cppName(dtype)}'; cast the ${dtype} input to float32 first`,
    );
  }
  if (dtype === "bool") throw new TypeError(`${name}: ${noBool ?? `Boolean inputs not supported for ${name}`}`);
  return dtype;
}
