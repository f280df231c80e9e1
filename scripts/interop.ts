// `npm run test:interop`: actfn with the tensors of other libraries. They are too heavy for the root install, so that
// the folder interop has a package.json and a lock of its own; this installs them, builds, type-checks and tests.
// `npm run test:interop -- npy` passes its arguments to vitest.
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installProblem } from "./ready.cjs";
import { runTool } from "./run-tool.js";
import { stopWithNpm } from "./stop-with-npm.js";
import { turbo } from "./turbo.js";

const folder = fileURLToPath(new URL("../interop", import.meta.url));
const { resolve } = createRequire(import.meta.url);

stopWithNpm();
const installed = await install();
if (installed !== 0) process.exit(installed);
const built = await turbo(["run", "build", "--filter=!@actfn/docs", "--output-logs=errors-only"]);
if (built !== 0) process.exit(built);
const checked = await runTool(resolve("typescript/bin/tsc"), ["--project", folder]);
const vitest = join(resolve("vitest/package.json"), "../vitest.mjs");
const tested = await runTool(vitest, ["run", "--root", folder, ...process.argv.slice(2)]);
if (checked !== 0) console.error("\nFailed before the tests: the type check, see above.");
process.exitCode = checked || tested;

async function install(): Promise<number> {
  const reason = installProblem(folder);
  if (!reason) return 0;
  console.log(`Installing 180 MB into interop with npm ci (${reason}) …`);
  const started = Date.now();
  const npm = process.env.npm_execpath ?? "";
  if (basename(npm) !== "npm-cli.js") {
    console.error("Start this with npm: npm run test:interop");
    return 1;
  }
  const status = await runTool(npm, ["ci", "--prefix", folder]);
  if (status === 0) console.log(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
  else
    console.error("The install failed, for the reason that npm gives above. Running the same command again is safe.");
  return status;
}
