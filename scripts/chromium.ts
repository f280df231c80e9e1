import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

// In the order of preference: the names that Linux distributions use, looked up on the PATH.
const commands = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge"];

const macApplications = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];

const windowsApplications = [
  "Google\\Chrome\\Application\\chrome.exe",
  "Chromium\\Application\\chrome.exe",
  "Microsoft\\Edge\\Application\\msedge.exe", // comes with Windows
];

/**
 * The path of an installed Chromium, Chrome or Edge: `CHROMIUM_PATH` where it is set, else the usual places of
 * Linux, macOS and Windows. Throws when `CHROMIUM_PATH` names no file, so that a typo does not skip the tests.
 */
export function findChromium(): string | undefined {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`CHROMIUM_PATH is ${chosen}, and there is no such file`);
    return chosen;
  }
  return usualPlaces().find((path) => existsSync(path));
}

/**
 * The same for tests. Without a browser it says loudly what is being skipped; under CI, where nobody reads along,
 * it throws. Use: `const chromium = chromiumForTests("the site"); describe.skipIf(!chromium)(…)`.
 */
export function chromiumForTests(whatIsTested: string): string | undefined {
  const path = findChromium();
  if (path) return path;
  const advice = "Install Chromium or Chrome (Debian: apt-get install chromium), or set CHROMIUM_PATH to its program.";
  if (process.env.CI) throw new Error(`No Chromium found to test ${whatIsTested} with. ${advice}`);
  const rule = "!".repeat(100);
  console.warn(`\n${rule}\nNOT TESTED: ${whatIsTested}. No Chromium was found on this machine.\n${advice}\n${rule}\n`);
  return undefined;
}

/** What a headless Chromium needs to start in a container, as root too, and to keep off the network by itself. */
export const chromiumArgs: string[] = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

function usualPlaces(): string[] {
  if (process.platform === "darwin") return macApplications;
  if (process.platform === "win32") {
    const roots = [process.env.ProgramFiles, process.env["ProgramFiles(x86)"], process.env.LOCALAPPDATA];
    return windowsApplications.flatMap((path) => roots.flatMap((root) => (root ? join(root, path) : [])));
  }
  const folders = (process.env.PATH ?? "").split(delimiter).concat("/usr/bin", "/snap/bin");
  return commands.flatMap((command) => folders.map((folder) => join(folder, command)));
}
