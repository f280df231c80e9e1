import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import * as relu from "@actfn/relu";
import * as sigmoid from "@actfn/sigmoid";
import * as softmax from "@actfn/softmax";
import * as tensor from "@actfn/tensor";
import { beforeAll, describe, expect, test } from "vitest";
import { findPython } from "../../../scripts/python.js";

// Every line of code in guides/differences.md says what it answers; both languages are asked here whether it is so.

interface Line {
  code: string;
  /** What the comment at its end claims; undefined for a line that only sets the stage. */
  claim: string | undefined;
}

const page = readFileSync(new URL("../guides/differences.md", import.meta.url), "utf8");
const typescript = blocksOf("ts", /^(.*?);\s*\/\/ (.*)$/);
const python = blocksOf("py", /^(.*?)\s\s# (.*)$/);

test("the page has both languages to compare", () => {
  expect(typescript.length).toBeGreaterThan(10);
  expect(python.length).toBeGreaterThan(10);
});

describe.each(typescript)("TypeScript: $title", ({ lines }) => {
  const answers = runTypeScript(lines);

  test.each(claimsOf(lines))("$code", ({ claim, at }) => {
    expect(answers[at]).toBe(claim);
  });
});

// Without PyTorch the conformance tests say loudly what is not tested.
const interpreter = findPython(["torch"]);

describe.runIf(interpreter)("PyTorch", () => {
  let answers: (string | null)[][];

  beforeAll(() => {
    const blocks = python.map(({ lines }) => lines.map(({ code, claim }) => ({ code, asked: claim !== undefined })));
    const { status, stdout, stderr } = spawnSync(interpreter!, ["-W", "ignore", "-c", RUN_BLOCKS], {
      encoding: "utf8",
      input: JSON.stringify(blocks),
    });
    if (status !== 0) throw new Error(stderr);
    answers = JSON.parse(stdout);
  });

  const claims = python.flatMap(({ title, lines }, block) =>
    claimsOf(lines).map((claim) => ({ title, block, ...claim })),
  );

  test.each(claims)("$title: $code", ({ block, at, claim }) => {
    expect(answers[block]![at]).toBe(claim);
  });
});

/** The code blocks of a language, each under the heading that it stands under. */
function blocksOf(language: string, claimed: RegExp): { title: string; lines: Line[] }[] {
  const blocks: { title: string; lines: Line[] }[] = [];
  let title = "";
  for (const [, heading, fence, code = ""] of page.matchAll(/^##+ (.*?)(?: \{#.*)?$|^```(\w+)\n((?:.*\n)*?)```$/gm)) {
    if (heading) title = heading;
    if (fence !== language) continue;
    const lines = code.trimEnd().split("\n");
    blocks.push({
      title,
      lines: lines.map((line) => {
        const [, statement = line, claim] = claimed.exec(line) ?? [];
        return { code: statement, claim: claim?.replaceAll("\\n", "\n") };
      }),
    });
  }
  return blocks;
}

function claimsOf(lines: Line[]): { code: string; claim: string; at: number }[] {
  return lines.flatMap(({ code, claim }, at) => (claim === undefined ? [] : [{ code, claim, at }]));
}

/** What each line answers, with all that the packages export in scope. */
function runTypeScript(lines: Line[]): string[] {
  const scope: Record<string, unknown> = { ...tensor, ...softmax, ...sigmoid, ...relu };
  const names = Object.keys(scope).filter((name) => name !== "var"); // which no scope can hold
  const body = lines
    .map(({ code, claim }) => (claim === undefined ? `${code};answers.push("");` : ask(code)))
    .join("\n");
  const run = new Function("answers", "show", ...names, body);
  const answers: string[] = [];
  run(answers, show, ...names.map((name) => scope[name]));
  return answers;
}

function ask(code: string): string {
  return `try { answers.push(show(${code})); } catch (error) { answers.push(error.name + ": " + error.message); }`;
}

function show(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : inspect(value);
}

// The same for Python. Only the first line of an error: the rest lists C++ signatures.
const RUN_BLOCKS = `
import json, sys, torch
import torch.nn.functional as F
answers = []
for block in json.load(sys.stdin):
    scope = {"torch": torch, "F": F}
    answers.append([])
    for line in block:
        if not line["asked"]:
            exec(line["code"], scope)
            answers[-1].append(None)
            continue
        try:
            answers[-1].append(repr(eval(line["code"], scope)))
        except Exception as error:
            answers[-1].append(f"{type(error).__name__}: {error}".split(chr(10))[0])
json.dump(answers, sys.stdout)
`;
