// Whether draws follow probabilities, for tests with fixed seeds.

/**
 * Pearson's χ² of how often each class was drawn, over what one of a thousand honest samples exceeds: above 1, it is other
 * probabilities that they were drawn with. A class without probability that was drawn makes it ∞.
 */
export function chiSquare(draws: Iterable<number>, probabilities: readonly number[]): number {
  const counts = probabilities.map(() => 0);
  let n = 0;
  for (const drawn of draws) {
    counts[drawn]!++;
    n++;
  }
  const possible = probabilities.filter((p) => p > 0);
  if (n * Math.min(...possible) < 5) throw new Error("Draw more: χ² needs 5 of each class");
  const statistic = probabilities.reduce((sum, p, i) => {
    const off = counts[i]! - n * p;
    return off === 0 ? sum : sum + off ** 2 / (n * p);
  }, 0);
  // E. B. Wilson and M. M. Hilferty, 1931: the cube root of χ² is nearly normal, and 3.09 deviations are one in a thousand.
  const spread = 2 / (9 * (possible.length - 1));
  return statistic / ((possible.length - 1) * (1 - spread + 3.09 * Math.sqrt(spread)) ** 3);
}
