import { abs, Generator, mul, neg, sub, type Tensor, type TensorLike, unsqueeze } from "@actfn/tensor";
import { checkDerivatives } from "@actfn/tensor/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  celu,
  elu,
  gelu,
  hardshrink,
  hardtanh,
  leakyRelu,
  prelu,
  relu,
  relu2,
  relu6,
  rrelu,
  selu,
  softshrink,
  threshold,
} from "./index.js";

const float32s = fc.float32Array({ noNaN: true, minLength: 1, maxLength: 70 });

type Activation = (input: TensorLike) => Tensor;

test.each(
  Object.entries<Activation>({ relu, relu2, relu6, leakyRelu, elu, selu, celu, hardtanh, hardshrink, softshrink }),
)("%s never falls where its input rises", (_name, activation) => {
  fc.assert(
    fc.property(float32s, (x) => {
      const y = activation(x.sort()).data as Float32Array;
      expect(y.findIndex((value, i) => i > 0 && value < y[i - 1]!)).toBe(-1);
    }),
  );
});

test.each(Object.entries<Activation>({ relu, relu6, hardtanh, hardshrink }))(
  "%s of its own result changes nothing",
  (_name, activation) => {
    fc.assert(
      fc.property(float32s, (x) => {
        expect(activation(activation(x)).toArray()).toEqual(activation(x).toArray());
      }),
    );
  },
);

test.each(Object.entries<Activation>({ hardshrink, softshrink, hardtanh }))("%s is odd, bit for bit", (_name, odd) => {
  // Where they answer 0, they answer +0 on both sides.
  const positiveZero = (y: Tensor) => Array.from(y.data as Float32Array, (value) => value + 0);
  fc.assert(
    fc.property(float32s, (x) => {
      expect(positiveZero(odd(neg(x)))).toEqual(positiveZero(neg(odd(x))));
    }),
  );
});

test("gelu(x) − gelu(−x) = x", () => {
  fc.assert(
    fc.property(fc.float64Array({ noNaN: true, min: -1e6, max: 1e6, minLength: 1, maxLength: 70 }), (x) => {
      const distance = abs(sub(sub(gelu(x), gelu(neg(x))), x)).data as Float64Array;
      expect(distance.every((value, i) => value <= 2 ** -51 * Math.abs(x[i]!) + 2 ** -1073)).toBe(true);
    }),
  );
});

test("selu is elu, scaled", () => {
  const [scale, alpha] = [1.0507009873554805, 1.6732632423543772]; // G. Klambauer et al., 2017
  fc.assert(
    fc.property(float32s, (x) => {
      const expected = mul(elu(Float64Array.from(x), { alpha }), scale).data as Float64Array;
      const got = selu(Float64Array.from(x)).data as Float64Array;
      expect(got.every((value, i) => value === expected[i] || Math.abs(value / expected[i]! - 1) < 2 ** -50)).toBe(
        true,
      );
    }),
  );
});

describe("derivatives are those that finite differences estimate", () => {
  /** Calls of one function with some options, and the kinks that these give it. */
  const properties: Record<string, (option: number) => [of: (x: Tensor) => Tensor, ...kinks: number[]]> = {
    relu: () => [relu, 0],
    relu2: () => [relu2, 0],
    relu6: () => [relu6, 0, 6],
    leakyRelu: (negativeSlope) => [(x) => leakyRelu(x, { negativeSlope }), 0],
    "prelu by its input": (slope) => [(x) => prelu(x, Float64Array.of(slope)), 0],
    "prelu by its weight": (score) => [(x) => prelu(unsqueeze(Float64Array.of(score, -score, 3, -2), 0), x)],
    "rrelu in training": (seed) => [
      (x) => rrelu(x, { training: true, generator: new Generator(Math.round(seed * 1000)) }),
      0,
    ],
    "rrelu outside of training": (lower) => [(x) => rrelu(x, { lower, upper: 2 }), 0],
    elu: (alpha) => [(x) => elu(x, { alpha }), 0],
    celu: (alpha) => [(x) => celu(x, { alpha }), 0],
    selu: () => [selu, 0],
    gelu: () => [gelu],
    "gelu by tanh": () => [(x) => gelu(x, { approximate: "tanh" })],
    threshold: (at) => [(x) => threshold(x, at, -2), at],
    hardtanh: (bound) => [(x) => hardtanh(x, { minVal: -2 * bound, maxVal: bound }), -2 * bound, bound],
    hardshrink: (lambd) => [(x) => hardshrink(x, { lambd }), -lambd, lambd],
    softshrink: (lambd) => [(x) => softshrink(x, { lambd }), -lambd, lambd],
  };
  // celu with an alpha near 0 is too steep for finite differences.
  const option = fc.integer({ min: 300, max: 2000 }).map((thousandths) => thousandths / 1000);
  // Not fc.double, of which nearly all are nearly 0.
  const score = fc.integer({ min: -6000, max: 6000 }).map((thousandths) => thousandths / 1000);
  const some = fc.array(score, { minLength: 4, maxLength: 4 });

  test.each(Object.entries(properties))("%s", (_, of) => {
    fc.assert(
      fc.property(option, some, (drawn, scores) => {
        const [f, ...kinks] = of(drawn);
        fc.pre(kinks.every((kink) => scores.every((score) => Math.abs(score - kink) > 0.01)));
        checkDerivatives(f, [scores.length], scores);
      }),
      { numRuns: 25 },
    );
  });
});
