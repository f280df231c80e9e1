import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { entmax15 } from "./entmax15.js";
import { softmax } from "./softmax.js";
import { sparsemax } from "./sparsemax.js";

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

describe("entmax15", () => {
  behavesLikeAnActivation(entmax15, test);

  test("gives squares above a threshold", () => {
    // By hand: for two scores t apart, with t² < 8, the roots are (±t/2 + √(2 − t²/4)) / 2.
    const t = 0.5;
    const root = Math.sqrt(2 - t ** 2 / 4);
    const expected = [((root + t / 2) / 2) ** 2, ((root - t / 2) / 2) ** 2];
    entmax15(Float64Array.of(t, 0), 0).data.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 15);
    });
    expect(entmax15([3, 0], 0).toArray()).toEqual([1, 0]);
  });

  test("has more zeros than softmax and no more than sparsemax", () => {
    const scores = fc.float64Array({ minLength: 1, noNaN: true, min: -8, max: 8 });
    const zeros = (values: Float64Array): number => values.filter((value) => value === 0).length;
    fc.assert(
      fc.property(scores, (values) => {
        const { data } = entmax15(values, 0);
        expect(Math.abs(sum(data) - 1)).toBeLessThan(1e-12);
        expect(zeros(softmax(values, 0).data)).toBe(0);
        expect(zeros(data)).toBeLessThanOrEqual(zeros(sparsemax(values, 0).data));
      }),
    );
  });

  test("adding the same to every score changes nothing, and order is kept", () => {
    const eighths = fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 1 });
    fc.assert(
      fc.property(eighths, fc.integer({ min: -100, max: 100 }), (values, shift) => {
        const scores = values.map((value) => value / 8);
        const { data } = entmax15(scores, 0);
        expect(
          entmax15(
            scores.map((value) => value + shift),
            0,
          ).data,
        ).toEqual(data);
        scores.forEach((a, i) => {
          scores.forEach((b, j) => {
            if (a >= b) expect(data[i]).toBeGreaterThanOrEqual(data[j]!);
          });
        });
      }),
    );
  });

  test("a row with NaN, ∞ or nothing but −∞ is NaN, and −∞ are 0", () => {
    const { NaN: NAN, POSITIVE_INFINITY: INF } = Number;
    const rows = [[NAN, 1], [INF, 1], [-INF, -INF], [-INF, 1]]; // biome-ignore format: rows
    expect(entmax15(rows, 1).toArray()).toEqual([[NAN, NAN], [NAN, NAN], [NAN, NAN], [0, 1]]); // biome-ignore format: rows
  });
});
