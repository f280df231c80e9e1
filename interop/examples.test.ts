import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { runScript } from "../scripts/examples.js";

// The documentation shows these files. `npm run test:interop -- -u` records what they print.
const folder = fileURLToPath(new URL("examples", import.meta.url));
const files = readdirSync(folder);

describe("an example prints what its .out file holds", () => {
  test.each(files.filter((file) => file.endsWith(".ts")))("%s", async (file) => {
    const path = `${folder}/${file}`;
    const printed = await runScript(readFileSync(path, "utf8"), path);
    await expect(printed).toMatchFileSnapshot(path.replace(/\.ts$/, ".out"));
  });
});

test("every .out file has its example", () => {
  const outputs = files.filter((file) => file.endsWith(".out"));
  expect(outputs.filter((file) => !files.includes(file.replace(/\.out$/, ".ts")))).toEqual([]);
});
