import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "tsup";

// Runs in a package's folder. Every export of its package.json is one entry: "." is src/index.ts, "./x" is src/x.ts.
const { exports } = JSON.parse(readFileSync("package.json", "utf8")) as { exports: Record<string, unknown> };
const entry = Object.keys(exports)
  .filter((path) => path !== "./package.json")
  .map((path) => (path === "." ? "src/index.ts" : `src/${path.slice("./".length)}.ts`));

export default defineConfig({
  entry,
  format: ["esm", "cjs"],
  target: "es2022",
  dts: true,
  sourcemap: true,
  clean: true,
  silent: true,
  // Entries of one package share their modules: the random generator and the like must exist once.
  splitting: entry.length > 1,
  tsconfig: fileURLToPath(new URL("./tsconfig.build.json", import.meta.url)),
});
