import type { TensorLike } from "./as-tensor.js";
import { toTensor } from "./as-tensor.js";
import type { NumberLane } from "./binary.js";
import { binary, broadcast } from "./binary.js";
import { readOptions } from "./options.js";
import { describe, sameShape } from "./shape.js";
import type { Tensor } from "./tensor.js";

/** A comparison of two tensors that broadcast together. */
export type Comparison = (input: TensorLike, other: TensorLike, options?: { out?: Tensor }) => Tensor<"bool">;

/**
 * Whether two are equal, element by element, broadcast together. NaN equals nothing.
 *
 * @function
 * @throws RangeError if the shapes do not broadcast.
 * @see https://pytorch.org/docs/stable/generated/torch.eq.html
 */
export const eq: Comparison = /* @__PURE__ */ binary({
  name: "eq",
  result: "bool",
  forward(a, b, y, n) {
    for (let i = 0; i < n; i++) y[i] = a[i] === b[i] ? 1 : 0;
  },
  forwardInt64: (a, b) => a === b,
}) as Comparison;

/**
 * Whether two differ, element by element, broadcast together. NaN differs from everything.
 *
 * @function
 * @throws RangeError if the shapes do not broadcast.
 * @see https://pytorch.org/docs/stable/generated/torch.ne.html
 */
export const ne: Comparison = /* @__PURE__ */ binary({
  name: "ne",
  result: "bool",
  forward(a, b, y, n) {
    for (let i = 0; i < n; i++) y[i] = a[i] !== b[i] ? 1 : 0;
  },
  forwardInt64: (a, b) => a !== b,
}) as Comparison;

/**
 * Whether input is less than other, element by element, broadcast together.
 *
 * @function
 * @throws RangeError if the shapes do not broadcast.
 * @see https://pytorch.org/docs/stable/generated/torch.lt.html
 */
export const lt: Comparison = /* @__PURE__ */ binary({
  name: "lt",
  result: "bool",
  forward(a, b, y, n) {
    for (let i = 0; i < n; i++) y[i] = a[i]! < b[i]! ? 1 : 0;
  },
  forwardInt64: (a, b) => a < b,
}) as Comparison;

/**
 * Whether input is less than or equal to other, element by element, broadcast together.
 *
 * @function
 * @throws RangeError if the shapes do not broadcast.
 * @see https://pytorch.org/docs/stable/generated/torch.le.html
 */
export const le: Comparison = /* @__PURE__ */ binary({
  name: "le",
  result: "bool",
  forward(a, b, y, n) {
    for (let i = 0; i < n; i++) y[i] = a[i]! <= b[i]! ? 1 : 0;
  },
  forwardInt64: (a, b) => a <= b,
}) as Comparison;

/**
 * Whether input is greater than other, element by element, broadcast together.
 *
 * @function
 * @throws RangeError if the shapes do not broadcast.
 * @see https://pytorch.org/docs/stable/generated/torch.gt.html
 */
export const gt: Comparison = /* @__PURE__ */ binary({
  name: "gt",
  result: "bool",
  forward(a, b, y, n) {
    for (let i = 0; i < n; i++) y[i] = a[i]! > b[i]! ? 1 : 0;
  },
  forwardInt64: (a, b) => a > b,
}) as Comparison;

/**
 * Whether input is greater than or equal to other, element by element, broadcast together.
 *
 * @function
 * @throws RangeError if the shapes do not broadcast.
 * @see https://pytorch.org/docs/stable/generated/torch.ge.html
 */
export const ge: Comparison = /* @__PURE__ */ binary({
  name: "ge",
  result: "bool",
  forward(a, b, y, n) {
    for (let i = 0; i < n; i++) y[i] = a[i]! >= b[i]! ? 1 : 0;
  },
  forwardInt64: (a, b) => a >= b,
}) as Comparison;

/**
 * Whether both are true (not 0; NaN is true), element by element, broadcast together.
 *
 * @function
 * @throws RangeError if the shapes do not broadcast.
 * @see https://pytorch.org/docs/stable/generated/torch.logical_and.html
 */
export const logicalAnd: Comparison = /* @__PURE__ */ binary({
  name: "logicalAnd",
  result: "bool",
  forward(a, b, y, n) {
    for (let i = 0; i < n; i++) y[i] = a[i] !== 0 && b[i] !== 0 ? 1 : 0;
  },
  forwardInt64: (a, b) => a !== 0n && b !== 0n,
}) as Comparison;

/**
 * Whether one of two is true (not 0; NaN is true), element by element, broadcast together.
 *
 * @function
 * @throws RangeError if the shapes do not broadcast.
 * @see https://pytorch.org/docs/stable/generated/torch.logical_or.html
 */
export const logicalOr: Comparison = /* @__PURE__ */ binary({
  name: "logicalOr",
  result: "bool",
  forward(a, b, y, n) {
    for (let i = 0; i < n; i++) y[i] = a[i] !== 0 || b[i] !== 0 ? 1 : 0;
  },
  forwardInt64: (a, b) => a !== 0n || b !== 0n,
}) as Comparison;

/** A question to every element. */
type Predicate = (input: TensorLike, options?: { out?: Tensor }) => Tensor<"bool">;

/** int64 is asked as float64, which is 0, NaN or infinite just when it is. */
function predicate(name: string, ask: (x: NumberLane, y: Uint8Array, n: number) => void): Predicate {
  return (input, given) => {
    const { out } = readOptions(name, given, { out: undefined as Tensor | undefined });
    const x = toTensor(name, input);
    const lane = x.dtype === "float64" || x.dtype === "int64" ? "float64" : "float32";
    return broadcast(name, [x], [lane, "bool"], "bool", out, ([lanes, y], n) => {
      ask(lanes as NumberLane, y as Uint8Array, n);
    }) as Tensor<"bool">;
  };
}

/**
 * Whether each element is false: 0, −0 or false.
 *
 * @function
 * @see https://pytorch.org/docs/stable/generated/torch.logical_not.html
 */
export const logicalNot: Predicate = /* @__PURE__ */ predicate("logicalNot", (x, y, n) => {
  for (let i = 0; i < n; i++) y[i] = x[i] === 0 ? 1 : 0;
});

/**
 * Whether each element is NaN.
 *
 * @function
 * @see https://pytorch.org/docs/stable/generated/torch.isnan.html
 */
export const isnan: Predicate = /* @__PURE__ */ predicate("isnan", (x, y, n) => {
  for (let i = 0; i < n; i++) y[i] = x[i] !== x[i] ? 1 : 0;
});

/**
 * Whether each element is ∞ or −∞.
 *
 * @function
 * @see https://pytorch.org/docs/stable/generated/torch.isinf.html
 */
export const isinf: Predicate = /* @__PURE__ */ predicate("isinf", (x, y, n) => {
  for (let i = 0; i < n; i++) y[i] = Math.abs(x[i]!) === Number.POSITIVE_INFINITY ? 1 : 0;
});

/**
 * Whether each element is finite: neither NaN nor infinite.
 *
 * @function
 * @see https://pytorch.org/docs/stable/generated/torch.isfinite.html
 */
export const isfinite: Predicate = /* @__PURE__ */ predicate("isfinite", (x, y, n) => {
  for (let i = 0; i < n; i++) y[i] = Math.abs(x[i]!) < Number.POSITIVE_INFINITY ? 1 : 0;
});

interface Tolerance {
  /** The difference allowed for each unit of the other's size. */
  rtol?: number;
  /** The difference allowed at any size. */
  atol?: number;
  /** Whether NaN is close to NaN. */
  equalNan?: boolean;
}

/**
 * Whether |input − other| ≤ atol + rtol · |other|, element by element, broadcast together. Infinities are close to
 * themselves.
 *
 * @throws RangeError if the shapes do not broadcast or a tolerance is negative; TypeError if the dtypes differ.
 * @see https://pytorch.org/docs/stable/generated/torch.isclose.html
 */
export function isclose(input: TensorLike, other: TensorLike, options?: Tolerance): Tensor<"bool"> {
  return closeness("isclose", input, other, options);
}

/**
 * Whether all elements of two tensors are close, as isclose says.
 *
 * @throws RangeError if the shapes do not broadcast or a tolerance is negative; TypeError if the dtypes differ.
 * @see https://pytorch.org/docs/stable/generated/torch.allclose.html
 */
export function allclose(input: TensorLike, other: TensorLike, options?: Tolerance): boolean {
  return !closeness("allclose", input, other, options).data.includes(0);
}

function closeness(name: string, input: TensorLike, other: TensorLike, given?: Tolerance): Tensor<"bool"> {
  const { rtol, atol, equalNan } = readOptions(name, given, { rtol: 1e-5, atol: 1e-8, equalNan: false });
  for (const [option, value] of Object.entries({ rtol, atol })) {
    if (typeof value !== "number" || !(value >= 0)) {
      throw new RangeError(`${name}: ${option} must be greater than or equal to zero, but got ${describe(value)}`);
    }
  }
  const inputs = [toTensor(name, input), toTensor(name, other)];
  const [a, b] = [inputs[0]!.dtype, inputs[1]!.dtype];
  if (a !== b) throw new TypeError(`${name}: ${a} did not match ${b}; cast one of them first`);
  // int64 as it is: as doubles, large neighbours would be equal.
  const lane = a === "int64" ? "int64" : "float64";
  // torch rounds every step to the dtype, and so decides what lies at the edge.
  const rounded = a === "float32" ? Math.fround : (x: number): number => x;
  const [relative, absolute] = [rounded(rtol), rounded(atol)];
  return broadcast(name, inputs, [lane, lane, "bool"], "bool", undefined, ([lanesA, lanesB, y], n) => {
    const [x, z] = [lanesA as Float64Array, lanesB as Float64Array];
    for (let i = 0; i < n; i++) {
      const [p, q] = [x[i]!, z[i]!];
      const difference = rounded(Math.abs(Number(p - q)));
      const allowed = rounded(absolute + rounded(relative * Math.abs(Number(q))));
      const within = difference <= allowed && difference < Number.POSITIVE_INFINITY;
      (y as Uint8Array)[i] = p === q || within || (equalNan && p !== p && q !== q) ? 1 : 0;
    }
  }) as Tensor<"bool">;
}

/**
 * Whether two tensors have the same shape and elements. NaN equals nothing.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.equal.html
 */
export function equal(input: TensorLike, other: TensorLike): boolean {
  const [a, b] = [toTensor("equal", input), toTensor("equal", other)];
  return sameShape(a.shape, b.shape) && !eq(a, b).data.includes(0);
}
