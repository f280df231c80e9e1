// sort and topk. NaN counts as the largest; of equals the one that comes first stays first.

import type { DTypeOf, TensorLike } from "./as-tensor.js";
import { toTensor } from "./as-tensor.js";
import { empty, emptyLike } from "./create.js";
import type { DType, TensorData } from "./dtype.js";
import { record } from "./graph.js";
import { walkRows } from "./lanes.js";
import { readOptions } from "./options.js";
import { scattered } from "./scatter-add.js";
import { describe, normalizeDim } from "./shape.js";
import type { Tensor } from "./tensor.js";
import type { ValuesAndIndices } from "./values-and-indices.js";
import { valuesAndIndices } from "./values-and-indices.js";

/**
 * The elements of each row along `dim` in order, and the indices they come from. The sort is stable; NaN is the largest.
 *
 * @throws RangeError if the dim is out of range.
 * @see https://pytorch.org/docs/stable/generated/torch.sort.html
 */
export function sort<Input extends TensorLike>(
  input: Input,
  options?: { dim?: number; descending?: boolean },
): ValuesAndIndices<DTypeOf<Input>>;
export function sort(input: TensorLike, given?: { dim?: number; descending?: boolean }): ValuesAndIndices<DType> {
  const { dim, descending } = readOptions("sort", given, { dim: -1, descending: false });
  const x = toTensor("sort", input);
  const at = normalizeDim("sort", dim, x.shape);
  return firstOfRows("sort", x, at, x.shape[at] ?? 1, descending, (dtype) => emptyLike(x, dtype));
}

/**
 * The k largest elements of each row along `dim`, largest first (or the k smallest, smallest first), and their indices.
 *
 * @throws RangeError if the dim or k is out of range.
 * @see https://pytorch.org/docs/stable/generated/torch.topk.html
 */
export function topk<Input extends TensorLike>(
  input: Input,
  k: number,
  options?: { dim?: number; largest?: boolean },
): ValuesAndIndices<DTypeOf<Input>>;
export function topk(
  input: TensorLike,
  k: number,
  given?: { dim?: number; largest?: boolean },
): ValuesAndIndices<DType> {
  const { dim, largest } = readOptions("topk", given, { dim: -1, largest: true });
  const x = toTensor("topk", input);
  const at = normalizeDim("topk", dim, x.shape);
  const size = x.shape[at] ?? 1;
  if (!Number.isInteger(k) || k < 0 || k > size) {
    throw new RangeError(`topk: selected index k out of range; got ${describe(k)} for a dim of size ${size}`);
  }
  // The one element of a 0-d tensor has no dim to be left out of.
  if (x.ndim === 0) return firstOfRows("topk", x, at, 1, largest, (dtype) => emptyLike(x, dtype));
  return firstOfRows("topk", x, at, k, largest, (dtype) => empty("topk", x.shape.with(at, k), dtype));
}

/** The first k of each row in order, in new tensors that `make` makes. */
function firstOfRows(
  name: "sort" | "topk",
  x: Tensor,
  dim: number,
  k: number,
  descending: boolean,
  make: (dtype: DType) => Tensor,
): ValuesAndIndices<DType> {
  const values = make(x.dtype);
  const indices = make("int64") as Tensor<"int64">;
  const roles = [{}, { output: true, width: k }, { output: true, width: k, lane: "int32" as const }];
  if (k > 0) {
    walkRows([x, values, indices], dim, roles, ([lanes, best, where], rows, length) => {
      for (let row = 0; row < rows; row++) {
        const start = row * length;
        const first = firstInOrder(lanes!, start, length, k, descending);
        for (let i = 0; i < k; i++) {
          best![row * k + i] = lanes![start + first[i]!] as never;
          where![row * k + i] = first[i]! as never;
        }
      }
    });
  }
  const gradName = name === "sort" ? "SortBackward0" : "TopkBackward0";
  return valuesAndIndices(name, record(values, gradName, [x], [indices], [scattered(x.shape, dim)]), indices);
}

// Up to how many elements are found by keeping the best so far in order, instead of sorting all.
const FEW = 128;

/** The indices, from `start` on, of the k elements that come first. */
function firstInOrder(x: TensorData, start: number, length: number, k: number, descending: boolean): Uint32Array {
  /** Whether the element at index a must come before the one at index b, which is the earlier of the two. */
  const overtakes = (a: number, b: number): boolean => {
    const [p, q] = [x[start + a]!, x[start + b]!];
    return descending ? p > q || (p !== p && q === q) : p < q || (q !== q && p === p);
  };
  if (k > FEW || k === length) {
    const order = (a: number, b: number) => (overtakes(a, b) ? -1 : overtakes(b, a) ? 1 : a - b);
    return Uint32Array.from({ length }, (_, i) => i).sort(order);
  }
  const first = new Uint32Array(k);
  for (let i = 0, found = 0; i < length; i++) {
    if (found === k && !overtakes(i, first[k - 1]!)) continue;
    if (found < k) found++;
    let at = found - 1;
    for (; at > 0 && overtakes(i, first[at - 1]!); at--) first[at] = first[at - 1]!;
    first[at] = i;
  }
  return first;
}
