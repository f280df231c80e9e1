import { defineConfig } from "vitest/config";

// No aliases: @actfn/* is what is published, as the workspace above links it.
export default defineConfig({
  test: {
    reporters: ["default", "../scripts/count-reporter.ts"],
    include: ["*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
