import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import {
  type Bundle,
  bundle,
  bundleEach,
  exportsOf,
  PACKAGES,
  readmeOf,
  readRecorded,
  withSizes,
} from "./bundle-size.js";

const RECORD = "look at why, then npm run size:record";
const FAMILIES = PACKAGES.filter((name) => name !== "tensor");

const recorded = readRecorded();
const exported = await Promise.all(PACKAGES.map(async (name) => [name, await exportsOf(name)] as const));

let bundles: Record<string, Record<string, Bundle>>;

beforeAll(async () => {
  bundles = await bundleEach();
  for (const [name, each] of Object.entries(bundles)) console.log(tableOf(name, each));
}, 300_000);

/** What a package's functions come to, four to a line. */
function tableOf(name: string, each: Record<string, Bundle>): string {
  const cells = Object.entries(each).map(([key, { bytes }]) => `${key.padEnd(28, ".")} ${String(bytes).padStart(5)}`);
  const lines = [`@actfn/${name}: bytes of each import alone, minified and gzipped`];
  while (cells.length) lines.push(cells.splice(0, 4).join("   "));
  return lines.join("\n");
}

test.each(PACKAGES)("@actfn/%s that is imported, but not used, is gone from the bundle", async (name) => {
  expect((await bundle(`import "@actfn/${name}";`)).code).toBe("");
  expect((await bundle(`import * as all from "@actfn/${name}"; import { isTensor } from "@actfn/tensor";`)).code).toBe(
    "",
  );
});

test("`tensor`, with printing, all dtypes, and tensors of other libraries, is no more than 4 kB", () => {
  // Not 3 kB: without one check of what it is given, let alone a message, it would still be 3.5 kB.
  expect(bundles.tensor!.tensor!.bytes).toBeLessThanOrEqual(4096);
});

describe("a function brings only itself", () => {
  test.each(FAMILIES)("no function of @actfn/%s brings code of another family", (name) => {
    const strangers = Object.entries(bundles[name]!).flatMap(([key, { files }]) =>
      [...files.keys()]
        .filter((file) => !/^(tensor)\//.test(file) && !file.startsWith(`${name}/`))
        .map((file) => [key, file]),
    );
    expect(strangers).toEqual([]);
  });

  /** Every export, of any package, whose bundle is so. */
  const those = (matches: (bundle: Bundle) => boolean): string[] =>
    Object.values(bundles).flatMap((each) => Object.keys(each).filter((key) => matches(each[key]!)));

  test("the engine that goes back along gradients comes with backward and grad alone", () => {
    const engine = those(({ code }) => code.includes("Trying to backward through the graph"));
    expect(engine).toEqual(["backward", "grad"]);
  });

  test("the options of printing come with setPrintOptions alone", () => {
    expect(those(({ files }) => files.has("tensor/src/print-options.ts"))).toEqual(["setPrintOptions"]);
  });

  test("random numbers come with what is random alone", () => {
    const random = those(({ files }) => files.has("tensor/src/mt19937.ts"));
    expect(random).toEqual(expect.arrayContaining(["rand", "randn", "Generator", "gumbelSoftmax", "rrelu"]));
    expect(
      random.filter((key) => !/^rand|^multinomial|^gumbelSoftmax|^rrelu|^Generator|^manualSeed/.test(key)),
    ).toEqual([]);
  });

  test("relu brings no exponential, no reduction and no view", () => {
    const files = [...bundles.relu!.relu!.files.keys()];
    expect(files).toContain("relu/src/relu.ts");
    expect(
      files.filter((file) => /\/(exp|expm1|log|erf|sums|reduce|extremes|views|arithmetic|binary)\.ts$/.test(file)),
    ).toEqual([]);
  });
});

describe.each(exported)("@actfn/%s is no larger than it was", (name, names) => {
  test.each(names)("%s", (key) => {
    const bytes = bundles[name]![key]!.bytes;
    const before = recorded[name]?.[key];
    if (before === undefined)
      throw new Error(`${key} is ${bytes} bytes, of which nothing is recorded: npm run size:record`);
    if (bytes > before * 1.05) throw new Error(`${key} has grown from ${before} to ${bytes} bytes: ${RECORD}`);
    if (bytes < before * 0.9)
      throw new Error(`${key} has shrunk from ${before} to ${bytes} bytes: npm run size:record`);
  });

  test("nothing is recorded that is no more", () => {
    expect(Object.keys(recorded[name] ?? {}).filter((key) => !names.includes(key))).toEqual([]);
  });
});

describe("a README", () => {
  test.each(exported)("of @actfn/%s names every function", (name, names) => {
    const readme = readFileSync(readmeOf(name), "utf8");
    expect(names.filter((key) => !readme.includes(`\`${key}\``) && !readme.includes(`| \`${key}(`))).toEqual([]);
  });

  test.each(FAMILIES)("of @actfn/%s says what was recorded of each function, each in a row of its own", (name) => {
    const readme = readFileSync(readmeOf(name), "utf8");
    expect(withSizes(readme, recorded[name]!)).toBe(readme);
    const rows = [...readme.matchAll(/^\| `(\w+)\(/gm)].map(([, key]) => key);
    expect(rows.toSorted()).toEqual(Object.keys(recorded[name]!));
  });
});
