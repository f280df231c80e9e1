import { defineLoader } from "vitepress";
import { type Package, readPackages } from "./packages.js";

/** What the components know of a package: all but its code. */
export interface PackageData extends Omit<Package, "examples"> {
  examples: { id: string; title: string }[];
}

export interface SiteData {
  packages: PackageData[];
  /** The numbers of each example that begins by printing one vector, as it prints them. */
  vectors: Record<string, string[]>;
}

declare const data: SiteData;

export { data };

export default defineLoader({
  watch: ["../../../packages/*/package.json", "../../../packages/*/examples/*"],
  load(): SiteData {
    const packages = readPackages();
    const examples = packages.flatMap((pkg) => pkg.examples);
    return {
      packages: packages.map((pkg) => ({ ...pkg, examples: pkg.examples.map(({ id, title }) => ({ id, title })) })),
      vectors: Object.fromEntries(examples.flatMap(({ id, recorded }) => vectorIn(recorded, id))),
    };
  },
});

function vectorIn(printed: string, id: string): [string, string[]][] {
  const numbers = /^tensor\(\[([^[\]]+)\]/.exec(printed)?.[1];
  return numbers ? [[id, numbers.split(",").map((number) => number.trim())]] : [];
}
