import { packagePage } from "../.vitepress/package-page.js";
import { readPackages } from "../.vitepress/packages.js";

// One page for every package; what stands on it comes from its package.json and its examples.
// biome-ignore lint/style/noDefaultExport: where VitePress looks for it
export default {
  paths: () =>
    readPackages().map((pkg) => ({
      params: { package: pkg.folder, description: pkg.description },
      content: packagePage(pkg),
    })),
};
