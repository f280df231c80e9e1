import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { installProblem, nodeProblem } from "./ready.cjs";

describe("a Node that is too old", () => {
  test("is told which one to install", () => {
    const sentence = nodeProblem("v18.20.4", ">=20.19");
    expect(sentence).toContain("needs Node 20.19 or later, and this is Node 18.20.4");
    expect(sentence).toContain("https://nodejs.org");
  });

  test("is one below the minor that engines asks for", () => {
    expect(nodeProblem("v20.18.3", ">=20.19")).toBeDefined();
    expect(nodeProblem("v8.17.0", ">=20.19")).toBeDefined(); // 8 > 2 as text
  });

  test.each(["v20.19.0", "v20.100.0", "v22.0.0", "v24.3.1", "v26.0.0-nightly2026"])("is not %s", (version) => {
    expect(nodeProblem(version, ">=20.19")).toBeUndefined();
  });
});

describe("node_modules against the lock", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "actfn-ready-"));
    mkdirSync(join(folder, "node_modules"));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  function write(file: string, packages: Record<string, object>): void {
    writeFileSync(join(folder, file), JSON.stringify({ lockfileVersion: 3, packages }));
  }

  const vite = { version: "8.3.8", integrity: "sha512-a" };

  test("before any install, it is missing", () => {
    write("package-lock.json", { "": {}, "node_modules/vite": vite });
    expect(installProblem(folder)).toBe("nothing is installed yet");
  });

  test("what is installed as locked is left alone, and the workspaces' own versions do not matter", () => {
    const link = { resolved: "packages/relu", link: true };
    const nested = { "packages/relu/node_modules/vite": { version: "5.0.0", integrity: "sha512-c" } };
    const rest = { "node_modules/vite": vite, "node_modules/@actfn/relu": link, ...nested };
    write("package-lock.json", { "": { version: "1.0.0" }, "packages/relu": { version: "0.2.0" }, ...rest });
    write("node_modules/.package-lock.json", { "packages/relu": { version: "0.1.0" }, ...rest });
    expect(installProblem(folder)).toBeUndefined();
  });

  test("another version is installed anew", () => {
    write("package-lock.json", { "node_modules/vite": { version: "8.4.0", integrity: "sha512-b" } });
    write("node_modules/.package-lock.json", { "node_modules/vite": vite });
    expect(installProblem(folder)).toBe("node_modules/vite is not as locked");
  });

  test("a new dependency is installed, a dropped one removed", () => {
    const both = { "node_modules/vite": vite, "node_modules/turbo": { version: "2.11.9", integrity: "sha512-t" } };
    write("package-lock.json", both);
    write("node_modules/.package-lock.json", { "node_modules/vite": vite });
    expect(installProblem(folder)).toBe("node_modules/turbo is not as locked");
    write("package-lock.json", { "node_modules/vite": vite });
    write("node_modules/.package-lock.json", both);
    expect(installProblem(folder)).toBe("node_modules/turbo is no longer locked");
  });

  test("what is made for another platform may be missing", () => {
    const other = { version: "2.11.9", integrity: "sha512-w", optional: true };
    write("package-lock.json", { "node_modules/vite": vite, "node_modules/@turbo/windows-64": other });
    write("node_modules/.package-lock.json", { "node_modules/vite": vite });
    expect(installProblem(folder)).toBeUndefined();
  });
});
