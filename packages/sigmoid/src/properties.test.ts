import { abs, add, mul, neg, sub, type Tensor, type TensorLike } from "@actfn/tensor";
import { checkDerivatives } from "@actfn/tensor/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  binaryCrossEntropyWithLogits,
  glu,
  hardsigmoid,
  hardswish,
  logit,
  logsigmoid,
  mish,
  quickGelu,
  sigmoid,
  silu,
  softplus,
  softsign,
  swiglu,
  tanh,
  tanhshrink,
} from "./index.js";

const float32s = fc.float32Array({ noNaN: true, minLength: 1, maxLength: 70 });
const moderate = fc.float64Array({ noNaN: true, min: -700, max: 700, minLength: 1, maxLength: 70 });

type Activation = (input: TensorLike) => Tensor;

/** The largest distance between two, in units of the last place of the larger terms that made them. */
function unitsApart(a: Tensor, b: Tensor, terms: Tensor): number {
  const distance = abs(sub(a, b)).data as Float64Array;
  return Math.max(
    ...distance.map((value, i) => value / (2 ** -52 * Math.max(Math.abs(Number(terms.data[i])), 2 ** -1000))),
  );
}

test.each(Object.entries<Activation>({ sigmoid, logsigmoid, tanh, softplus, softsign, hardsigmoid, tanhshrink }))(
  "%s never falls where its input rises",
  (_name, activation) => {
    fc.assert(
      fc.property(float32s, (x) => {
        const y = activation(x.sort()).data as Float32Array;
        expect(y.findIndex((value, i) => i > 0 && value < y[i - 1]!)).toBe(-1);
      }),
    );
  },
);

test.each(Object.entries<Activation>({ tanh, softsign, tanhshrink }))("%s is odd, bit for bit", (_name, odd) => {
  // tanhshrink of −0 is −0 − −0, which is +0.
  const positiveZero = (y: Tensor) => Array.from(y.data as Float32Array, (value) => value + 0);
  fc.assert(
    fc.property(float32s, (x) => {
      expect(positiveZero(odd(neg(x)))).toEqual(positiveZero(neg(odd(x))));
    }),
  );
});

test.each(Object.entries<Activation>({ sigmoid, hardsigmoid, tanh, softsign }))("%s is bounded", (_name, bounded) => {
  fc.assert(
    fc.property(float32s, (x) => {
      // softsign of ∞ is ∞/∞.
      const y = bounded(x.filter((value) => Number.isFinite(value))).data as Float32Array;
      expect(y.every((value) => Math.abs(value) <= 1)).toBe(true);
    }),
  );
});

describe("identities, in float64", () => {
  test("σ(−x) = 1 − σ(x)", () => {
    fc.assert(
      fc.property(moderate, (x) => {
        expect(unitsApart(sigmoid(neg(x)), sub(1, sigmoid(x)), add(sigmoid(x), 1))).toBeLessThanOrEqual(2);
      }),
    );
  });

  test("silu(x) − silu(−x) = x", () => {
    fc.assert(
      fc.property(moderate, (x) => {
        expect(unitsApart(sub(silu(x), silu(neg(x))), mul(x, 1), mul(x, 1))).toBeLessThanOrEqual(4);
      }),
    );
  });

  test("softplus(x) − softplus(−x) = x", () => {
    fc.assert(
      fc.property(moderate, (x) => {
        const [up, down] = [softplus(x, { threshold: 800 }), softplus(neg(x), { threshold: 800 })];
        expect(unitsApart(sub(up, down), mul(x, 1), add(up, down))).toBeLessThanOrEqual(2);
      }),
    );
  });

  test("logsigmoid(x) = −softplus(−x)", () => {
    fc.assert(
      fc.property(moderate, (x) => {
        const expected = neg(softplus(neg(x), { threshold: 800 }));
        expect(unitsApart(logsigmoid(x), expected, expected)).toBeLessThanOrEqual(2);
      }),
    );
  });

  test("quickGelu(x) = x · σ(1.702 x)", () => {
    fc.assert(
      fc.property(fc.float64Array({ noNaN: true, min: -300, max: 300, minLength: 1, maxLength: 70 }), (x) => {
        const expected = mul(x, sigmoid(mul(x, 1.702)));
        // The product 1.702 x is rounded, and the exponential makes its error as many times larger as it is large.
        expect(unitsApart(quickGelu(x), expected, mul(expected, add(abs(x), 4)))).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("derivatives are those that finite differences estimate", () => {
  /** Calls of one function at a few scores, with the kinks that these should not be near to. */
  const properties: Record<string, [of: fc.Arbitrary<(x: Tensor) => Tensor>, kinks?: number[]]> = {
    sigmoid: [fc.constant(sigmoid)],
    logsigmoid: [fc.constant(logsigmoid)],
    tanh: [fc.constant(tanh)],
    tanhshrink: [fc.constant(tanhshrink)],
    silu: [fc.constant(silu)],
    mish: [fc.constant(mish)],
    quickGelu: [fc.constant(quickGelu)],
    softsign: [fc.constant(softsign), [0]],
    hardsigmoid: [fc.constant(hardsigmoid), [-3, 3]],
    hardswish: [fc.constant(hardswish), [-3, 3]],
    softplus: [fc.constantFrom(0.25, 0.7, 1, 2.5).map((beta) => (x) => softplus(x, { beta }))],
    // Of numbers between 0.1 and 0.9, which are the probabilities that it takes.
    logit: [fc.constant((x) => logit(add(mul(x, 1 / 15), 0.5)))],
    glu: [fc.constant(glu)],
    swiglu: [fc.constant(swiglu)],
    binaryCrossEntropyWithLogits: [
      fc
        .record({
          posWeight: fc.constantFrom(0, 0.3, 1, 4),
          reduction: fc.constantFrom("none", "mean", "sum"),
        })
        .map((options) => (x) => binaryCrossEntropyWithLogits(x, sigmoid(mul(x, -0.5)), options)),
    ],
  };
  // Not fc.double, of which nearly all are nearly 0.
  const score = fc.integer({ min: -6000, max: 6000 }).map((thousandths) => thousandths / 1000);

  test.each(Object.entries(properties))("%s", (_, [of, kinks = []]) => {
    const away = score.map((value) => (kinks.some((kink) => Math.abs(value - kink) < 0.01) ? value + 0.02 : value));
    // An even number, for what halves them.
    const some = fc.array(away, { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(of, some, (f, scores) => checkDerivatives(f, [scores.length], scores)),
      { numRuns: 25 },
    );
  });
});
