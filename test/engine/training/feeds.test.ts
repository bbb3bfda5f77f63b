import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { gradientStep } from "../../../engine/compiler/gradientStep";
import { scalarFeeds } from "../../../engine/compiler/program";
import { infer } from "../../../engine/graph/infer";
import { parse } from "../../../engine/document/parse";
import { openModel } from "../../../engine/training/openModel";
import { datasetNodes } from "../../../engine/training/datasetNodes";
import { gradientPass } from "../../../engine/training/gradientPass";
import { ReferenceRuntime } from "../../../engine/runtime/reference/ReferenceRuntime";

const folder = new URL("../../../examples/", import.meta.url);
const examples = readdirSync(folder)
  .filter((name) => name.endsWith(".nn.json"))
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") }))
  // Their files are not available.
  .filter(({ text }) => !/"source": "(idx|text)"/.test(text));

it.each(examples)("the data of $name feed its gradient step", async ({ name, text }) => {
  const workspace = fileURLToPath(folder);
  const { typed, problems } = await openModel(text, { file: join(workspace, name), workspace });
  expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  const fed = new Set(datasetNodes(typed!).flatMap(({ feeds }) => Object.values(feeds)));
  const wanted = gradientStep(typed!, { batchSize: 2, training: true }).feeds.map(({ name }) => name);
  expect(wanted.filter((feed) => !fed.has(feed) && !(feed in scalarFeeds))).toEqual([]);
});

it("does not feed a port without a wire", async () => {
  const { graph } = parse(
    JSON.stringify({
      netloom: 1,
      nodes: {
        d: { type: "Dataset", source: "xor" },
        l: { type: "Linear", outFeatures: 2 },
        loss: { type: "MSELoss" },
      },
      edges: ["d.input -> l", "l -> loss.input", "d.input -> loss.target"],
    }),
  );
  const results = await gradientPass(infer(graph!), new ReferenceRuntime(), {
    place: { file: "/model.nn.json", workspace: "/" },
    seed: 1,
    training: true,
    weights: undefined,
    batch: undefined,
    warn: () => undefined,
  });
  expect([...results.keys()]).toContain("grad/l.weight");
  expect([...results.keys()]).not.toContain("value/d.target");
});
