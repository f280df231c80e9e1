import { relu } from "@actfn/relu";
import { sigmoid } from "@actfn/sigmoid";
import { softmax } from "@actfn/softmax";
import { asTensor, max, tensor, toTypedArray } from "@actfn/tensor";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { beforeAll, describe, expect, test } from "vitest";
import { largestDifference } from "./largest-difference.js";

const TOLERANCE = 1e-6; // of TensorFlow.js, which computes exponentials and sums in float32
const logits = (): tf.Tensor2D =>
  tf.tensor2d([
    [2, 1, 0.1],
    [-1, 5, 0],
  ]);
/** Their tensor as every function here takes it. */
const fetched = async (t: tf.Tensor) => ({ data: await t.data(), shape: t.shape, dtype: t.dtype });

beforeAll(async () => {
  tf.enableProdMode(); // without its advice to install a faster backend
  await tf.setBackend("cpu");
});

describe("a tensor of TensorFlow.js", () => {
  test("given as it is gets told to fetch its data", () => {
    const calls: [string, (t: tf.Tensor) => unknown][] = [
      ["asTensor", (t) => asTensor(t as never)],
      ["tensor", (t) => tensor(t as never)],
      ["softmax", (t) => softmax(t as never, -1)],
      ["sigmoid", (t) => sigmoid(t as never)],
      ["relu", (t) => relu(t as never)],
      ["max", (t) => max(t as never)],
    ];
    for (const [name, call] of calls) {
      expect(() => call(logits())).toThrow(new RegExp(`^${name}: .*data: .*Function.* await t\\.data\\(\\)`));
    }
  });

  test("makes the probabilities that its own softmax makes, once its data is there", async () => {
    const given = logits();
    const ours = softmax({ data: await given.data(), shape: given.shape }, -1);
    expect(ours.shape).toEqual([2, 3]);
    expect(largestDifference(ours, await fetched(tf.softmax(given)))).toBeLessThan(TOLERANCE);
    expect(largestDifference(sigmoid(await fetched(given)), await fetched(tf.sigmoid(given)))).toBeLessThan(TOLERANCE);
    expect(largestDifference(relu(await fetched(given)), await fetched(tf.relu(given)))).toBe(0);
    expect(max(await fetched(given), -1).indices.toArray()).toEqual(await tf.argMax(given, -1).array());
  });

  test("is read synchronously where its backend allows it", () => {
    const given = logits();
    expect(softmax({ data: given.dataSync(), shape: given.shape }, -1).shape).toEqual([2, 3]);
  });

  test("shares the memory of what its backend hands out", async () => {
    const given = logits();
    const data = await given.data();
    expect(asTensor({ data, shape: given.shape }).data).toBe(data);
  });

  test("of integers and of booleans has that dtype", async () => {
    const counts = asTensor(await fetched(tf.tensor1d([1, -2, 3], "int32")));
    expect([counts.dtype, counts.toArray()]).toEqual(["int32", [1, -2, 3]]);
    const mask = asTensor(await fetched(tf.tensor1d([true, false], "bool")));
    expect([mask.dtype, mask.toArray()]).toEqual(["bool", [true, false]]);
  });

  test("transposed by TensorFlow.js is row-major again", async () => {
    const given = tf.transpose(logits());
    expect(asTensor(await fetched(given)).toArray()).toEqual(await given.array());
  });

  test("of no dims, and of no elements", async () => {
    expect(asTensor(await fetched(tf.scalar(3))).item()).toBe(3);
    expect(softmax(await fetched(tf.zeros([2, 0])), -1).shape).toEqual([2, 0]);
  });
});

describe("the way back", () => {
  test("is tf.tensor of the data and the shape", async () => {
    const probabilities = softmax(await fetched(logits()), -1, { dtype: "float32" });
    const theirs = tf.tensor(toTypedArray(probabilities), [...probabilities.shape]);
    expect(theirs.dtype).toBe("float32");
    expect(await theirs.array()).toEqual(probabilities.toArray());
  });
});
