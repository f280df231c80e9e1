// `npm test`: builds, type-checks, lints, then runs every test, and fails if any of them did. A lint error hides no
// test result. `npm test -- softmax` passes its arguments to vitest.
import { createRequire } from "node:module";
import { join } from "node:path";
import { INTERRUPTED, runTool } from "./run-tool.js";
import { stopWithNpm } from "./stop-with-npm.js";
import { turbo } from "./turbo.js";

const checks = ["build", "typecheck", "typecheck:root", "lint"];
const vitest = join(createRequire(import.meta.url).resolve("vitest/package.json"), "../vitest.mjs");

stopWithNpm();
const checked = await turbo(["run", ...checks, "--continue=dependencies-successful"]);
if (checked === INTERRUPTED) process.exit(INTERRUPTED);
const tested = await runTool(vitest, ["run", ...process.argv.slice(2)]);
if (checked !== 0) console.error(`\nFailed before the tests: one of ${checks.join(", ")}, see above.`);
process.exitCode = checked || tested;
