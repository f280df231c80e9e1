import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tensor } from "./as-tensor.js";
import { copyOf, copyStrided } from "./copy.js";
import { DTYPES } from "./dtype.js";
import { elementsOf, layouts, SHAPES } from "./sample-tensors.js";
import { contiguousStrides, numelOf } from "./shape.js";
import { Tensor } from "./tensor.js";

describe("copyOf", () => {
  test("every view becomes a row-major tensor of its own", () => {
    for (const shape of [...SHAPES, [3, 50], [50, 3]]) {
      for (const [layout, view] of Object.entries(layouts(shape, "float32"))) {
        const copy = copyOf(view, "float32");
        expect(elementsOf(copy), layout).toEqual(elementsOf(view));
        expect([copy.strides, copy.offset, copy.data.length], layout).toEqual([
          contiguousStrides(shape),
          0,
          numelOf(shape),
        ]);
        expect(copy.data.buffer).not.toBe(view.data.buffer);
      }
    }
  });

  test("a cast reads a view as any other", () => {
    const view = layouts([3, 40], "float64").transposed!;
    const expected = elementsOf(view).map((value) => BigInt(Math.trunc(Number(value))));
    expect(elementsOf(copyOf(view, "int64"))).toEqual(expected);
  });

  test("every cast, of every view, is the one that `tensor` does an element at a time", () => {
    const different: string[] = [];
    // Some of the elements are negative, and uint8 has none that are.
    for (const from of DTYPES.filter((dtype) => dtype !== "uint8")) {
      for (const [layout, view] of Object.entries(layouts([7, 11], from))) {
        for (const to of DTYPES) {
          const [bulk, single] = [copyOf(view, to).data, tensor(view, { dtype: to }).data];
          if (String(bulk) !== String(single)) different.push(`${layout} ${from} as ${to}`);
        }
      }
    }
    expect(different).toEqual([]);
  });

  test("nothing but the view is read: what is beside it may be out of reach", () => {
    const { data } = new Tensor(Float32Array.of(1, 2, 3), "float32", [3]);
    expect(elementsOf(copyOf(new Tensor(data, "float32", [2], [2], 0), "float32"))).toEqual([1, 3]);
    expect(elementsOf(copyOf(new Tensor(data, "float32", [0, 9], [9, 1], 99), "float32"))).toEqual([]);
  });
});

describe("copyStrided", () => {
  test("moves exactly the elements of the two views, whatever their strides", () => {
    const size = fc.oneof({ weight: 3, arbitrary: fc.nat(5) }, { weight: 1, arbitrary: fc.constant(40) });
    const stride = fc.integer({ min: -3, max: 5 });
    const dim = fc.record({ size, from: stride });
    fc.assert(
      fc.property(fc.array(dim, { maxLength: 3 }), fc.nat(3), (dims, gap) => {
        const shape = dims.map(({ size }) => size);
        const from = dims.map(({ from }) => from);
        const to = contiguousStrides(shape).map((step) => step * (gap + 1));
        const lowest = dims.reduce((sum, { size, from }) => sum + Math.max(0, -from * (size - 1)), 0);
        const highest = dims.reduce((sum, { size, from }) => sum + Math.max(0, from * (size - 1)), 0);
        const data = Int16Array.from({ length: lowest + highest + 1 }, (_, i) => i + 1);
        const target = new Int16Array(numelOf(shape) * (gap + 1) + 2);
        const source = { data, dtype: "int16", strides: from, offset: lowest } as const;
        copyStrided(shape, source, { data: target, dtype: "int16", strides: to, offset: 1 });

        const expected = new Int16Array(target.length);
        elementsOf(new Tensor(data, "int16", shape, from, lowest)).forEach((value, i) => {
          expected[1 + i * (gap + 1)] = Number(value);
        });
        expect(target.join()).toBe(expected.join());
      }),
      { numRuns: 300 },
    );
  });

  test("within one memory, a run may move onto itself", () => {
    const data = Float32Array.from({ length: 50 }, (_, i) => i);
    const at = (offset: number) => ({ data, dtype: "float32", strides: [1], offset }) as const;
    copyStrided([40], at(0), at(5));
    expect([...data.subarray(5, 45)]).toEqual(Array.from({ length: 40 }, (_, i) => i));
  });
});
