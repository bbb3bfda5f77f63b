import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Dataset, LoadedDataset } from "../../../engine/data/dataset";
import { dataDifferences, fingerprint } from "../../../engine/data/fingerprint";
import { dataFingerprint } from "../../../engine/runFolder/dataFingerprint";
import { loadDataset } from "../../../engine/data/load";
import { columnsOf } from "./columnsOf";
import { workspaceWith } from "./place";

const rows = Array.from({ length: 40 }, (_, row) => `${row},${row * row},${row % 2 ? "odd" : "even"}`);
const params = { inputs: ["a", "b"], target: "c", classes: true };

async function fingerprintOf(lines: readonly string[], changed: Record<string, unknown> = {}) {
  const place = await workspaceWith({ "workspace/models/t.csv": ["a,b,c", ...lines].join("\n") });
  return fingerprint(connected(await loadDataset("csv", { file: "t.csv", ...params, ...changed }, place)));
}

/** A Dataset of which only the given ports are connected. */
function connected(dataset: Dataset, ports = dataset.ports.map(({ name }) => name)): LoadedDataset {
  return { node: "data", dataset, feeds: Object.fromEntries(ports.map((port) => [port, `data.${port}`])) };
}

describe("fingerprint", () => {
  it("is the same for the same data, and survives JSON", async () => {
    const [first, again] = [await fingerprintOf(rows), await fingerprintOf(rows)];
    expect(again).toEqual(first);
    expect(dataFingerprint(JSON.parse(JSON.stringify(first)))).toEqual(first);
    expect(dataDifferences(first, again)).toEqual([]);
    expect(first).toMatchObject({ rows: 40, train: 32, validation: 8, files: [{ name: "t.csv" }] });
    expect(first.columns.map(({ name }) => name)).toEqual(["input.a", "input.b", "target.c"]);
  });

  const changedRow = rows.with(7, "7,4900,odd");
  it.each([
    ["removed rows", rows.slice(2), {}, /^rows: 40 → 38$/],
    ["another order", [...rows].reverse(), {}, /^the same rows in a different order$/],
    ["a value", changedRow, {}, /^changed values: input\.b$/],
    ["a class name", rows.map((row) => row.replace("odd", "uneven")), {}, /^changed values: target\.c$/],
    ["another split", rows, { seed: 3 }, /^different rows are held out for validation$/],
    ["a larger validation set", rows, { validation: 0.5 }, /^rows held out for validation: 8 → 20$/],
    ["a removed column", rows, { inputs: ["a"] }, /^removed columns: input\.b$/],
    ["columns in another order", rows, { inputs: ["b", "a"] }, /^the order of the columns$/],
  ])("describes a difference: %s", async (_, lines, changed, message) => {
    const [before, now] = [await fingerprintOf(rows), await fingerprintOf(lines, changed)];
    expect(now.hash).not.toBe(before.hash);
    expect(dataDifferences(before, now)[0]).toMatch(message);
  });

  it("mentions files whose size has changed", async () => {
    const [before, now] = [await fingerprintOf(rows), await fingerprintOf(changedRow)];
    expect(dataDifferences(before, now)).toHaveLength(2);
    expect(dataDifferences(before, now)[1]).toMatch(/^t\.csv: \d+ → \d+ bytes$/);
  });

  it("ignores ports that are not connected, and supports generators", async () => {
    const place = { file: "/none/m.nn.json", workspace: "/none" };
    const drawn = (seed: number) => loadDataset("moons", { samples: 50, seed, validation: 0 }, place);
    const [one, other] = [await drawn(1), await drawn(2)];
    const labels = (dataset: Dataset) => fingerprint(connected(dataset, ["label"]));
    expect((await labels(one)).hash).toBe((await labels(other)).hash);
    const all = [await fingerprint(connected(one)), await fingerprint(connected(other))] as const;
    expect(dataDifferences(...all)).toEqual(["changed values: input"]);
  });

  it("hashes a whole port, regardless of the number of blocks", async () => {
    const place = { file: "/none/m.nn.json", workspace: "/none" };
    const dataset = await loadDataset("digits", { samples: 1500 }, place);
    const image = columnsOf(dataset)[0]!.data;
    const bytes = new Uint8Array(image.buffer, image.byteOffset, image.byteLength);
    const hash = createHash("sha256").update(bytes).digest("hex");
    const { columns } = await fingerprint(connected(dataset));
    expect(image.length).toBeGreaterThan(2 ** 20);
    expect(columns[0]).toEqual({ name: "image", dtype: "float32", shape: [1, 28, 28], hash });
  });

  it("distinguishes sets of rows with equal sums", async () => {
    const swapped = rows.with(3, "4,9,odd").with(4, "3,16,even");
    const [before, now] = [await fingerprintOf(rows), await fingerprintOf(swapped)];
    expect(now.rowSet).not.toBe(before.rowSet);
  });
});
