import { relu } from "@actfn/relu";
import { sigmoid } from "@actfn/sigmoid";
import { softmax } from "@actfn/softmax";
import { asTensor, equal, max, tensor, topk, toTypedArray, transpose } from "@actfn/tensor";
import { log_softmax, Tensor, softmax as theirSoftmax, topk as theirTopk } from "@huggingface/transformers";
import { describe, expect, test, vi } from "vitest";
import { largestDifference } from "./largest-difference.js";

// The Tensor of transformers.js, which its models answer with. No model is run: they would have to be downloaded.

const SCORES = [2, 1, 0.1, -1, 5, 0];
const scores = (): Tensor => new Tensor("float32", Float32Array.from(SCORES), [2, 3]);
const counted = (): Tensor =>
  new Tensor(
    "float32",
    Float32Array.from({ length: 24 }, (_, i) => i),
    [2, 3, 4],
  );

describe("a tensor of transformers.js", () => {
  test("is behind a Proxy, and its memory is shared all the same", () => {
    const logits = scores();
    expect(Object.keys(logits)).toEqual(["ort_tensor"]);
    const shared = asTensor(logits);
    expect(shared.data).toBe(logits.data);
    expect([shared.dtype, shared.shape]).toEqual(["float32", [2, 3]]);
    logits.data[4] = 7;
    expect(shared.toArray()).toEqual([
      [2, 1, Math.fround(0.1)],
      [-1, 7, 0],
    ]);
  });

  test("is asked for its data once, and for none of its rows", () => {
    const logits = scores();
    const data = vi.spyOn(Tensor.prototype, "data", "get");
    const rows = vi.spyOn(Tensor.prototype, "_subarray");
    softmax(logits, -1);
    sigmoid(logits);
    relu(logits);
    max(logits, -1);
    expect(data).toHaveBeenCalledTimes(4);
    expect(rows).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  test.each([
    new Tensor("float64", Float64Array.of(-1.5, 2), [2]),
    new Tensor("int64", BigInt64Array.of(-1n, 2n), [2]),
    new Tensor("int32", Int32Array.of(-1, 2), [2]),
    new Tensor("uint8", Uint8Array.of(1, 255), [2]),
    new Tensor("bool", Uint8Array.of(1, 0), [2]),
    new Tensor("float16", Uint16Array.of(0xbe00, 0x4000), [2]), // −1.5, 2
  ])("of type $type has that dtype, and shares its memory", (given) => {
    const shared = asTensor(given);
    expect(shared.dtype).toBe(given.type);
    expect(shared.data).toBe(given.data);
    expect(shared.toArray()).toEqual(given.type === "float16" ? [-1.5, 2] : fromThem(given));
  });

  const own: Record<string, () => Tensor> = {
    slice: () => counted().slice(null, [1, 3], [0, 2]),
    "slice of one index": () => counted().slice(null, -1, null),
    permute: () => counted().permute(2, 0, 1),
    transpose: () => counted().transpose(2, 1, 0),
    squeeze: () => counted().slice([0, 1]).squeeze(0),
    unsqueeze: () => counted().unsqueeze(1),
    view: () => counted().view(4, -1),
    flatten: () => counted().flatten(1),
    "second row": () => [...(counted() as Iterable<Tensor>)][1]!, // which begins in the middle of its memory
    sum: () => counted().sum(1),
    to: () => counted().to("int64"),
  };

  test.each(Object.entries(own))("is read as its own %s leaves it", (_, make) => {
    const given = make();
    expect(asTensor(given).data).toBe(given.data);
    expect(asTensor(given).shape).toEqual(given.dims);
    expect(asTensor(given).toArray()).toEqual(fromThem(given));
    if (given.type === "float32") expect(equal(relu(given), given)).toBe(true);
  });

  test("that is disposed of is refused", async () => {
    const disposed = scores();
    disposed.dispose();
    expect(() => softmax(disposed, -1)).toThrow('data: "on none"');
  });

  test("that its model runtime made is read like any other", async () => {
    const [values, indices] = await theirTopk(scores(), 2); // ONNX Runtime computes this
    const ours = topk(scores(), 2);
    expect(asTensor(indices!)).toMatchObject({ dtype: "int64", data: indices!.data });
    expect(equal(values!, ours.values)).toBe(true);
    expect(equal(indices!, ours.indices)).toBe(true);
  });
});

describe("softmax", () => {
  test("agrees with that of transformers.js", () => {
    for (const row of [SCORES, [1000, 1000, 999], [-3, 0.25, 12]]) {
      expect(largestDifference(softmax(row, -1), theirSoftmax(Float32Array.from(row)))).toBeLessThan(1e-6);
    }
  });

  test("agrees with the exponential of its log_softmax", () => {
    const theirs = log_softmax(SCORES).map(Math.exp);
    expect(largestDifference(softmax(SCORES, -1), theirs)).toBeLessThan(1e-6);
  });
});

describe("the way back", () => {
  test("copies nothing, and their functions take it", async () => {
    const probabilities = softmax(scores(), -1, { dtype: "float32" });
    const theirs = new Tensor("float32", toTypedArray(probabilities), [...probabilities.shape]);
    expect(theirs.data).toBe(probabilities.data);
    expect(theirs.tolist()).toEqual(probabilities.toArray());
  });

  test("of a transposed tensor is in row-major order", () => {
    const columns = transpose(tensor([SCORES.slice(0, 3), SCORES.slice(3)], { dtype: "float32" }), 0, 1);
    const theirs = new Tensor("float32", toTypedArray(columns), [...columns.shape]);
    expect(theirs.tolist()).toEqual(columns.toArray());
  });
});

/** As transformers.js itself reads it, its bigints as numbers. */
function fromThem(given: Tensor): unknown {
  const plain = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(plain) : given.type === "bool" ? value === 1 : Number(value);
  return plain(given.tolist());
}
