// What a bundler makes of a single import: `npm run size:record` writes what each comes to into bundle-sizes.json, and
// bundle-size.test.ts holds the functions to it.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { type BuildOptions, build, type Plugin } from "esbuild";

const packages = fileURLToPath(new URL("../packages", import.meta.url));
const table = fileURLToPath(new URL("./bundle-sizes.json", import.meta.url));

/** Bytes, minified and gzipped, of each export of each package. */
export type Sizes = Record<string, Record<string, number>>;

/** The packages by their folders' names: "relu" is @actfn/relu. */
export const PACKAGES: readonly string[] = readdirSync(packages);

// As tsup.config.ts has it. The bundles are made of what is published, one file a package, for that is what a bundler of
// the user's gets: there it must drop the rest of a file, where our sources let it drop whole modules.
const PUBLISHED = { bundle: true, format: "esm", target: "es2022", write: false, logLevel: "silent" } as const;

const published = new Map<string, ReturnType<typeof publish>>();

async function publish(name: string) {
  const entry = join(packages, name, "src", "index.ts");
  const { outputFiles, metafile } = await build({
    ...PUBLISHED,
    entryPoints: [entry],
    packages: "external",
    metafile: true,
  });
  const [output] = Object.values(metafile.outputs);
  return { code: outputFiles[0]!.text, names: output!.exports };
}

function publishedOnce(name: string): ReturnType<typeof publish> {
  if (!published.has(name)) published.set(name, publish(name));
  return published.get(name)!;
}

/** Hands out the packages as they are published, without the build. */
const asPublished: Plugin = {
  name: "as published",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@actfn\/\w+$/ }, ({ path }) => ({ path, namespace: "published", sideEffects: false }));
    onLoad({ filter: /.*/, namespace: "published" }, async ({ path }) => {
      const { code } = await publishedOnce(path.replace("@actfn/", ""));
      return { contents: code, resolveDir: packages };
    });
  },
};

const fromSources: BuildOptions["alias"] = Object.fromEntries(
  PACKAGES.map((name) => [`@actfn/${name}`, join(packages, name, "src", "index.ts")]),
);

/** What there is to import from a package, types aside. */
export async function exportsOf(name: string): Promise<string[]> {
  return (await publishedOnce(name)).names.sort();
}

/** A script as a user's bundler would ship it. */
export async function bundleOf(script: string): Promise<string> {
  const stdin = { contents: script, resolveDir: packages };
  const { outputFiles } = await build({ ...PUBLISHED, stdin, minify: true, plugins: [asPublished] });
  return outputFiles[0]!.text;
}

/** The files of ours that a script brings code of: "tensor/src/dtype.ts". */
export async function filesBehind(script: string): Promise<string[]> {
  const stdin = { contents: script, resolveDir: packages };
  const { metafile } = await build({ ...PUBLISHED, stdin, minify: true, alias: fromSources, metafile: true });
  const [output] = Object.values(metafile.outputs);
  return Object.entries(output!.inputs)
    .filter(([file, { bytesInOutput }]) => bytesInOutput > 0 && file.includes("packages/"))
    .map(([file]) => file.replace(/.*packages\//, ""));
}

/** Bytes after gzip, as a server would send them. */
export function gzipped(code: string): number {
  return gzipSync(code, { level: 9 }).length;
}

/** What each export of each package comes to if nothing else is imported. */
export async function measure(): Promise<Sizes> {
  const sizes: Sizes = {};
  for (const name of PACKAGES) {
    sizes[name] = {};
    for (const exported of await exportsOf(name)) {
      sizes[name][exported] = gzipped(await bundleOf(`export { ${exported} } from "@actfn/${name}";`));
    }
  }
  return sizes;
}

export function readRecorded(): Sizes {
  return JSON.parse(readFileSync(table, "utf8"));
}

async function record(): Promise<void> {
  writeFileSync(table, `${JSON.stringify(await measure(), null, 2)}\n`);
  console.log("recorded scripts/bundle-sizes.json: `git diff` shows what has grown");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await record();
