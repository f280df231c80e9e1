import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const packages = fileURLToPath(new URL("./packages", import.meta.url));

// @actfn/relu is packages/relu/src/index.ts, @actfn/tensor/testing is packages/tensor/src/testing.ts: no build needed.
const sources = [
  { find: /^@actfn\/([^/]+)$/, replacement: `${packages}/$1/src/index.ts` },
  { find: /^@actfn\/([^/]+)\/(.+)$/, replacement: `${packages}/$1/src/$2.ts` },
];

export default defineConfig({
  test: {
    reporters: ["default", "./scripts/count-reporter.ts"],
    projects: [
      {
        extends: true,
        resolve: { alias: sources },
        test: {
          name: "unit",
          include: ["packages/*/src/**/*.test.ts", "scripts/**/*.test.ts"],
          exclude: ["scripts/examples.test.ts"],
        },
      },
      {
        extends: true,
        resolve: { alias: sources },
        test: {
          name: "types",
          include: [],
          typecheck: { enabled: true, only: true, include: ["packages/*/src/**/*.test-d.ts"] },
        },
      },
      {
        extends: true,
        resolve: { alias: sources },
        test: { name: "conformance", include: ["conformance/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 },
      },
      // These two test what was built: the packages, and the site.
      {
        extends: true,
        test: { name: "examples", include: ["scripts/examples.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 },
      },
      {
        extends: true,
        test: { name: "site", include: ["apps/docs/test/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 },
      },
    ],
  },
});
