import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { PreviewServer } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { previewSite } from "./site-preview.js";

const files = {
  "index.html": "home",
  "404.html": "nothing is here",
  "softmax/index.html": "softmax",
  "guides/differences.html": "differences",
  "assets/app.js": "export {};",
};

describe("the site on this machine", () => {
  let folder: string;
  let server: PreviewServer;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "actfn-preview-"));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    server = await previewSite(folder, 4873);
  });

  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  /** What a browser that goes to this address ends up with. */
  async function visit(path: string, method = "GET") {
    const origin = server.resolvedUrls?.local[0] ?? "";
    const response = await fetch(origin.replace(/\/$/, path), { method, headers: { accept: "text/html,*/*;q=0.8" } });
    const { pathname, search } = new URL(response.url);
    return { status: response.status, address: pathname + search, text: await response.text() };
  }

  test.each([
    ["/", "home"],
    ["/softmax/", "softmax"],
    ["/guides/differences", "differences"],
    ["/assets/app.js", "export {};"],
  ])("shows %s where it is", async (address, text) => {
    expect(await visit(address)).toEqual({ status: 200, address, text });
  });

  test("leads to the slash where the address is a folder with a page, and keeps the query", async () => {
    expect(await visit("/softmax")).toEqual({ status: 200, address: "/softmax/", text: "softmax" });
    expect(await visit("/softmax?q=1")).toEqual({ status: 200, address: "/softmax/?q=1", text: "softmax" });
  });

  test.each(["/no-such-page", "/no-such-folder/", "/softmax/no-such-page", "/assets", "/assets/no.js", "/%"])(
    "says that there is no %s, in the words of 404.html",
    async (address) => {
      expect(await visit(address)).toEqual({ status: 404, address, text: "nothing is here" });
    },
  );

  test("answers a HEAD request without a text", async () => {
    expect(await visit("/no-such-page", "HEAD")).toEqual({ status: 404, address: "/no-such-page", text: "" });
    expect(await visit("/softmax", "HEAD")).toEqual({ status: 200, address: "/softmax/", text: "" });
  });

  test("leads nowhere outside the site", async () => {
    expect((await visit("//softmax")).address).toBe("/softmax/");
    expect((await visit("/%2e%2e%2f%2e%2e%2ftmp")).status).toBe(404);
  });
});
