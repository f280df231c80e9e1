import type { DTypeOf, TensorLike } from "./as-tensor.js";
import { toTensor } from "./as-tensor.js";
import { copyOf, copyStrided } from "./copy.js";
import { allocate, isFloat, laneDType } from "./dtype.js";
import type { Gradient } from "./graph.js";
import { record } from "./graph.js";
import { readOptions } from "./options.js";
import { produce } from "./out.js";
import type { PromoteTypes } from "./promotion.js";
import { broadcastShapes, numelOf } from "./shape.js";
import { Tensor } from "./tensor.js";
import { expand, reshape, squeeze, transpose, unsqueeze } from "./views.js";

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
  const left = asRows(unrecorded(a));
  const right = asColumns(unrecorded(b));
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
  const product = produce("matmul", out, a.dtype, shape, undefined, [a, b], (result) => {
    const float = isFloat(a.dtype);
    const lane = float ? "float64" : "int64"; // integers wrap as they must, whatever they sum to
    // The right matrices by columns, so that both sides of a dot product are runs; each once, however often it repeats.
    const rows = copyOf(left, lane);
    const columns = copyOf(transpose(right, -2, -1), lane);
    const stored = float ? laneDType(a.dtype) : lane;
    const inPlace = out === undefined && stored === a.dtype;
    const products = inPlace ? result : new Tensor(allocate(stored, result.numel), stored, shape);
    const multiply = float ? multiplyFloats : multiplyInt64;
    if (right.ndim === 2) {
      // Batches of rows are many rows.
      multiply(
        rows.data as never,
        0,
        numelOf(batch) * n,
        columns.data as never,
        0,
        m,
        inner,
        products.data as never,
        0,
      );
    } else {
      const lefts = expand(rows, [...batch, n, inner]);
      const rights = expand(columns, [...batch, m, inner]);
      let at = 0;
      const visit = (dim: number, i: number, j: number): void => {
        if (dim === batch.length) {
          multiply(rows.data as never, i, n, columns.data as never, j, m, inner, products.data as never, at);
          at += n * m;
        } else {
          for (let item = 0; item < batch[dim]!; item++) {
            visit(dim + 1, i + item * lefts.strides[dim]!, j + item * rights.strides[dim]!);
          }
        }
      };
      visit(0, 0, 0);
    }
    if (!inPlace) copyStrided(shape, products, result);
  });
  return record(product, gradName(a, b, product), [a, b], [a, b], [slopeOfLeft, slopeOfRight]);
}

function unrecorded({ data, dtype, shape, strides, offset }: Tensor): Tensor {
  return new Tensor(data, dtype, shape, strides, offset);
}

function asRows(x: Tensor): Tensor {
  return x.ndim === 1 ? unsqueeze(x, 0) : x;
}

function asColumns(x: Tensor): Tensor {
  return x.ndim === 1 ? unsqueeze(x, -1) : x;
}

/** The gradient of the product with the dims that 1-d operands have taken from it. */
function asMatrices(g: Tensor, a: Tensor, b: Tensor): Tensor {
  const columns = b.ndim === 1 ? unsqueeze(g, -1) : g;
  return a.ndim === 1 ? unsqueeze(columns, -2) : columns;
}

type Slope = Gradient<[a: Tensor, b: Tensor]>;

const slopeOfLeft: Slope = (g, [a, b]) => matmul(asMatrices(g, a, b), transpose(asColumns(b), -2, -1));

const slopeOfRight: Slope = (g, [a, b]) => {
  let [rows, slopes] = [asRows(a), asMatrices(g, a, b)];
  if (b.ndim < 3 && rows.ndim > 2) {
    // One product over all batches, where the sum of the products of each would need memory for all of them.
    const [inner, m] = [rows.shape.at(-1)!, slopes.shape.at(-1)!];
    const n = numelOf(rows.shape.slice(0, -1));
    [rows, slopes] = [reshape(rows, [n, inner]), reshape(slopes, [n, m])];
  }
  const slope = matmul(transpose(rows, -2, -1), slopes);
  return b.ndim === 1 ? squeeze(slope, -1) : slope;
};

/** The name of the last of the steps that torch takes. */
function gradName(a: Tensor, b: Tensor, { shape, numel }: Tensor): string {
  if (b.ndim === 1 && a.ndim < 3) return a.ndim === 1 ? "DotBackward0" : "MvBackward0";
  if (b.ndim === 2 && a.ndim < 3) return a.ndim === 1 ? "SqueezeBackward3" : "MmBackward0";
  if (a.ndim !== 2) return "UnsafeViewBackward0";
  // It swaps the operands, and the dims of the product back, which leaves rows and columns of one element as they lie.
  return numel === 0 || shape.at(-1) === 1 || shape.at(-2) === 1 ? "TransposeBackward0" : "CloneBackward0";
}

/** n rows times m columns, each a run of `inner` elements from i or j on; the products go to `products` from `at` on. */
type Multiply<Lane> = (
  rows: Lane,
  i: number,
  n: number,
  columns: Lane,
  j: number,
  m: number,
  inner: number,
  products: Lane,
  at: number,
) => void;

/** Every sum is kept in double and in the order of its row, so that its bits depend on nothing but its row and column. */
const multiplyFloats: Multiply<Float64Array> = (rows, i, n, columns, j, m, inner, products, at) => {
  // The tiles are tall.
  if (n < 4) multiplyTiles(columns, j, m, rows, i, n, inner, products, at, 1, m);
  else multiplyTiles(rows, i, n, columns, j, m, inner, products, at, m, 1);
};

/**
 * Four rows times two columns at a time: eight sums that do not wait for each other, of six numbers read, all of which fit
 * the registers. At the edges a tile repeats the last row or column.
 */
function multiplyTiles(
  rows: Float64Array,
  i: number,
  n: number,
  columns: Float64Array,
  j: number,
  m: number,
  inner: number,
  products: Float64Array,
  at: number,
  rowStep: number,
  columnStep: number,
): void {
  for (let column = 0; column < m; column += 2) {
    const next = Math.min(column + 1, m - 1);
    const c0 = j + column * inner;
    const c1 = j + next * inner;
    for (let row = 0; row < n; row += 4) {
      const second = Math.min(row + 1, n - 1);
      const third = Math.min(row + 2, n - 1);
      const fourth = Math.min(row + 3, n - 1);
      const r0 = i + row * inner;
      const r1 = i + second * inner;
      const r2 = i + third * inner;
      const r3 = i + fourth * inner;
      let [p00, p01, p10, p11, p20, p21, p30, p31] = [0, 0, 0, 0, 0, 0, 0, 0];
      for (let k = 0; k < inner; k++) {
        const y0 = columns[c0 + k]!;
        const y1 = columns[c1 + k]!;
        const x0 = rows[r0 + k]!;
        p00 += x0 * y0;
        p01 += x0 * y1;
        const x1 = rows[r1 + k]!;
        p10 += x1 * y0;
        p11 += x1 * y1;
        const x2 = rows[r2 + k]!;
        p20 += x2 * y0;
        p21 += x2 * y1;
        const x3 = rows[r3 + k]!;
        p30 += x3 * y0;
        p31 += x3 * y1;
      }
      const left = at + column * columnStep;
      const right = at + next * columnStep;
      products[left + row * rowStep] = p00;
      products[right + row * rowStep] = p01;
      products[left + second * rowStep] = p10;
      products[right + second * rowStep] = p11;
      products[left + third * rowStep] = p20;
      products[right + third * rowStep] = p21;
      products[left + fourth * rowStep] = p30;
      products[right + fourth * rowStep] = p31;
    }
  }
}

const multiplyInt64: Multiply<BigInt64Array> = (rows, i, n, columns, j, m, inner, products, at) => {
  for (let place = 0; place < n * m; place++) {
    const row = i + Math.floor(place / m) * inner;
    const column = j + (place % m) * inner;
    let sum = 0n;
    for (let k = 0; k < inner; k++) sum += rows[row + k]! * columns[column + k]!;
    products[at + place] = sum;
  }
};
