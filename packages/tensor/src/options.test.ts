import { expect, test } from "vitest";
import { readOptions } from "./options.js";

const defaults: { slope: number; out: number[] | undefined } = Object.freeze({ slope: 0.01, out: undefined });

test("no options are the defaults", () => {
  expect(readOptions("f", undefined, defaults)).toEqual(defaults);
  expect(readOptions("f", {}, defaults)).toEqual(defaults);
});

test("what is given replaces the default, and an explicit undefined does not", () => {
  expect(readOptions("f", { slope: 0 }, defaults)).toEqual({ slope: 0, out: undefined });
  expect(readOptions("f", { slope: undefined, out: [1] }, defaults)).toEqual({ slope: 0.01, out: [1] });
});

test("the caller's options stay as they are", () => {
  const given = Object.freeze({ slope: 2 });
  expect(readOptions("f", given, defaults)).not.toBe(given);
});

test("a misspelt option is refused, with those that there are", () => {
  // @ts-expect-error
  expect(() => readOptions("leakyRelu", { negativeSlop: 1 }, defaults)).toThrow(
    new TypeError('leakyRelu: unknown option "negativeSlop"; the options are { slope, out }'),
  );
  // @ts-expect-error Even if it is undefined, and even if every object has one of that name.
  expect(() => readOptions("f", { toString: undefined }, defaults)).toThrow('unknown option "toString"');
});

test("an option of another kind than its default is refused", () => {
  // @ts-expect-error
  expect(() => readOptions("leakyRelu", { slope: "0.2" }, defaults)).toThrow(
    new TypeError('leakyRelu: slope must be a number, but got "0.2"'),
  );
  // @ts-expect-error
  expect(() => readOptions("leakyRelu", { slope: null }, defaults)).toThrow("slope must be a number, but got null");
});

test.each([0.2, "x", null, true, () => 1])("%s is no options object", (given) => {
  // @ts-expect-error
  expect(() => readOptions("f", given, defaults)).toThrow(
    /^f: options must be an object such as { slope, out }, but got /,
  );
});
