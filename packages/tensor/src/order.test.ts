import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tensor } from "./as-tensor.js";
import { sort, topk } from "./order.js";
import { transpose } from "./views.js";

const { NaN: NAN, POSITIVE_INFINITY: INFINITY } = Number;

describe("sort", () => {
  test("puts NaN last, and first where the largest come first", () => {
    // torch 1.13, torch.sort(tensor([nan, 1., inf, nan, -inf]), stable=True)
    const x = [NAN, 1, INFINITY, NAN, -INFINITY];
    expect(sort(x).values.toArray()).toEqual([-INFINITY, 1, INFINITY, NAN, NAN]);
    expect(sort(x).indices.toArray()).toEqual([4, 1, 2, 0, 3]);
    expect(sort(x, { descending: true }).indices.toArray()).toEqual([0, 3, 2, 1, 4]);
  });

  test("keeps equals in their order, up and down", () => {
    const x = [2, 1, 2, 1, -0, 0];
    expect(sort(x).indices.toArray()).toEqual([4, 5, 1, 3, 0, 2]);
    expect(sort(x, { descending: true }).indices.toArray()).toEqual([0, 2, 1, 3, 4, 5]);
  });

  test("orders int64 that doubles cannot tell apart", () => {
    const { values, indices } = sort([2n ** 53n + 1n, 2n ** 53n, -(2n ** 63n)]);
    expect([...values.data]).toEqual([-(2n ** 63n), 2n ** 53n, 2n ** 53n + 1n]);
    expect(indices.toArray()).toEqual([2, 1, 0]);
  });

  test("leaves its input as it is", () => {
    const x = tensor([3, 1, 2]);
    sort(x);
    topk(x, 2);
    expect(x.toArray()).toEqual([3, 1, 2]);
  });

  test("lies in memory as its input does", () => {
    // torch 1.13, torch.sort(x.t(), 0).values.stride()
    const { values, indices } = sort(transpose([[3, 1, 2], [6, 5, 4]], 0, 1), { dim: 0 }); // biome-ignore format: one line
    expect([values.strides, indices.strides]).toEqual([[1, 3], [1, 3]]); // biome-ignore format: one line
    expect(values.toArray()).toEqual([[1, 4], [2, 5], [3, 6]]); // biome-ignore format: one line
  });
});

describe("topk", () => {
  const numbers = fc.array(fc.constantFrom(NAN, INFINITY, -INFINITY, 0, -0, 1, 1, 2, -3, 0.5), {
    minLength: 1,
    maxLength: 300,
  });

  test("is the beginning of a sort, for every k and among ties, however many it takes", () => {
    fc.assert(
      fc.property(numbers, fc.boolean(), fc.nat(1000), (values, largest, any) => {
        const sorted = sort(values, { descending: largest });
        for (const k of [0, 1, values.length >> 1, 128, 129, values.length, any].filter((k) => k <= values.length)) {
          const top = topk(values, k, { largest });
          expect(top.indices.toArray()).toEqual((sorted.indices.toArray() as number[]).slice(0, k));
          expect(top.values.toArray()).toEqual((sorted.values.toArray() as number[]).slice(0, k));
        }
      }),
      { numRuns: 60 },
    );
  });

  test("for every k of one row", () => {
    const row = Float32Array.from({ length: 260 }, (_, i) => (i * 7919) % 101);
    const { indices } = sort(row, { descending: true });
    for (let k = 0; k <= row.length; k++) {
      expect(topk(row, k).indices.data).toEqual(indices.data.slice(0, k));
    }
  });

  test("of a 0-d tensor is the tensor, as in torch", () => {
    const { values, indices } = topk(5, 1);
    expect([values.item(), indices.item()]).toEqual([5, 0]);
    expect(topk(5, 0).values.item()).toBe(5);
    expect(() => topk(5, 2)).toThrow("topk: selected index k out of range");
  });

  test("k is in range on an empty dim, too", () => {
    expect(topk([], 0).values.shape).toEqual([0]);
    expect(() => topk([], 1)).toThrow("topk: selected index k out of range; got 1 for a dim of size 0");
  });
});
