import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { topKLogits } from "./top-k-logits.js";

const { NEGATIVE_INFINITY, POSITIVE_INFINITY: INF } = Number;

/** The k largest, found by sorting: of equals those that come first. */
function largest(logits: readonly number[], k: number): number[] {
  const ranked = [...logits.keys()].sort((a, b) => logits[b]! - logits[a]! || a - b);
  const stay = new Set(ranked.slice(0, k));
  return logits.map((logit, i) => (stay.has(i) ? logit : NEGATIVE_INFINITY));
}

describe("topKLogits", () => {
  test("keeps exactly k, of equals the first, in any order and number", () => {
    // Few different values, so that most rows have ties.
    const logits = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(logits, fc.integer({ min: 1, max: 90 }), (row, k) => {
        expect(topKLogits(row, k).toArray()).toEqual(largest(row, k).map((logit) => logit + 0));
      }),
    );
  });

  test("keeps exactly k of a whole vocabulary", () => {
    const row = Array.from({ length: 50_257 }, (_, i) => ((i * 7919) % 50_257) / 100);
    expect(topKLogits(Float64Array.from(row), 50).toArray()).toEqual(largest(row, 50));
    const equal = topKLogits(new Float32Array(50_257), 3).toArray();
    expect(equal).toEqual(Array.from({ length: 50_257 }, (_, i) => (i < 3 ? 0 : NEGATIVE_INFINITY)));
  });

  test("∞ is the largest of all, and 0 and −0 are equals", () => {
    expect(topKLogits([1, INF, 5], 1).toArray()).toEqual([NEGATIVE_INFINITY, INF, NEGATIVE_INFINITY]);
    expect(topKLogits([-0, 0, -1], 1).toArray()).toEqual([-0, NEGATIVE_INFINITY, NEGATIVE_INFINITY]);
  });

  test("more than there are leaves all as they are", () => {
    expect(topKLogits([1, 2, 3], 50).toArray()).toEqual([1, 2, 3]);
  });

  test.each([0, -1, 1.5, Number.NaN, INF])("%s is no number of tokens", (k) => {
    expect(() => topKLogits([1, 2], k)).toThrow(
      new RangeError(`topKLogits: k must be an integer from 1 on, but got ${k}; 50 is a common choice`),
    );
  });
});
