import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { DType } from "@actfn/tensor";
import { build } from "esbuild";
import { type Browser, chromium as chrome, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumArgs, chromiumForTests } from "../scripts/chromium.js";
import { castBytes } from "./casts.js";
import { readGolden } from "./golden.js";

const cases = readGolden<{ dtype: DType; name: string; sha256: string }>("casts");

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

test.each(cases)("$dtype rounds as in torch, bit for bit: $name", ({ dtype, name, sha256 }) => {
  expect(digest(castBytes[name]!(dtype))).toBe(sha256);
});

// Node has had a Float16Array since 24 only: a browser shows that the array of the engine and our own bits agree.
const executablePath = chromiumForTests("float16 on an engine with Float16Array");

describe.skipIf(!executablePath)("with a Float16Array of the engine", () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const tensor = fileURLToPath(new URL("../packages/tensor/src/index.ts", import.meta.url));
    const entry = fileURLToPath(new URL("./casts.ts", import.meta.url));
    const options = { bundle: true, write: false, format: "iife", globalName: "casts" } as const;
    const bundle = await build({ entryPoints: [entry], alias: { "@actfn/tensor": tensor }, ...options });
    browser = await chrome.launch({ executablePath: executablePath!, args: chromiumArgs });
    page = await browser.newPage();
    await page.addScriptTag({ content: bundle.outputFiles[0]!.text });
  });
  afterAll(() => browser?.close());

  test("the browser has one", async () => {
    expect(await page.evaluate("typeof Float16Array")).toBe("function");
  });

  test.each(cases)("$dtype rounds as in torch, bit for bit: $name", async ({ dtype, name, sha256 }) => {
    // As text with a character a byte, which travels faster than a list of numbers.
    const text = await page.evaluate<string>(`(() => {
      const bytes = casts.castBytes[${JSON.stringify(name)}](${JSON.stringify(dtype)});
      let text = "";
      for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096));
      return btoa(text);
    })()`);
    expect(digest(Buffer.from(text, "base64"))).toBe(sha256);
  });
});
