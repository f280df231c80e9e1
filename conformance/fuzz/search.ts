// Draws calls until two answers differ, and then makes that call smaller.

import fc from "fast-check";
import type { Call } from "./call.js";
import { calls } from "./calls.js";
import { compare } from "./compare.js";
import type { TorchProcess } from "./torch-process.js";

/** Calls that are on their way to PyTorch together, so that neither side waits for the other. */
const BATCH = 200;

export interface SearchOptions {
  readonly torch: TorchProcess;
  readonly seed: number;
  /** The names of the functions to call. */
  readonly functions: readonly string[];
  /** Asked before each batch; so many calls have been compared. */
  goesOn(compared: number): boolean;
}

export interface Found {
  compared: number;
  /** How often each function was called. */
  readonly calls: Map<string, number>;
  /** How many calls had gradients, which were compared, too. */
  differentiated: number;
  /** How many calls throw, on both sides. */
  thrown: number;
  /** How often each accepted difference was met. */
  readonly accepted: Map<string, number>;
  /** What could not be compared, and why. */
  readonly unsupported: Map<string, number>;
  /** The smallest call found on which both sides differ. */
  difference?: { readonly call: Call; readonly sentence: string; readonly seed: number };
}

export async function search({ torch, seed, functions, goesOn }: SearchOptions): Promise<Found> {
  const found: Found = {
    compared: 0,
    calls: new Map(),
    differentiated: 0,
    thrown: 0,
    accepted: new Map(),
    unsupported: new Map(),
  };
  const drawn = fc.oneof(...functions.map((name) => calls[name]!));
  for (let round = 0; goesOn(found.compared); round++) {
    const roundSeed = seedOf(seed, round);
    const batch = fc.sample(drawn, { seed: roundSeed, numRuns: BATCH });
    const answers = await Promise.all(batch.map((call) => torch.ask(call)));
    for (const [i, call] of batch.entries()) {
      const answer = answers[i]!;
      const { difference, accepted, differentiated } = compare(call, answer);
      found.compared++;
      count(found.calls, call.fn);
      for (const name of accepted) count(found.accepted, name);
      if (answer.unsupported) count(found.unsupported, `${call.fn}: ${answer.unsupported}`);
      if (answer.expected && "throws" in answer.expected) found.thrown++;
      if (differentiated) found.differentiated++;
      if (!difference) continue;
      found.difference = (await smallest(torch, drawn, roundSeed, i)) ?? {
        call,
        sentence: difference,
        seed: roundSeed,
      };
      return found;
    }
  }
  return found;
}

/** Each round has a seed of its own, with which alone it can be repeated; the first is the one given. */
function seedOf(seed: number, round: number): number {
  return (seed + Math.imul(round, 0x9e3779b1)) & 0x7fffffff;
}

function count(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

/** The i-th call of a round once more, and smaller ones as long as they differ. */
async function smallest(
  torch: TorchProcess,
  drawn: fc.Arbitrary<Call>,
  seed: number,
  i: number,
): Promise<Found["difference"]> {
  let sentence = "";
  const { counterexample } = await fc.check(
    fc.asyncProperty(drawn, async (call) => {
      const { difference } = compare(call, await torch.ask(call));
      if (difference) sentence = difference;
      return !difference;
    }),
    { seed, path: String(i), numRuns: 1 },
  );
  return counterexample ? { call: counterexample[0], sentence, seed } : undefined;
}
