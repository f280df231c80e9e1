// Which functions are called at random, and where the others are judged.

import { isPublished, publishedFunctions } from "../published.js";
import { activationCalls } from "./activation-calls.js";
import type { Calls } from "./call.js";
import { tensorCalls } from "./tensor-calls.js";

/** Random calls of each function that is exported. */
export const calls: Calls = Object.fromEntries(
  Object.entries({ ...tensorCalls, ...activationCalls }).filter(([name]) => isPublished(name)),
);

/** The functions that are not called by themselves, by where they are judged. */
export const ELSEWHERE: Record<string, string> = {
  "in every call": "Tensor isTensor",
  "with every gradient": "backward grad noGrad enableGrad zeroGrad",
  "in every call with random numbers": "manualSeed Generator",
  "what functions are made of, which PyTorch keeps to itself":
    "alongDim binary broadcast checkDType complementaryErrorFunction cppName describe elementwise errorFunction " +
    "exponential exponentialMinusOne exponentialRest isFloat laneDType logarithm logarithmOnePlus needsGrad normalizeDim produce " +
    "readOptions record reduce resultDType stridesLike sumOf toTensor walkRows",
};

/** The exported functions that nobody calls. */
export function uncovered(): string[] {
  const known = new Set([...Object.keys(calls), ...Object.values(ELSEWHERE).flatMap((names) => names.split(" "))]);
  return publishedFunctions().filter((name) => !known.has(name));
}
