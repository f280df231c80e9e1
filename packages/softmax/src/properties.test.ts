// What the functions of this family promise of each other, along any dim, under any mask and at any temperature.

import { eq, exp, expand, full, log, mul, neg, reshape, type Tensor, tensor, transpose } from "@actfn/tensor";
import { checkDerivatives } from "@actfn/tensor/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  crossEntropy,
  entmax15,
  hardmax,
  logaddexp,
  logSoftmax,
  logsumexp,
  nllLoss,
  softmax,
  softmax1,
  softmax2d,
  softmin,
  sparsemax,
} from "./index.js";

const NOTHING = Number.NEGATIVE_INFINITY;

/** Scores of a few rows, a mask that broadcasts to them, and a temperature. */
interface Call {
  rows: number[][];
  mask: boolean | boolean[] | boolean[][];
  temperature: number;
}

const temperature = fc.constantFrom(0.125, 0.5, 0.7, 1, 3, 16);

/** `score` makes the scores; a row has more than one, so that it has others to be compared with. */
function calls(score: fc.Arbitrary<number>): fc.Arbitrary<Call> {
  const sizes = fc.record({ height: fc.integer({ min: 1, max: 4 }), width: fc.integer({ min: 2, max: 9 }) });
  return sizes.chain(({ height, width }) => {
    const row = <T>(element: fc.Arbitrary<T>, length = width) =>
      fc.array(element, { minLength: length, maxLength: length });
    // Three of four are kept, or hardly a row would have two.
    const keep = fc.integer({ min: 0, max: 3 }).map((drawn) => drawn > 0);
    return fc.record({
      rows: row(row(score), height),
      mask: fc.oneof(row(row(keep), height), row(keep), row(row(keep, 1), height), fc.constant(true)),
      temperature,
    });
  });
}

/** Numbers with many digits, between two limits. Of fc.double nearly all are nearly 0. */
function spread(size: number): fc.Arbitrary<number> {
  return fc.integer({ min: -(2 ** 30), max: 2 ** 30 }).map((part) => (part / 2 ** 30) * size);
}

const doubles = calls(fc.oneof(spread(1000), spread(10), fc.double({ min: -1e3, max: 1e3, noNaN: true })));
const integers = calls(fc.integer({ min: -40, max: 40 }));

/** What the mask keeps of each row. */
function keptOf({ rows, mask }: Call): boolean[][] {
  return expand(mask, [rows.length, rows[0]!.length]).toArray() as boolean[][];
}

function float64(rows: number[][]): Tensor<"float64"> {
  return tensor(rows, { dtype: "float64" });
}

function rowsOf(y: Tensor): number[][] {
  return y.toArray() as number[][];
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

describe.each(Object.entries({ softmax, softmin }))("%s", (name, activation) => {
  test("of each row what is kept sums to 1, and what is hidden is exactly 0", () => {
    fc.assert(
      fc.property(doubles, (call) => {
        const { rows, ...options } = call;
        const kept = keptOf(call);
        const probabilities = rowsOf(activation(float64(rows), 1, { ...options, maskedRow: "zero" }));
        probabilities.forEach((row, i) => {
          expect(Math.abs(sumOf(row) - (kept[i]!.includes(true) ? 1 : 0))).toBeLessThan(2 ** -50);
          expect(row.filter((p, j) => !kept[i]![j] && p !== 0)).toEqual([]);
        });
      }),
    );
  });

  test("adding the same to all scores of a row changes not one bit", () => {
    fc.assert(
      // Integers, whose sums are exact.
      fc.property(integers, fc.integer({ min: -1000, max: 1000 }), ({ rows, ...options }, shift) => {
        const shifted = rows.map((row, i) => row.map((score) => score + shift * (i + 1)));
        expect(activation(float64(shifted), 1, options).data).toEqual(activation(float64(rows), 1, options).data);
      }),
    );
  });

  test(`${name === "softmax" ? "a higher" : "a lower"} score never has a lower probability`, () => {
    fc.assert(
      fc.property(doubles, (call) => {
        const { rows, ...options } = call;
        const kept = keptOf(call);
        rowsOf(activation(float64(rows), 1, options)).forEach((row, i) => {
          const order = [...row.keys()].filter((j) => kept[i]![j]);
          order.sort((a, b) => (rows[i]![a]! - rows[i]![b]!) * (name === "softmax" ? 1 : -1));
          expect(order.findIndex((j, at) => at > 0 && row[j]! < row[order[at - 1]!]!)).toBe(-1);
        });
      }),
    );
  });

  test("what a mask leaves has the probabilities that it has alone", () => {
    fc.assert(
      fc.property(doubles, (call) => {
        const { rows, temperature, ...options } = call;
        const kept = keptOf(call);
        rowsOf(activation(float64(rows), 1, { temperature, ...options })).forEach((row, i) => {
          const left = (values: number[]) => Float64Array.from(values.filter((_, j) => kept[i]![j]));
          expect(left(row)).toEqual(activation(left(rows[i]!), 0, { temperature }).data);
        });
      }),
    );
  });

  test("columns are the rows of the transposed tensor", () => {
    fc.assert(
      fc.property(doubles, ({ rows, mask, temperature }) => {
        const x = float64(rows);
        const columns = { temperature, mask: transpose(expand(mask, x.shape), 0, 1) };
        const expected = activation(x, 1, { temperature, mask }).toArray();
        expect(transpose(activation(transpose(x, 0, 1), 0, columns), 0, 1).toArray()).toEqual(expected);
      }),
    );
  });

  test("a temperature is what the scores are divided by", () => {
    fc.assert(
      // Powers of two, by which division is exact.
      fc.property(doubles, fc.integer({ min: -3, max: 5 }), ({ rows, mask }, exponent) => {
        const temperature = 2 ** exponent;
        const divided = rows.map((row) => row.map((score) => score / temperature));
        const got = activation(float64(rows), 1, { mask, temperature }).data;
        const expected = activation(float64(divided), 1, { mask }).data;
        expect(got.findIndex((p, i) => Math.abs(p - expected[i]!) > expected[i]! * 2 ** -51)).toBe(-1);
      }),
    );
  });
});

describe("logSoftmax", () => {
  test("is the logarithm of softmax", () => {
    fc.assert(
      fc.property(doubles, ({ rows, ...options }) => {
        const logarithms = logSoftmax(float64(rows), 1, options).data;
        const probabilities = softmax(float64(rows), 1, options).data;
        const expected = log(probabilities).data;
        logarithms.forEach((value, i) => {
          // A probability below the smallest number is 0, but has a logarithm; near 1 it has lost what is missing to 1.
          if (probabilities[i] === 0) expect(value).toBeLessThan(-745);
          else if (value === value || probabilities[i] === probabilities[i]) {
            const rounding = 2 ** -1074 / probabilities[i]!;
            expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(2 ** -52 * (1 - value) + rounding);
          }
        });
      }),
    );
  });

  test("is what is left of the scores when their logsumexp is taken off", () => {
    fc.assert(
      fc.property(doubles, ({ rows }) => {
        const x = float64(rows);
        const sums = logsumexp(x, 1).data;
        rowsOf(logSoftmax(x, 1)).forEach((row, i) => {
          row.forEach((value, j) => {
            expect(Math.abs(value - (rows[i]![j]! - sums[i]!))).toBeLessThanOrEqual(2 ** -41);
          });
        });
      }),
    );
  });

  test("a mask hides with −∞, and what it leaves are probabilities", () => {
    fc.assert(
      fc.property(doubles, (call) => {
        const { rows, ...options } = call;
        const kept = keptOf(call);
        rowsOf(logSoftmax(float64(rows), 1, options)).forEach((row, i) => {
          if (!kept[i]!.includes(true)) return;
          expect(row.filter((value, j) => !kept[i]![j] && value !== NOTHING)).toEqual([]);
          expect(Math.abs(logsumexp(Float64Array.from(row), 0).item())).toBeLessThan(2 ** -50);
        });
      }),
    );
  });
});

describe("of the same scores", () => {
  test("softmin has the probabilities of softmax for their negatives, and softmax2d those of the channels", () => {
    fc.assert(
      fc.property(doubles, ({ rows, ...options }) => {
        expect(softmin(float64(rows), 1, options).data).toEqual(softmax(neg(float64(rows)), 1, options).data);
        const image = tensor([rows], { dtype: "float64" });
        const channels = transpose(image, 0, 1);
        expect(softmax2d(channels).data).toEqual(softmax(channels, 0).data);
      }),
    );
  });

  test("softmax and softmax1 share out alike, of which softmax1 keeps some back", () => {
    fc.assert(
      fc.property(integers, ({ rows }) => {
        const all = rowsOf(softmax(float64(rows), 1));
        rowsOf(softmax1(float64(rows), 1)).forEach((row, i) => {
          const given = sumOf(row);
          expect(given).toBeLessThanOrEqual(1 + 2 ** -50);
          row.forEach((p, j) => {
            expect(Math.abs(p - all[i]![j]! * given)).toBeLessThanOrEqual(p * 2 ** -48);
          });
        });
      }),
    );
  });

  test("sparsemax, entmax15 and hardmax are probabilities in the order of the scores, and so along every dim", () => {
    fc.assert(
      fc.property(integers, ({ rows }) => {
        const scores = rows.map((row) => row.map((score) => score / 16));
        for (const activation of [sparsemax, entmax15, hardmax]) {
          const y = activation(float64(scores), 1);
          rowsOf(y).forEach((row, i) => {
            expect(Math.abs(sumOf(row) - 1)).toBeLessThan(2 ** -48);
            const order = [...row.keys()].sort((a, b) => scores[i]![b]! - scores[i]![a]!);
            expect(order.findIndex((j, at) => at > 0 && row[j]! > row[order[at - 1]!]!)).toBe(-1);
          });
          const columns = activation(transpose(float64(scores), 0, 1), 0);
          expect(transpose(columns, 0, 1).toArray()).toEqual(y.toArray());
        }
      }),
    );
  });

  test("logsumexp is logaddexp of all, one after another", () => {
    fc.assert(
      fc.property(integers, ({ rows }) => {
        const sums = logsumexp(float64(rows), 1).data;
        rows.forEach((row, i) => {
          const added = row.reduce((sum, score) => logaddexp(Float64Array.of(sum), score).item(), NOTHING);
          expect(Math.abs(sums[i]! - added)).toBeLessThanOrEqual(2 ** -45);
        });
      }),
    );
  });

  test("crossEntropy is nllLoss of logSoftmax, and of a target that is certain the same", () => {
    fc.assert(
      fc.property(integers, fc.nat(), ({ rows }, drawn) => {
        const x = float64(rows);
        const classes = rows.map((row, i) => (drawn + i) % row.length);
        const certain = rows.map((row, i) => row.map((_, c) => (c === classes[i] ? 1 : 0)));
        for (const reduction of ["none", "mean", "sum"] as const) {
          const losses = crossEntropy(x, classes, { reduction }).data;
          for (const other of [
            nllLoss(logSoftmax(x, 1), classes, { reduction }),
            crossEntropy(x, certain, { reduction }),
          ]) {
            expect(losses.every((loss, i) => Math.abs(loss - Number(other.data[i])) <= loss * 2 ** -48)).toBe(true);
          }
        }
      }),
    );
  });
});

describe("derivatives are those that finite differences estimate", () => {
  const smooth = calls(spread(3));
  const few = { numRuns: 15 };
  // Steeper ones would need smaller steps than finite differences can take.
  const mild = (given: number) => Math.max(given, 0.5);

  test.each(Object.entries({ softmax, softmin, logSoftmax }))(
    "%s, of what a mask leaves, at any temperature",
    (_, activation) => {
      fc.assert(
        fc.property(smooth, ({ rows, mask, ...given }) => {
          const shape = [rows.length, rows[0]!.length];
          const options = { mask, temperature: mild(given.temperature), maskedRow: "zero" } as const;
          // Logarithms of what is hidden are −∞, from which there are no differences: exp makes 0 of them.
          const finite = (y: Tensor) => (activation === logSoftmax ? exp(y) : y);
          checkDerivatives((x) => finite(activation(x, 1, options)), shape, rows.flat());
        }),
        few,
      );
    },
  );

  const plain: Record<string, (x: Tensor) => Tensor> = {
    logSoftmax: (x) => logSoftmax(x, 0),
    softmax1: (x) => softmax1(x, 1),
    "logsumexp of rows": (x) => logsumexp(x, 1),
    "logsumexp of all": (x) => logsumexp(x, [0, 1], { keepdim: true }),
    logaddexp: (x) => logaddexp(x, mul(x, -0.5)),
    crossEntropy: (x) => crossEntropy(x, full([x.shape[0]!], 1, { dtype: "int64" }), { labelSmoothing: 0.2 }),
  };
  test.each(Object.entries(plain))("%s", (_, of) => {
    fc.assert(
      fc.property(smooth, ({ rows }) => {
        checkDerivatives(of, [rows.length, rows[0]!.length], rows.flat());
      }),
      few,
    );
  });

  test.each(Object.entries({ sparsemax, entmax15 }))(
    "%s, where no probability is about to leave 0 or to come to it",
    (_, activation) => {
      fc.assert(
        fc.property(smooth, ({ rows }) => {
          const values = rows.flat();
          const shape = [rows.length, rows[0]!.length];
          const zerosOf = (scores: number[]) => String(eq(activation(reshape(scores, shape), 1), 0).data);
          const near = values.flatMap((value, at) => [-0.02, 0.02].map((step) => values.with(at, value + step)));
          fc.pre(near.every((scores) => zerosOf(scores) === zerosOf(values)));
          checkDerivatives((x) => activation(x, 1), shape, values);
        }),
        few,
      );
    },
  );
});
