// The golden cases once more, with every kind of `out`.

import { type DType, isTensor, Tensor, zeros } from "@actfn/tensor";
import { describe, expect, test } from "vitest";
import { argumentsOf, type FunctionCase } from "./answers.js";
import { elements, readGolden } from "./golden.js";
import { callPublished, isPublished } from "./published.js";

const FILES = ["arithmetic", "comparison", "elementary", "joins", "reductions", "selection"];
const WITH_OUT =
  "add sub mul div pow maximum minimum matmul eq ne lt le gt ge logicalAnd logicalOr logicalNot isnan isinf isfinite " +
  "where maskedFill clamp cat stack gather sum mean var std cumsum all any " +
  "exp log log1p expm1 sqrt erf erfc neg abs sign";

interface Call {
  given: unknown[];
  /** Calls the function with these arguments and some out. */
  into(out: unknown): Tensor;
  result: Tensor;
}

const cases = FILES.flatMap((file) => readGolden<FunctionCase>(file));
const functions = WITH_OUT.split(" ").filter(isPublished);

/** The calls of a function that answer with a tensor. */
function callsOf(fn: string): Call[] {
  const answered = cases.filter((call) => call.fn === fn && "data" in call.expected);
  return answered.map((call) => {
    const given = argumentsOf(call);
    const { args, options } = call;
    const inputs = options ? given.slice(0, -1) : given;
    // The options come after all that a function takes, of which a reduction's dims may be left out.
    const dims = ["sum", "mean", "var", "std", "all", "any"].includes(fn) && args.length === 1 ? [undefined] : [];
    const into = (out: unknown): Tensor =>
      callPublished(fn, ...inputs, ...dims, { ...(options ? (given.at(-1) as object) : {}), out }) as Tensor;
    return { given, into, result: callPublished(fn, ...given) as Tensor };
  });
}

/** An out with gaps, in memory of which it is a part: dims in the other order than a fresh result's. */
function scattered(dtype: DType, shape: readonly number[]): Tensor {
  const strides: number[] = [];
  let stride = 2;
  for (const [d, size] of shape.entries()) {
    strides[d] = stride;
    stride *= size || 1;
  }
  const { data } = zeros([stride + 3], { dtype });
  return new Tensor(data, dtype, shape, strides, 2);
}

const isInput = (value: unknown): value is Tensor => isTensor(value);
const sameKind = (a: Tensor, b: Tensor): boolean => a.dtype === b.dtype && String(a.shape) === String(b.shape);
const injective = ({ shape, strides }: Tensor): boolean => strides.every((stride, d) => stride !== 0 || shape[d]! < 2);

describe.each(functions)("%s", (fn) => {
  test("writes into any out what it answers without, and nothing beside it", () => {
    const calls = callsOf(fn);
    expect(calls.length).toBeGreaterThan(5);
    for (const { into, result } of calls) {
      for (const out of [zeros(result.shape, { dtype: result.dtype }), scattered(result.dtype, result.shape)]) {
        // What was there before must be gone: ones, where zeros are the answer.
        out.data.fill((out.dtype === "int64" ? 1n : 1) as never);
        expect(into(out)).toBe(out);
        expect(elements(out)).toEqual(elements(result));
        const own = new Set(elements(new Tensor(indices(out), "int32", out.shape, out.strides, out.offset)));
        const beside = Array.from(out.data as ArrayLike<unknown>).filter((_, i) => !own.has(i));
        expect(beside.filter((value) => Number(value) !== 1)).toEqual([]);
      }
    }
  });

  test("writes into its own input", () => {
    for (const { given, into, result } of callsOf(fn)) {
      const input = given.find((value) => isInput(value) && sameKind(value, result) && injective(value)) as Tensor;
      if (!input) continue;
      expect(into(input)).toBe(input);
      expect(elements(input)).toEqual(elements(result));
    }
  });

  test("refuses an out that it cannot fill, and leaves it as it was", () => {
    for (const { into, result } of callsOf(fn).slice(0, 40)) {
      const { dtype, shape } = result;
      const longer = zeros([...shape, 2], { dtype });
      expect(() => into(longer)).toThrow(`${fn}: out must have the result's shape [${shape.join(", ")}], but has`);
      const other = zeros(shape, { dtype: dtype === "float64" ? "float32" : "float64" });
      expect(() => into(other)).toThrow(`${fn}: out must have the result's dtype ${dtype}, but has`);
      expect(() => into([0])).toThrow(`${fn}: out must be a Tensor, but got`);
      if (shape.some((size) => size > 1) && result.numel > 0) {
        const expanded = new Tensor(
          zeros([1], { dtype }).data,
          dtype,
          shape,
          shape.map(() => 0),
        );
        expect(() => into(expanded)).toThrow(
          `${fn}: unsupported operation: more than one element of the written-to tensor`,
        );
        expect(Number(expanded.data[0])).toBe(0);
      }
    }
  });

  test("an out that overlaps an input is refused, or filled as if it did not", () => {
    for (const { given, into, result } of callsOf(fn)) {
      const at = given.findIndex((value) => isInput(value) && sameKind(value, result) && injective(value));
      const input = given[at] as Tensor | undefined;
      if (!input || input.numel < 2) continue;
      // The input moves to memory in which there is room for it shifted by one element.
      const room = zeros([input.data.length + 1], { dtype: input.dtype });
      for (let i = 0; i < input.data.length; i++) room.data[i] = input.data[i]!;
      const before = elements(result);
      const shifted = new Tensor(room.data, input.dtype, input.shape, input.strides, input.offset + 1);
      Object.defineProperty(input, "data", { value: room.data });
      let filled: Tensor;
      try {
        filled = into(shifted);
      } catch (error) {
        expect(String(error)).toContain(
          `${fn}: unsupported operation: some elements of the input tensor and the written-to tensor refer to a single`,
        );
        continue;
      }
      expect(elements(filled)).toEqual(before);
    }
  });
});

/** As many numbers as a tensor's memory has places, each its own index. */
function indices({ data }: Tensor): Int32Array {
  return Int32Array.from({ length: data.length }, (_, i) => i);
}
