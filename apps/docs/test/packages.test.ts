import { describe, expect, test } from "vitest";
import { packagePage } from "../.vitepress/package-page.js";
import { type Package, readExample, readPackages, withRecordedOutput } from "../.vitepress/packages.js";

const example = {
  id: "softmax/temperature",
  file: "packages/softmax/examples/temperature.ts",
  title: "Cold and hot",
  code: "console.log(1);",
  outFile: "packages/softmax/examples/temperature.out",
  recorded: undefined,
};

const pkg: Package = {
  folder: "softmax",
  name: "@actfn/softmax",
  description: "Normalises over a dim",
  license: "MIT",
  formats: ["ESM"],
  dependencies: [],
  examples: [],
};

describe("an example that cannot be shown stops the build", () => {
  test("one without recorded output is named, with the command that records it", () => {
    expect(() => withRecordedOutput(example)).toThrow(
      /temperature\.ts has no recorded output.*npm run examples:record/,
    );
  });

  test("a page that embeds an example that does not exist hears which exist", () => {
    expect(() => readExample("softmax/no-such-example")).toThrow(/no example softmax\/no-such-example\. These exist: /);
  });
});

describe("a package's page", () => {
  test("has a heading with the file's name as its anchor, and the example, for each", () => {
    const page = packagePage({ ...pkg, examples: [withRecordedOutput({ ...example, recorded: "1\n" })] });
    expect(page).toContain("## Cold and hot {#temperature}\n\n@[example](softmax/temperature)");
  });

  test("keeps code in a title, and takes nothing else in it for markup", () => {
    const title = "`max({ keepdim })` of a*b*c <and> {more}";
    const page = packagePage({ ...pkg, examples: [withRecordedOutput({ ...example, title, recorded: "1\n" })] });
    expect(page).toContain("## `max({ keepdim })` of a&#42;b&#42;c &#60;and&#62; &#123;more&#125; {#temp");
  });

  test("offers every package manager", () => {
    const page = packagePage(pkg);
    for (const command of ["npm install", "pnpm add", "yarn add", "bun add"]) {
      expect(page).toContain(`${command} @actfn/softmax`);
    }
  });
});

test("the pages stand in the order of what most people come for, the tensors under it last", () => {
  const folders = readPackages().map((found) => found.folder);
  expect(folders.slice(0, 4)).toEqual(["softmax", "sigmoid", "relu", "tensor"]);
});
