import { describe, expect, test } from "vitest";
import {
  drawWithoutReplacement,
  drawWithReplacement,
  fillExponential,
  fillNormal,
  fillPermutation,
  fillRandint,
  fillUniform,
  float32Precision,
  float64Precision,
  Generator,
  nextNormal,
  nextUniform,
} from "./mt19937.js";

// Numbers marked torch are of torch 1.13 on the CPU, after torch.manual_seed with the seed given here. Fifty seeds and all
// functions together are in conformance/random.test.ts.

const uniforms = (seed: number | bigint, n: number): number[] => {
  const out = new Float32Array(n);
  fillUniform(new Generator(seed), out, 24);
  return [...out];
};

describe("Generator", () => {
  test("is the Mersenne Twister: after the standard's seed its 10000th number is the one the C++ standard demands", () => {
    const generator = new Generator(5489);
    for (let i = 1; i < 10000; i++) generator.random();
    expect(generator.random()).toBe(4123659995);
  });

  test("starts from torch's default seed when it gets none", () => {
    expect(new Generator().initialSeed()).toBe(67280421310721n);
  });

  test("has a state of its own", () => {
    const one = new Generator(1);
    const first = one.random();
    new Generator(1).random();
    new Generator(2).random();
    expect(one.random()).not.toBe(first);
    expect(one.manualSeed(1).random()).toBe(first);
  });

  test("takes negative seeds as torch does, counted from 2 ** 64", () => {
    const generator = new Generator(-1);
    expect(generator.initialSeed()).toBe(2n ** 64n - 1n);
    expect(uniforms(-1, 2)).toEqual([0.9937993884086609, 0.5713063478469849]); // torch
    expect(uniforms(2n ** 64n - 1n, 2)).toEqual(uniforms(-1, 2));
  });

  test("hears only the lowest 32 bits of a seed, as torch", () => {
    expect(uniforms(2 ** 32, 3)).toEqual(uniforms(0, 3));
  });

  test.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, 2n ** 64n, -(2n ** 63n) - 1n, 1e300])(
    "refuses the seed %s and says which would do",
    (seed) => {
      expect(() => new Generator(seed)).toThrow(
        new RangeError(`manualSeed: expected an integer from -2**63 to 2**64 - 1; got ${seed}`),
      );
    },
  );

  test("seed() starts from another seed each time and tells which, so that the run can be repeated", () => {
    const generator = new Generator(1);
    const seed = generator.seed();
    const first = generator.random();
    expect(generator.initialSeed()).toBe(seed);
    expect(new Generator(seed).random()).toBe(first);
    expect(generator.seed()).not.toBe(seed);
  });
});

describe("uniform numbers", () => {
  test("have torch's 24 bits in float32", () => {
    expect(uniforms(0, 3)).toEqual([0.49625658988952637, 0.7682217955589294, 0.08847743272781372]); // torch
  });

  test("have torch's 53 bits in float64", () => {
    const generator = new Generator(0);
    fillUniform(generator, new Float32Array(3), 24);
    const out = new Float64Array(2);
    fillUniform(generator, out, 53);
    expect([...out]).toEqual([0.0562441839043476, 0.07262971157225484]); // torch
  });

  test("have 11 bits in float16 and 8 in bfloat16", () => {
    const generator = new Generator(0);
    const out = new Float32Array(4);
    fillUniform(generator, out.subarray(0, 2), 11);
    fillUniform(generator, out.subarray(2), 8);
    expect([...out]).toEqual([0.333984375, 0.27294921875, 0.45703125, 0.75]); // torch
  });

  test("stay below 1", () => {
    const ones = new Generator(0);
    ones.random = () => 0xffffffff;
    expect(nextUniform(ones)).toBe(1 - 2 ** -53);
    const out = new Float32Array(1);
    fillUniform(ones, out, 24);
    expect(out[0]).toBe(1 - 2 ** -24);
  });
});

describe("normal numbers", () => {
  const close = (actual: ArrayLike<number>, expected: number[], within: number): void => {
    expect(actual.length).toBe(expected.length);
    for (let i = 0; i < expected.length; i++) expect(Math.abs(actual[i]! - expected[i]!)).toBeLessThanOrEqual(within);
  };

  test("come in pairs below 16, and half a pair waits for the next call", () => {
    const generator = new Generator(42);
    const three = new Float32Array(3);
    const two = new Float32Array(2);
    fillNormal(generator, three, float32Precision);
    fillNormal(generator, two, float32Precision);
    // torch
    close(three, [0.33669036626815796, 0.12880940735340118, 0.23446236550807953], 0);
    close(two, [0.23033303022384644, -1.1228563785552979], 0);
  });

  test("forget the waiting half when the generator is seeded", () => {
    const generator = new Generator(42);
    const first = nextNormal(generator);
    generator.manualSeed(42);
    expect(nextNormal(generator)).toBe(first);
  });

  test("come in blocks from 16 on, and the last 16 are drawn again for a rest", () => {
    const out = new Float32Array(17);
    fillNormal(new Generator(42), out, float32Precision);
    const expected = [
      1.9269152879714966, -0.1595974713563919, -0.4973975419998169, 0.439589262008667, -0.7581311464309692,
      1.078317642211914, 0.8008005619049072, 1.680620551109314, 0.3558599054813385, 1.2964228391647339,
      0.610466480255127, 1.334737777709961, -0.2316243201494217, 0.041759490966796875, -0.2515752911567688,
      0.859858512878418, -0.3097267746925354,
    ]; // torch
    close(out, expected, 2e-6);
  });

  test("come in blocks in float64, too", () => {
    const out = new Float64Array(17);
    fillNormal(new Generator(42), out, float64Precision);
    const expected = [
      0.2995562877502637, 1.504572275678796, 1.2715909667771088, 0.618669993885617, -0.03720300727052493,
      1.0352472972512925, -0.010085521702337353, 0.08948016046560357, 0.038435238263354446, 0.3900034836035703,
      -0.5798414554742108, 0.875893884648022, 0.39238484373268534, 1.108461181451433, 0.8651734647119074,
      0.855215961472287, 0.2494118796915765,
    ]; // torch
    close(out, expected, 1e-14);
  });

  test("are never -0", () => {
    const stuck = new Generator(0);
    stuck.random = () => 0;
    const out = new Float32Array(16);
    fillNormal(stuck, out, float32Precision);
    expect([...out]).toEqual(new Array(16).fill(0));
  });

  test("are finite for the smallest and the largest uniform number", () => {
    for (const bits of [0, 0xffffffff]) {
      const stuck = new Generator(0);
      stuck.random = () => bits;
      const out = new Float32Array(16);
      fillNormal(stuck, out, float32Precision);
      expect([...out, nextNormal(stuck)].every(Number.isFinite)).toBe(true);
    }
  });
});

describe("integers", () => {
  test("are torch's", () => {
    const generator = new Generator(1);
    const small = new BigInt64Array(8);
    const large = new BigInt64Array(3);
    fillRandint(generator, small, -5, 5);
    fillRandint(generator, large, -(2n ** 62n), 2n ** 62n);
    // torch
    expect([...small].map(Number)).toEqual([0, 4, -1, 3, -2, -2, -4, -4]);
    expect([...large]).toEqual([-1904517626224159808n, -2908339576684261247n, -1175791568136823225n]);
  });

  test("are torch's in other arrays than int64", () => {
    const bytes = new Uint8Array(5);
    fillRandint(new Generator(1), bytes, 0, 256);
    expect([...bytes]).toEqual([37, 235, 140, 72, 255]); // torch
  });

  test("permute as torch.randperm", () => {
    const out = new BigInt64Array(8);
    fillPermutation(new Generator(1), out);
    expect([...out].map(Number)).toEqual([5, 4, 2, 6, 7, 3, 1, 0]); // torch
  });
});

describe("draws by weight", () => {
  const weights = new Float32Array([0, 3, 1, 6]);
  const draw = (generator: Generator, count: number, from: Float32Array | Float64Array = weights): number[] => {
    const exponentials = new Float32Array(from.length);
    const out = new BigInt64Array(count);
    fillExponential(generator, exponentials);
    drawWithoutReplacement(from, exponentials, out);
    return [...out].map(Number);
  };

  test("are torch.multinomial's, with replacement and without", () => {
    const generator = new Generator(7);
    const out = new BigInt64Array(10);
    drawWithReplacement(generator, weights, out);
    // torch
    expect([...out].map(Number)).toEqual([1, 1, 3, 3, 3, 3, 1, 3, 3, 3]);
    expect(draw(generator, 3)).toEqual([3, 1, 2]);
    expect(draw(generator, 1)).toEqual([2]);
  });

  test("stand on torch's exponential numbers", () => {
    const out = new Float32Array(3);
    fillExponential(new Generator(7), out);
    expect([...out]).toEqual([0.3276439309120178, 0.319783478975296, 1.981175422668457]); // torch
  });

  test("pick three of a thousand as torch does", () => {
    expect(
      draw(
        new Generator(7),
        3,
        Float32Array.from({ length: 1000 }, (_, i) => i),
      ),
    ).toEqual([855, 691, 992]); // torch
  });

  test("pick the same few whether all keys are sorted or not", () => {
    const many = Float32Array.from({ length: 2000 }, (_, i) => 1 + (i % 7));
    const all = draw(new Generator(3), 2000, many);
    for (const count of [1, 2, 31, 32, 200]) expect(draw(new Generator(3), count, many)).toEqual(all.slice(0, count));
  });

  test("give a tie to the first index", () => {
    for (const n of [3, 300]) {
      const out = new BigInt64Array(2);
      drawWithoutReplacement(new Float32Array(n).fill(1), new Float32Array(n).fill(1), out);
      expect([...out]).toEqual([0n, 1n]);
    }
  });

  test("never pick a category of weight 0 with replacement", () => {
    const out = new BigInt64Array(1000);
    drawWithReplacement(new Generator(1), new Float64Array([0, 1, 0, 1, 0]), out);
    expect(new Set(out)).toEqual(new Set([1n, 3n]));
  });
});
