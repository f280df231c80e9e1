import type { DTypeOf, TensorLike } from "./as-tensor.js";
import type { DType, FloatDType } from "./dtype.js";
import { isFloat, promoteTypes } from "./dtype.js";
import type { Tensor } from "./tensor.js";

/** What each dtype can hold besides itself. */
interface Narrower {
  bool: never;
  uint8: "bool";
  int8: "bool";
  int16: "bool" | "uint8" | "int8";
  int32: "bool" | "uint8" | "int8" | "int16";
  int64: "bool" | "uint8" | "int8" | "int16" | "int32";
  float16: "bool" | "uint8" | "int8" | "int16" | "int32" | "int64";
  bfloat16: "bool" | "uint8" | "int8" | "int16" | "int32" | "int64";
  float32: Exclude<DType, "float32" | "float64">;
  float64: Exclude<DType, "float64">;
}

/** The smallest dtype that holds both, in types, as torch.promote_types. */
export type PromoteTypes<A extends DType, B extends DType> = A extends B | Narrower[B]
  ? B
  : B extends Narrower[A]
    ? A
    : A extends "uint8" | "int8"
      ? "int16"
      : "float32";

/** The smallest dtype that holds all of a union, where it does not stand for "not known". */
export type PromoteAll<All extends DType> = DType extends All
  ? All
  : [Widest<All>] extends [never]
    ? [All] extends ["bool" | "uint8" | "int8"]
      ? "int16"
      : "float32"
    : Widest<All>;

/** The one of a union that holds all others. */
type Widest<All extends DType, Each extends DType = All> = Each extends DType
  ? [All] extends [Each | Narrower[Each]]
    ? Each
    : never
  : never;

type Rank<D extends DType> = D extends FloatDType ? "float" : D extends "bool" ? "bool" : "integer";
type Scalar = number | bigint | boolean;
/** What a bare number, bigint or boolean makes of a tensor's dtype: it only counts if it is of a higher kind. */
type WithScalar<D extends DType, S extends DType> = D extends DType
  ? Rank<D> extends "float" | Rank<S>
    ? D
    : Rank<S> extends "bool"
      ? D
      : S
  : never;

/**
 * The dtype of arithmetic on A and B, as far as their types tell: the type of a tensor does not say that it is 0-d, and a
 * 0-d tensor does not widen a dtype of its own kind.
 */
export type ResultType<A, B> = A extends Scalar
  ? B extends Scalar
    ? PromoteTypes<DTypeOf<A>, DTypeOf<B>>
    : WithScalar<DTypeOf<B>, DTypeOf<A>>
  : B extends Scalar
    ? WithScalar<DTypeOf<A>, DTypeOf<B>>
    : PromoteTypes<DTypeOf<A>, DTypeOf<B>>;

/** What arithmetic that always makes fractions answers: float32 for integers and bools. */
export type FloatOf<D extends DType> = D extends FloatDType ? D : "float32";

/**
 * The dtype of arithmetic on several tensors, as torch.result_type. Those with dims decide; a 0-d one counts only if it is
 * of a higher kind (bool below integer below float), and a bare number, bigint or boolean only if it is of a higher kind
 * still. `given` is what the tensors were made of.
 */
export function resultType(inputs: readonly Tensor[], given: readonly TensorLike[] = inputs): DType {
  // Of one dtype nothing can come but that dtype.
  if (inputs.every(({ dtype }) => dtype === inputs[0]!.dtype)) return inputs[0]!.dtype;
  const levels: (DType | undefined)[] = [];
  inputs.forEach(({ ndim, dtype }, i) => {
    const level = ndim > 0 ? 0 : typeof given[i] === "object" ? 1 : 2;
    levels[level] = levels[level] ? promoteTypes(levels[level], dtype) : dtype;
  });
  return levels.filter((dtype) => dtype !== undefined).reduce((a, b) => (rank(b) > rank(a) ? promoteTypes(a, b) : a));
}

function rank(dtype: DType): number {
  return dtype === "bool" ? 0 : isFloat(dtype) ? 2 : 1;
}
