/** What one of several ways to do the same work took. */
export interface Timing {
  /** The best round's nanoseconds for one call. */
  best: number;
  /** The median, over the rounds, of its time divided by the first way's in the same round. */
  ratio: number;
}

export interface Rounds {
  rounds: number;
  /** About how long each way runs in a round, in milliseconds. */
  roundMs: number;
}

/**
 * Times several ways in turn, round after round: a machine that slows down slows them all, and the ratios of a round stand.
 */
export function interleave(ways: readonly (() => unknown)[], { rounds, roundMs }: Rounds): Timing[] {
  const counts = ways.map((way) => callsIn(roundMs, way));
  const times = ways.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    ways.forEach((way, i) => {
      times[i]!.push(time(way, counts[i]!) / counts[i]!);
    });
  }
  return times.map((own) => ({
    best: Math.min(...own),
    ratio: median(own.map((nanoseconds, round) => nanoseconds / times[0]![round]!)),
  }));
}

/** How many calls take about that long, once the compiler has seen enough of them. */
function callsIn(milliseconds: number, way: () => unknown): number {
  for (let count = 1; ; count *= 2) {
    const taken = time(way, count) / 1e6;
    if (taken > milliseconds / 2) return Math.max(1, Math.round((count * milliseconds) / taken));
  }
}

/** What the calls answer ends here, so that no compiler finds them useless. */
const answers: unknown[] = [undefined];

function time(way: () => unknown, count: number): number {
  const start = process.hrtime.bigint();
  for (let i = 0; i < count; i++) answers[0] = way();
  return Number(process.hrtime.bigint() - start);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
