/** Where the largest element from `start` to `end` is, the first of several. NaN is found only if it comes first. */
export function indexOfLargest(x: ArrayLike<number>, start: number, end: number): number {
  let at = start;
  let max = x[start]!;
  for (let i = start + 1; i < end; i++) {
    if (x[i]! > max) {
      max = x[i]!;
      at = i;
    }
  }
  return at;
}
