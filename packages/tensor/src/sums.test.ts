import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tensor } from "./as-tensor.js";
import { cumsum, mean, std, sum, var as variance } from "./sums.js";
import { Tensor } from "./tensor.js";
import { expand, reshape, transpose } from "./views.js";

const tenths = new Float32Array(10_000_000).fill(0.1);

describe("no digits are lost", () => {
  test("the mean of ten million 0.1's is 0.1 to the last bit", () => {
    expect(mean(tenths).item()).toBe(Math.fround(0.1));
    // In rows, in columns, and in one row that is read column by column.
    const matrix = reshape(tenths, [2000, 5000]);
    expect(new Set(mean(matrix, 0).data)).toEqual(new Set([Math.fround(0.1)]));
    expect(new Set(mean(matrix, 1).data)).toEqual(new Set([Math.fround(0.1)]));
    expect(mean(transpose(matrix, 0, 1)).item()).toBe(Math.fround(0.1));
  });

  test("their sum is the float32 nearest to it", () => {
    expect(sum(tenths).item()).toBe(Math.fround(1e7 * Math.fround(0.1)));
  });

  test("and so is that of any numbers, to a few units of float64", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, min: 0, max: 1e6 }), { minLength: 1, maxLength: 2000 }),
        (values) => {
          // Twice as many digits, as integers of 2^-1100.
          const exact = values.reduce((total, value) => total + scaled(value), 0n);
          const found = sum(tensor(values, { dtype: "float64" })).item();
          const off = scaled(found) - exact;
          expect(Number((off < 0n ? -off : off) * 2n ** 50n <= exact || exact === 0n)).toBe(1);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("numbers far from 0 and close together keep their variance", () => {
    // torch 1.13, torch.var(tensor([1e9, 1e9 + 1, 1e9 + 2], dtype=torch.float64))
    expect(variance(tensor([1e9, 1e9 + 1, 1e9 + 2], { dtype: "float64" })).item()).toBe(1);
    expect(std(tensor([16777216, 16777218, 16777220])).item()).toBe(2);
  });

  test("the mean of what overflows when summed is finite", () => {
    expect(mean([3e38, 3e38]).item()).toBe(Math.fround(3e38));
    expect(mean(tensor([60000, 60000], { dtype: "float16" })).item()).toBe(60000);
  });
});

/** A double as an integer of units of 2^-1074. */
function scaled(value: number): bigint {
  const bits = new BigUint64Array(Float64Array.of(value).buffer)[0]!;
  const exponent = (bits >> 52n) & 2047n;
  const fraction = bits & (2n ** 52n - 1n);
  return exponent === 0n ? fraction : (fraction + 2n ** 52n) << (exponent - 1n);
}

describe("integers", () => {
  test("add up exactly beyond 2^53, and wrap at 2^63", () => {
    expect(sum([2n ** 53n, 1n]).data[0]).toBe(2n ** 53n + 1n);
    // torch 1.13, torch.sum(tensor([2**63 - 1, 1]))
    expect(sum([2n ** 63n - 1n, 1n]).data[0]).toBe(-(2n ** 63n));
    expect([...cumsum([2n ** 53n, 1n, 1n], 0).data]).toEqual([2n ** 53n, 2n ** 53n + 1n, 2n ** 53n + 2n]);
  });

  test("sum in int64 without being asked, in another dtype if asked", () => {
    const x = tensor([200, 100], { dtype: "uint8" });
    expect(sum(x).dtype).toBe("int64");
    // torch 1.13, torch.sum(x, 0, dtype=torch.uint8)
    expect(sum(x, 0, { dtype: "uint8" }).data[0]).toBe(44);
    expect(cumsum(x, 0, { dtype: "int8" }).toArray()).toEqual([-56, 44]);
    expect(sum(x, 0, { dtype: "int16" }).data).toEqual(Int16Array.of(300));
  });

  test("have no mean until they are cast", () => {
    expect(() => mean([1n, 2n])).toThrow(
      "mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Long",
    );
    expect(mean([1n, 2n], undefined, { dtype: "float32" }).item()).toBe(1.5);
  });
});

test("a cast comes before the sum, not after", () => {
  const x = tensor([60000, 60000], { dtype: "float16" });
  expect(sum(x).item()).toBe(Number.POSITIVE_INFINITY);
  expect(sum(x, undefined, { dtype: "float32" }).item()).toBe(120000);
  expect(sum([0.5, 0.5], 0, { dtype: "int64" }).item()).toBe(0);
});

test("an expanded tensor counts each repetition", () => {
  const x = expand(tensor([[1], [2]]), [2, 1000]);
  expect(sum(x).item()).toBe(3000);
  expect(sum(x, 1).toArray()).toEqual([1000, 2000]);
});

test("correction is what is taken from the number of elements", () => {
  // torch 1.13, torch.var(tensor([1., 2., 4.]), 0, correction=...)
  expect(variance([1, 2, 4], 0, { correction: 0 }).item()).toBe(Math.fround(14 / 9));
  expect(variance([1, 2, 4], 0, { correction: 5 }).item()).toBe(Number.POSITIVE_INFINITY);
  expect(variance([5]).item()).toBe(Number.NaN);
});

test("the running sum may replace its input", () => {
  const x = tensor([[1, 2], [3, 4]]); // biome-ignore format: one line
  cumsum(transpose(x, 0, 1), 0, { out: transpose(x, 0, 1) });
  expect(x.toArray()).toEqual([[1, 3], [3, 7]]); // biome-ignore format: one line
});

test("sums of more elements than a block meet all of them, on any layout", () => {
  const [rows, columns] = [300, 70];
  const x = new Tensor(
    Float32Array.from({ length: rows * columns }, (_, i) => i % 1000),
    "float32",
    [rows, columns],
  );
  const wanted = Array.from({ length: columns }, (_, c) => {
    let total = 0;
    for (let r = 0; r < rows; r++) total += (r * columns + c) % 1000;
    return total;
  });
  expect(sum(x, 0).toArray()).toEqual(wanted);
  expect(sum(transpose(x, 0, 1), 1).toArray()).toEqual(wanted);
});
