import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Plugin, type PreviewServer, preview } from "vite";

/**
 * Serves a built site on this machine as a static host would: /softmax leads to /softmax/, /guides/differences is
 * guides/differences.html, and an address that does not exist shows 404.html. Takes the next free port from `port` on.
 */
export function previewSite(site: string, port: number): Promise<PreviewServer> {
  return preview({
    configFile: false,
    appType: "mpa",
    logLevel: "warn",
    build: { outDir: site },
    preview: { host: "127.0.0.1", port },
    plugins: [addressesOf(site)],
  });
}

/** What Vite answers with an empty 404. */
function addressesOf(site: string): Plugin {
  return {
    name: "actfn:addresses",
    configurePreviewServer(server) {
      // Vite has served the files by then, and has put the name of the .html file into the address of a page.
      return () => {
        server.middlewares.use((request, response, next) => {
          const url = request.url ?? "/";
          const pathname = url.replace(/\?.*$/s, "");
          const file = fileAt(site, pathname);
          if (file?.endsWith(".html") && existsSync(file)) return next();
          if (file !== undefined && !pathname.endsWith("/") && existsSync(join(file, "index.html"))) {
            // Two slashes in front would name another host.
            const location = `${pathname.replace(/^\/+/, "/")}/${url.slice(pathname.length)}`;
            // For now, not for good (301): browsers would remember it for whatever is served on this port next.
            response.writeHead(302, { location }).end();
            return;
          }
          response.writeHead(404, { "content-type": "text/html; charset=utf-8" });
          response.end(request.method === "HEAD" ? undefined : readFileSync(join(site, "404.html")));
        });
      };
    },
  };
}

function fileAt(site: string, pathname: string): string | undefined {
  try {
    return join(site, decodeURIComponent(pathname));
  } catch {
    return undefined; // "%" with no two hexadecimal digits after it
  }
}
