import { afterEach, expect, test } from "vitest";
import { tensor } from "./as-tensor.js";
import { setPrintOptions } from "./print-options.js";

afterEach(() => setPrintOptions({ profile: "default" }));

// What the options do to the text is held to torch in conformance/.

test("options that are left out stay", () => {
  setPrintOptions({ precision: 2 });
  setPrintOptions({ linewidth: 100, threshold: undefined });
  expect(`${tensor([0.12345])}`).toBe("tensor([0.12])");
});

test("a profile sets all, and an option beside it has the last word", () => {
  setPrintOptions({ precision: 7 });
  setPrintOptions({ profile: "short" });
  expect(`${tensor([0.12345])}`).toBe("tensor([0.12])");
  setPrintOptions({ profile: "short", precision: 1 });
  expect(`${tensor([0.12345])}`).toBe("tensor([0.1])");
});

test("sciMode lasts until the next call, as in torch", () => {
  setPrintOptions({ sciMode: true });
  expect(`${tensor([1])}`).toBe("tensor([1.0000e+00])");
  setPrintOptions({ precision: 4 });
  expect(`${tensor([1])}`).toBe("tensor([1.])");
});

test("what is refused changes nothing", () => {
  const wrong: object[] = [
    { precision: -1 }, { precision: 1.5 }, { precision: 101 }, { precision: "4" }, { threshold: -1 }, { edgeitems: Number.NaN },
    { linewidth: "80" }, { profile: "long" }, { profile: "toString" }, { preciison: 4 }, { linewidth: 20, precision: -1 },
  ]; // biome-ignore format: one line
  for (const options of wrong) expect(() => setPrintOptions(options)).toThrow(/^setPrintOptions: /);
  expect(() => Reflect.apply(setPrintOptions, undefined, [null])).toThrow(/^setPrintOptions: /);
  expect(`${tensor(Array(20).fill(0.5))}`.split("\n")).toHaveLength(3);
});
