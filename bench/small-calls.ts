// What a call costs that has next to nothing to compute: on three numbers, what surrounds the loops is all there is.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { relu } from "@actfn/relu";
import { sigmoid } from "@actfn/sigmoid";
import { softmax } from "@actfn/softmax";
import type { DType } from "@actfn/tensor";
import { add, argmax, lt, max, sum, Tensor, tensor, transpose, zeros } from "@actfn/tensor";
import { interleave } from "./interleaved.js";
import { machine } from "./machine.js";

const RESULTS = fileURLToPath(new URL("results/small-calls.json", import.meta.url));

const x = tensor([2, 1, 0.1]);
const y = tensor([1, 2, 3]);
const out = tensor([0, 0, 0]);
const array = new Float32Array([2, 1, 0.1]);
const matrix = tensor([
  [2, 1, 0.1],
  [1, 2, 3],
]);
const transposed = transpose(matrix, 0, 1);

// First the loop that one would write by hand, with which all are compared, and the least that a call can cost.
const CALLS: Record<string, () => unknown> = {
  "softmax by hand": () => softmaxByHand(array),
  "new Tensor(…)": () => new Tensor(new Float32Array(3), "float32", [3]),
  "relu(x)": () => relu(x),
  "relu(x, { out })": () => relu(x, { out }),
  "sigmoid(x)": () => sigmoid(x),
  "softmax(x, 0)": () => softmax(x, 0),
  "softmax(x, 0, { out })": () => softmax(x, 0, { out }),
  "softmax(new Float32Array(…), 0)": () => softmax(array, 0),
  "softmax([2, 1, 0.1], 0)": () => softmax([2, 1, 0.1], 0),
  "add(x, y)": () => add(x, y),
  "add(x, 1)": () => add(x, 1),
  "add(x, y, { out })": () => add(x, y, { out }),
  "lt(x, 1)": () => lt(x, 1),
  "sum(x)": () => sum(x),
  "max(x, 0)": () => max(x, 0),
  "argmax(x, 0)": () => argmax(x, 0),
  "relu of [3, 2] transposed": () => relu(transposed),
  "add of [3, 2] transposed to a row": () => add(transposed, [1, 2]),
  "sum of [2, 3] along dim 0": () => sum(matrix, 0),
};

function softmaxByHand(scores: Float32Array): Float32Array {
  const probabilities = new Float32Array(scores.length);
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < scores.length; i++) if (scores[i]! > largest) largest = scores[i]!;
  let total = 0;
  for (let i = 0; i < scores.length; i++) {
    probabilities[i] = Math.exp(scores[i]! - largest);
    total += probabilities[i]!;
  }
  for (let i = 0; i < scores.length; i++) probabilities[i] = probabilities[i]! / total;
  return probabilities;
}

/** A program of one dtype gets code that suits it alone; what is measured is one that uses several. */
function useEveryDType(): void {
  const floats: readonly DType[] = ["float16", "bfloat16", "float64", "float32"];
  const integers: readonly DType[] = ["bool", "uint8", "int8", "int16", "int32", "int64"];
  for (let round = 0; round < 300; round++) {
    for (const dtype of [...integers, ...floats]) {
      for (const input of [zeros([4, 3], { dtype }), transpose(zeros([4, 3], { dtype }), 0, 1)]) {
        add(input, input);
        add(input, tensor(1, { dtype }));
        lt(input, input);
        sum(input);
        max(input, 0);
        if (dtype !== "bool") relu(input);
        sigmoid(input);
        if (floats.includes(dtype)) softmax(input, -1);
      }
    }
  }
}

interface CallResult {
  call: string;
  /** For one call, the best round's. */
  nanoseconds: number;
  /** The time divided by that of softmax by hand, the median of all rounds. */
  ratio: number;
}

function measure(): CallResult[] {
  const timings = interleave(Object.values(CALLS), { rounds: 40, roundMs: 8 });
  console.log(`${"calls on three numbers".padEnd(36)}      ns    × by hand`);
  return Object.keys(CALLS).map((call, i) => {
    const { best, ratio } = timings[i]!;
    console.log(`${call.padEnd(36)}${best.toFixed(0).padStart(8)}${ratio.toFixed(2).padStart(13)}`);
    return { call, nanoseconds: Math.round(best), ratio: Number(ratio.toPrecision(3)) };
  });
}

const { cpu, node } = machine();
console.log(`${cpu}, Node ${node}`);
useEveryDType();
const report = { machine: machine(), calls: measure() };
mkdirSync(dirname(RESULTS), { recursive: true });
writeFileSync(RESULTS, `${JSON.stringify(report, null, 2)}\n`);
