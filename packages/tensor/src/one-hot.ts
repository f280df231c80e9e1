import type { TensorLike } from "./as-tensor.js";
import { toTensor } from "./as-tensor.js";
import { copyOf } from "./copy.js";
import { empty } from "./create.js";
import { readOptions } from "./options.js";
import { describe } from "./shape.js";
import type { Tensor } from "./tensor.js";

/**
 * Class numbers as rows of zeros with a one at the class: int64 of shape [..., numClasses]. Without `numClasses`, the
 * largest class plus one.
 *
 * @throws RangeError for a class that is negative or not below numClasses, or none to infer it from; TypeError unless the
 *   input is int64.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.one_hot.html
 */
export function oneHot(input: TensorLike, given?: { numClasses?: number }): Tensor<"int64"> {
  const { numClasses } = readOptions("oneHot", given, { numClasses: -1 });
  const x = toTensor("oneHot", input);
  if (x.dtype !== "int64") {
    throw new TypeError(`oneHot: one_hot is only applicable to index tensor; got ${x.dtype}, and bigints make int64`);
  }
  if (!Number.isSafeInteger(numClasses) || numClasses < -1 || (numClasses === 0 && x.numel > 0)) {
    throw new RangeError(`oneHot: numClasses must be a positive integer, or -1, but got ${describe(numClasses)}`);
  }
  if (x.numel === 0 && numClasses < 1) {
    throw new RangeError("oneHot: Can not infer total number of classes from empty tensor; pass { numClasses }");
  }
  const classes = Array.from(copyOf(x, "int64").data, Number);
  const largest = classes.reduce((a, b) => Math.max(a, b), -1);
  const count = numClasses === -1 ? largest + 1 : numClasses;
  const rows = empty("oneHot", [...x.shape, count], "int64");
  classes.forEach((at, row) => {
    if (at < 0) throw new RangeError(`oneHot: Class values must be non-negative, but got ${at}`);
    if (at >= count) {
      throw new RangeError(`oneHot: Class values must be smaller than num_classes; got ${at} with ${count} classes`);
    }
    rows.data[row * count + at] = 1n;
  });
  return rows;
}
