// turbo as this workspace runs it: `turbo.ts run build`. An environment variable is the only switch for its telemetry,
// and an npm script cannot set one on every platform.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { runTool } from "./run-tool.js";

/** Runs turbo with its output on this terminal; answers its exit code. */
export function turbo(args: string[]): Promise<number> {
  const program = createRequire(import.meta.url).resolve("turbo/bin/turbo");
  return runTool(program, args, { ...process.env, TURBO_TELEMETRY_DISABLED: "1" });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  process.exitCode = await turbo(process.argv.slice(2));
