import { max, sub, Tensor, tensor } from "@actfn/tensor";
import { behavesLikeAnActivation } from "@actfn/tensor/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { softmax } from "./softmax.js";

const { NaN: NAN, POSITIVE_INFINITY: INF } = Number;

const sumOf = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);
const score = { noNaN: true, min: -1e4, max: 1e4 };

describe("softmax", () => {
  behavesLikeAnActivation(softmax, test);

  const batch = tensor([
    [1, 2, 3],
    [1, 2, 1],
    [4, 3, 2],
  ]);

  test("scores become probabilities", () => {
    // torch 1.13, F.softmax(tensor([2.0, 1.0, 0.1]), 0)
    expect(String(softmax(tensor([2.0, 1.0, 0.1]), 0))).toBe("tensor([0.6590, 0.2424, 0.0986])");
    // torch 1.13, F.softmax(tensor([0.5, -1, 2], dtype=torch.float64), 0).tolist()
    const { data } = softmax(Float64Array.of(0.5, -1, 2), 0);
    [0.1752903921400367, 0.039112573270687456, 0.7855970345892759].forEach((value, i) => {
      expect(data[i]).toBeCloseTo(value, 15);
    });
  });

  test("a batch has its rows along dim 1 and its columns along dim 0", () => {
    // torch 1.13, F.softmax(batch, 1) and F.softmax(batch, 0)
    expect(String(softmax(batch, 1))).toBe(
      "tensor([[0.0900, 0.2447, 0.6652],\n        [0.2119, 0.5761, 0.2119],\n        [0.6652, 0.2447, 0.0900]])",
    );
    expect(String(softmax(batch, 0))).toBe(
      "tensor([[0.0453, 0.2119, 0.6652],\n        [0.0453, 0.2119, 0.0900],\n        [0.9094, 0.5761, 0.2447]])",
    );
  });

  test("huge scores do not overflow", () => {
    // torch 1.13, F.softmax(tensor([1000., 1000.]), 0)
    expect(softmax([1000, 1000], 0).toArray()).toEqual([0.5, 0.5]);
    expect(softmax([3e38, -3e38], 0).toArray()).toEqual([1, 0]);
    expect(softmax(Float64Array.of(1e308, -1e308), 0).toArray()).toEqual([1, 0]);
  });

  test("subtracting each row's maximum first, as a tutorial does, changes not one bit", () => {
    const { values } = max(batch, 1, { keepdim: true });
    expect(softmax(sub(batch, values), 1).data).toEqual(softmax(batch, 1).data);
  });

  test("a row with NaN, with ∞ or with nothing but −∞ is NaN; single −∞ are exactly 0", () => {
    // torch 1.13, F.softmax(tensor(rows), 1)
    const rows = [
      [NAN, 1],
      [INF, 1],
      [-INF, -INF],
      [-INF, 1],
      [INF, -INF],
    ];
    expect(softmax(rows, 1).toArray()).toEqual([
      [NAN, NAN],
      [NAN, NAN],
      [NAN, NAN],
      [0, 1],
      [NAN, NAN],
    ]);
  });

  test("a 0-d tensor is certain", () => {
    expect(softmax(7, 0).item()).toBe(1); // torch 1.13, F.softmax(tensor(7.), 0)
  });

  test("probabilities near 0 keep their digits down to the smallest", () => {
    // mpmath 1.3, exp(-87), exp(-90), exp(-104); torch's float32 has 8.194008692231508e-40 for the second.
    const { data } = softmax([0, -87, -90, -104], 0);
    expect([...data]).toEqual(
      [1, 1.6458114310822737e-38, 8.194012623990515e-40, 6.813556821545298e-46].map(Math.fround),
    );
  });

  test("rows longer than a chunk are one row", () => {
    for (const length of [4095, 4096, 4097, 8192, 10_000]) {
      const scores = Float64Array.from({ length }, (_, i) => ((i * 7919) % length) / 500 - 10);
      const largest = scores.reduce((a, b) => Math.max(a, b));
      const weights = scores.map((value) => Math.exp(value - largest));
      const total = sumOf(weights);
      const { data } = softmax(scores, 0);
      const off = data.map((value, i) => Math.abs((value * total) / weights[i]! - 1));
      expect(Math.max(...off)).toBeLessThan(1e-13);
    }
  });

  test("in the middle of a row longer than a chunk, ∞ and NaN are noticed", () => {
    for (const odd of [NAN, INF]) {
      const { data } = softmax(new Float32Array(9000).with(5000, odd), 0);
      expect(data.every(Number.isNaN)).toBe(true);
    }
  });

  test("many equal scores share evenly: sums do not lose digits", () => {
    const { data } = softmax(new Float32Array(1_000_000), 0);
    expect(new Set(data)).toEqual(new Set([Math.fround(1e-6)]));
  });

  test("dim 0 is dim 1 of the transposed tensor", () => {
    const x = tensor([[1, -2], [0.5, 4], [3, 3]]); // biome-ignore format: rows
    const transposed = new Tensor(x.data, "float32", [2, 3], [1, 2]);
    const columns = softmax(transposed, 1).toArray() as number[][];
    expect(softmax(x, 0).toArray()).toEqual([0, 1, 2].map((i) => columns.map((column) => column[i])));
  });

  test("no dim is an error, where PyTorch warns and guesses", () => {
    // @ts-expect-error The type says so, too.
    expect(() => softmax([1, 2])).toThrow("softmax: dim must be an integer (-1 is the last), but got undefined");
  });

  test("integers are refused in PyTorch's words, and dtype lets them in", () => {
    expect(() => softmax([1n, 2n], 0)).toThrow("softmax: \"softmax_lastdim_kernel_impl\" not implemented for 'Long'");
    // torch 1.13, F.softmax(tensor([1, 2]), 0, dtype=torch.float32).tolist()
    expect(softmax([1n, 2n], 0, { dtype: "float32" }).toArray()).toEqual([0.2689414322376251, 0.7310585975646973]);
  });

  test("a row sums to 1", () => {
    fc.assert(
      fc.property(fc.float64Array({ ...score, minLength: 1 }), (scores) => {
        expect(Math.abs(sumOf(softmax(scores, 0).data) - 1)).toBeLessThan(1e-14);
      }),
    );
  });

  test("adding the same to every score changes nothing", () => {
    const whole = fc.integer({ min: -1000, max: 1000 });
    fc.assert(
      // Integers, so that the sums are exact and every bit must agree.
      fc.property(fc.array(whole, { minLength: 1 }), whole, (scores, shift) => {
        const shifted = scores.map((value) => value + shift);
        expect(softmax(shifted, 0).data).toEqual(softmax(scores, 0).data);
      }),
    );
  });

  test("a higher score never has a lower probability", () => {
    fc.assert(
      fc.property(fc.float32Array({ ...score, minLength: 1 }), (scores) => {
        const { data } = softmax(scores.sort(), 0);
        expect(data).toEqual(data.slice().sort());
      }),
    );
  });

  test("the order of the scores does not matter", () => {
    fc.assert(
      fc.property(fc.float32Array({ ...score, minLength: 1 }), (scores) => {
        const forwards = softmax(scores, 0).data;
        const backwards = softmax(scores.toReversed(), 0).data;
        // The sum may round otherwise, in double: half a unit of float32 at most.
        expect(backwards.toReversed().every((p, i) => Math.abs(p - forwards[i]!) <= p * 2 ** -23)).toBe(true);
      }),
    );
  });

  test("backward: the slopes of a row sum to 0", () => {
    fc.assert(
      fc.property(fc.float64Array({ ...score, minLength: 3, maxLength: 3 }), (scores) => {
        const [dy, y, dx] = [Float64Array.of(1, -2, 3), softmax(scores, 0).data, new Float64Array(3)];
        softmax.spec.backward(dy, scores, y, dx, 1, 3, softmax.spec.options);
        expect(Math.abs(sumOf(dx))).toBeLessThan(1e-14);
      }),
    );
  });
});
