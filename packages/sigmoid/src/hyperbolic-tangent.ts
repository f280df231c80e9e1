import { exponentialMinusOne } from "@actfn/tensor";

/** tanh x = (e^2x − 1) / (e^2x + 1), with all its digits near 0. */
export function hyperbolicTangent(x: number): number {
  const distance = Math.abs(x);
  if (distance < 2 ** -27) return x; // −0, and what has no bit of x³
  // From 20 on it rounds to 1, and e^2x would overflow at last.
  const growth = exponentialMinusOne(distance > 20 ? 40 : 2 * distance);
  const quotient = growth / (growth + 2);
  // The same, but near 0 the errors of growth + 2 and of the quotient fall on a small part of it.
  const y = distance < 0.15 ? growth / 2 - (growth / 2) * quotient : quotient;
  return x < 0 ? -y : y;
}
