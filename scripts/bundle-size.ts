// What a bundler makes of a single import. `npm run size:record` writes down what each comes to, in bundle-sizes.json and in
// the tables of the READMEs, and bundle-size.test.ts holds the functions to it.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const packages = fileURLToPath(new URL("../packages", import.meta.url));
const table = fileURLToPath(new URL("./bundle-sizes.json", import.meta.url));

/** The packages by their folders' names: "relu" is @actfn/relu. */
export const PACKAGES: readonly string[] = readdirSync(packages);

/** Bytes of each export of each package, minified and gzipped. */
export type Sizes = Record<string, Record<string, number>>;

export interface Bundle {
  code: string;
  /** After gzip, as a server would send it. */
  bytes: number;
  /** The files of ours that it has code of, and how much before gzip: "tensor/src/dtype.ts". */
  files: Map<string, number>;
}

// The sources, so that no build is needed. They are what a user's bundler gets, too: tsup.config.ts publishes them file by
// file, less their types, and the package.json beside them says here as there that unused files can go.
const alias = Object.fromEntries(PACKAGES.map((name) => [`@actfn/${name}`, sourceOf(name)]));

function sourceOf(name: string): string {
  return join(packages, name, "src", "index.ts");
}

/** A script with what it imports, as a user would ship it. */
export async function bundle(script: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: script, resolveDir: packages },
    alias,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const code = outputFiles[0]!.text;
  const [output] = Object.values(metafile.outputs);
  const files = Object.entries(output!.inputs)
    .filter(([file, { bytesInOutput }]) => file.includes("packages/") && bytesInOutput > 0)
    .map(([file, { bytesInOutput }]) => [file.replace(/^.*packages\//, ""), bytesInOutput] as const);
  return { code, bytes: gzipSync(code, { level: 9 }).length, files: new Map(files) };
}

/** A script that needs one function, and has it all. */
export function bundleExport(name: string, exported: string): Promise<Bundle> {
  return bundle(`export { ${exported} } from "@actfn/${name}";`);
}

/** What there is to import from a package, types aside. */
export async function exportsOf(name: string): Promise<string[]> {
  const options = { bundle: true, packages: "external", format: "esm", metafile: true, write: false } as const;
  const { metafile } = await build({ ...options, entryPoints: [sourceOf(name)] });
  return Object.values(metafile.outputs)[0]!.exports.sort();
}

/** The bundle of each export of each package, nothing else imported. */
export async function bundleEach(): Promise<Record<string, Record<string, Bundle>>> {
  const bundles: Record<string, Record<string, Bundle>> = {};
  for (const name of PACKAGES) {
    const each = (await exportsOf(name)).map(
      async (exported) => [exported, await bundleExport(name, exported)] as const,
    );
    bundles[name] = Object.fromEntries(await Promise.all(each));
  }
  return bundles;
}

export function readRecorded(): Sizes {
  return JSON.parse(readFileSync(table, "utf8"));
}

/** Where the README of a package is. */
export function readmeOf(name: string): string {
  return join(packages, name, "README.md");
}

/** A README in whose table each function has its size in kB, the last cell of a row that begins with a call of it. */
export function withSizes(readme: string, sizes: Record<string, number>): string {
  return readme.replace(/^(\| `(\w+)\(.*\|)[^|]*\|$/gm, (row, cells: string, exported: string) => {
    const bytes = sizes[exported];
    return bytes === undefined ? row : `${cells} ${(bytes / 1000).toFixed(1)} |`;
  });
}

async function record(): Promise<void> {
  const sizes: Sizes = {};
  for (const [name, bundles] of Object.entries(await bundleEach())) {
    sizes[name] = Object.fromEntries(Object.entries(bundles).map(([exported, { bytes }]) => [exported, bytes]));
    const readme = readmeOf(name);
    writeFileSync(readme, withSizes(readFileSync(readme, "utf8"), sizes[name]));
  }
  writeFileSync(table, `${JSON.stringify(sizes, null, 2)}\n`);
  console.log("recorded scripts/bundle-sizes.json, and the READMEs: their diff shows what has grown");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await record();
