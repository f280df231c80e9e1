import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { models } from "./models/models.js";
import { encodeModel } from "./models/onnx-encoder.js";

test.each(Object.entries(models))("%s is what models.ts writes", (file, model) => {
  const bytes = readFileSync(new URL(`models/${file}`, import.meta.url));
  expect(bytes.equals(encodeModel(model)), "run: node --import tsx interop/models/models.ts").toBe(true);
});

test("every .onnx file is one of them", () => {
  const files = readdirSync(new URL("models", import.meta.url)).filter((file) => file.endsWith(".onnx"));
  expect(files.sort()).toEqual(Object.keys(models).sort());
});
