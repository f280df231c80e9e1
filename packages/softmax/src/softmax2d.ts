import type { DTypeOf, Tensor, TensorLike } from "@actfn/tensor";
import { alongDim, toTensor } from "@actfn/tensor";
import { softmax } from "./softmax.js";
import type { SoftmaxOptions } from "./softmax-options.js";
import { checkSoftmaxOptions } from "./softmax-options.js";

const overChannels = /* @__PURE__ */ alongDim({
  ...softmax.spec,
  name: "softmax2d",
  gradName: "Softmax",
  check: (options: SoftmaxOptions) => checkSoftmaxOptions("softmax2d", options),
});

/**
 * softmax over the channels of each place of an image: along dim −3 of [C, H, W] or [N, C, H, W].
 *
 * The result is contiguous and has the input's shape and dtype; `mask`, `maskedRow` and `temperature` are those of softmax.
 *
 * @throws RangeError unless there are 3 or 4 dims, or for what softmax throws it; TypeError for integer input.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Softmax2d.html
 */
export function softmax2d<Input extends TensorLike>(
  input: Input,
  options?: Partial<SoftmaxOptions> & { out?: Tensor },
): Tensor<DTypeOf<Input>>;
export function softmax2d(input: TensorLike, options?: Partial<SoftmaxOptions> & { out?: Tensor }): Tensor {
  const x = toTensor("softmax2d", input);
  if (x.ndim !== 3 && x.ndim !== 4) {
    throw new RangeError(
      `softmax2d: Softmax2d requires a 3D or 4D tensor as input, but got shape [${x.shape.join(", ")}]`,
    );
  }
  return overChannels(x, -3, options);
}
