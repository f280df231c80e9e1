import { describe, expect, test } from "vitest";
import { tensor } from "./as-tensor.js";
import { arange, full, fullLike, linspace, ones, onesLike, zeros, zerosLike } from "./create.js";
import { expand } from "./views.js";

test("what is new stands on memory and a shape of its own", () => {
  const shape = [2, 2];
  const x = zeros(shape);
  shape[0] = 9;
  expect(x.shape).toEqual([2, 2]);
  const like = zerosLike(x);
  like.data[0] = 1;
  expect(x.data[0]).toBe(0);
});

test("like an expanded tensor, but with an element for each place", () => {
  const x = onesLike(expand(tensor([[1], [2]]), [2, 3]));
  expect({ strides: x.strides, length: x.data.length }).toEqual({ strides: [3, 1], length: 6 });
});

test("a value that the dtype cannot hold is refused", () => {
  // torch 1.13, torch.full((1,), 300, dtype=torch.uint8)
  expect(() => full([1], 300, { dtype: "uint8" })).toThrow("value cannot be converted to type uint8 without overflow");
  expect(() => full([1], Number.NaN, { dtype: "int64" })).toThrow(
    "value cannot be converted to type int64 without overflow",
  );
  expect(() => fullLike(tensor([1], { dtype: "int8" }), -129)).toThrow(RangeError);
  expect(full([1], 2n ** 63n - 1n).data[0]).toBe(2n ** 63n - 1n);
});

test("more elements than can be counted are refused by name", () => {
  expect(() => ones([2 ** 30, 2 ** 30])).toThrow(/^ones: /);
});

describe("arange", () => {
  test("of bigints is exact beyond 2^53", () => {
    // torch 1.13, torch.arange(2**62, 2**62 + 4)
    expect([...arange(2n ** 62n, 2n ** 62n + 4n).data]).toEqual([0n, 1n, 2n, 3n].map((i) => 2n ** 62n + i));
    expect([...arange(5n, -1n, -2n).data]).toEqual([5n, 3n, 1n]);
  });

  test("of an integer dtype cuts its bounds first", () => {
    // torch 1.13, torch.arange(0.5, 5, dtype=torch.int64)
    expect(arange(0.5, 5, { dtype: "int64" }).toArray()).toEqual([0, 1, 2, 3, 4]);
    // torch 1.13, torch.arange(0, 5, 0.5, dtype=torch.int64)
    expect(() => arange(0, 5, 0.5, { dtype: "int64" })).toThrow("arange: step must be nonzero");
  });

  test("adds up no errors on its way", () => {
    expect(arange(0, 100_000, 0.1, { dtype: "float64" }).data[999_999]).toBe(999_999 * 0.1);
  });

  test("takes one to three numbers", () => {
    expect(() => Reflect.apply(arange, undefined, [])).toThrow("arange: expected (end), (start, end) or");
    expect(() => Reflect.apply(arange, undefined, [1, 2, 3, 4])).toThrow("arange: expected (end), (start, end) or");
    expect(() => Reflect.apply(arange, undefined, ["5"])).toThrow(/^arange: /);
    expect(arange(3, undefined).toArray()).toEqual([0, 1, 2]);
  });
});

describe("linspace", () => {
  test("meets both ends exactly", () => {
    for (let steps = 2; steps < 200; steps++) {
      const { data } = linspace(-0.1, 0.7, steps, { dtype: "float64" });
      expect([data[0], data[steps - 1]]).toEqual([-0.1, 0.7]);
    }
  });

  test("of one step is its start", () => {
    expect(linspace(3, 5, 1).toArray()).toEqual([3]);
  });
});
