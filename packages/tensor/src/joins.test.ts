import { describe, expect, test } from "vitest";
import { tensor } from "./as-tensor.js";
import { zeros } from "./create.js";
import { cat, gather, split, stack } from "./joins.js";
import { transpose } from "./views.js";

describe("cat", () => {
  test("of one tensor is a copy", () => {
    const x = tensor([1, 2]);
    expect(cat([x]).data.buffer).not.toBe(x.data.buffer);
  });

  test("into an out that holds one of its parts is refused", () => {
    const out = zeros([4]);
    const [left, right] = split(out, 2);
    expect(() => cat([right!, left!], { out })).toThrow(
      "cat: unsupported operation: some elements of the input tensor",
    );
  });

  test("keeps int64 exact", () => {
    expect([...cat([[2n ** 62n + 1n], [1n]]).data]).toEqual([2n ** 62n + 1n, 1n]);
  });
});

test("stack leaves its parts as they are", () => {
  const x = tensor([1, 2]);
  expect(stack([x, x], { dim: 1 }).toArray()).toEqual([[1, 1], [2, 2]]); // biome-ignore format: one line
  expect(x.shape).toEqual([2]);
});

describe("split", () => {
  test("answers views", () => {
    const x = tensor([0, 1, 2, 3, 4]);
    const [head, tail] = split(x, [2, 3]);
    x.data[4] = 42;
    expect([head!.toArray(), tail!.toArray()]).toEqual([[0, 1], [2, 3, 42]]); // biome-ignore format: one line
    expect(tail!.offset).toBe(2);
  });

  test("leaves the list of sizes alone", () => {
    const sizes = Object.freeze([1, 1]);
    expect(split([1, 2], sizes)).toHaveLength(2);
  });
});

describe("gather", () => {
  test("into its input picks from what was there before", () => {
    const x = tensor([1, 2, 3]);
    expect(gather(x, 0, [1n, 2n, 0n], { out: x })).toBe(x);
    expect(x.toArray()).toEqual([2, 3, 1]);
  });

  test("an index out of bounds leaves out as it was", () => {
    const out = tensor([7, 7]);
    expect(() => gather([1, 2], 0, [0n, 2n], { out })).toThrow(
      "gather: index 2 is out of bounds for dimension 0 with size 2",
    );
    expect(out.toArray()).toEqual([7, 7]);
  });

  test("picks from a transposed tensor by a transposed index", () => {
    const x = tensor([[1, 2, 3], [4, 5, 6]]); // biome-ignore format: one line
    const index = tensor([[0n, 1n], [1n, 0n], [1n, 1n]]); // biome-ignore format: one line
    // torch 1.13, torch.gather(x, 0, index.t())
    expect(gather(x, 0, transpose(index, 0, 1)).toArray()).toEqual([[1, 5, 6], [4, 2, 6]]); // biome-ignore format: one line
  });

  test("wants bigints for an index", () => {
    expect(() => gather([1, 2], 0, [0])).toThrow(
      "gather(): Expected dtype int64 for index, but got float32; bigints make int64",
    );
  });
});
