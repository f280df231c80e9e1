import { abs, mul, neg, sub, type Tensor, type TensorLike } from "@actfn/tensor";
import fc from "fast-check";
import { expect, test } from "vitest";
import { celu, elu, gelu, hardshrink, hardtanh, leakyRelu, relu, relu2, relu6, selu, softshrink } from "./index.js";

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
