"use strict";
// Runs before `npm start` and `npm test`: stops with one sentence on a Node that is too old, and installs where
// node_modules is missing or older than the lock. It runs before anything is installed and on any Node there is:
// CommonJS, no dependencies, no syntax newer than ES2015.
const { spawnSync } = require("child_process");
const fs = require("fs");
const path = require("path");

const root = path.join(__dirname, "..");

/** The sentence for a Node below `wanted` (as in package.json's engines, ">=20.19"), or undefined. */
function nodeProblem(version, wanted) {
  const have = version.replace(/^v/, "").split(".").map(Number);
  const need = wanted
    .replace(/^>=\s*/, "")
    .split(".")
    .map(Number);
  if (have[0] > need[0] || (have[0] === need[0] && have[1] >= need[1])) return undefined;
  return `actfn needs Node ${need.join(".")} or later, and this is Node ${have.join(".")}: install a newer one from https://nodejs.org and run the same command again.`;
}

/**
 * Why `npm ci` has to run, or undefined where node_modules holds what the lock asks for. npm keeps its own account of
 * what it installed in node_modules/.package-lock.json; times say nothing here, git sets them anew at every checkout.
 */
function installProblem(folder) {
  const installedLock = path.join(folder, "node_modules", ".package-lock.json");
  if (!fs.existsSync(installedLock)) return "nothing is installed yet";
  const wanted = packagesOf(path.join(folder, "package-lock.json"));
  const installed = packagesOf(installedLock);
  for (const place of Object.keys(wanted)) {
    const have = installed[place];
    const want = wanted[place];
    // What is made for another platform, or only on request, stays out of node_modules.
    if (!have && (want.optional || want.devOptional || want.peer)) continue;
    if (!have || have.version !== want.version || have.integrity !== want.integrity) return `${place} is not as locked`;
  }
  for (const place of Object.keys(installed)) if (!wanted[place]) return `${place} is no longer locked`;
  return undefined;
}

function packagesOf(lockFile) {
  const all = JSON.parse(fs.readFileSync(lockFile, "utf8")).packages;
  const packages = {};
  // Leaves out the root and the workspaces' own folders: their versions are not something to install.
  for (const place of Object.keys(all)) if (/(^|\/)node_modules\//.test(place)) packages[place] = all[place];
  return packages;
}

function install() {
  // With NODE_ENV=production npm would leave out every build tool.
  const args = ["ci", "--include=dev"];
  const npm = process.env.npm_execpath || "";
  const options = { cwd: root, stdio: "inherit" };
  return path.basename(npm) === "npm-cli.js"
    ? spawnSync(process.execPath, [npm].concat(args), options)
    : spawnSync("npm", args, Object.assign({ shell: process.platform === "win32" }, options));
}

function main() {
  const packageJson = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  const tooOld = nodeProblem(process.version, packageJson.engines.node);
  if (tooOld) {
    console.error(tooOld);
    return 1;
  }
  const reason = installProblem(root);
  if (!reason) return 0;

  console.log(`Installing the locked dependencies with npm ci (${reason}) …`);
  const started = Date.now();
  const result = install();
  if (result.status !== 0) {
    if (result.error) console.error(result.error.message);
    console.error("The install failed, for the reason that npm gives above. Running the same command again is safe.");
    return result.status || 1;
  }
  console.log(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
  return 0;
}

if (require.main === module) process.exitCode = main();

module.exports = { installProblem, nodeProblem };
