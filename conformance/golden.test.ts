import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPython } from "../scripts/python.js";

const folder = fileURLToPath(new URL("./golden", import.meta.url));
const files = readdirSync(folder).sort();
const read = (path: string): string[] => readFileSync(path, "utf8").split("\n");

const TORCH = "1.13";
const python = findPython();
const version = python
  ? spawnSync(python, ["-c", "import torch; print(torch.__version__)"], { encoding: "utf8" }).stdout.trim()
  : undefined;
const usable = version?.startsWith(`${TORCH}.`);

if (!usable) {
  const found = version ? `torch ${version}` : "no torch";
  console.warn(
    `\n${"!".repeat(100)}\n` +
      `SKIPPED: nobody has checked the golden files against PyTorch. They are of torch ${TORCH}; here is ${found}.\n` +
      "Debian 12 has it: apt-get install python3-torch python3-numpy. PYTHON names the Python to ask.\n" +
      `${"!".repeat(100)}\n`,
  );
}

test.runIf(process.env.CI)(`CI has torch ${TORCH} to check the golden files with`, () => {
  expect(version).toMatch(/^1\.13\./);
});

describe.runIf(usable)("the golden files are what torch writes today", () => {
  let fresh = "";

  beforeAll(() => {
    fresh = mkdtempSync(join(tmpdir(), "actfn-golden-"));
    const script = fileURLToPath(new URL("./generate.py", import.meta.url));
    const { status, stderr } = spawnSync(python!, [script, "--out", fresh], { encoding: "utf8" });
    if (status !== 0) throw new Error(`conformance/generate.py failed:\n${stderr}`);
  });
  afterAll(() => rmSync(fresh, { recursive: true, force: true }));

  test("no file is missing and none is left over", () => {
    expect(readdirSync(fresh).sort()).toEqual(files);
  });

  test.each(files)("%s is the same byte for byte", (file) => {
    const committed = read(join(folder, file));
    const generated = read(join(fresh, file));
    // Only the lines that differ: a diff of two files of this size would take minutes to draw.
    const changed = generated.flatMap((line, i) => (line === committed[i] ? [] : [{ now: line, was: committed[i] }]));
    expect(changed.slice(0, 3)).toEqual([]);
    expect(generated.length).toBe(committed.length);
  });
});
