import type { DTypeOf, TensorLike } from "./as-tensor.js";
import { toTensor } from "./as-tensor.js";
import { copyOf, copyStrided } from "./copy.js";
import { allocate, isFloat, laneDType } from "./dtype.js";
import { readOptions } from "./options.js";
import { produce } from "./out.js";
import type { PromoteTypes } from "./promotion.js";
import { broadcastShapes } from "./shape.js";
import { Tensor } from "./tensor.js";
import { expand, transpose, unsqueeze } from "./views.js";

/**
 * The matrix product of the last two dims, the others broadcast together; a 1-d operand is a row on the left and a column
 * on the right, and its dim does not stay.
 *
 * Sums of products are kept in double.
 *
 * @throws RangeError if the shapes do not fit; TypeError if the dtypes differ.
 * @see https://pytorch.org/docs/stable/generated/torch.matmul.html
 */
export function matmul<A extends TensorLike, B extends TensorLike>(
  input: A,
  other: B,
  options?: { out?: Tensor },
): Tensor<PromoteTypes<DTypeOf<A>, DTypeOf<B>>>;
export function matmul(input: TensorLike, other: TensorLike, given?: { out?: Tensor }): Tensor {
  const { out } = readOptions("matmul", given, { out: undefined as Tensor | undefined });
  const [a, b] = [toTensor("matmul", input), toTensor("matmul", other)];
  const shapes = `[${a.shape.join(", ")}] and [${b.shape.join(", ")}]`;
  if (a.ndim === 0 || b.ndim === 0) {
    throw new RangeError(
      `matmul: both arguments to matmul need to be at least 1D, but they are ${a.ndim}D and ${b.ndim}D`,
    );
  }
  if (a.dtype !== b.dtype) {
    throw new TypeError(
      `matmul: expected m1 and m2 to have the same dtype, but got: ${a.dtype} != ${b.dtype}; cast one first`,
    );
  }
  const left = a.ndim === 1 ? unsqueeze(a, 0) : a;
  const right = b.ndim === 1 ? unsqueeze(b, 1) : b;
  const [n, inner] = left.shape.slice(-2) as [number, number];
  const [innerRight, m] = right.shape.slice(-2) as [number, number];
  if (inner !== innerRight) {
    throw new RangeError(
      `matmul: mat1 and mat2 shapes cannot be multiplied (${n}x${inner} and ${innerRight}x${m}); got ${shapes}`,
    );
  }
  const batch = broadcastShapes("matmul", left.shape.slice(0, -2), right.shape.slice(0, -2));
  const shape = [...batch, ...(a.ndim === 1 ? [] : [n]), ...(b.ndim === 1 ? [] : [m])];
  if (a.dtype === "bool") throw new TypeError("matmul: \"addmm_impl_cpu_\" not implemented for 'Bool'");
  return produce("matmul", out, a.dtype, shape, undefined, [a, b], (result) => {
    const lane = isFloat(a.dtype) ? laneDType(a.dtype) : "int64"; // integers wrap as they must, whatever they sum to
    const rows = copyOf(expand(left, [...batch, n, inner]), lane).data;
    // The right matrix by columns, so that both sides of a dot product are runs.
    const columns = copyOf(expand(transpose(right, -2, -1), [...batch, m, inner]), lane).data;
    const products = new Tensor(allocate(lane, result.numel), lane, shape);
    const dot = lane === "int64" ? dotInt64 : dotFloat;
    for (let at = 0; at < result.numel; at++) {
      const row = Math.floor(at / m);
      const column = Math.floor(row / n) * m + (at % m);
      products.data[at] = dot(rows as never, row * inner, columns as never, column * inner, inner) as never;
    }
    copyStrided(shape, products, result);
  });
}

function dotFloat(a: Float64Array, i: number, b: Float64Array, j: number, n: number): number {
  // Four sums that do not wait for each other.
  let [p, q, r, s] = [0, 0, 0, 0];
  let k = 0;
  for (; k + 3 < n; k += 4) {
    p += a[i + k]! * b[j + k]!;
    q += a[i + k + 1]! * b[j + k + 1]!;
    r += a[i + k + 2]! * b[j + k + 2]!;
    s += a[i + k + 3]! * b[j + k + 3]!;
  }
  for (; k < n; k++) p += a[i + k]! * b[j + k]!;
  return p + q + (r + s);
}

function dotInt64(a: BigInt64Array, i: number, b: BigInt64Array, j: number, n: number): bigint {
  let sum = 0n;
  for (let k = 0; k < n; k++) sum += a[i + k]! * b[j + k]!;
  return sum;
}
