// Forward and backward in one call, against TensorFlow.js and jax-js: all in one process, in turn, on the same numbers.
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { actfn } from "./gradients-actfn.js";
import { jax } from "./gradients-jax.js";
import { tfjs } from "./gradients-tfjs.js";
import type { Ways } from "./gradients-work.js";
import { interleave } from "./interleaved.js";
import { machine } from "./machine.js";

const RESULTS = fileURLToPath(new URL("results/gradients.json", import.meta.url));
const PACKAGES = ["@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm", "@jax-js/jax"];

interface Row {
  work: string;
  /** For each library, microseconds of the best round. */
  microseconds: Record<string, number>;
  /** For each peer, actfn's time divided by its: below 1 actfn is faster. The median of all rounds. */
  ratios: Record<string, number>;
}

const libraries: Record<string, Ways> = {
  actfn: actfn(),
  "tf.js cpu": await tfjs("cpu"),
  "tf.js wasm": await tfjs("wasm"),
  "jax-js wasm": await jax(),
};
const names = Object.keys(libraries);
const { cpu, cores, node } = machine();
console.log(
  `${cpu}, ${cores} cores, Node ${node}\nµs for forward and backward, and actfn's time divided by the peer's\n`,
);
console.log(line("", names));

const rows = Object.keys(libraries.actfn!).map((work): Row => {
  const ways = names.map((name) => libraries[name]![work]!);
  checkSameNumbers(work, ways);
  const timings = interleave(ways, { rounds: 15, roundMs: 30 });
  const row: Row = { work, microseconds: {}, ratios: {} };
  timings.forEach(({ best, ratio }, i) => {
    row.microseconds[names[i]!] = rounded(best / 1000);
    if (i > 0) row.ratios[names[i]!] = rounded(1 / ratio);
  });
  console.log(line(work, Object.values(row.microseconds)));
  console.log(line("", ["", ...Object.values(row.ratios).map((ratio) => `× ${ratio}`)]));
  return row;
});

mkdirSync(dirname(RESULTS), { recursive: true });
writeFileSync(RESULTS, `${JSON.stringify({ machine: machine(), versions: versions(), rows }, null, 2)}\n`);

/** Who answers something else does something else, and its time says nothing. */
function checkSameNumbers(work: string, ways: readonly (() => ArrayLike<number>)[]): void {
  const [ours, ...theirs] = ways.map((way) => Array.from(way()));
  theirs.forEach((numbers, i) => {
    const off = numbers.reduce((most, value, at) => Math.max(most, Math.abs(value - ours![at]!)), 0);
    if (numbers.length !== ours!.length || !(off < 1e-4)) throw new Error(`${work}: ${names[i + 1]} is off by ${off}`);
  });
}

function versions(): Record<string, string> {
  const require = createRequire(import.meta.url);
  return Object.fromEntries(
    PACKAGES.map((name) => [name, (require(`./node_modules/${name}/package.json`) as { version: string }).version]),
  );
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

function line(work: string, cells: readonly (string | number)[]): string {
  return work.padEnd(38) + cells.map((cell) => String(cell).padStart(13)).join("");
}
