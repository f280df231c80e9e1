import { backward, max, sub, Tensor, tensor, transpose } from "@actfn/tensor";
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
    for (const dtype of ["float32", "float64"] as const) {
      expect(softmax(rows, 1, { dtype }).toArray()).toEqual([
        [NAN, NAN],
        [NAN, NAN],
        [NAN, NAN],
        [0, 1],
        [NAN, NAN],
      ]);
    }
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

  describe("with a temperature", () => {
    behavesLikeAnActivation(softmax, test, { options: { temperature: 0.7 } });
  });

  test("a temperature costs no digits, of which the exponential would lose hundreds for one of the quotient", () => {
    // mpmath 1.3, e / (1 + e) with e = exp(-447 / mpf(0.7)), exp(-496 / mpf(0.7)) and exp(-827 / mpf(1.3))
    expect(softmax(Float64Array.of(0, -447), 0, { temperature: 0.7 }).data[1]).toBe(4.6984246933983894e-278);
    expect(softmax(Float64Array.of(0, -496), 0, { temperature: 0.7 }).data[1]).toBe(1.8678351206557213e-308);
    expect(softmax(Float64Array.of(0, -827), 0, { temperature: 1.3 }).data[1]).toBe(5.271023759778937e-277);
  });

  test("a temperature divides the scores, and must be a number above 0", () => {
    // torch 1.13, F.softmax(tensor([2.0, 1.0, 0.1]) / 0.5, 0)
    expect(String(softmax([2.0, 1.0, 0.1], 0, { temperature: 0.5 }))).toBe("tensor([0.8638, 0.1169, 0.0193])");
    for (const temperature of [0, -1, NAN, INF]) {
      expect(() => softmax([1, 2], 0, { temperature })).toThrow(
        `softmax: temperature must be a finite number above 0, but got ${temperature}; hardmax is what small ones tend to`,
      );
    }
  });
});

describe("a mask of softmax", () => {
  const scores = tensor([[1, 2, 3], [4, 5, 6]]); // biome-ignore format: rows
  const pastOnly = [[true, false, false], [true, true, false]]; // biome-ignore format: rows

  test("leaves out what it hides", () => {
    // torch 1.13, torch.masked.softmax(scores, 1, mask=past_only)
    expect(String(softmax(scores, 1, { mask: pastOnly }))).toBe(
      "tensor([[1.0000, 0.0000, 0.0000],\n        [0.2689, 0.7311, 0.0000]])",
    );
    expect(softmax(scores, 0, { mask: pastOnly }).toArray()).toEqual([
      [softmax([1, 4], 0).data[0], 0, NAN],
      [softmax([1, 4], 0).data[1], 1, NAN],
    ]);
  });

  test("broadcasts, whatever its strides", () => {
    const keys = [true, false, true];
    const expected = softmax(scores, 1, { mask: [keys, keys] }).data;
    const columns = tensor([[true], [false], [true]]);
    expect(softmax(scores, 1, { mask: keys }).data).toEqual(expected);
    expect(softmax(scores, 1, { mask: [keys] }).data).toEqual(expected);
    expect(softmax(scores, 1, { mask: transpose(columns, 0, 1) }).data).toEqual(expected);
    expect(softmax(scores, 1, { mask: true }).data).toEqual(softmax(scores, 1).data);
  });

  test("hides NaN and ∞, too", () => {
    expect(softmax([NAN, 1, INF, 1], 0, { mask: [false, true, false, true] }).toArray()).toEqual([0, 0.5, 0, 0.5]);
  });

  test("that hides a row makes it NaN, as in PyTorch, or 0", () => {
    const mask = [[true], [false]];
    expect(softmax(scores, 1, { mask }).toArray()).toEqual([softmax([1, 2, 3], 0).toArray(), [NAN, NAN, NAN]]);
    expect(softmax(scores, 1, { mask, maskedRow: "zero" }).toArray()).toEqual([
      softmax([1, 2, 3], 0).toArray(),
      [0, 0, 0],
    ]);
    // A row of nothing but −∞ is hidden as well, but NaN is not.
    const hidden = [[-INF, -INF], [-INF, NAN]]; // biome-ignore format: rows
    expect(softmax(hidden, 1, { maskedRow: "zero" }).toArray()).toEqual([[0, 0], [NAN, NAN]]); // biome-ignore format: rows
  });

  test("lets no gradient through where it hides, not even of rows that are NaN", () => {
    for (const maskedRow of ["nan", "zero"] as const) {
      const x = tensor(scores, { requiresGrad: true });
      const y = softmax(x, 1, { mask: [[true, false, true], [false, false, false]], maskedRow }); // biome-ignore format: rows
      backward(y, [[1, 2, 3], [3, 4, 2]]); // biome-ignore format: rows
      // torch 1.13, the gradient of torch.masked.softmax of the same
      expect(String(x.grad)).toBe("tensor([[-0.2100,  0.0000,  0.2100],\n        [ 0.0000,  0.0000,  0.0000]])");
    }
  });

  test("may be given while the result goes into the input", () => {
    const x = tensor(scores);
    const expected = softmax(x, 1, { mask: pastOnly }).data;
    expect(softmax(x, 1, { mask: pastOnly, out: x }).data).toEqual(expected);
  });

  test("must be bool, and fit", () => {
    expect(() => softmax(scores, 1, { mask: [1, 0, 1] })).toThrow(
      "softmax: mask must be a bool tensor, true where an element counts, but got float32; ne(mask, 0) makes one",
    );
    expect(() => softmax(scores, 1, { mask: [true, false] })).toThrow(
      "softmax: The expanded size of the tensor (3) must match the existing size (2) at non-singleton dimension 1.",
    );
    expect(() => softmax(scores, 1, { mask: [[[true, false, true]]] })).toThrow(
      "expected broadcastable mask (got mask dimensionality higher than of the input)",
    );
    // @ts-expect-error The type says so, too.
    expect(() => softmax(scores, 1, { maskedRow: "none" })).toThrow('softmax: maskedRow must be "nan" or "zero"');
  });

  test("gives the gradients of the scores that it leaves, alone", () => {
    const some = fc.array(fc.tuple(fc.integer({ min: -8, max: 8 }), fc.boolean()), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(some, (elements) => {
        const mask = elements.map(([, keep]) => keep);
        fc.pre(mask.includes(true));
        const dy = elements.map((_, i) => i - 1.5);
        const x = tensor(
          Float64Array.from(elements, ([value]) => value),
          { requiresGrad: true },
        );
        backward(softmax(x, 0, { mask }), Float64Array.from(dy));
        const kept = tensor(
          Float64Array.from(
            elements.filter(([, keep]) => keep),
            ([value]) => value,
          ),
          { requiresGrad: true },
        );
        backward(softmax(kept, 0), Float64Array.from(dy.filter((_, i) => mask[i])));
        expect([...x.grad!.data].filter((_, i) => mask[i])).toEqual([...kept.grad!.data]);
        expect([...x.grad!.data].filter((_, i) => !mask[i]).every((value) => value === 0)).toBe(true);
      }),
    );
  });
});
