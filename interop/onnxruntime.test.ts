import { readFileSync } from "node:fs";
import { relu } from "@actfn/relu";
import { sigmoid } from "@actfn/sigmoid";
import { softmax } from "@actfn/softmax";
import { argmax, asTensor, equal, gt, max, sum, tensor, toTypedArray, transpose, zeros } from "@actfn/tensor";
import * as ortNode from "onnxruntime-node";
import * as ortWeb from "onnxruntime-web";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { largestDifference } from "./largest-difference.js";
import { type ElementType, elementTypes } from "./models/onnx-encoder.js";

// Sessions that run, and the very tensors that they answer with: out of WebAssembly, and out of native code.

const everyType = Object.keys(elementTypes) as ElementType[];
const TOLERANCE = 1e-6; // of ONNX Runtime, which computes exponentials and sums in float32

const load = (file: string): Uint8Array => readFileSync(new URL(`models/${file}`, import.meta.url));

// Three irises, in standard deviations from the mean.
const flowers = Float32Array.of(-0.89, 1, -1.33, -1.32, 0.67, 0.32, 0.42, 0.39, 0.19, -0.82, 0.76, 0.53);

describe.each([
  { name: "onnxruntime-web", ort: ortWeb },
  { name: "onnxruntime-node", ort: ortNode },
])("$name", ({ ort }) => {
  let iris: ortWeb.InferenceSession;
  let echo: ortWeb.InferenceSession;
  let outputs: Record<string, ortWeb.Tensor>;
  const output = (name: string): ortWeb.Tensor => outputs[name]!;

  beforeAll(async () => {
    iris = await ort.InferenceSession.create(load("iris.onnx"));
    echo = await ort.InferenceSession.create(load("echo.onnx"));
  });

  beforeAll(async () => {
    outputs = await iris.run({ standardised: new ort.Tensor("float32", flowers, [3, 4]) });
  });

  afterAll(async () => {
    await iris.release();
    await echo.release();
  });

  describe("what a session answers", () => {
    test.each(everyType)("of type %s has that dtype and shares its memory", (type) => {
      const given = output(type);
      expect(given).toBeInstanceOf(ort.Tensor);
      const shared = asTensor(given);
      expect([shared.dtype, shared.shape]).toEqual([type, [3, 3]]);
      expect(shared.data).toBe(given.data);
    });

    // The logits are 8.0421, 3.4479, -11.49 / -2.3073, 2.205, 0.1023 / -4.2993, 1.937, 2.3623.
    test.each(["int8", "int16", "int32", "int64"])("of type %s reads as the numbers that it holds", (type) => {
      expect(asTensor(output(type)).toArray()).toEqual([
        [8, 3, -11],
        [-2, 2, 0],
        [-4, 1, 2],
      ]);
    });

    test("of half precision reads as the numbers that its bits stand for", () => {
      // numpy: np.float16([8.0421, 3.4479, -11.49])
      expect(asTensor(output("float16")).toArray()).toMatchObject([[8.0390625, 3.447265625, -11.4921875], {}, {}]);
      expect(max(output("float16")).item()).toBe(8.0390625);
    });

    test("of type bool is a mask, as what gt makes of the logits", () => {
      expect(equal(output("positive"), gt(output("logits"), 0))).toBe(true);
      expect(sum(output("positive")).item()).toBe(6);
    });
  });

  describe("logits", () => {
    test("make the probabilities that ONNX Runtime's softmax makes of them", () => {
      expect(largestDifference(softmax(output("logits"), -1), output("softmax"))).toBeLessThan(TOLERANCE);
    });

    test("make the probabilities that ONNX Runtime's sigmoid makes of them", () => {
      expect(largestDifference(sigmoid(output("logits")), output("sigmoid"))).toBeLessThan(TOLERANCE);
    });

    test("have their largest where ONNX Runtime's ArgMax finds it", () => {
      expect(equal(max(output("logits"), -1).indices, output("argmax"))).toBe(true);
      expect(equal(argmax(output("logits"), -1), output("argmax"))).toBe(true);
    });

    test("in double precision keep it, and in half precision round once", () => {
      const exact = softmax(output("logits"), -1, { dtype: "float64" });
      expect(softmax(output("float64"), -1).dtype).toBe("float64");
      expect(largestDifference(softmax(output("float64"), -1), exact)).toBe(0);
      const half = softmax(output("float16"), -1);
      expect(half.dtype).toBe("float16");
      expect(largestDifference(half, exact)).toBeLessThan(2e-3); // logits of three digits
    });

    test("cast to integers are refused by softmax, as PyTorch does, and promoted by sigmoid", () => {
      expect(() => softmax(output("int64"), -1)).toThrow("not implemented for 'Long'");
      expect(sigmoid(output("int64")).dtype).toBe("float32");
      expect(relu(output("int64")).toArray()).toMatchObject([[8, 3, 0], {}, {}]);
    });

    test("stay as they were, unless out says otherwise", async () => {
      const { logits } = await iris.run({ standardised: new ort.Tensor("float32", flowers, [3, 4]) });
      const before = tensor(logits!);
      const probabilities = softmax(logits!, -1);
      expect(equal(logits!, before)).toBe(true);
      softmax(logits!, -1, { out: asTensor(logits!) });
      expect(logits!.data).toEqual(probabilities.data);
    });
  });

  describe("the way back", () => {
    test("of probabilities copies nothing, and the next session takes them", async () => {
      const probabilities = softmax(output("logits"), -1, { dtype: "float32" });
      const handedOver = new ort.Tensor("float32", toTypedArray(probabilities), probabilities.shape);
      expect(handedOver.data).toBe(probabilities.data);
      const answers = await echo.run({ ...nothing(), float32: handedOver });
      expect(answers["float32 again"]!.dims).toEqual([3, 3]);
      expect(equal(answers["float32 again"]!, probabilities)).toBe(true);
    });

    test("of a view is in the order that the model reads, whatever its strides", async () => {
      // [4, 3] in memory of its own, and so [3, 4] column by column.
      const view = transpose(tensor(transpose(asTensor(flowers, [3, 4]), 0, 1)), 0, 1);
      expect(view.strides).toEqual([1, 3]);
      const input = new ort.Tensor("float32", toTypedArray(tensor(view, { dtype: "float32" })), view.shape);
      expect(equal((await iris.run({ standardised: input })).logits!, output("logits"))).toBe(true);
    });

    test.each(everyType)("of dtype %s arrives as it was", async (type) => {
      const sent = tensor(
        [
          [1, 0, 1],
          [0, 1, 1],
        ],
        { dtype: type },
      );
      const handedOver = new ort.Tensor(type, toTypedArray(sent) as never, sent.shape);
      const answers = await echo.run({ ...nothing(), [type]: handedOver });
      const received = asTensor(answers[`${type} again`]!);
      expect(received.dtype).toBe(type);
      expect(received.toArray()).toEqual(sent.toArray());
    });

    test("of int64 keeps what no number can hold", async () => {
      const sent = tensor([[2n ** 63n - 1n, -(2n ** 63n)]]);
      const answers = await echo.run({ ...nothing(), int64: new ort.Tensor("int64", toTypedArray(sent), sent.shape) });
      expect(asTensor(answers["int64 again"]!).data).toEqual(sent.data);
    });
  });

  /** An empty tensor for every input of the echo, which wants them all. */
  function nothing(): Record<string, ortWeb.Tensor> {
    const empty = (type: ElementType) =>
      new ort.Tensor(type, toTypedArray(zeros([0, 0], { dtype: type })) as never, [0, 0]);
    return Object.fromEntries(everyType.map((type) => [type, empty(type)]));
  }
});
