import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { findPython } from "../../scripts/python.js";
import type { FunctionCase, TensorAnswer } from "../answers.js";
import type { Call } from "./call.js";

/** What PyTorch says to a call. */
export interface TorchAnswer {
  expected?: FunctionCase["expected"] | { text: string };
  /** What torch has in the dtype itself, where `expected` was worked out in float64 and rounded once. */
  native?: TensorAnswer;
  /** The gradient of each tensor among the arguments, where there is one: worked out in float64, and as torch has it. */
  grads?: [exact: (TensorAnswer | null)[], native: (TensorAnswer | null)[]];
  /** Why it says nothing. */
  unsupported?: string;
}

/** A running PyTorch that answers one call after another. */
export interface TorchProcess {
  ask(call: Call): Promise<TorchAnswer>;
  stop(): void;
}

export function startTorch(): TorchProcess {
  const python = findPython();
  if (!python) throw new Error("no Python with PyTorch and NumPy here; set PYTHON to one that has them");
  const script = fileURLToPath(new URL("./torch_server.py", import.meta.url));
  const child = spawn(python, [script], { stdio: ["pipe", "pipe", "inherit"] });
  const waiting: { resolve(line: string): void; reject(error: Error): void }[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => waiting.shift()?.resolve(line));
  child.on("exit", (code) => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`PyTorch's process ended with ${code}`));
  });
  return {
    async ask(call) {
      const line = await new Promise<string>((resolve, reject) => {
        waiting.push({ resolve, reject });
        child.stdin.write(`${JSON.stringify(call)}\n`);
      });
      return JSON.parse(line) as TorchAnswer;
    },
    stop: () => child.kill(),
  };
}
