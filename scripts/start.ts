// `npm start`: builds, prints the article's examples with what they print, and serves the documentation site.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { styleText } from "node:util";
import { articleExamples, runExample } from "./examples.js";
import { previewSite } from "./site-preview.js";
import { stopWithNpm } from "./stop-with-npm.js";
import { turbo } from "./turbo.js";

const site = fileURLToPath(new URL("../apps/docs/.vitepress/dist", import.meta.url));
const wantedPort = Number(process.env.PORT || 4173);
if (!Number.isInteger(wantedPort) || wantedPort < 1 || wantedPort > 65535) {
  console.error(`PORT is ${process.env.PORT}; it must be a number from 1 to 65535.`);
  process.exit(1);
}

stopWithNpm();
// The site is served from the root here, whatever address it is published under.
delete process.env.DOCS_BASE;
console.log("Building the packages and the documentation …");
const built = await turbo(["run", "build", "--output-logs=errors-only"]);
if (built !== 0) process.exit(built);
await printExamples();
await serveSite();

async function printExamples(): Promise<void> {
  for (const example of articleExamples()) {
    console.log(`\n${styleText("bold", example.title)}  ${styleText("dim", example.id)}`);
    console.log(indented(styleText("dim", example.code)));
    console.log(indented(styleText("cyan", (await runExample(example)).trimEnd())));
  }
}

async function serveSite(): Promise<void> {
  if (!existsSync(site)) throw new Error(`The build left no site in ${site}`);
  const server = await previewSite(site, wantedPort);
  const { port } = new URL(server.resolvedUrls?.local[0] ?? "");
  if (Number(port) !== wantedPort) console.log(`\nPort ${wantedPort} is in use, so this takes the next free one.`);
  console.log(`\nThe documentation: ${styleText("bold", `http://localhost:${port}/`)}   (Ctrl-C stops it)`);
}

function indented(text: string): string {
  return text.replace(/^/gm, "  ");
}
