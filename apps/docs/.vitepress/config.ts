import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type DefaultTheme, defineConfig, type Plugin } from "vitepress";
import { codeTheme } from "./code-theme.js";
import { exampleBlock } from "./example-block.js";
import { packagesFolder, readPackages } from "./packages.js";
import { localSearch } from "./search.js";

const { description, repository }: { description: string; repository?: { url: string } } = JSON.parse(
  readFileSync(new URL("../../../package.json", import.meta.url), "utf8"),
);
const packages = readPackages();

const guides = [
  { text: "Other libraries", link: "/guides/other-libraries" },
  { text: "Differences from PyTorch", link: "/guides/differences" },
];

// DOCS_BASE=/actfn/ builds the site for https://example.org/actfn/.
const base = `/${process.env.DOCS_BASE ?? ""}/`.replace(/\/+/g, "/");

export default defineConfig({
  lang: "en",
  title: "actfn",
  titleTemplate: ":title · actfn",
  description,
  base,
  cleanUrls: true,
  head: [
    ["link", { rel: "icon", type: "image/svg+xml", href: `${base}logo.svg` }],
    ["meta", { name: "theme-color", content: "#fdfcfa", media: "(prefers-color-scheme: light)" }],
    ["meta", { name: "theme-color", content: "#141312", media: "(prefers-color-scheme: dark)" }],
  ],
  markdown: { theme: codeTheme, config: exampleBlock },
  themeConfig: {
    logo: { src: "/logo.svg", alt: "" },
    nav: [
      ...packages.map(({ folder }) => ({ text: folder, link: `/${folder}/`, activeMatch: `^/${folder}/` })),
      { text: "guides", items: guides, activeMatch: "^/guides/" },
    ],
    sidebar: [
      ...packages.map(
        ({ folder, examples }): DefaultTheme.SidebarItem => ({
          text: folder,
          link: `/${folder}/`,
          collapsed: true,
          items: examples.map(({ name, title }) => ({ text: inlineHtml(title), link: `/${folder}/#${name}` })),
        }),
      ),
      { text: "guides", items: guides },
    ],
    aside: false,
    outline: { level: 2, label: "On this page" },
    search: localSearch,
    ...(repository && { socialLinks: [{ icon: "github", link: repository.url.replace(/^git\+|\.git$/g, "") }] }),
    footer: { message: "MIT licensed. Every output on this site was printed by the code above it." },
    notFound: {
      title: "Nothing is here",
      quote: "The address may be old, or mistyped. The search finds every package and every example.",
      linkText: "To the home page",
      linkLabel: "To the home page",
    },
  },
  transformPageData(page) {
    if (page.params) page.description = `${page.params.description}.`;
  },
  vite: { plugins: [examplesReload()] },
});

/** While developing: an example that is added, changed or removed shows at once. */
function examplesReload(): Plugin {
  return {
    name: "actfn:examples",
    configureServer(server) {
      const paths = fileURLToPath(new URL("../[package]/index.paths.ts", import.meta.url));
      server.watcher.add(packagesFolder);
      server.watcher.on("all", (_event, file) => {
        // The pages follow from this module, and VitePress makes them anew when it changes.
        if (/\/examples\/[^/]+$|\/package\.json$/.test(file)) server.watcher.emit("change", paths);
      });
    },
  };
}

// The side bar takes HTML, a title holds at most code in backticks.
function inlineHtml(title: string): string {
  const escaped = title.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
  return escaped.replace(/`([^`]+)`/g, "<code>$1</code>");
}
