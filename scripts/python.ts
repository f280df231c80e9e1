// Runs a Python script with the first Python here that has PyTorch: `python.ts conformance/generate.py`.
import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";

/**
 * The command of a Python that can import `modules`: PYTHON where it is set, else the system's, else the first on the
 * PATH. Debian's torch belongs to /usr/bin/python3, which another python3 may hide.
 */
export function findPython(modules: string[] = ["torch", "numpy"]): string | undefined {
  const { PYTHON } = process.env;
  const candidates = PYTHON ? [PYTHON] : ["/usr/bin/python3", "python3", "python", "py"];
  return candidates.find((python) => spawnSync(python, ["-c", `import ${modules.join(", ")}`]).status === 0);
}

function run(script: string, args: string[]): number {
  const python = findPython();
  if (!python) {
    console.error(`${script} needs a Python with PyTorch and NumPy, and there is none here. Install them`);
    console.error("(Debian: apt-get install python3-torch python3-numpy), or set PYTHON to the one that has them.");
    return 1;
  }
  return spawnSync(python, [script, ...args], { stdio: "inherit" }).status ?? 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [script = "", ...args] = process.argv.slice(2);
  process.exitCode = run(script, args);
}
