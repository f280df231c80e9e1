import type { DTypeOf, Tensor, TensorLike } from "@actfn/tensor";
import { broadcast, laneDType, readOptions, record, reshape, resultDType, toTensor } from "@actfn/tensor";

const noOut: Tensor | undefined = undefined;

/**
 * prelu(x, weight) = x where x > 0, weight · x elsewhere: leakyRelu whose slope is learned.
 *
 * x has any shape and float dtype, and the weight the same dtype: a single number, or one for each channel, which are
 * along dim 1. Both have gradients.
 *
 * @throws RangeError if the weight has several dims, or several numbers that are not as many as the channels; TypeError for
 *   integer input or a weight of another dtype.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.prelu.html
 * @see https://arxiv.org/abs/1502.01852 K. He et al., Delving Deep into Rectifiers, 2015
 */
export function prelu<Input extends TensorLike>(
  input: Input,
  weight: TensorLike,
  options?: { out?: Tensor },
): Tensor<DTypeOf<Input>>;
export function prelu(input: TensorLike, weight: TensorLike, given?: { out?: Tensor }): Tensor {
  const { out } = readOptions("prelu", given, { out: noOut });
  const x = toTensor("prelu", input);
  resultDType({ name: "prelu", integers: '"prelu_cpu"' }, x);
  const slopes = toTensor("prelu", weight, x.dtype);
  checkWeight(x, slopes);
  // A single one broadcasts as it is, but must not give a dim to a 0-d x.
  const dims = slopes.numel === 1 ? [] : [slopes.numel, ...x.shape.slice(2).map(() => 1)];
  const w = slopes.ndim === dims.length ? slopes : reshape(slopes, dims);
  return record(
    gate(1, x, x, w, out),
    "PreluBackward0",
    [x, w],
    [x, w],
    [(g, [x, w]) => gateWithGradient(1, x, g, w), (g, [x]) => gateWithGradient(0, x, g, x)],
  );
}

function checkWeight(x: Tensor, { dtype, ndim, numel }: Tensor): void {
  if (dtype !== x.dtype) {
    throw new TypeError(
      `prelu: Found dtype ${dtype} but expected ${x.dtype}, for the weight to be of the input's dtype`,
    );
  }
  if (ndim > 1) {
    throw new RangeError(`prelu: Expected \`weight\` to be a scalar or 1D tensor, but got ndim = ${ndim}`);
  }
  if (numel === 1) return;
  if (x.ndim === 0) throw new RangeError(`prelu: Not allow zero-dim input tensor. with a weight of ${numel} numbers`);
  const channels = x.ndim > 1 ? x.shape[1]! : 1;
  if (numel === channels) return;
  throw new RangeError(
    "prelu: Mismatch of parameter numbers and input channel size. " +
      `Found parameter numbers = ${numel} and channel size = ${channels}. The input has shape [${x.shape.join(", ")}]`,
  );
}

/**
 * kept · a where x > 0, a · b elsewhere. prelu, its gradients and theirs are all of this kind, and an infinite a is not 0 · a
 * where it is not kept.
 */
function gate(kept: 0 | 1, x: Tensor, a: Tensor, b: Tensor, out?: Tensor): Tensor {
  const lane = laneDType(x.dtype);
  return broadcast("prelu", [x, a, b], [lane, lane, lane, lane], x.dtype, out, (lanes, n) => {
    const [x, a, b, y] = lanes as [Float64Array, Float64Array, Float64Array, Float64Array];
    for (let i = 0; i < n; i++) y[i] = x[i]! > 0 ? (kept ? a[i]! : 0) : a[i]! * b[i]!;
  });
}

function gateWithGradient(kept: 0 | 1, x: Tensor, a: Tensor, b: Tensor): Tensor {
  return record(
    gate(kept, x, a, b),
    "PreluBackwardBackward0",
    [a, b],
    [x, a, b],
    [(v, [x, , b]) => gateWithGradient(kept, x, v, b), (v, [x, a]) => gateWithGradient(0, x, v, a)],
  );
}
