import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { runPaths } from "../../../engine/runFolder/runPaths";
import { runRecord } from "../../../engine/runFolder/runRecord";
import { runSummary } from "../../../engine/runFolder/runSummary";
import { moons } from "../training/models";
import { train, useFolder } from "../training/training";

useFolder();

const record = {
  netloom: 1,
  file: "/m.nn.json",
  device: { kind: "cpu", name: "CPU" },
  seed: 1,
  batchSize: 4,
  epochs: 2,
  steps: 10,
  status: "stopped",
  step: 5,
  started: "2026-01-01T00:00:00.000Z",
};

it("reads a record as the engine writes it", async () => {
  const { end } = await train({ text: moons({ epochs: 2 }), steps: 12 });
  const written = JSON.parse(await readFile(runPaths(end.run).record, "utf8")) as object;
  expect(written).toHaveProperty("data");
  expect(runRecord(written)).toEqual(written);
  const { file, status, step, steps } = runRecord(written);
  expect(runSummary(written)).toEqual({ file, status, step, steps });
});

it("reads the record of an earlier Netloom, which has fewer fields", () => {
  expect(runRecord(record)).toEqual(record);
});

it.each<[string, object]>([
  ["another format", { ...record, netloom: 2 }],
  ["no format", { ...record, netloom: undefined }],
  ["an unknown status", { ...record, status: "sleeping" }],
  ["half an epoch", { ...record, epochs: 1.5 }],
  ["a remainder that is neither dropped nor not", { ...record, dropLast: 1 }],
  ["data without columns", { ...record, data: { digits: { hash: "x" } } }],
])("refuses a record with %s", (_, said) => {
  expect(() => runRecord(said)).toThrow();
});
