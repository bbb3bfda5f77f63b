import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { notice, thirdPartyNotices } from "../../scripts/notices.mjs";

const { packages } = JSON.parse(readFileSync(join(__dirname, "../../package-lock.json"), "utf8")) as {
  packages: Record<string, { dev?: boolean; optional?: boolean }>;
};
const write = thirdPartyNotices;

describe("the third-party notices", () => {
  it("have a text for every package, and for the contents of native libraries", () => {
    const inputs = { "node_modules/@bufbuild/protobuf/a.js": {}, "node_modules/@vscode/l10n/b.js": {} };
    const text = write([{ inputs }], ["webgpu", "onnxruntime-node", "onnxruntime-common"]);
    const entries = text.split(`\n\n${"-".repeat(80)}\n\n`).slice(1);
    const titles = entries.map((entry) => entry.split("\n")[0]);
    expect(titles).toHaveLength(7);
    for (const entry of entries) expect(entry.length, entry.slice(0, 60)).toBeGreaterThan(500);
    expect(text).toContain("Eigen");
    expect(text).toContain("The Dawn & Tint Authors");
    expect(text).toContain("Copyright 2008 Google Inc.");
  });

  it("can be generated for every dependency that could be bundled", () => {
    const shipped = Object.entries(packages)
      .filter(([path, { dev, optional }]) => path !== "" && dev !== true && optional !== true)
      .map(([path]) => path.replace(/^node_modules\//, ""));
    expect(shipped).toContain("onnxruntime-node");
    expect(() => write([], shipped)).not.toThrow();
  });

  it("are rejected if one is missing or empty", () => {
    expect(() => notice("thing 1.0", " \n")).toThrow("thing 1.0");
  });
});
