import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { extname, join } from "node:path";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

export interface SiteServer {
  /** With the base path: "http://127.0.0.1:41234/actfn/". */
  url: string;
  close(): void;
}

/** Serves a folder on loopback as a plain static host does: /softmax/ is softmax/index.html, /about is about.html. */
export async function serveSite(folder: string, base: string): Promise<SiteServer> {
  const server: Server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://host").pathname);
    const file = path.startsWith(base) ? fileFor(join(folder, path.slice(base.length))) : undefined;
    response.writeHead(file ? 200 : 404, { "content-type": types[extname(file ?? "404.html")] ?? "text/plain" });
    response.end(readFileSync(file ?? join(folder, "404.html")));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server listens on no port");
  return {
    url: `http://127.0.0.1:${address.port}${base}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function fileFor(path: string): string | undefined {
  return [path, `${path}.html`, join(path, "index.html")].find((file) => existsSync(file) && statSync(file).isFile());
}
