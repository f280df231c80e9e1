// `npm run conformance:fuzz`: random calls, answered by actfn and by a running PyTorch, and compared: answers, gradients of
// every tensor argument, and whether both throw. Prints the smallest call it finds on which they differ, and how to repeat
// it.
//
//   npm run conformance:fuzz -- --seconds 60 --seed 7 [--functions softmax,gelu] [--path 12:0:3]

import { parseArgs } from "node:util";
import fc from "fast-check";
import { type Call, calls } from "./fuzz/calls.js";
import { compare } from "./fuzz/compare.js";
import { startTorch } from "./fuzz/torch-process.js";
import { isPublished } from "./published.js";

const { values: given } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    calls: { type: "string", default: "10000000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_007) },
    functions: { type: "string" },
    path: { type: "string" },
  },
});
const [seconds, limit, seed] = [given.seconds, given.calls, given.seed].map(Number) as [number, number, number];
const names = given.functions?.split(",") ?? Object.keys(calls).filter(isPublished);
const unknown = names.filter((name) => !calls[name] || !isPublished(name));
if (unknown.length > 0 || ![seconds, limit, seed].every((value) => value >= 0)) {
  console.error(
    `No random calls of ${unknown.join(", ") || "so many seconds, calls or that seed"}. There are: ${Object.keys(calls).join(", ")}`,
  );
  process.exit(2);
}

const torch = startTorch();
const started = Date.now();
const counts = { compared: 0, accepted: new Map<string, number>(), unsupported: new Map<string, number>() };
const count = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1);

function showProgress(): void {
  if (!process.stderr.isTTY && counts.compared % 20_000 !== 0) return;
  const elapsed = (Date.now() - started) / 1000;
  const share = Math.min(1, Math.max(elapsed / seconds, counts.compared / limit));
  const bar = "█".repeat(Math.round(share * 30)).padEnd(30, "·");
  process.stderr.write(
    `\r${bar} ${counts.compared} calls, ${elapsed.toFixed(0)} of ${seconds} s${process.stderr.isTTY ? "" : "\n"}`,
  );
}

/** What is different, or undefined. */
async function difference(call: Call): Promise<string | undefined> {
  const answer = await torch.ask(call);
  if (answer.unsupported) count(counts.unsupported, `${call.fn}: ${answer.unsupported.slice(0, 100)}`);
  const { difference, accepted } = compare(call, answer);
  if (accepted) count(counts.accepted, accepted);
  if (counts.compared++ % 200 === 0) showProgress();
  return difference;
}

const drawn = fc.oneof(...names.map((name) => calls[name]!));
const outcome = await fc.check(
  fc.asyncProperty(drawn, async (call) => {
    const found = await difference(call);
    if (found) throw new Error(found);
  }),
  {
    seed,
    numRuns: limit,
    ...(given.path ? { path: given.path } : {}),
    interruptAfterTimeLimit: seconds * 1000,
    endOnFailure: false,
  },
);
torch.stop();

const listed = (title: string, map: Map<string, number>): string[] =>
  map.size ? [title, ...[...map].map(([name, times]) => `  ${times} × ${name}`)] : [];
console.log(
  [
    `\n${counts.compared} calls of ${names.length} functions compared in ${((Date.now() - started) / 1000).toFixed(0)} s, seed ${seed}`,
    ...listed("Accepted differences (see the page Differences from PyTorch):", counts.accepted),
    ...listed("Not compared:", counts.unsupported),
  ].join("\n"),
);
if (outcome.failed && outcome.counterexample) {
  const [call] = outcome.counterexample;
  console.log(`\nDifferent: ${JSON.stringify(call)}\n${(outcome.errorInstance as Error | undefined)?.message}`);
  console.log(
    `Again: npm run conformance:fuzz -- --seed ${seed} --path ${outcome.counterexamplePath} --functions ${names.join(",")}`,
  );
  process.exitCode = 1;
} else {
  console.log("No difference.");
}
