import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { minPLogits } from "./min-p-logits.js";

const { NaN: NAN, NEGATIVE_INFINITY, POSITIVE_INFINITY: INF } = Number;

describe("minPLogits", () => {
  test("keeps what has at least p times the probability of the likeliest", () => {
    const logits = fc.float64Array({ min: -20, max: 20, noNaN: true, minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(logits, fc.double({ min: 0, max: 1, noNaN: true }), (row, p) => {
        const likeliest = Math.max(...row.map((logit) => Math.exp(logit)));
        const y = minPLogits(row, p).data;
        row.forEach((logit, i) => {
          const ratio = Math.exp(logit) / likeliest;
          // So near to p the reference itself may be wrong.
          if (Math.abs(ratio - p) > 1e-12 * p) expect(y[i]).toBe(ratio > p ? logit : NEGATIVE_INFINITY);
        });
      }),
    );
  });

  test("equals stay or go together", () => {
    expect(minPLogits([2, 0, 2, 0], 0.5).toArray()).toEqual([2, NEGATIVE_INFINITY, 2, NEGATIVE_INFINITY]);
    expect(minPLogits([2, 0, 2, 0], 0.1).toArray()).toEqual([2, 0, 2, 0]);
  });

  test("what has exactly p times the probability stays", () => {
    expect(minPLogits(Float64Array.of(Math.LN2, 0), 0.5).toArray()).toEqual([Math.LN2, 0]);
  });

  test("1 keeps the likeliest alone, and 0 keeps all", () => {
    expect(minPLogits([1, 3, 2.999], 1).toArray()).toEqual([NEGATIVE_INFINITY, 3, NEGATIVE_INFINITY]);
    expect(minPLogits([1, -1000, 3], 0).toArray()).toEqual([1, -1000, 3]);
  });

  test("is many where the model hesitates, and few where it is sure", () => {
    const kept = (logits: number[]) => (minPLogits(logits, 0.1).toArray() as number[]).filter(Number.isFinite).length;
    expect([kept([1, 0.9, 0.8, 0.7]), kept([9, 0.9, 0.8, 0.7])]).toEqual([4, 1]);
  });

  test("huge logits do not overflow", () => {
    expect(minPLogits([1000, 999, -1000], 0.3).toArray()).toEqual([1000, 999, NEGATIVE_INFINITY]);
  });

  test("a row with ∞ comes back as it is: it has no probabilities", () => {
    expect(minPLogits([1, INF, 5], 0.5).toArray()).toEqual([1, INF, 5]);
  });

  test.each([-0.1, 1.1, NAN, INF])("%s is no probability", (p) => {
    expect(() => minPLogits([1, 2], p)).toThrow(
      new RangeError(`minPLogits: p must be a probability from 0 to 1, but got ${p}; 0.05 drops a tail`),
    );
  });
});
