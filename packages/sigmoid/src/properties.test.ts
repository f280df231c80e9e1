import { abs, add, mul, neg, sub, type Tensor, type TensorLike } from "@actfn/tensor";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hardsigmoid, logsigmoid, quickGelu, sigmoid, silu, softplus, softsign, tanh, tanhshrink } from "./index.js";

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
