import {
  backward,
  expand,
  grad,
  manualSeed,
  multinomial,
  Tensor,
  tensor,
  toTypedArray,
  transpose,
} from "@actfn/tensor";
import { describe, expect, test } from "vitest";
import { chiSquare } from "./chi-square.js";
import type { LogitsFilter } from "./logits-filter.js";
import { minPLogits } from "./min-p-logits.js";
import { softmax } from "./softmax.js";
import { topKLogits } from "./top-k-logits.js";
import { topPLogits } from "./top-p-logits.js";

const { NaN: NAN, POSITIVE_INFINITY: INF } = Number;

// By hand: e² : e : 1 : e⁻¹ is 64 : 24 : 9 : 3 percent, so that each of these keeps the first two.
const filters: [name: string, filter: LogitsFilter, amount: number][] = [
  ["topKLogits", topKLogits, 2],
  ["topPLogits", topPLogits, 0.75],
  ["minPLogits", minPLogits, 0.2],
];

describe.each(filters)("%s", (name, filter, amount) => {
  const logits = [[2, 1, 0, -1], [-1, 0, 2, 1]]; // biome-ignore format: rows
  const kept = [[2, 1, -INF, -INF], [-INF, -INF, 2, 1]]; // biome-ignore format: rows

  test("keeps what is likely of each row, and makes the rest −∞", () => {
    expect(filter(logits, amount).toArray()).toEqual(kept);
    expect(filter(logits[0]!, amount).toArray()).toEqual(kept[0]);
    expect(filter([logits, logits], amount).toArray()).toEqual([kept, kept]);
  });

  test("looks along the last dim, or along another", () => {
    const columns = transpose(logits, 0, 1);
    expect(transpose(filter(columns, amount, { dim: 0 }), 0, 1).toArray()).toEqual(kept);
    expect(transpose(filter(columns, amount, { dim: -2 }), 0, 1).toArray()).toEqual(kept);
    expect(() => filter(logits, amount, { dim: 2 })).toThrow(
      `${name}: Dimension out of range (expected to be in range of [-2, 1], but got 2)`,
    );
  });

  test("keeps a single logit, a 0-d one, and the shape of none", () => {
    expect(filter([[-7], [3]], amount).toArray()).toEqual([[-7], [3]]);
    expect(filter(-7, amount).item()).toBe(-7);
    for (const dims of [[2, 0], [0, 4], [0]]) {
      expect(filter({ data: [], dims }, amount).shape).toEqual(dims);
    }
  });

  test("finds the same in every float dtype, and refuses integers", () => {
    for (const dtype of ["float16", "bfloat16", "float32", "float64"] as const) {
      const y = filter(tensor(logits, { dtype }), amount);
      expect({ dtype: y.dtype, elements: y.toArray() }).toEqual({ dtype, elements: kept });
    }
    expect(() => filter([1n, 2n], amount)).toThrow(
      `${name}: "${name}" not implemented for 'Long'; cast the int64 input to float32 first`,
    );
  });

  test("takes logits as models hand them out: { data, dims } and views of any stride", () => {
    expect(filter({ data: Float32Array.from(logits.flat()), dims: [2, 4] }, amount).toArray()).toEqual(kept);
    const spaced = new Tensor(Float32Array.from(logits.flat().flatMap((x) => [9, x])), "float32", [2, 4], [8, 2], 1);
    expect(filter(spaced, amount).toArray()).toEqual(kept);
    expect(filter(expand(logits[1]!, [3, 4]), amount).toArray()).toEqual([kept[1], kept[1], kept[1]]);
  });

  test("out receives the result, the input itself included", () => {
    const x = tensor(logits);
    expect(filter(x, amount, { out: x })).toBe(x);
    expect(x.toArray()).toEqual(kept);
  });

  test("what is −∞ stays so: filters follow one another", () => {
    expect(filter([-INF, 1, -INF, 2], amount).toArray()).toEqual([-INF, 1, -INF, 2]);
    expect(filter([-INF, -INF], amount).toArray()).toEqual([-INF, -INF]);
    expect(filter(filter(logits, amount), amount).toArray()).toEqual(kept);
  });

  test("a row with NaN comes back as it is, so that it shows", () => {
    const rows = [[3, NAN, 1, 0], [NAN, 5, 1, 0], logits[0]!]; // biome-ignore format: rows
    expect(filter(rows, amount).toArray()).toEqual([rows[0], rows[1], kept[0]]);
  });

  test("the gradient passes where the logits do, that of softmax too", () => {
    const x = tensor(logits, { requiresGrad: true });
    const y = filter(x, amount);
    backward(y, [[1, 2, 3, 4], [5, 6, 7, 8]]); // biome-ignore format: rows
    expect(x.grad!.toArray()).toEqual([[1, 2, 0, 0], [0, 0, 7, 8]]); // biome-ignore format: rows
    const probabilities = softmax(filter(x, amount), 1);
    const [dx] = grad(probabilities, x, { gradOutputs: [[1, 0, 0, 0], [0, 0, 0, 1]] }); // biome-ignore format: rows
    const ofTwo = tensor([2, 1], { requiresGrad: true });
    const [expected] = grad(softmax(ofTwo, 0), ofTwo, { gradOutputs: [1, 0] });
    expect((dx!.toArray() as number[][])[0]).toEqual([...(expected!.toArray() as number[]), 0, 0]);
  });

  test("multinomial draws what stays by the probabilities of those alone", () => {
    manualSeed(11);
    const draws = multinomial(softmax(filter(logits, amount), 1), 4000, { replacement: true });
    const [first, second] = draws.toArray() as [number[], number[]];
    // By hand: e to 1.
    const [likelier, other] = [Math.E / (Math.E + 1), 1 / (Math.E + 1)];
    expect(chiSquare(first, [likelier, other, 0, 0])).toBeLessThan(1);
    expect(chiSquare(second, [0, 0, likelier, other])).toBeLessThan(1);
    expect(chiSquare(first, [0.8, 0.2, 0, 0])).toBeGreaterThan(1);
  });

  test("names itself where an argument makes no sense", () => {
    expect(() => Reflect.apply(filter, undefined, [logits])).toThrow(new RegExp(`^${name}: .*but got undefined`));
    expect(() => Reflect.apply(filter, undefined, [logits, "2"])).toThrow(new RegExp(`^${name}: .*but got "2"`));
    expect(() => Reflect.apply(filter, undefined, [logits, amount, { axis: 0 }])).toThrow(new RegExp(`^${name}: `));
    expect(() => filter(logits, amount, { out: tensor([0, 0]) })).toThrow(new RegExp(`^${name}: `));
  });

  test("nothing of the caller's is changed", () => {
    const data = Float32Array.from(logits.flat());
    filter({ data, dims: [2, 4] }, amount);
    expect(toTypedArray(tensor(logits))).toEqual(data);
  });
});
