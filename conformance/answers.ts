// One case of a golden file that generators/answers.py made: a call, and what torch answers to it.

import type { DType, Tensor } from "@actfn/tensor";
import { expect } from "vitest";
import { decode, decodeData, type Encoded, elements, makeTensor, type TensorSpec, ulps } from "./golden.js";
import { callPublished } from "./published.js";

type Argument = TensorSpec | { number: Encoded } | { bigint: string } | Argument[] | number | string | boolean | null;

interface TensorAnswer {
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

/** Calls the function and holds its answer to torch's. */
export function expectTorchAnswer({ fn, args, options, expected }: FunctionCase, units: Units): void {
  const inputs = args.map(argument);
  const given = options && Object.fromEntries(Object.entries(options).map(([key, value]) => [key, argument(value)]));
  const answer = (): unknown => callPublished(fn, ...inputs, ...(given ? [given] : []));
  if ("throws" in expected) {
    expect(answer).toThrow(expected.throws);
    return;
  }
  const check = (actual: unknown, wanted: TensorAnswer): void => {
    expectTensor(actual as Tensor, wanted, units[fn]?.[wanted.dtype] ?? 0, inputs[0] as Tensor);
  };
  const result = answer();
  if ("value" in expected) {
    expect(result).toBe(expected.value);
  } else if ("fields" in expected) {
    for (const [field, part] of Object.entries(expected.fields)) check((result as Record<string, unknown>)[field], part);
  } else if ("list" in expected) {
    expect(result).toHaveLength(expected.list.length);
    expected.list.forEach((part, i) => {
      check((result as unknown[])[i], part);
    });
  } else {
    check(result, expected);
  }
}

function argument(value: Argument): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map(argument);
  if (typeof value !== "object") return value;
  // A bigint is to us what an int is to Python, where a number is a float.
  if ("bigint" in value) return BigInt(value.bigint);
  return "number" in value ? decode(value.number) : makeTensor(value);
}

function expectTensor(actual: Tensor, expected: TensorAnswer, units: number, base: Tensor): void {
  const { dtype, shape, strides, shares, offset } = expected;
  expect({ dtype: actual.dtype, shape: actual.shape }).toEqual({ dtype, shape });
  if (shares) {
    // Of a view every stride is known, also that of a dim of size 1.
    expect({ strides: actual.strides, offset: actual.offset }).toEqual({ strides, offset });
    expect(actual.data.buffer).toBe(base.data.buffer);
  } else if (strides) {
    const told = (all: readonly number[]): number[] => all.filter((_, d) => shape[d]! > 1);
    expect(told(actual.strides)).toEqual(told(strides));
  }
  // Memory that is shared where torch copies would let a write through.
  if (shares === false && actual.numel > 0) expect(actual.data.buffer).not.toBe(base.data.buffer);

  const got = elements(actual);
  const wanted = decodeData(expected.data, dtype);
  const off = wanted.flatMap((value, i) => {
    const distance = ulps(got[i]!, value, dtype);
    return distance > units ? [{ at: i, got: got[i], wanted: value, units: distance }] : [];
  });
  expect(got.length).toBe(wanted.length);
  expect(off).toEqual([]);
}
