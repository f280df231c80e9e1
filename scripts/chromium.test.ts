import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { chromiumForTests, findChromium } from "./chromium.js";

vi.mock("node:fs");

function onlyTheseExist(...paths: string[]): void {
  vi.mocked(existsSync).mockImplementation((path) => paths.includes(String(path)));
}

function onPlatform(platform: NodeJS.Platform): void {
  vi.spyOn(process, "platform", "get").mockReturnValue(platform);
}

beforeEach(() => {
  vi.stubEnv("CHROMIUM_PATH", undefined);
  vi.stubEnv("CI", undefined);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe("a Chromium is found", () => {
  test("where CHROMIUM_PATH says, before any other", () => {
    vi.stubEnv("CHROMIUM_PATH", "/opt/my-chromium");
    onlyTheseExist("/opt/my-chromium", "/usr/bin/chromium");
    expect(findChromium()).toBe("/opt/my-chromium");
  });

  test("on Linux, anywhere on the PATH, Chromium before Chrome", () => {
    onPlatform("linux");
    vi.stubEnv("PATH", "/home/me/bin:/usr/bin");
    onlyTheseExist("/home/me/bin/google-chrome", "/usr/bin/google-chrome");
    expect(findChromium()).toBe("/home/me/bin/google-chrome");
    onlyTheseExist("/home/me/bin/google-chrome", "/usr/bin/chromium");
    expect(findChromium()).toBe("/usr/bin/chromium");
  });

  test("on macOS, among the applications", () => {
    onPlatform("darwin");
    const chrome = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
    onlyTheseExist(chrome);
    expect(findChromium()).toBe(chrome);
  });
});

test("a CHROMIUM_PATH that names no file is an error, not a skipped test", () => {
  vi.stubEnv("CHROMIUM_PATH", "/opt/chromum");
  onlyTheseExist("/usr/bin/chromium");
  expect(() => findChromium()).toThrow("CHROMIUM_PATH is /opt/chromum, and there is no such file");
});

describe("without any Chromium", () => {
  test("tests are skipped, and a notice says which and what to install", () => {
    onlyTheseExist();
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    expect(chromiumForTests("the site")).toBeUndefined();
    expect(warn.mock.lastCall?.[0]).toMatch(/NOT TESTED: the site.*\n.*apt-get install chromium/);
  });

  test("CI fails", () => {
    onlyTheseExist();
    vi.stubEnv("CI", "true");
    expect(() => chromiumForTests("the site")).toThrow("No Chromium found to test the site with");
  });
});
