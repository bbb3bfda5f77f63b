import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { defaultOutputs } from "../../../engine/compiler/defaultOutputs";
import { inferenceStep } from "../../../engine/compiler/inferenceStep";
import { openModel } from "../../../engine/training/openModel";
import { folder, useFolder } from "../training/training";

useFolder();

async function typedExample(name: string) {
  const text = await readFile(new URL(`../../../examples/${name}.nn.json`, import.meta.url), "utf8");
  const { typed } = await openModel(text, { file: folder, workspace: folder });
  return typed!;
}

it.each([
  ["digits-mlp", ["logits.output"]],
  ["ring-gan", ["generator/out.output"]],
  ["ring-wgan", ["generator/out.output"]],
  ["digits-vae", ["pixels.output"]],
  ["cartpole-dqn", ["q/out.output"]],
  ["shapes-detector", ["parts.output0", "parts.output2", "box.output"]],
])("of %s are what it is for", async (name, outputs) => {
  expect(defaultOutputs(await typedExample(name)).map(({ node, port }) => `${node}.${port}`)).toEqual(
    outputs,
  );
});

it("are what is exported: a GAN is its generator, which needs noise and no data", async () => {
  const { feeds, outputs } = inferenceStep(await typedExample("ring-gan"), 1);
  expect(feeds.map(({ name }) => name)).toEqual(["noise.output"]);
  expect(outputs.map(({ name }) => name)).toEqual(["generator/out.output"]);
});
