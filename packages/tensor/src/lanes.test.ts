import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { laneOf, memoryOrder, stridesLike, walk, walkRows } from "./lanes.js";
import { elementsOf, layouts, SHAPES } from "./sample-tensors.js";
import { contiguousStrides, isDense, numelOf } from "./shape.js";
import { Tensor } from "./tensor.js";

/** How a dim of an operand lies in memory. */
interface Dim {
  size: number;
  /** Which of the dims comes where in memory, by rank. */
  rank: number;
  step: number;
  repeated: boolean;
}

const dims = (size: fc.Arbitrary<number>): fc.Arbitrary<Dim[]> =>
  fc.array(
    fc.record({
      size,
      rank: fc.nat(9),
      step: fc.constantFrom(1, 1, 1, 2, -1),
      repeated: fc.boolean(),
    }),
    { maxLength: 4 },
  );

/** A tensor of the shape that the dims say, its memory ordered by their ranks; `repeats` gives dims stride 0. */
function operand(shape: number[], order: readonly Dim[], repeats: boolean): Tensor<"float64"> {
  const strides: number[] = new Array(shape.length).fill(0);
  let length = 1;
  let offset = 0;
  for (const d of [...shape.keys()].sort((a, b) => order[a]!.rank - order[b]!.rank || b - a)) {
    if (repeats && order[d]!.repeated) continue;
    strides[d] = length * order[d]!.step;
    if (order[d]!.step < 0) offset += length * Math.max(shape[d]! - 1, 0);
    length *= Math.max(shape[d]! * Math.abs(order[d]!.step), 1);
  }
  const data = Float64Array.from({ length }, (_, i) => i + 1);
  return new Tensor(data, "float64", shape, strides, offset);
}

describe("walk", () => {
  test("hands out every element once, those of all operands side by side, whatever their strides", () => {
    const size = fc.oneof({ weight: 4, arbitrary: fc.nat(5) }, { weight: 1, arbitrary: fc.constantFrom(30, 70) });
    fc.assert(
      fc.property(dims(size), fc.infiniteStream(fc.nat(9)), (order, ranks) => {
        const shape = order.map((dim) => dim.size);
        const shuffled = order.map((dim) => ({ ...dim, rank: ranks.next().value! }));
        const a = operand(shape, order, true);
        const b = operand(shape, shuffled, true);
        const y = operand(shape, shuffled.toReversed(), false);
        y.data.fill(0);
        const operands = [a, b, y].map((tensor) => ({ tensor, strides: tensor.strides, output: tensor === y }));
        walk(shape, operands, false, ([x, z, result], rows, length) => {
          for (let i = 0; i < rows * length; i++) result![i] = Number(x![i]) * 100_003 + Number(z![i]);
        });
        const [left, right] = [elementsOf(a), elementsOf(b)];
        const wrong = elementsOf(y).findIndex((got, i) => got !== Number(left[i]) * 100_003 + Number(right[i]));
        expect(wrong).toBe(-1);
        expect(y.data.filter((value) => value !== 0)).toHaveLength(numelOf(shape));
      }),
      { numRuns: 300 },
    );
  });

  test("dense operands of one order are one lane, and no copy", () => {
    for (const layout of ["contiguous", "transposed", "permuted", "offset"]) {
      const { data, strides, offset } = layouts([2, 3, 4], "float32")[layout]!;
      const tensor = new Tensor(data, "float32", [2, 3, 4], strides, offset);
      const seen: unknown[] = [];
      walk([2, 3, 4], [{ tensor, strides, output: true }], false, ([lane], rows, length) => {
        seen.push((lane as Float32Array).buffer === data.buffer, rows, length);
      });
      expect(seen, layout).toEqual([true, 1, 24]);
    }
  });

  test("a transposed operand larger than a block comes in blocks that hold it all", () => {
    const shape = [300, 200];
    const tensor = new Tensor(
      Float32Array.from({ length: 60_000 }, (_, i) => i),
      "float32",
      shape,
      [1, 300],
    );
    const result = new Tensor(new Float32Array(60_000), "float32", shape);
    const operands = [
      { tensor, strides: tensor.strides },
      { tensor: result, strides: result.strides, output: true },
    ];
    walk(shape, operands, false, ([x, y]) => (y as Float32Array).set(x as Float32Array));
    expect(elementsOf(result)).toEqual(elementsOf(tensor));
  });

  test("lanes of another dtype are converted on the way in and out", () => {
    const tensor = new Tensor(Uint16Array.of(0x3f80, 0x4000), "bfloat16", [2]); // 1 and 2
    walk(
      [2],
      [
        { tensor, strides: [1] },
        { tensor, strides: [1], output: true },
      ],
      false,
      ([x, y]) => {
        expect(x).toEqual(Float32Array.of(1, 2));
        (y as Float32Array).set([3, 1.0001]);
      },
    );
    expect(tensor.data).toEqual(Uint16Array.of(0x4040, 0x3f80));
  });

  test("nothing is run for no elements", () => {
    walk([2, 0], [], false, () => expect.unreachable());
  });
});

describe("laneOf", () => {
  test("is a tensor's own memory, where its elements lie there row by row in that dtype", () => {
    const data = Float32Array.of(9, 1, 2, 3, 4);
    const x = new Tensor(data, "float32", [2, 2], [2, 1], 1);
    const lane = laneOf(x, "float32", [2, 2]) as Float32Array;
    expect([lane.buffer === data.buffer, [...lane]]).toEqual([true, [1, 2, 3, 4]]);
    expect(laneOf(x, "float64", [2, 2])).toBeUndefined();
    expect(laneOf(x, "float32", [1, 2, 2])).toBeUndefined();
    expect(laneOf(new Tensor(data, "float32", [2, 2], [1, 2]), "float32", [2, 2])).toBeUndefined();
  });

  test("has a 0-d tensor in every place, of a block at most", () => {
    const one = new Tensor(BigInt64Array.of(8n, 7n), "int64", [], [], 1);
    expect(laneOf(one, "int64", [2, 2])).toEqual(BigInt64Array.of(7n, 7n, 7n, 7n));
    expect(laneOf(one, "int64", [2, 0])).toHaveLength(0);
    expect(laneOf(one, "int64", [1000, 1000])).toBeUndefined();
    expect(laneOf(one, "int32", [2])).toBeUndefined();
  });
});

describe("walkRows", () => {
  test("hands out whole rows along any dim of any view", () => {
    for (const shape of [...SHAPES.filter(numelOf), [40, 30, 20], [2, 1500], [1500, 40]]) {
      for (const view of Object.values(layouts(shape, "float32"))) {
        for (let dim = 0; dim < Math.max(shape.length, 1); dim++) {
          const kept = shape.map((size, d) => (d === dim ? 1 : size));
          const sums = new Tensor(new Float64Array(numelOf(kept)), "float64", kept);
          walkRows([view, sums], dim, [{}, { output: true, width: 1 }], ([lanes, y], rows, length) => {
            const x = lanes as Float32Array;
            expect(length).toBe(shape[dim] ?? 1);
            for (let row = 0; row < rows; row++) {
              // A sum in which every place counts otherwise, so that a row out of order shows.
              y![row] = x.subarray(row * length, (row + 1) * length).reduce((sum, v, i) => sum + v * (i + 1), 0);
            }
          });
          expect(elementsOf(sums)).toEqual(weighedSums(view, dim));
        }
      }
    }
  });
});

function weighedSums({ data, shape, strides, offset }: Tensor<"float32">, dim: number): number[] {
  const length = shape[dim] ?? 1;
  const places = Float64Array.from(data, (_, i) => i);
  const kept = shape.map((size, d) => (d === dim ? 1 : size));
  const starts = elementsOf(new Tensor(places, "float64", kept, strides, offset));
  return starts.map((start) => {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += data[Number(start) + i * (strides[dim] ?? 0)]! * (i + 1);
    return sum;
  });
}

describe("memoryOrder and stridesLike", () => {
  test("strides go up by the memory order, by whatever way it was found", () => {
    const size = fc.nat(3);
    fc.assert(
      fc.property(dims(size), fc.infiniteStream(fc.nat(9)), (order, ranks) => {
        const shape = order.map((dim) => dim.size);
        const other = order.map((dim) => ({ ...dim, rank: ranks.next().value! }));
        const strides = [operand(shape, order, true).strides, operand(shape, other, true).strides];
        const result = stridesLike(shape, strides);
        let stride = 1;
        for (const d of memoryOrder(shape, strides).reverse()) {
          expect(result[d]).toBe(stride);
          stride *= shape[d]! || 1;
        }
      }),
      { numRuns: 500 },
    );
  });

  test("the first operand that tells two dims apart decides", () => {
    expect(memoryOrder([2, 3], [[3, 1]])).toEqual([0, 1]);
    expect(memoryOrder([2, 3], [[1, 2]])).toEqual([1, 0]);
    expect(memoryOrder([2, 3], [[0, 0], [1, 2]])).toEqual([1, 0]); // biome-ignore format: one line
    expect(memoryOrder([2, 3], [[3, 1], [1, 2]])).toEqual([0, 1]); // biome-ignore format: one line
    expect(memoryOrder([2, 3], [])).toEqual([0, 1]);
  });

  test("a new tensor has no gaps, and lies as its operands do", () => {
    // torch 1.13, strides of torch.relu of tensors with these shapes and strides
    expect(stridesLike([3, 4], [[2, 6]])).toEqual([1, 3]);
    expect(stridesLike([3, 4], [[0, 1]])).toEqual([4, 1]);
    expect(stridesLike([3, 2, 2], [[4, 12, 2]])).toEqual([2, 6, 1]);
    for (const shape of SHAPES) {
      for (const { strides } of Object.values(layouts(shape, "float32"))) {
        expect(isDense(shape, stridesLike(shape, [strides]))).toBe(true);
      }
      expect(stridesLike(shape, [])).toEqual(contiguousStrides(shape));
    }
  });
});
