// Calls of the shapes that most functions have.

import type { DType } from "@actfn/tensor";
import fc from "fast-check";
import type { Argument, FunctionCase } from "../answers.js";
import { dimOf, dtypes, numbers, type Options, partners, shaped, shapes, some, tensors } from "./arguments.js";

/** A call that both sides can make. */
export interface Call extends Pick<FunctionCase, "fn" | "args" | "options"> {
  /** What the generator of random numbers is seeded with before it. */
  readonly seed?: number;
  /** Also called with an `out`: a new one, one with gaps in its memory, or one of its own inputs. */
  readonly out?: "new" | "scattered" | "input";
}

/** Random calls of each function. */
export type Calls = Record<string, fc.Arbitrary<Call>>;

export function call(fn: string, args: Argument[], options: Record<string, Argument> = {}): Call {
  return { fn, args, ...(Object.keys(options).length ? { options } : {}) };
}

/** Some of the calls with an `out`. */
export function withOut(calls: fc.Arbitrary<Call>): fc.Arbitrary<Call> {
  const outs = fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom("new" as const, "scattered" as const, "input" as const) },
  );
  return fc.tuple(calls, outs).map(([made, out]) => (out ? { ...made, out } : made));
}

/** Of one tensor, whatever its shape. */
export function ofOne(fn: string, options: Options = {}, of: fc.Arbitrary<DType> = dtypes): fc.Arbitrary<Call> {
  return fc.tuple(tensors(of), some(options)).map(([[x], given]) => call(fn, [x], given));
}

export function elementwise(fn: string, options: Options = {}): fc.Arbitrary<Call> {
  return withOut(ofOne(fn, options));
}

export function alongDim(fn: string, options: Options = {}): fc.Arbitrary<Call> {
  return withOut(
    tensors(dtypes).chain(([x, shape]) =>
      fc.tuple(dimOf(shape), some(options)).map(([dim, given]) => call(fn, [x, dim], given)),
    ),
  );
}

/** Over all dims, one, or (where there may be `lists`) several. */
export function ofDims(fn: string, options: Options = {}, lists = true): fc.Arbitrary<Call> {
  return tensors(dtypes).chain(([x, shape]) => {
    const list = fc.subarray(shape.map((_, d) => (d % 2 ? d - shape.length : d)));
    const dims: fc.Arbitrary<Argument>[] = [dimOf(shape), ...(lists && shape.length ? [list] : [])];
    return fc.oneof(
      { weight: 1, arbitrary: fc.constant(call(fn, [x])) },
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.oneof(...dims), some({ keepdim: fc.boolean(), ...options }))
          .map(([dim, given]) => call(fn, [x, dim], given)),
      },
    );
  });
}

/** The same, with an `out` where the dims are given: the options come after them. */
export function reduction(fn: string, options: Options = {}): fc.Arbitrary<Call> {
  return withOut(ofDims(fn, options)).map(({ out, ...made }) =>
    out && made.args.length > 1 ? { ...made, out } : made,
  );
}

/** Of two tensors that broadcast together. `bare`: on which sides PyTorch takes a bare number. */
export function binary(
  fn: string,
  bare: "either" | "right" | "none",
  options: Options = {},
  of: fc.Arbitrary<DType> = dtypes,
): fc.Arbitrary<Call> {
  return tensors(of, shapes).chain(([a, shape]) => {
    const others = partners(shape).chain((to) => shaped(to, of));
    const pairs = fc.tuple(others, fc.boolean()).map(([b, swapped]): Argument[] => (swapped ? [b, a] : [a, b]));
    const withNumber = fc
      .tuple(numbers, fc.boolean())
      .map(([b, swapped]): Argument[] => (swapped && bare === "either" ? [b, a] : [a, b]));
    const both = fc.oneof({ weight: 3, arbitrary: pairs }, { weight: bare === "none" ? 0 : 1, arbitrary: withNumber });
    return fc.tuple(both, some(options)).map(([args, given]) => call(fn, args, given));
  });
}
