import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { RunHistory } from "../../../extension/runs/RunHistory";
import { RunReader } from "../../../engine/runFolder/RunReader";
import { ndjson, start, steps } from "../../extension/runs/lines";

let run: string;
beforeEach(() => (run = mkdtempSync(path.join(tmpdir(), "netloom-reader-"))));
afterEach(() => rmSync(run, { recursive: true }));

const write = (text: string) => appendFileSync(path.join(run, "metrics.ndjson"), text);

async function history(): Promise<RunHistory> {
  const read = new RunHistory();
  await new RunReader(run).readNew((event) => read.append(event));
  return read;
}

it("skips lines that are damaged, too long or not events, and reads the rest", async () => {
  write(ndjson(start, steps(1, [3])));
  write(`${JSON.stringify({ ...start, model: "x".repeat(9_000_000) })}\n`);
  write(`{"event":"steps","first":\n\u0000\u0001\u0002\n${"[".repeat(100_000)}\n`);
  write(ndjson({ ...steps(2, [2]), loss: "2" }, steps(2, [2]), { event: "end" }));
  const read = await history();
  expect(read.view()).toMatchObject({ step: 2, loss: 2, steps: 100, status: "running" });
  expect(read.start?.model).toBe("/models/a.nn.json");
});

it("reads no more metrics than a run can have", async () => {
  write(ndjson(start));
  for (let first = 1; first <= 200; first++)
    write(ndjson({ ...steps(first, [1]), metrics: { [`m${first}`]: [1] } }));
  const [events = []] = [...(await history()).snapshot()];
  const names = new Set(
    events.flatMap((event) => (event.event === "steps" ? Object.keys(event.metrics) : [])),
  );
  expect(names.size).toBe(64);
});

it("reads steps that come again and again, among events that never go, in linear time", async () => {
  const count = 60_000;
  const stays = { event: "warning", step: 1, code: "x", message: "m" };
  const lines = Array.from({ length: count }, (_, index) =>
    ndjson({ ...start, resumedAt: 1e9 }, stays, steps(2, [index], index % 2), steps(3, [index])),
  );
  write(ndjson(start, steps(1, [3])) + lines.join(""));
  const read = await history();
  expect(read.view()).toMatchObject({ step: 3, loss: count - 1 });
});

it("returns only numbers where numbers belong, whatever the file contains", async () => {
  write(
    ndjson(
      { ...start, steps: 0, epochs: 0, resumedAt: Number.MAX_SAFE_INTEGER },
      steps(Number.MAX_SAFE_INTEGER, [1]),
      { event: "epoch", epoch: 0, step: Number.MAX_SAFE_INTEGER, train: { loss: null } },
    ),
  );
  write(ndjson(steps(5, [1, 2])).replace("[1,2]", "[1e999,null]"));
  const read = await history();
  const { recentLoss, ...view } = read.view();
  expect(recentLoss.every(Number.isFinite)).toBe(true);
  expect(view).toMatchObject({ step: 6, steps: 0, loss: undefined });
  expect([...read.snapshot()].flat().length).toBeGreaterThan(0);
});
