import type { DTypeOf, TensorLike } from "./as-tensor.js";
import { toTensor } from "./as-tensor.js";
import { copyStrided } from "./copy.js";
import { emptyLike } from "./create.js";
import type { DataOf, TensorData } from "./dtype.js";
import { record } from "./graph.js";
import type { Tensor } from "./tensor.js";
import { contiguous } from "./views.js";

/**
 * A copy in memory of its own, its dims in memory as those of the input.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.clone.html
 */
export function clone<Input extends TensorLike>(input: Input): Tensor<DTypeOf<Input>>;
export function clone(input: TensorLike): Tensor {
  const x = toTensor("clone", input);
  const copy = emptyLike(x, x.dtype);
  copyStrided(x.shape, x, copy);
  return record(copy, "CloneBackward0", [x], [], [(gradient) => gradient]);
}

/**
 * The elements, row by row, as a typed array: the tensor's own memory where they lie there just so, else a copy.
 *
 * `new ort.Tensor("float32", toTypedArray(x), x.shape)` hands a tensor to onnxruntime.
 */
export function toTypedArray<Input extends TensorLike>(input: Input): DataOf<DTypeOf<Input>>;
export function toTypedArray(input: TensorLike): TensorData {
  const { data, offset, numel } = contiguous(toTensor("toTypedArray", input)) as Tensor;
  return numel === data.length ? data : data.subarray(offset, offset + numel);
}
