// Derivatives for tests: those of the engine beside those that finite differences estimate, in float64.

import { mul } from "./arithmetic.js";
import { grad } from "./autograd.js";
import { requireGrad } from "./graph.js";
import { elementsOf } from "./sample-tensors.js";
import { numelOf } from "./shape.js";
import { sum } from "./sums.js";
import { Tensor } from "./tensor.js";

type Values = readonly number[];

/**
 * Throws unless the first and second derivatives of y = f(x) are what finite differences estimate: the gradient of x, and
 * that gradient's own, through x as through the gradient of y. The elements of x are `values`, none of them within 0.002
 * of a kink; without any, they are not near to each other nor to a half or an integer.
 */
export function checkDerivatives(
  f: (x: Tensor) => Tensor,
  shape: readonly number[],
  values: Values = Array.from({ length: numelOf(shape) }, (_, i) => ((i * 7) % 31) / 4 - 3.9), // 31 at most
): void {
  const make = (elements: Values) => reshaped(elements, shape);
  const y = f(make(values));
  const dy = drawnLike(y, 0.7);
  const direction = drawnLike(make(values), 0.3);

  /** The gradient of x at some values, and that of (direction · gradient of x), of x and of y's gradient. */
  const differentiate = (elements: Values) => {
    const [x, g] = [make(elements), reshaped(dy, y.shape)];
    const [dx] = grad(f(x), x, { gradOutputs: g, createGraph: true });
    const inner = sum(mul(dx!, reshaped(direction, shape)));
    const [ddx, dg] = inner.requiresGrad ? grad(inner, [x, g], { allowUnused: true }) : [null, null];
    return { dx: valuesOf(dx!), ddx: ddx && valuesOf(ddx), dg: dg && valuesOf(dg) };
  };
  const { dx, ddx, dg } = differentiate(values);
  const along = (step: number) => values.map((value, i) => value + step * direction[i]!);
  compare("first", dx, (i) => slope((step) => dot(dy, valuesOf(f(make(nudged(values, i, step)))))));
  compare("second, through x", ddx ?? values.map(() => 0), (i) =>
    slope((step) => dot(direction, differentiate(nudged(values, i, step)).dx)),
  );
  compare("second, through the gradient of y", dg ?? dy.map(() => 0), (i) =>
    slope((step) => valuesOf(f(make(along(step))))[i]!),
  );
}

function valuesOf(x: Tensor): number[] {
  return elementsOf(x) as number[];
}

function reshaped(elements: Values, shape: readonly number[]): Tensor {
  return requireGrad("", new Tensor(Float64Array.from(elements), "float64", shape), true);
}

function drawnLike({ shape }: Tensor, frequency: number): number[] {
  return Array.from({ length: numelOf(shape) }, (_, i) => 1.5 * Math.cos(frequency * (i + 1)));
}

function nudged(values: Values, at: number, step: number): number[] {
  return values.map((value, i) => (i === at ? value + step : value));
}

function dot(a: Values, b: Values): number {
  return a.reduce((total, value, i) => total + value * b[i]!, 0);
}

/** f′(0), exact but for h⁴. */
function slope(f: (step: number) => number): number {
  const h = 1e-3;
  return (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h);
}

function compare(which: string, derivatives: Values, estimate: (i: number) => number): void {
  derivatives.forEach((derivative, i) => {
    const estimated = estimate(i);
    if (Math.abs(derivative - estimated) <= 1e-8 * (1 + Math.abs(estimated))) return;
    throw new Error(`${which}: the derivative at ${i} is ${estimated}, not ${derivative}`);
  });
}
