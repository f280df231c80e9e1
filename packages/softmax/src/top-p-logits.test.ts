import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { topPLogits } from "./top-p-logits.js";

const { NaN: NAN, NEGATIVE_INFINITY, POSITIVE_INFINITY: INF } = Number;

describe("topPLogits", () => {
  test("keeps the fewest that have p together: the likeliest, of equals the first", () => {
    // Few different values, so that most rows have ties.
    const logits = fc.array(fc.integer({ min: -6, max: 3 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(logits, fc.double({ min: 0, max: 1, noNaN: true }), (row, p) => {
        const weights = row.map((logit) => Math.exp(logit));
        const total = weights.reduce((sum, weight) => sum + weight);
        const ranked = [...row.keys()].sort((a, b) => row[b]! - row[a]! || a - b);
        const kept = (topPLogits(Float64Array.from(row), p).toArray() as number[]).flatMap((logit, i) =>
          logit === row[i] ? [i] : [],
        );
        expect(kept).toEqual(ranked.slice(0, kept.length).sort((a, b) => a - b));
        // Together they have p, and without the last of them they would not.
        const together = (count: number) => ranked.slice(0, count).reduce((sum, i) => sum + weights[i]! / total, 0);
        expect(together(kept.length)).toBeGreaterThan(p - 1e-12);
        if (kept.length > 1) expect(together(kept.length - 1)).toBeLessThan(p + 1e-12);
      }),
    );
  });

  test("what has exactly p is enough", () => {
    expect(topPLogits([0, 0, 0, 0], 0.5).toArray()).toEqual([0, 0, NEGATIVE_INFINITY, NEGATIVE_INFINITY]);
    expect(topPLogits([0, 0, 0, 0], 0.500001).toArray()).toEqual([0, 0, 0, NEGATIVE_INFINITY]);
  });

  test("0 keeps the likeliest, the first of several, and 1 keeps all", () => {
    expect(topPLogits([1, 3, 3], 0).toArray()).toEqual([NEGATIVE_INFINITY, 3, NEGATIVE_INFINITY]);
    expect(topPLogits([1, -1000, 3], 1).toArray()).toEqual([1, -1000, 3]);
  });

  test("a vocabulary of equals is cut where its share is p", () => {
    // Each of the 100,000 has 1e-5: sums lose no digits.
    const kept = (topPLogits(new Float32Array(100_000), 0.9).toArray() as number[]).filter((logit) => logit === 0);
    expect(kept.length).toBe(90_000);
  });

  test("huge logits do not overflow", () => {
    expect(topPLogits([1000, 999, -1000], 0.9).toArray()).toEqual([1000, 999, NEGATIVE_INFINITY]);
  });

  test("a row with ∞ comes back as it is: it has no probabilities", () => {
    expect(topPLogits([1, INF, 5], 0.5).toArray()).toEqual([1, INF, 5]);
  });

  test.each([-0.1, 1.1, NAN, INF])("%s is no probability", (p) => {
    expect(() => topPLogits([1, 2], p)).toThrow(
      new RangeError(`topPLogits: p must be a probability from 0 to 1, but got ${p}; 0.9 keeps most`),
    );
  });
});
