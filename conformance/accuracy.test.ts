// Looks again where accuracy.py found our largest errors among millions of inputs.

import { readFileSync } from "node:fs";
import { type Tensor, tensor } from "@actfn/tensor";
import { describe, expect, test } from "vitest";
import { callPublished } from "./published.js";

type Dtype = "float64" | "float32";

/** The number of the dtype next to an exact result on the side of 0, and the rest in units in the last place. */
type Exact = [number, number];

interface Samples {
  elements: { name: string; dtype: Dtype; x: number[][]; exact: Exact[] }[];
  /** A row is its elements so many times; exact are the results of the first ones, null where terms cancel. */
  rows: { name: string; dtype: Dtype; spread: number; x: number[]; times: number; exact: (Exact | null)[] }[];
}

const samples: Samples = JSON.parse(readFileSync(new URL("accuracy-samples.json", import.meta.url), "utf8"));

/** In units in the last place. What these inputs gave in accuracy.py is no more than half a unit and the hundredth for float32. */
const ELEMENTS_GOAL = { float64: 2, float32: 0.512 };
const ROWS_GOAL = { float64: 1, float32: 0.512 };

/** As conformance/accuracy/functions.py has them. */
const ARGUMENTS: Record<string, [name: string, ...args: unknown[]]> = {
  "gelu (tanh)": ["gelu", { approximate: "tanh" }],
  prelu: ["prelu", 0.25],
  threshold: ["threshold", 0.125, 20],
};

describe("of its exact result lies no further than the goal", () => {
  test.each(samples.elements)("$name of $dtype", ({ name, dtype, x, exact }) => {
    const [published, ...args] = ARGUMENTS[name] ?? [name];
    const y = (callPublished(published, tensor(x, { dtype }), ...args) as Tensor).data as Float64Array;
    expect(y).toHaveLength(exact.length);
    const off = exact.map((result, i) => unitsOff(y[i]!, result, dtype));
    expect(Math.max(...off)).toBeLessThanOrEqual(ELEMENTS_GOAL[dtype]);
  });

  const rows = samples.rows.filter(({ exact }) => exact[0] !== null);
  test.each(rows)("$name of $dtype, spread $spread, $times times", ({ name, dtype, x, times, exact }) => {
    const row = Array.from({ length: times }, () => x).flat();
    const y = (callPublished(name, tensor(row, { dtype }), 0) as Tensor).data as Float64Array;
    // The terms of a sum in float64 have no more digits than the largest of them.
    const scale = name === "logsumexp" && dtype === "float64" ? unitOf(Math.max(...x), dtype) : 0;
    let worst = 0;
    for (let i = 0; i < y.length; i++) {
      const off = unitsOff(y[i]!, exact[i % exact.length]!, dtype, scale);
      // Not Math.max: a NaN is to stay one.
      if (!(off <= worst)) worst = off;
    }
    expect(worst).toBeLessThanOrEqual(ROWS_GOAL[dtype]);
  });
});

test("of the rows whose sums cancel, which are left out, there are few", () => {
  const cancelled = samples.rows.filter(({ exact }) => exact[0] === null);
  expect(new Set(cancelled.map(({ name }) => name))).toEqual(new Set(["logsumexp"]));
  expect(cancelled.length).toBeLessThan(12);
});

/** How far an answer is off, in units in the last place of the exact result, or in larger ones. */
function unitsOff(answer: number, [below, rest]: Exact, dtype: Dtype, least = 0): number {
  const unit = unitOf(below, dtype);
  const away = below < 0 || Object.is(below, -0) ? below - answer : answer - below;
  return Math.abs(away / unit - rest) * (unit / Math.max(unit, least));
}

/** The distance of the numbers of the dtype from x on, away from 0. */
function unitOf(x: number, dtype: Dtype): number {
  const [digits, lowest] = dtype === "float64" ? [53, 2 ** -1074] : [24, 2 ** -149];
  let power = 2 ** Math.floor(Math.log2(Math.abs(x)));
  // The logarithm may round to a whole number from either side.
  if (power > Math.abs(x)) power /= 2;
  else if (2 * power <= Math.abs(x)) power *= 2;
  return Math.max(power * 2 ** (1 - digits), lowest);
}
