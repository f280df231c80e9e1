import { basename, dirname } from "node:path";
import type { DefaultTheme } from "vitepress";
import { readPackages } from "./packages.js";

type Sections = NonNullable<NonNullable<DefaultTheme.LocalSearchOptions["miniSearch"]>["_splitIntoSections"]>;
type Section = Awaited<Extract<ReturnType<Sections>, Promise<unknown>>>[number];

/** The search index of the site, built with it and served by it. */
export const localSearch: { provider: "local"; options: DefaultTheme.LocalSearchOptions } = {
  provider: "local",
  options: {
    detailedView: true,
    miniSearch: {
      // VitePress does not render a page that is generated, so its search would not know the packages' pages.
      _splitIntoSections: (path, html) => (html ? sectionsOf(html) : packageSections(basename(dirname(path)))),
    },
  },
};

function packageSections(folder: string): Section[] {
  const pkg = readPackages().find((candidate) => candidate.folder === folder);
  if (!pkg) return [];
  return [
    { titles: [pkg.name], text: pkg.description },
    // Who looks for F.softmax finds what it is called here.
    ...pkg.examples.map(({ name, title, code, pytorch, recorded }) => ({
      anchor: name,
      titles: [pkg.name, title.replaceAll("`", "")],
      text: [code, pytorch?.code ?? "", recorded].join("\n"),
    })),
  ];
}

/** What stands under each heading of a page that was written by hand. */
function sectionsOf(html: string): Section[] {
  const parts = html.split(/<h[1-6] id="([^"]+)"[^>]*>(.*?)<a class="header-anchor".*?<\/h[1-6]>/s);
  const sections: Section[] = [];
  for (let i = 1; i + 2 < parts.length; i += 3) {
    sections.push({ anchor: parts[i], titles: [textOf(parts[i + 1])], text: textOf(parts[i + 2]) });
  }
  return sections;
}

function textOf(html = ""): string {
  return html.replace(/<[^>]*>/g, " ").trim();
}
