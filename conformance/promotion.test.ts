import type { DType, Tensor } from "@actfn/tensor";
import { describe, expect, test } from "vitest";
import { makeTensor, readGolden } from "./golden.js";
import { callPublished, isPublished } from "./published.js";

type Form = string | number | boolean;

/** A dtype is a tensor, a dtype in brackets a 0-d tensor; Python's int is a bigint here, and its float a number. */
function operand(form: Form): Tensor | number | bigint | boolean {
  if (typeof form !== "string") return Number.isInteger(form) ? BigInt(form) : form;
  const scalar = form.startsWith("[");
  const dtype = (scalar ? form.slice(1, -1) : form) as DType;
  return makeTensor({ dtype, shape: scalar ? [] : [2], data: { cycle: [1] } });
}

describe.runIf(isPublished("add"))("the dtype of a result is torch.result_type's", () => {
  test.each(readGolden<[Form, Form, DType]>("promotion"))("%s with %s makes %s", (left, right, expected) => {
    for (const fn of ["add", "mul"]) {
      expect((callPublished(fn, operand(left), operand(right)) as Tensor).dtype).toBe(expected);
      expect((callPublished(fn, operand(right), operand(left)) as Tensor).dtype).toBe(expected);
    }
  });
});
