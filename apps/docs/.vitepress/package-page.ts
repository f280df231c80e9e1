import type { Package, RecordedExample } from "./packages.js";

/** The Markdown of a package's page: what it is, how to install it, and every one of its examples. */
export function packagePage(pkg: Package): string {
  return [
    `<PackageHead folder="${pkg.folder}">`,
    `# <span class="scope">${pkg.name.replace(/[^/]+$/, "")}</span>${pkg.folder}`,
    `${escapeMarkdown(pkg.description)}.`,
    "</PackageHead>",
    installTabs(pkg.name),
    ...pkg.examples.flatMap((example) => [`## ${escapeMarkdown(example.title)} {#${example.name}}`, embed(example)]),
    ...(pkg.examples.length === 0 ? ["No example of this package is written yet."] : []),
  ].join("\n\n");
}

/** How a Markdown page shows an example; example-block.ts renders it. */
function embed(example: RecordedExample): string {
  return `@[example](${example.id})`;
}

function installTabs(name: string): string {
  const commands = { npm: "npm install", pnpm: "pnpm add", yarn: "yarn add", bun: "bun add" };
  const tabs = Object.entries(commands).map(
    ([manager, command]) => `\`\`\`sh [${manager}]\n${command} ${name}\n\`\`\``,
  );
  return `::: code-group\n\n${tabs.join("\n\n")}\n\n:::`;
}

// All but code in backticks, which a title may hold.
function escapeMarkdown(text: string): string {
  return text.replace(/`[^`]+`|[\\*_[\]<>{}#|~]/g, (found) => (found.length > 1 ? found : `&#${found.charCodeAt(0)};`));
}
