// Every packages/*/examples/NAME.ts is a script that a user would write, NAME.out beside it is what it prints, and
// NAME.py, where there is one, is the same for PyTorch and prints the same.
// `npm run examples:record` builds the packages, runs the examples and writes their .out files.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { transform } from "esbuild";

const packages = fileURLToPath(new URL("../packages", import.meta.url));

export interface Example {
  /** The package and the name: "softmax/temperature". */
  id: string;
  file: string;
  /** The first line's comment. */
  title: string;
  code: string;
  outFile: string;
  /** What the .out file holds; undefined where there is none. */
  recorded: string | undefined;
}

/** The examples of every package, in the order of their names. */
export function findExamples(): Example[] {
  return exampleFiles(".ts").map((file) => {
    const source = readFileSync(file, "utf8");
    const [, title = basename(file, ".ts"), code = source] = /^\/\/ *([^\n]+)\n(.*)$/s.exec(source) ?? [];
    const outFile = file.replace(/\.ts$/, ".out");
    const recorded = existsSync(outFile) ? readFileSync(outFile, "utf8") : undefined;
    return { id: idOf(file), file, title, code: code.trim(), outFile, recorded };
  });
}

// The snippets of the article that this project starts from, in its order.
const article = [
  "softmax/probabilities",
  "softmax/batch",
  "softmax/max-subtraction",
  "sigmoid/probabilities",
  "relu/rectified",
];

/** The examples that `npm start` prints. Throws when one of them is gone. */
export function articleExamples(): Example[] {
  const all = new Map(findExamples().map((example) => [example.id, example]));
  return article.map((id) => {
    const example = all.get(id);
    if (!example) throw new Error(`There is no example ${id} any more, and npm start prints it`);
    return example;
  });
}

/** The files that belong to no example any more. */
export function findOrphans(): string[] {
  return [...exampleFiles(".out"), ...exampleFiles(".py")]
    .filter((file) => !existsSync(file.replace(/\.\w+$/, ".ts")))
    .map((file) => relative(dirname(packages), file));
}

/**
 * Runs an example as a user would: in a process of its own, in its folder, against the built packages. Answers what
 * it prints; throws what it writes to stderr when it fails.
 */
export async function runExample(example: Example): Promise<string> {
  return runScript(readFileSync(example.file, "utf8"), example.file);
}

/** The TypeScript of a README that is followed by what it prints, with the file that it stands in. */
export function readmeExamples(): { id: string; file: string; code: string; printed: string }[] {
  const folders = [dirname(packages), ...readdirSync(packages).map((name) => join(packages, name))];
  return folders.flatMap((folder) => {
    const file = join(folder, "README.md");
    const blocks = readFileSync(file, "utf8").matchAll(/^```ts\n(.*?)^```\n\n```\n(.*?)^```$/gms);
    return [...blocks].map(([, code = "", printed = ""], i) => {
      return { id: `${relative(dirname(packages), file)} ${i + 1}`, file, code, printed };
    });
  });
}

/** Runs the text of a script as if it stood in `file`. */
export async function runScript(source: string, file: string): Promise<string> {
  // Node 20 cannot strip types.
  const { code } = await transform(source, { loader: "ts", format: "esm", target: "node20", sourcefile: file });
  const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: "1" };
  // Would colour the output, or print a warning about NO_COLOR.
  delete env.FORCE_COLOR;
  delete env.NODE_OPTIONS;
  const child = spawn(process.execPath, ["--input-type=module", "-"], { cwd: dirname(file), env });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  child.stdin.end(code);
  const status = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (status !== 0) throw new Error(`${relative(dirname(packages), file)} failed:\n${stderr}`);
  return stdout;
}

// One Python for all of them: to import torch takes longer than to run them.
const RUN_ALL = `
import contextlib, io, json, runpy, sys
printed = []
for file in sys.argv[1:]:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        runpy.run_path(file, run_name="__main__")
    printed.append(out.getvalue())
json.dump(printed, sys.stdout)
`;

/** The same program for PyTorch, where there is one. */
export function pytorchTwin({ file }: Example): string | undefined {
  const twin = file.replace(/\.ts$/, ".py");
  return existsSync(twin) ? twin : undefined;
}

/** What these Python files print, in their order. */
export function runPytorch(python: string, files: string[]): string[] {
  const { status, stdout, stderr } = spawnSync(python, ["-c", RUN_ALL, ...files], { encoding: "utf8" });
  if (status !== 0) throw new Error(`A PyTorch twin of an example failed:\n${stderr}`);
  return JSON.parse(stdout);
}

function exampleFiles(extension: string): string[] {
  return readdirSync(packages)
    .map((name) => join(packages, name, "examples"))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((file) => file.endsWith(extension))
    .sort();
}

function idOf(file: string): string {
  return `${basename(dirname(dirname(file)))}/${basename(file, ".ts")}`;
}

async function record(): Promise<void> {
  for (const example of findExamples()) {
    const printed = await runExample(example);
    if (printed === example.recorded) continue;
    writeFileSync(example.outFile, printed);
    console.log(`recorded ${relative(dirname(packages), example.outFile)}`);
  }
  for (const orphan of findOrphans()) console.log(`${orphan} belongs to no example any more: delete it`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await record();
