import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openModel } from "../../engine/training/openModel";
import { targets } from "./targets";
import { copyExamples, examples, hasMnist, train, valueAt } from "./train";

let workspace: string;
beforeAll(async () => {
  workspace = await copyExamples();
});
afterAll(async () => {
  await rm(workspace, { recursive: true, force: true });
});

describe("every example", () => {
  it("has a target to reach", async () => {
    const names = (await readdir(examples)).filter((name) => name.endsWith(".nn.json"));
    expect(names.map((name) => name.replace(".nn.json", "")).sort()).toEqual(Object.keys(targets).sort());
  });

  it.each(Object.keys(targets))("%s has no problems and a position for every node", async (name) => {
    const file = join(workspace, `${name}.nn.json`);
    const { typed, problems } = await openModel(await readFile(file, "utf8"), { file, workspace });
    const expected = name.startsWith("mnist") && !hasMnist ? ["data-file-missing"] : [];
    expect(problems.map(({ code }) => code)).toEqual(expected);
    expect(Object.keys(typed?.graph.layout ?? {})).toEqual([...(typed?.graph.nodes.keys() ?? [])]);
  });
});

it("ring-gan finds all eight Gaussians", async () => {
  const { run } = await train(workspace, "ring-gan");
  const points = await valueAt(workspace, "ring-gan", run, "generator/out.output");
  const found = new Set<number>();
  let near = 0;
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i]!, points[i + 1]!];
    const nearest = Math.round(Math.atan2(y, x) / (Math.PI / 4));
    const [cx, cy] = [2 * Math.cos((nearest * Math.PI) / 4), 2 * Math.sin((nearest * Math.PI) / 4)];
    if (Math.hypot(x - cx, y - cy) > 0.4) continue;
    near++;
    found.add((nearest + 8) % 8);
  }
  expect(found.size).toBe(8);
  expect(near / (points.length / 2)).toBeGreaterThan(0.7);
});
