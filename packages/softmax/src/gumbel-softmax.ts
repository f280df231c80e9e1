import type { DTypeOf, Generator, Tensor, TensorLike } from "@actfn/tensor";
import {
  add,
  castTo,
  cppName,
  describe,
  detach,
  isFloat,
  logarithm,
  logarithmOnePlus,
  normalizeDim,
  rand,
  readOptions,
  record,
  toTensor,
} from "@actfn/tensor";
import { hardmax } from "./hardmax.js";
import { softmax } from "./softmax.js";
import { checkTemperature } from "./softmax-options.js";

interface GumbelSoftmaxOptions {
  /** The temperature: the smaller, the nearer to one-hot. */
  tau?: number;
  /** Answers one-hot rows, with the gradient of the soft ones. */
  hard?: boolean;
  dim?: number;
  /** Where the random numbers come from, instead of the generator that manualSeed seeds. */
  generator?: Generator;
}

/**
 * softmax((x + g) / tau) with Gumbel noise g = −ln(−ln u): the largest element of each row is one drawn with the
 * probabilities softmax(x), in a way that gradients flow through.
 *
 * Of any shape and float dtype, along the last dim or `dim`. With `hard` rows are one-hot, 1 where the soft ones are largest,
 * and have the gradient of the soft ones. After the same manualSeed the numbers are those of PyTorch.
 *
 * @throws RangeError if `dim` is out of range (or empty, if `hard`) or tau is not above 0; TypeError for integer input.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.gumbel_softmax.html
 * @see https://arxiv.org/abs/1611.01144 E. Jang, S. Gu and B. Poole, Categorical Reparameterization with Gumbel-Softmax, 2017
 */
export function gumbelSoftmax<Input extends TensorLike>(
  input: Input,
  options?: GumbelSoftmaxOptions,
): Tensor<DTypeOf<Input>>;
export function gumbelSoftmax(input: TensorLike, options?: GumbelSoftmaxOptions): Tensor {
  const name = "gumbelSoftmax";
  const { tau, hard, dim, generator } = readOptions(name, options, {
    tau: 1,
    hard: false,
    dim: -1,
    generator: undefined as Generator | undefined,
  });
  checkTemperature(name, "tau", tau);
  if (generator !== undefined && typeof generator?.random !== "function") {
    throw new TypeError(`${name}: generator must be a Generator, but got ${describe(generator)}`);
  }
  const x = toTensor(name, input);
  if (!isFloat(x.dtype)) {
    throw new TypeError(
      `${name}: "exponential_cpu" not implemented for '${cppName(x.dtype)}'; cast the ${x.dtype} input to float32 first`,
    );
  }
  const at = normalizeDim(name, dim, x.shape);
  const soft = softmax(add(x, noise(x, generator)), at, { temperature: tau });
  if (!hard) return soft;
  if (x.shape[at] === 0) {
    throw new RangeError(
      `${name}: max(): Expected reduction dim ${at} to have non-zero size; of no elements none is one`,
    );
  }
  return record(hardmax(detach(soft), at), "AddBackward0", [soft], [], [(g) => g]);
}

/** −ln e for numbers e of the exponential distribution, each rounded to the dtype as torch's are. */
function noise({ shape, dtype }: Tensor, generator: Generator | undefined): Tensor {
  const draws = rand(shape, { dtype: "float64", generator });
  const transform = (drawn: Tensor<"float64">, by: (value: number) => number): Tensor => {
    drawn.data.forEach((value, i, data) => {
      data[i] = by(value);
    });
    return castTo(drawn, dtype);
  };
  const exponentials = transform(draws, (u) => -logarithmOnePlus(-u));
  return transform(castTo(exponentials, "float64"), (e) => -logarithm(e));
}
