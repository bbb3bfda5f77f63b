import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openModel } from "../../engine/training/openModel";
import { exampleFigures } from "./exampleFigures";
import { copyExamples, examples, hasData } from "./train";

let workspace: string;
beforeAll(async () => {
  workspace = await copyExamples();
});
afterAll(async () => {
  await rm(workspace, { recursive: true, force: true });
});

describe("every example", () => {
  it("has figures to reach", async () => {
    const names = (await readdir(examples)).filter((name) => name.endsWith(".nn.json"));
    expect(names.map((name) => name.replace(".nn.json", "")).sort()).toEqual(
      Object.keys(exampleFigures).sort(),
    );
  });

  it.each(Object.keys(exampleFigures))("%s has no problems and a position for every node", async (name) => {
    const file = join(workspace, `${name}.nn.json`);
    const { typed, problems } = await openModel(await readFile(file, "utf8"), { file, workspace });
    const expected = !hasData(name) ? ["data-file-missing"] : [];
    expect([...new Set(problems.map(({ code }) => code))]).toEqual(expected);
    expect(Object.keys(typed?.graph.layout ?? {})).toEqual([...(typed?.graph.nodes.keys() ?? [])]);
  });
});
