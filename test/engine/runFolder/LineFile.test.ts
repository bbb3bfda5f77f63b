import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { LineFile } from "../../../engine/runFolder/LineFile";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "netloom-lines-"));
  file = path.join(folder, "lines");
});
afterEach(() => rmSync(folder, { recursive: true }));

async function newLines(lines: LineFile): Promise<string[]> {
  const found: string[] = [];
  await lines.readNew((line) => found.push(line));
  return found;
}

it("reports each line once, and only complete ones", async () => {
  const lines = new LineFile(file, 100);
  expect(await newLines(lines)).toEqual([]);
  writeFileSync(file, "one\ntw");
  expect(await newLines(lines)).toEqual(["one"]);
  expect(await newLines(lines)).toEqual([]);
  appendFileSync(file, "o");
  expect(await newLines(lines)).toEqual([]);
  appendFileSync(file, "\n\nthree\n");
  expect(await newLines(lines)).toEqual(["two", "", "three"]);
});

it("decodes characters that are split between two reads", async () => {
  const lines = new LineFile(file, 100);
  const [first, ...rest] = Buffer.from("é\n");
  writeFileSync(file, Buffer.from([first!]));
  await newLines(lines);
  appendFileSync(file, Buffer.from(rest));
  expect(await newLines(lines)).toEqual(["é"]);
});

it("skips a line that is too long, wherever it is split", async () => {
  const lines = new LineFile(file, 1000);
  writeFileSync(file, `before\n${"x".repeat(3_000_000)}`);
  expect(await newLines(lines)).toEqual(["before"]);
  appendFileSync(file, `${"x".repeat(3_000_000)}\n${"y".repeat(1000)}\n${"z".repeat(1001)}\nafter\n`);
  expect(await newLines(lines)).toEqual(["y".repeat(1000), "after"]);
});

it("starts over if the file is replaced by a shorter one", async () => {
  const lines = new LineFile(file, 100);
  writeFileSync(file, "one\ntwo\nthr");
  await newLines(lines);
  writeFileSync(file, "new\n");
  expect(await newLines(lines)).toEqual(["new"]);
});

it.runIf(process.platform !== "win32")("reads no folder, and no pipe that nobody writes", async () => {
  const { execFileSync } = await import("node:child_process");
  execFileSync("mkfifo", [file]);
  expect(await newLines(new LineFile(file, 100))).toEqual([]);
  expect(await newLines(new LineFile(folder, 100))).toEqual([]);
});
