import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findNode } from "../../../extension/engine/findNode";

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "netloom-node-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** A program that answers the version check with a line. */
function program(answer: string): string {
  const file = path.join(folder, "node");
  writeFileSync(file, `#!/bin/sh\necho '${answer}'\n`);
  chmodSync(file, 0o755);
  return file;
}

describe("findNode", () => {
  it("uses the setting, otherwise the bundled binary, otherwise the one on PATH", async () => {
    expect(await findNode({ setting: process.execPath, bundled: "" })).toBe(process.execPath);
    expect(await findNode({ setting: "", bundled: process.execPath })).toBe(process.execPath);
    expect(await findNode({ setting: "", bundled: path.join(folder, "none") })).toBe("node");
  });

  it.skipIf(process.platform === "win32").each([
    ["does not exist", () => "/nowhere/node", /no such program/],
    ["is too old", () => program('["18.1.0",""]'), /18, which is too old/],
    ["is Electron", () => program('["22.1.0","33.0.0"]'), /Electron/],
    ["is another program", () => program("hello"), /not Node/],
  ])("rejects a setting that %s instead of looking elsewhere", async (_, setting, reason) => {
    await expect(findNode({ setting: setting(), bundled: process.execPath })).rejects.toMatchObject({
      code: "no-node",
      message: expect.stringMatching(reason) as string,
    });
  });
});
