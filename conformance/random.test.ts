import { createHash } from "node:crypto";
import type { DType, Tensor } from "@actfn/tensor";
import { describe, expect, test } from "vitest";
import {
  decodeData,
  type Encoded,
  elements,
  makeTensor,
  readGolden,
  type TensorSpec,
  ulps,
  type View,
} from "./golden.js";
import { callPublished, isPublished } from "./published.js";

type RandomCall = { dtype?: DType; expected: { data: Encoded[] } | { sha256: string } } & (
  | { fn: "rand" | "randn"; shape: number[] }
  | { fn: "randLike" | "randnLike"; shape: number[]; views: View[] }
  | { fn: "randint"; low: number; high: number; shape: number[] }
  | { fn: "multinomial"; input: TensorSpec; numSamples: number; replacement: boolean }
);

interface RandomCase {
  seed: string;
  calls: RandomCall[];
}

function run(call: RandomCall): Tensor {
  const dtype = call.dtype && { dtype: call.dtype };
  switch (call.fn) {
    case "rand":
    case "randn":
      return callPublished(call.fn, call.shape, dtype) as Tensor;
    case "randLike":
    case "randnLike": {
      const like = makeTensor({ dtype: "float32", shape: call.shape, data: { cycle: [0] }, views: call.views });
      return callPublished(call.fn, like) as Tensor;
    }
    case "randint":
      return callPublished(call.fn, call.low, call.high, call.shape, dtype) as Tensor;
    case "multinomial": {
      const { input, numSamples, replacement } = call;
      return callPublished(call.fn, makeTensor(input), numSamples, { replacement }) as Tensor;
    }
  }
}

/** torch's vectorised log and cos differ in their last bits from one processor to the next; the rest is integers. */
function expectNear(call: RandomCall, result: Tensor, data: Encoded[]): void {
  const { dtype } = result;
  const got = elements(result);
  const off = decodeData(data, dtype).flatMap((wanted, i) => {
    const value = got[i]!;
    const same = Object.is(value, wanted);
    const near =
      call.fn.startsWith("randn") &&
      (dtype.endsWith("float16") ? ulps(value, wanted, dtype) <= 1 : Math.abs(Number(value) - Number(wanted)) <= 2e-6);
    return same || near ? [] : [{ fn: call.fn, at: i, got: value, wanted }];
  });
  expect(off).toEqual([]);
  expect(got.length).toBe(data.length);
}

function digest(result: Tensor): string {
  const values = elements(result);
  const { buffer } =
    result.dtype === "int64"
      ? BigInt64Array.from(values, BigInt)
      : result.dtype === "float64"
        ? Float64Array.from(values, Number)
        : Float32Array.from(values, Number);
  return createHash("sha256").update(new Uint8Array(buffer)).digest("hex");
}

describe.runIf(isPublished("manualSeed"))("gives torch's numbers, call after call", () => {
  test.each(readGolden<RandomCase>("random"))("from seed $seed", ({ seed, calls }) => {
    callPublished("manualSeed", BigInt(seed));
    for (const call of calls) {
      const result = run(call);
      if ("data" in call.expected) expectNear(call, result, call.expected.data);
      else expect({ fn: call.fn, sha256: digest(result) }).toEqual({ fn: call.fn, sha256: call.expected.sha256 });
    }
  });
});
