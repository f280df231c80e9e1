import { expect, test } from "vitest";
import { tensor } from "./as-tensor.js";
import { zeros } from "./create.js";
import { all, any } from "./truth.js";

test("everything is true but 0", () => {
  const x = tensor([Number.NaN, -0, 1e-45, Number.NEGATIVE_INFINITY]);
  expect(all(x).item()).toBe(false);
  expect([...x].map((element) => any(element).item())).toEqual([true, false, true, true]);
});

test("2^32 and 2^62 are true, of which the lowest bits are not", () => {
  expect(all([2n ** 32n, 2n ** 62n]).item()).toBe(true);
});

test("the smallest float16 is true, and what it rounds to 0 is not", () => {
  expect(any(tensor([2 ** -24], { dtype: "float16" })).item()).toBe(true);
  expect(any(tensor([2 ** -26], { dtype: "float16" })).item()).toBe(false);
});

test("all of nothing is true, any of nothing false", () => {
  expect(all(zeros([0])).item()).toBe(true);
  expect(any(zeros([0])).item()).toBe(false);
  expect(all(zeros([2, 0]), 1).toArray()).toEqual([true, true]);
});

test("uint8 answers uint8, which is what torch has for bool from before it had bool", () => {
  const x = all(tensor([2, 3], { dtype: "uint8" }));
  expect({ dtype: x.dtype, item: x.item() }).toEqual({ dtype: "uint8", item: 1 });
});
