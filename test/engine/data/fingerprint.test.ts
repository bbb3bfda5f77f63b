import { describe, expect, it } from "vitest";
import { dataDifferences, fingerprint } from "../../../engine/data/fingerprint";
import { dataFingerprint } from "../../../engine/runFolder/dataFingerprint";
import { loadDataset } from "../../../engine/data/load";
import { workspaceWith } from "./place";

const rows = Array.from({ length: 40 }, (_, row) => `${row},${row * row},${row % 2 ? "odd" : "even"}`);
const params = { inputs: ["a", "b"], target: "c", classes: true };

async function taken(lines: readonly string[], changed: Record<string, unknown> = {}) {
  const place = await workspaceWith({ "workspace/models/t.csv": ["a,b,c", ...lines].join("\n") });
  return fingerprint(await loadDataset("csv", { file: "t.csv", ...params, ...changed }, place));
}

describe("fingerprint", () => {
  it("is the same for the same data, and survives JSON", async () => {
    const [first, again] = [await taken(rows), await taken(rows)];
    expect(again).toEqual(first);
    expect(dataFingerprint(JSON.parse(JSON.stringify(first)))).toEqual(first);
    expect(dataDifferences(first, again)).toEqual([]);
    expect(first).toMatchObject({ rows: 40, train: 32, validation: 8, files: [{ name: "t.csv" }] });
    expect(first.columns.map(({ name }) => name)).toEqual(["input.a", "input.b", "target.c"]);
  });

  const changedRow = rows.with(7, "7,4900,odd");
  it.each([
    ["rows that are gone", rows.slice(2), {}, /^rows: 40 → 38$/],
    ["another order", [...rows].reverse(), {}, /^the same rows in another order$/],
    ["a value", changedRow, {}, /^other values: input\.b$/],
    ["a class's name", rows.map((row) => row.replace("odd", "uneven")), {}, /^other values: target\.c$/],
    ["another split", rows, { seed: 3 }, /^other rows are held out for validation$/],
    ["a larger validation part", rows, { validation: 0.5 }, /^rows held out for validation: 8 → 20$/],
    ["a column less", rows, { inputs: ["a"] }, /^columns that are gone: input\.b$/],
    ["columns in another order", rows, { inputs: ["b", "a"] }, /^the order of the columns$/],
  ])("says what differs: %s", async (_, lines, changed, message) => {
    const [before, now] = [await taken(rows), await taken(lines, changed)];
    expect(now.hash).not.toBe(before.hash);
    expect(dataDifferences(before, now)[0]).toMatch(message);
  });

  it("names files by their size", async () => {
    const [before, now] = [await taken(rows), await taken(changedRow)];
    expect(dataDifferences(before, now)).toHaveLength(2);
    expect(dataDifferences(before, now)[1]).toMatch(/^t\.csv: \d+ → \d+ bytes$/);
  });

  it("leaves out ports that no wire leaves from, and knows generators", async () => {
    const place = { file: "/none/m.nn.json", workspace: "/none" };
    const [one, other] = await Promise.all(
      [1, 2].map((seed) => loadDataset("moons", { samples: 50, seed, validation: 0 }, place)),
    );
    expect(fingerprint(one!, ["label"]).hash).toBe(fingerprint(other!, ["label"]).hash);
    expect(dataDifferences(fingerprint(one!), fingerprint(other!))).toEqual(["other values: input"]);
  });

  it("does not take equal sums for equal rows", async () => {
    const swapped = rows.with(3, "4,9,odd").with(4, "3,16,even");
    const [before, now] = [await taken(rows), await taken(swapped)];
    expect(now.rowSet).not.toBe(before.rowSet);
  });
});
