import { grad, tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sparsemax } from "./sparsemax.js";

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

describe("sparsemax", () => {
  behavesLikeAnActivation(sparsemax, test);

  test("gives the probabilities nearest to the scores", () => {
    // Section 2.2 of the paper: in two dims it is [(1 + t) / 2, (1 − t) / 2] for the scores [t, 0], −1 ≤ t ≤ 1.
    expect(sparsemax([0.5, 0], 0).toArray()).toEqual([0.75, 0.25]);
    expect(sparsemax([1.5, 0], 0).toArray()).toEqual([1, 0]);
    // By hand: τ = (0.5 + 0.25 + 0.5 − 1) / 3
    expect(String(sparsemax([0.5, 0.25, 0.5, -0.5], 0))).toBe("tensor([0.4167, 0.1667, 0.4167, 0.0000])");
  });

  test("scores that are no probabilities become some, and probabilities stay", () => {
    const scores = fc.float64Array({ minLength: 1, noNaN: true, min: -100, max: 100 });
    fc.assert(
      fc.property(scores, (values) => {
        const { data } = sparsemax(values, 0);
        expect(Math.abs(sum(data) - 1)).toBeLessThan(1e-12);
        expect(Math.min(...data)).toBeGreaterThanOrEqual(0);
        const again = sparsemax(data, 0).data;
        expect(again.every((value, i) => Math.abs(value - data[i]!) < 1e-12)).toBe(true);
      }),
    );
  });

  test("adding the same to every score changes nothing, and order is kept", () => {
    const eighths = fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 1 });
    fc.assert(
      fc.property(eighths, fc.integer({ min: -100, max: 100 }), (values, shift) => {
        const scores = values.map((value) => value / 8);
        const { data } = sparsemax(scores, 0);
        expect(
          sparsemax(
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

  test("the slopes of what is above 0 sum to 0, and the rest have none", () => {
    const x = tensor([2, 1.5, -3], { requiresGrad: true });
    const y = sparsemax(x, 0);
    const [dx] = grad(y, x, { gradOutputs: [1, 0, 5], createGraph: true });
    expect(dx!.toArray()).toEqual([0.5, -0.5, 0]);
    // Where no probability is about to leave 0, the slope does not change.
    expect(grad(dx!, x, { gradOutputs: [1, 2, 3] })[0]!.toArray()).toEqual([0, 0, 0]);
  });

  test("a row with NaN, ∞ or nothing but −∞ is NaN, and −∞ are 0", () => {
    const { NaN: NAN, POSITIVE_INFINITY: INF } = Number;
    const rows = [[NAN, 1], [INF, 1], [-INF, -INF], [-INF, 1]]; // biome-ignore format: rows
    expect(sparsemax(rows, 1).toArray()).toEqual([[NAN, NAN], [NAN, NAN], [NAN, NAN], [0, 1]]); // biome-ignore format: rows
  });
});
