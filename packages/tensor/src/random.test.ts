import { describe, expect, test } from "vitest";
import { tensor } from "./as-tensor.js";
import { Generator } from "./mt19937.js";
import { manualSeed, multinomial, rand, randint, randLike, randn, randnLike } from "./random.js";
import { transpose } from "./views.js";

// That the numbers are torch's is shown in conformance/.

test("the same seed gives the same numbers, another seed others", () => {
  manualSeed(1);
  const first = rand([5]).toArray();
  manualSeed(1);
  expect(rand([5]).toArray()).toEqual(first);
  manualSeed(2);
  expect(rand([5]).toArray()).not.toEqual(first);
});

test("a generator of one's own leaves the shared one alone", () => {
  manualSeed(3);
  const wanted = rand([4]).toArray();
  manualSeed(3);
  const generator = new Generator().manualSeed(3);
  expect(rand([4], { generator }).toArray()).toEqual(wanted);
  randn([4], { generator });
  randint(0, 5, [4], { generator });
  multinomial([1, 1], 1, { generator });
  expect(rand([4]).toArray()).toEqual(wanted);
});

test("numbers from 0 to 1 are never 1, not in half precision either", () => {
  for (const dtype of ["float16", "bfloat16", "float32", "float64"] as const) {
    const values = rand([20_000], { dtype }).toArray() as number[];
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
  }
});

test("normal numbers are about as many above 0 as below, and about 1 from it", () => {
  manualSeed(4);
  const values = randn([100_000]).toArray() as number[];
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = values.reduce((sum, value) => sum + value * value, 0) / values.length;
  // Five standard deviations of the mean and of the variance of as many normal numbers.
  expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(1e5));
  expect(Math.abs(spread - 1)).toBeLessThan(5 * Math.sqrt(2 / 1e5));
});

test("like a transposed tensor, in its layout and dtype", () => {
  const x = transpose(tensor([[1, 2, 3], [4, 5, 6]], { dtype: "float64" }), 0, 1); // biome-ignore format: one line
  for (const like of [randLike(x), randnLike(x)]) {
    expect({ shape: like.shape, strides: like.strides, dtype: like.dtype }).toEqual({
      shape: [3, 2],
      strides: [1, 3],
      dtype: "float64",
    });
  }
  expect(randLike(x, { dtype: "float16" }).dtype).toBe("float16");
});

describe("randint", () => {
  test("meets both ends of its range, and nothing beyond", () => {
    manualSeed(5);
    expect(new Set(randint(-1, 2, [200]).toArray() as number[])).toEqual(new Set([-1, 0, 1]));
  });

  test("says which end does not fit", () => {
    expect(() => randint(5, 5, [1])).toThrow(
      "randint: random_ expects 'from' to be less than 'to', but got from=5 >= to=5",
    );
    expect(() => randint(0, 257, [1], { dtype: "uint8" })).toThrow("randint: to - 1 = 256 is out of bounds for uint8");
    expect(() => randint(-1, 5, [1], { dtype: "uint8" })).toThrow("randint: from = -1 is out of bounds for uint8");
    expect(() => randint(0.5, 5, [1])).toThrow("randint: low and high must be integers, but got 0.5");
  });

  test("goes as far as int64 does", () => {
    const [value] = randint(2n ** 63n - 2n, 2n ** 63n - 1n, [1]).data;
    expect(value).toBe(2n ** 63n - 2n);
  });
});

describe("multinomial", () => {
  const weights = [0.2, 0.3, 0.5];

  test("without replacement draws each class once, and never one of weight 0", () => {
    manualSeed(6);
    for (let i = 0; i < 50; i++) {
      expect((multinomial([0.1, 0, 0.2, 0.7], 3).toArray() as number[]).toSorted()).toEqual([0, 2, 3]);
    }
  });

  test("with replacement draws as often as the weights say", () => {
    manualSeed(7);
    const n = 20_000;
    const drawn = multinomial(weights, n, { replacement: true }).toArray() as number[];
    weights.forEach((weight, at) => {
      const count = drawn.filter((index) => index === at).length;
      // Five standard deviations of a binomial count.
      expect(Math.abs(count - n * weight)).toBeLessThan(5 * Math.sqrt(n * weight * (1 - weight)));
    });
  });

  test("weights need not sum to 1", () => {
    manualSeed(8);
    const small = multinomial(weights, 5, { replacement: true }).toArray();
    manualSeed(8);
    expect(multinomial(tensor(weights.map((weight) => weight * 64)), 5, { replacement: true }).toArray()).toEqual(
      small,
    );
  });

  test("leaves its weights as they are", () => {
    const x = tensor(weights);
    multinomial(x, 2);
    expect([...x.data]).toEqual(weights.map(Math.fround));
  });

  test.each<[what: string, weights: unknown, count: unknown, options: object | undefined, sentence: string]>([
    [
      "too many samples",
      [1, 1],
      3,
      undefined,
      "cannot sample n_sample > prob_dist.size(-1) samples without replacement",
    ],
    ["no samples", [1, 1], 0, undefined, "cannot sample n_sample <= 0 samples"],
    ["less than none", [1, 1], -1, { replacement: true }, "cannot sample n_sample <= 0 samples"],
    ["a negative weight", [1, -1], 1, undefined, "probability tensor contains either `inf`, `nan` or element < 0"],
    ["NaN", [1, Number.NaN], 1, undefined, "probability tensor contains either `inf`, `nan` or element < 0"],
    [
      "infinity",
      [1, Number.POSITIVE_INFINITY],
      1,
      undefined,
      "probability tensor contains either `inf`, `nan` or element < 0",
    ],
    ["no weight at all", [0, 0], 1, undefined, "invalid multinomial distribution (sum of probabilities <= 0)"],
    [
      "one row without",
      [
        [1, 0],
        [0, 0],
      ],
      1,
      undefined,
      "invalid multinomial distribution (sum of probabilities <= 0)",
    ],
    ["a 0-d tensor", 1, 1, undefined, "prob_dist must be 1 or 2 dim"],
    ["three dims", [[[1]]], 1, undefined, "prob_dist must be 1 or 2 dim"],
    ["integers", [1n, 1n], 1, undefined, "multinomial only supports floating-point dtypes for input, got: Long"],
  ])("refuses %s in torch's words", (_, input, count, options, sentence) => {
    // torch 1.13, torch.multinomial
    expect(() => Reflect.apply(multinomial, undefined, [input, count, options])).toThrow(`multinomial: ${sentence}`);
  });
});
