// One case of a golden file that generators/answers.py made: a call, and what torch answers to it.

import { type DType, isTensor, type Tensor } from "@actfn/tensor";
import { expect } from "vitest";
import { decode, decodeData, type Encoded, elements, makeTensor, type TensorSpec, ulps } from "./golden.js";
import { callPublished } from "./published.js";

export type Argument =
  | TensorSpec
  | { number: Encoded }
  | { bigint: string }
  | Argument[]
  | number
  | string
  | boolean
  | null;

export interface TensorAnswer {
  dtype: DType;
  shape: number[];
  data: Encoded[];
  strides?: number[];
  /** Whether it stands on the first argument's memory. Only views tell. */
  shares?: boolean;
  offset?: number;
}

export interface FunctionCase {
  name: string;
  fn: string;
  args: Argument[];
  options?: Record<string, Argument>;
  expected:
    | TensorAnswer
    | { fields: Record<string, TensorAnswer> }
    | { list: TensorAnswer[] }
    | { value: boolean }
    | { throws: string };
}

/** How far a result may be from the expected one, in units in the last place of its dtype; 0 where not listed. */
export type Units = Record<string, Partial<Record<DType, number>>>;

/** What a case calls its function with, the options last. */
export function argumentsOf(
  { args, options }: Pick<FunctionCase, "args" | "options">,
  make: (spec: TensorSpec) => Tensor = makeTensor,
): unknown[] {
  const argument = (value: Argument): unknown => {
    if (value === null) return undefined;
    if (Array.isArray(value)) return value.map(argument);
    if (typeof value !== "object") return value;
    // A bigint is to us what an int is to Python, where a number is a float.
    if ("bigint" in value) return BigInt(value.bigint);
    return "number" in value ? decode(value.number) : make(value);
  };
  // In this order, in which Python makes them as well.
  const positional = args.map(argument);
  const named = options && Object.fromEntries(Object.entries(options).map(([key, value]) => [key, argument(value)]));
  return [...positional, ...(named ? [named] : [])];
}

/** Calls the function and holds its answer to torch's. */
export function expectTorchAnswer(call: FunctionCase, units: Units): void {
  const { fn, expected } = call;
  const given = argumentsOf(call);
  if ("throws" in expected) {
    expectThrows(() => callPublished(fn, ...given), fn, expected.throws);
    return;
  }
  const before = given.filter(isTensor).map(elements);
  const result = callPublished(fn, ...given);
  expect(given.filter(isTensor).map(elements)).toEqual(before);

  const check = (actual: unknown, wanted: TensorAnswer): void => {
    expectTensor(actual as Tensor, wanted, units[fn]?.[wanted.dtype] ?? 0, given[0] as Tensor);
  };
  if ("value" in expected) {
    expect(result).toBe(expected.value);
  } else if ("fields" in expected) {
    for (const [field, part] of Object.entries(expected.fields))
      check((result as Record<string, unknown>)[field], part);
  } else if ("list" in expected) {
    expect(result).toHaveLength(expected.list.length);
    expected.list.forEach((part, i) => {
      check((result as unknown[])[i], part);
    });
  } else {
    check(result, expected);
  }
}

function expectThrows(answer: () => unknown, fn: string, sentence: string): void {
  let thrown: unknown;
  try {
    answer();
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(thrown instanceof TypeError ? TypeError : RangeError);
  const { message } = thrown as Error;
  expect(message).toContain(sentence);
  expect(message.startsWith(fn), message).toBe(true);
}

function expectTensor(actual: Tensor, expected: TensorAnswer, units: number, base: Tensor): void {
  const { dtype, shape, strides, shares, offset } = expected;
  expect({ dtype: actual.dtype, shape: actual.shape }).toEqual({ dtype, shape });
  if (strides) {
    // The stride of a dim of size 1 means nothing.
    const told = (all: readonly number[]): number[] => all.filter((_, d) => shape[d]! > 1);
    expect(told(actual.strides)).toEqual(told(strides));
  }
  if (shares) {
    expect(actual.offset).toBe(offset);
    expect(actual.data.buffer).toBe(base.data.buffer);
  }
  // Memory that is shared where torch copies would let a write through.
  if (shares === false && actual.numel > 0) expect(actual.data.buffer).not.toBe(base.data.buffer);

  expectElements(elements(actual), decodeData(expected.data, dtype), units, (got, wanted) => ulps(got, wanted, dtype));
}

/** Holds elements to those wanted: none may be further off than some units. */
export function expectElements(
  got: (number | bigint)[],
  wanted: (number | bigint)[],
  units: number,
  distance: (got: number | bigint, wanted: number | bigint) => number,
): void {
  const off = wanted.flatMap((value, i) => {
    const far = distance(got[i]!, value);
    return far > units ? [{ at: i, got: got[i], wanted: value, units: far }] : [];
  });
  expect(got.length).toBe(wanted.length);
  expect(off).toEqual([]);
}
