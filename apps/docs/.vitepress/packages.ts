import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Example, findExamples, pytorchTwin } from "../../../scripts/examples.js";

/** Where the packages are; the development server watches it. */
export const packagesFolder: string = fileURLToPath(new URL("../../../packages", import.meta.url));

export interface Package {
  /** The name of its folder and of its page: "softmax". */
  folder: string;
  /** The name to install: "@actfn/softmax". */
  name: string;
  description: string;
  license: string;
  /** The module formats it publishes: "ESM", "CommonJS". */
  formats: string[];
  /** The names of the packages that an install brings along. */
  dependencies: string[];
  /** The introduction, then the shortest first, so that the simple cases come before the long ones. */
  examples: RecordedExample[];
}

export interface RecordedExample extends Example {
  /** The file name without its extension, which is also the anchor on the page. */
  name: string;
  recorded: string;
  /** The same program for PyTorch, which prints the same; undefined where there is none. */
  pytorch: { file: string; code: string } | undefined;
}

// The order of the pages; a package that is not named here comes after these.
const order = ["softmax", "sigmoid", "relu", "tensor"];

// The examples that say what their package is for.
const introductions = new Set(["softmax/probabilities", "sigmoid/probabilities", "relu/rectified", "tensor/creation"]);

/** Every published package of the repository with its examples. Throws when an example has no recorded output. */
export function readPackages(): Package[] {
  const examples = findExamples().map(withRecordedOutput);
  return readdirSync(packagesFolder)
    .filter((folder) => existsSync(join(packagesFolder, folder, "package.json")))
    .map((folder) => readPackage(folder, examples))
    .sort((a, b) => rank(a) - rank(b) || a.folder.localeCompare(b.folder));
}

/** The example of that id ("softmax/temperature"). Throws when there is none. */
export function readExample(id: string): RecordedExample {
  const examples = findExamples();
  const example = examples.find((candidate) => candidate.id === id);
  if (example) return withRecordedOutput(example);
  const known = examples.map((candidate) => candidate.id).join(", ");
  throw new Error(`There is no example ${id}. These exist: ${known}`);
}

/** An example as the site shows it. Throws when its .out file is missing, for what it prints is half of it. */
export function withRecordedOutput(example: Example): RecordedExample {
  const { recorded } = example;
  if (recorded === undefined) {
    throw new Error(
      `The example ${example.file} has no recorded output. ` +
        `Look at what it prints, then run \`npm run examples:record\`, which writes ${example.outFile}`,
    );
  }
  const file = pytorchTwin(example);
  const pytorch = file ? { file, code: readFileSync(file, "utf8").trim() } : undefined;
  return { ...example, name: example.id.slice(example.id.indexOf("/") + 1), recorded, pytorch };
}

interface Manifest {
  name: string;
  description: string;
  license: string;
  exports: { ".": Record<string, unknown> };
  dependencies?: Record<string, string>;
}

function readPackage(folder: string, examples: RecordedExample[]): Package {
  const manifest: Manifest = JSON.parse(readFileSync(join(packagesFolder, folder, "package.json"), "utf8"));
  const formats = { import: "ESM", require: "CommonJS" };
  return {
    folder,
    name: manifest.name,
    description: manifest.description,
    license: manifest.license,
    formats: Object.entries(formats).flatMap(([condition, format]) =>
      condition in manifest.exports["."] ? [format] : [],
    ),
    dependencies: Object.keys(manifest.dependencies ?? {}),
    examples: examples
      .filter((example) => example.id.startsWith(`${folder}/`))
      .sort((a, b) => effort(a) - effort(b) || a.name.localeCompare(b.name)),
  };
}

/** How much there is to read. */
function effort({ id, code }: Example): number {
  return introductions.has(id) ? 0 : code.length;
}

function rank({ folder }: Package): number {
  const position = order.indexOf(folder);
  return position === -1 ? order.length : position;
}
