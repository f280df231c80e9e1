// The differences from PyTorch that are meant. Each stands on the page "Differences from PyTorch", under the same anchor.

import type { Argument } from "../answers.js";
import type { TensorSpec } from "../golden.js";
import type { Call } from "./calls.js";

interface Accepted {
  /** The anchor of its heading on the page. */
  readonly anchor: string;
  covers(call: Call, difference: string): boolean;
}

const DIFFERENCES: Accepted[] = [
  {
    anchor: "errors",
    // torch looks at the dtype only where there is something to compute.
    covers: ({ args }, difference) =>
      /^throws where torch answers: \w+: ".*" not implemented for/.test(difference) && args.some(isEmptyTensor),
  },
  {
    anchor: "ties",
    covers: ({ fn, args }, difference) =>
      /^arg(max|min)$/.test(fn) && isTensorOf("bool", args[0]) && difference.startsWith("an answer where torch throws"),
  },
  {
    anchor: "cat",
    covers: ({ fn }, difference) => fn === "cat" && difference.includes("cat: Dimension out of range"),
  },
  {
    anchor: "division",
    // The operator of a number and a tensor multiplies by 1 / x.
    covers: ({ fn, args }, difference) =>
      fn === "div" && !isTensorOf("", args[0]) && /^the answer has .*: [12] units off$/.test(difference),
  },
];

/** The anchor of the accepted difference that this is, if it is one. */
export function acceptedDifference(call: Call, difference: string): string | undefined {
  return DIFFERENCES.find((accepted) => accepted.covers(call, difference))?.anchor;
}

function isSpec(arg: Argument | undefined): arg is TensorSpec {
  return typeof arg === "object" && arg !== null && "dtype" in arg;
}

/** Whether it is a tensor, of a dtype that begins so. */
function isTensorOf(dtype: string, arg: Argument | undefined): boolean {
  return isSpec(arg) && arg.dtype.startsWith(dtype);
}

function isEmptyTensor(arg: Argument): boolean {
  if (!isSpec(arg)) return false;
  const cut = arg.views?.some(([op, , , length]) => (op === "narrow" || op === "slice") && length === 0) ?? false;
  return cut || arg.shape.includes(0);
}
