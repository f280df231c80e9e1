import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumArgs, chromiumForTests } from "../../../scripts/chromium.js";
import { type SiteServer, serveSite } from "./site-server.js";

const executablePath = chromiumForTests("the documentation site");
const packagesFolder = fileURLToPath(new URL("../../../packages", import.meta.url));
const site = fileURLToPath(new URL("../.vitepress/dist", import.meta.url));
const base = `/${process.env.DOCS_BASE ?? ""}/`.replace(/\/+/g, "/");

const packages = readdirSync(packagesFolder).filter((name) => existsSync(join(packagesFolder, name, "package.json")));

const guidesFolder = fileURLToPath(new URL("../guides", import.meta.url));
const guides = readdirSync(guidesFolder).map((file) => {
  const text = readFileSync(join(guidesFolder, file), "utf8");
  // Each line "<<< file" of a guide stands for the file.
  const included = [...text.matchAll(/^<<< ([\w./-]+)/gm)].map(([, path = ""]) =>
    readFileSync(join(guidesFolder, path), "utf8").trim(),
  );
  return { page: `guides/${file.replace(/\.md$/, "")}`, title: /^# (.*)$/m.exec(text)?.[1] ?? "", included };
});

const pages = ["", ...packages.map((name) => `${name}/`), ...guides.map(({ page }) => page)];

// Read here with none of the site's own code, so that the two cannot be wrong together.
const examples = packages.flatMap((name) => {
  const folder = join(packagesFolder, name, "examples");
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".ts")) : [];
  return files.map((file) => {
    const path = join(folder, file.slice(0, -".ts".length));
    const [title = "", ...code] = readFileSync(`${path}.ts`, "utf8").trimEnd().split("\n");
    const pytorch = existsSync(`${path}.py`) ? readFileSync(`${path}.py`, "utf8").trim() : undefined;
    return {
      page: `${name}/`,
      anchor: file.slice(0, -".ts".length),
      title: title.replace("//", "").replaceAll("`", "").trim(),
      code: code.join("\n").trim(),
      pytorch,
      output: readFileSync(`${path}.out`, "utf8").trimEnd(),
    };
  });
});

const screens = ["light", "dark"].flatMap((scheme) => [390, 1440].map((width) => [scheme, width] as const));

describe.skipIf(!executablePath)("the documentation site", () => {
  let server: SiteServer;
  let browser: Browser;

  beforeAll(async () => {
    if (!existsSync(join(site, "index.html"))) throw new Error("The site is not built: npm run build");
    server = await serveSite(site, base);
    browser = await chromium.launch({ executablePath, args: chromiumArgs });
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  /** Opens a page, runs the check on it, and fails on whatever went wrong in the browser meanwhile. */
  async function visit(path: string, options: BrowserContextOptions, check: (page: Page) => Promise<void>) {
    const context = await browser.newContext(options);
    const complaints = collectComplaints(context, server.url, options.javaScriptEnabled ?? true);
    const page = await context.newPage();
    const response = await page.goto(server.url + path, { waitUntil: "networkidle" });
    expect(response?.status()).toBe(200);
    await check(page);
    await context.close();
    expect(complaints).toEqual([]);
  }

  describe.each(screens)("in %s colours, %i pixels wide", (colorScheme, width) => {
    const options: BrowserContextOptions = {
      colorScheme: colorScheme === "dark" ? "dark" : "light",
      viewport: { width, height: 900 },
    };

    test.each(pages)("/%s shows every example of its package, and nothing is wider than the screen", async (path) => {
      await visit(path, options, async (page) => {
        expect(await page.locator("html.dark").count()).toBe(colorScheme === "dark" ? 1 : 0);
        expect(await page.locator("h1").count()).toBe(1);
        const expected = examples.filter((example) => example.page === path);
        for (const example of expected) {
          const figure = page.locator(`h2#${example.anchor} + figure.example`);
          expect(await figure.locator(".language-ts pre").isVisible()).toBe(true);
          expect(await figure.locator(".example-output pre").isVisible()).toBe(true);
          expect(await textsOf(page, example.anchor)).toEqual(textsIn(example));
        }
        const shown = await page.locator("figure.example").count();
        if (path === "") expect(shown).toBeGreaterThan(0);
        else expect(shown).toBe(expected.length);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow, "pixels that the page is wider than the screen").toBe(0);
      });
    });
  });

  test.each(pages)("/%s can be read without JavaScript", async (path) => {
    await visit(path, { javaScriptEnabled: false }, async (page) => {
      for (const example of examples.filter((candidate) => candidate.page === path)) {
        const figure = page.locator(`h2#${example.anchor} + figure.example`);
        expect(await figure.locator(".language-ts code").innerText()).toBe(example.code);
        expect(await figure.locator(".example-output code").innerText()).toBe(example.output);
      }
      const shown = page.locator(path.startsWith("guides/") ? "main h1" : "figure.example").first();
      expect(await shown.isVisible()).toBe(true);
    });
  });

  test.each(guides)(
    "/$page shows the very files that are tested, highlighted",
    async ({ page: path, title, included }) => {
      await visit(path, {}, async (page) => {
        expect((await page.locator("h1").innerText()).trim()).toContain(title);
        const shown = await page.locator("[class*=language-] pre code").allTextContents();
        for (const code of included) expect(shown).toContain(code);
        expect(await page.locator(".language-ts pre code span[style]").count()).toBeGreaterThan(included.length);
      });
    },
  );

  test("the navigation and the side bar lead to every guide", async () => {
    await visit("", { viewport: { width: 1440, height: 900 } }, async (page) => {
      for (const { page: path } of guides) {
        expect(await page.locator(`.VPNavBarMenu a[href$="/${path}"]`).count()).toBe(1);
      }
    });
    await visit("softmax/", { viewport: { width: 1440, height: 900 } }, async (page) => {
      for (const { page: path } of guides) {
        expect(await page.locator(`.VPSidebar a[href$="/${path}"]`).isVisible()).toBe(true);
      }
    });
  });

  test("on a phone an example switches to PyTorch, without JavaScript too", async () => {
    const example = examples.find((candidate) => candidate.pytorch !== undefined);
    if (!example) return;
    for (const javaScriptEnabled of [true, false]) {
      await visit(example.page, { javaScriptEnabled, viewport: { width: 390, height: 900 } }, async (page) => {
        const figure = page.locator(`h2#${example.anchor} + figure.example`);
        await figure.getByText("PyTorch", { exact: true }).click();
        expect(await figure.locator(".language-py pre").isVisible()).toBe(true);
        expect(await figure.locator(".language-ts pre").isVisible()).toBe(false);
      });
    }
  });

  test("every link within the site leads to a page, and to a heading on it", async () => {
    const links = new Set<string>();
    for (const path of pages) {
      const html = await (await fetch(server.url + path)).text();
      for (const [, href = ""] of html.matchAll(/<a [^>]*href="([^"]+)"/g)) {
        const link = new URL(href, server.url + path).href;
        if (link.startsWith(server.url)) links.add(link);
      }
    }
    expect(links.size).toBeGreaterThan(pages.length);
    for (const link of links) {
      const response = await fetch(link);
      expect(response.status, link).toBe(200);
      const anchor = decodeURIComponent(new URL(link).hash.slice(1));
      if (anchor) expect(await response.text(), link).toContain(`id="${anchor}"`);
    }
  });

  test("the button beside an example copies its code", async () => {
    const example = examples[0];
    if (!example) throw new Error("There is no example");
    await visit(example.page, { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
      await page.locator(`h2#${example.anchor} + figure.example .language-ts button.copy`).click();
      await page.locator("button.copy.copied").waitFor();
      expect((await page.evaluate(() => navigator.clipboard.readText())).trim()).toBe(example.code);
    });
  });

  test("the search finds an example by its title and opens it", async () => {
    const example = examples.at(-1);
    if (!example) throw new Error("There is no example");
    await visit("", { viewport: { width: 1440, height: 900 } }, async (page) => {
      await page.keyboard.press("Control+k");
      await page.locator("#localsearch-input").fill(example.title);
      await page.locator(`.result[href$="/${example.page}#${example.anchor}"]`).click();
      await page.waitForURL(`${server.url}${example.page}#${example.anchor}`);
      expect(await page.locator(`h2#${example.anchor}`).isVisible()).toBe(true);
    });
  });

  test("an address that does not exist says so", async () => {
    const page = await browser.newPage();
    const response = await page.goto(`${server.url}no-such-page`, { waitUntil: "networkidle" });
    expect(response?.status()).toBe(404);
    expect(await page.locator(".NotFound h1").innerText()).toBe("Nothing is here");
    await page.close();
  });
});

/** Errors in the console, requests that failed, and requests to anywhere but the site. */
function collectComplaints(context: BrowserContext, url: string, javaScriptEnabled: boolean): string[] {
  const complaints: string[] = [];
  const origin = new URL(url).origin;
  context.on("weberror", (error) => complaints.push(`uncaught: ${error.error().message}`));
  context.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(`console: ${message.text()}`);
  });
  context.on("request", (request) => {
    const internal = request.url().startsWith(origin) || request.url().startsWith("data:");
    if (!internal) complaints.push(`external request: ${request.url()}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
  });
  context.on("requestfailed", (request) => {
    // A page that closes stops what it was fetching ahead; a browser without JavaScript fetches no scripts.
    const reason = request.failure()?.errorText ?? "";
    const expected = reason === "net::ERR_ABORTED" || (!javaScriptEnabled && request.url().endsWith(".js"));
    if (!expected) complaints.push(`failed request: ${request.url()} ${reason}`);
  });
  return complaints;
}

async function textsOf(page: Page, anchor: string): Promise<(string | null)[]> {
  const figure = page.locator(`h2#${anchor} + figure.example`);
  // What a reader sees of the heading: not the mark of its link, which is there for the mouse only.
  const title = await page.locator(`h2#${anchor}`).evaluate((heading) => {
    const copy = heading.cloneNode(true) as HTMLElement;
    copy.querySelector(".header-anchor")?.remove();
    return copy.textContent?.trim() ?? null;
  });
  const python = figure.locator(".language-py code");
  return [
    title,
    await figure.locator(".language-ts code").textContent(),
    (await python.count()) ? await python.textContent() : null,
    await figure.locator(".example-output code").textContent(),
  ];
}

function textsIn({ title, code, pytorch, output }: (typeof examples)[number]): (string | null)[] {
  return [title, code, pytorch ?? null, output];
}
