// Every function that the packages export, by its name, as the golden files call it.

import * as relu from "@actfn/relu";
import * as sigmoid from "@actfn/sigmoid";
import * as softmax from "@actfn/softmax";
import * as tensor from "@actfn/tensor";

const published: Record<string, unknown> = { ...tensor, ...softmax, ...sigmoid, ...relu };

/** Whether a package exports such a function. */
export function isPublished(name: string): boolean {
  return typeof published[name] === "function";
}

/** The names of all functions that the packages export. */
export function publishedFunctions(): string[] {
  return Object.keys(published).filter(isPublished);
}

/** Calls an exported function with whatever a golden file says. */
export function callPublished(name: string, ...args: unknown[]): unknown {
  const fn = published[name];
  if (typeof fn !== "function") throw new Error(`no package exports ${name}`);
  return fn(...args);
}
