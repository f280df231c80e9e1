import { spawn } from "node:child_process";

/** The exit code of what was stopped from outside, as shells have it: 128 and the number of SIGINT. */
export const INTERRUPTED = 130;

/** Runs a tool's JavaScript file in a Node of its own, on this terminal; answers its exit code. */
export function runTool(file: string, args: string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const child = spawn(process.execPath, [file, ...args], { stdio: "inherit", env });
  let interrupted = false;
  const onInterrupt = (): void => {
    // The terminal sent Ctrl-C to the tool too, which stops its own children before it ends: stay until it has.
    interrupted = true;
  };
  const onTerminate = (): void => {
    interrupted = true;
    child.kill("SIGTERM");
  };
  process.on("SIGINT", onInterrupt).on("SIGTERM", onTerminate);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      process.off("SIGINT", onInterrupt).off("SIGTERM", onTerminate);
      resolve(interrupted ? INTERRUPTED : (code ?? INTERRUPTED));
    });
  });
}
