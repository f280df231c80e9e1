import { readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { defineConfig, type Options } from "tsup";

// Runs in a package's folder. Every export of its package.json is one entry: "." is src/index.ts, "./x" is src/x.ts.
const { exports } = JSON.parse(readFileSync("package.json", "utf8")) as { exports: Record<string, unknown> };
const entry = Object.keys(exports)
  .filter((path) => path !== "./package.json")
  .map((path) => (path === "." ? "src/index.ts" : `src/${path.slice("./".length)}.ts`));

const shared: Options = {
  entry,
  target: "es2022",
  sourcemap: true,
  silent: true,
  tsconfig: fileURLToPath(new URL("./tsconfig.build.json", import.meta.url)),
};

// Here and not by tsup's `clean`: the three builds below run side by side, and each would delete the others' files.
rmSync("dist", { recursive: true, force: true });

// All that the entries import of this package, file by file: a bundler drops an unused file whole (`"sideEffects": false`),
// but of one large file only what it can prove to do nothing, so that softmax would bring softmin.
const { inputs } = buildSync({
  entryPoints: entry,
  bundle: true,
  packages: "external",
  tsconfig: shared.tsconfig,
  metafile: true,
  outdir: "dist",
  write: false,
}).metafile;

export default defineConfig([
  { ...shared, entry: Object.keys(inputs), format: "esm", bundle: false },
  // esbuild splits no CommonJS, and tsup's way round that turns every ?. and ?? into a function call.
  { ...shared, format: "cjs", splitting: false },
  { ...shared, format: ["esm", "cjs"], dts: { only: true } },
]);
