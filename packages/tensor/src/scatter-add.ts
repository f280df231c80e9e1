// Elements picked along a dim by index, and elements added where they were picked: each is the gradient of the other.

import type { TensorData } from "./dtype.js";
import { allocate } from "./dtype.js";
import type { Gradient } from "./graph.js";
import { record } from "./graph.js";
import type { Operand } from "./lanes.js";
import { walkRows } from "./lanes.js";
import { numelOf } from "./shape.js";
import { Tensor } from "./tensor.js";

/** picked[i][j] = x[index[i][j]][j] for dim 0, and so on. The index is known to fit. */
export function pick(x: Tensor, dim: number, index: Tensor): Tensor {
  const { dtype } = x;
  const picked = new Tensor(allocate(dtype, index.numel), dtype, index.shape);
  // Elements as they are stored: none needs to be decoded to be moved.
  const roles = [{ lane: dtype }, { lane: dtype, output: true }];
  walkPicks(x, picked, dim, index, roles, (elements, picks, indices, width, length) => {
    for (let i = 0, row = 0; i < indices.length; row += length) {
      for (const end = i + width; i < end; i++) picks[i] = elements[row + indices[i]!] as never;
    }
  });
  return record(picked, "GatherBackward0", [x], [index], [scattered(x.shape, dim)]);
}

/** The gradient of what the saved index picked from a tensor of a shape. */
export function scattered(shape: readonly number[], dim: number): Gradient<[index: Tensor]> {
  return (gradient, [index], { scatterAdd }) => scatterAdd(gradient, shape, dim, index);
}

/** Zeros of a shape, to which each addend is added where the same index would have it picked. */
export function scatterAdd(addends: Tensor, shape: readonly number[], dim: number, index: Tensor): Tensor {
  const { dtype } = addends;
  const sums = new Tensor(allocate(dtype, numelOf(shape)), dtype, shape);
  walkPicks(sums, addends, dim, index, [{ output: true }, {}], (elements, picks, indices, width, length) => {
    const [totals, values] = [elements as Float64Array, picks as Float64Array];
    totals.fill(0); // a scratch holds what it held before
    for (let i = 0, row = 0; i < indices.length; row += length) {
      for (const end = i + width; i < end; i++) totals[row + indices[i]!]! += values[i]!;
    }
  });
  return record(sums, "ScatterAddBackward0", [addends], [index], [picking(dim)]);
}

function picking(dim: number): Gradient<[index: Tensor]> {
  return (gradient, [index]) => pick(gradient, dim, index);
}

/** Walks the rows of x, `length` elements each, with the `width` elements that the index picks from each. */
function walkPicks(
  x: Tensor,
  picked: Tensor,
  dim: number,
  index: Tensor,
  roles: readonly Omit<Operand, "tensor" | "strides">[],
  run: (elements: TensorData, picks: TensorData, indices: Int32Array, width: number, length: number) => void,
): void {
  if (index.numel === 0) return;
  const width = index.shape[dim] ?? 1;
  // Of the other dims, an index may look at a part.
  const shape = x.shape.map((size, d) => (d === dim ? size : index.shape[d]!));
  const seen = new Tensor(x.data, x.dtype, shape, x.strides, x.offset);
  const all = [roles[0]!, { ...roles[1], width }, { lane: "int32" as const, width }];
  walkRows([seen, picked, index], dim, all, ([elements, picks, indices], _rows, length) => {
    run(elements!, picks!, indices as Int32Array, width, length);
  });
}
