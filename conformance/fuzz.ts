// `npm run conformance:fuzz`: random calls, answered by actfn and by a running PyTorch, and compared: answers, where they lie
// in memory, gradients of every tensor argument, and whether both throw. Stops at the first difference, makes its call
// smaller, and says how to repeat it.
//
//   npm run conformance:fuzz -- --seconds 60 --seed 7 [--calls 200000] [--functions softmax,gelu]

import { parseArgs } from "node:util";
import { calls, uncovered } from "./fuzz/calls.js";
import { type Found, search } from "./fuzz/search.js";
import { startTorch } from "./fuzz/torch-process.js";

interface Settings {
  seconds: number;
  limit: number;
  seed: number;
  functions: string[];
}

function readSettings(): Settings {
  const { values } = parseArgs({
    options: {
      seconds: { type: "string", default: "60" },
      calls: { type: "string", default: "Infinity" },
      seed: { type: "string", default: String(Date.now() % 1_000_000_007) },
      functions: { type: "string" },
    },
  });
  const [seconds, limit, seed] = [values.seconds, values.calls, values.seed].map(Number) as [number, number, number];
  if (!(seconds > 0 && limit > 0 && Number.isSafeInteger(seed) && seed >= 0)) {
    throw new Error("--seconds and --calls must be above 0, --seed an integer from 0 on");
  }
  const functions = values.functions?.split(",") ?? Object.keys(calls);
  const unknown = functions.filter((name) => !Object.hasOwn(calls, name));
  if (unknown.length > 0) {
    throw new Error(`no random calls of ${unknown.join(", ")}; there are some of:\n${Object.keys(calls).join(", ")}`);
  }
  return { seconds, limit, seed, functions };
}

async function main({ seconds, limit, seed, functions }: Settings): Promise<void> {
  const torch = startTorch();
  const started = Date.now();
  const elapsed = (): number => (Date.now() - started) / 1000;
  let stopped = false;
  process.once("SIGINT", () => {
    stopped = true; // at the end of the batch; a second Ctrl-C ends the process
  });
  const goesOn = (compared: number): boolean => {
    showProgress(compared, elapsed(), Math.max(elapsed() / seconds, compared / limit));
    return !stopped && elapsed() < seconds && compared < limit;
  };
  const found = await search({ torch, seed, functions, goesOn });
  torch.stop();
  process.stderr.write("\n");
  console.log(report(found, functions, elapsed(), seed, stopped));
  const missing = uncovered();
  if (missing.length > 0) console.log(`Exported, but nobody calls them: ${missing.join(", ")}`);
  if (found.difference || found.unsupported.size > 0 || missing.length > 0) process.exitCode = 1;
}

let shown = 0;

function showProgress(compared: number, seconds: number, share: number): void {
  const line = `${"█".repeat(Math.min(30, Math.round(share * 30))).padEnd(30, "·")} ${compared} calls, ${seconds.toFixed(0)} s`;
  if (process.stderr.isTTY) {
    process.stderr.write(`\r${line}`);
  } else if (seconds >= shown) {
    shown = seconds + 10;
    process.stderr.write(`${line}\n`);
  }
}

function report(found: Found, functions: string[], seconds: number, seed: number, stopped: boolean): string {
  const { compared, differentiated, thrown, difference } = found;
  const notDrawn = difference ? [] : functions.filter((name) => !found.calls.has(name));
  const lines = [
    `${compared} calls of ${found.calls.size} of ${functions.length} functions compared in ${seconds.toFixed(0)} s, seed ${seed}` +
      `${stopped ? ", until you stopped it" : ""}: ${differentiated} with gradients, ${thrown} that throw.`,
    ...(notDrawn.length > 0 ? [`Not called in this time: ${notDrawn.join(", ")}`] : []),
    ...listed("Accepted differences, by their place on the page Differences from PyTorch:", found.accepted),
    ...listed("Not compared:", found.unsupported),
  ];
  if (!difference) return [...lines, "No difference."].join("\n");
  const only = functions.length < Object.keys(calls).length ? ` --functions ${functions.join(",")}` : "";
  return [
    ...lines,
    `\nDifferent: ${JSON.stringify(difference.call)}\n${difference.sentence}`,
    `Again: npm run conformance:fuzz -- --seed ${difference.seed}${only}`,
  ].join("\n");
}

function listed(title: string, counts: Map<string, number>): string[] {
  return counts.size > 0 ? [title, ...[...counts].map(([name, times]) => `  ${times} × ${name}`)] : [];
}

let settings: Settings | undefined;
try {
  settings = readSettings();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
if (settings) await main(settings);
