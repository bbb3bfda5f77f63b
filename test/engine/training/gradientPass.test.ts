import { expect, it } from "vitest";
import { ReferenceRuntime } from "../../../engine/runtime/reference/ReferenceRuntime";
import { gradientPass } from "../../../engine/training/gradientPass";
import { openModel } from "../../../engine/training/openModel";
import { adversaries } from "./objectivesSuite";
import { folder, useFolder } from "./training";

useFolder();

/** Loss and gradients of the weights, of an objective or of the sum of all losses. */
async function passOf(name?: string) {
  const plain = { dropout: { type: "Identity" }, generator: { type: "Linear", outFeatures: 2 } };
  const place = { file: `${folder}/model.nn.json`, workspace: folder };
  const { typed } = await openModel(adversaries({}, plain), place);
  const objective = typed!.graph.training.objectives.find((one) => one.name === name);
  const warn = () => undefined;
  const options = { place, seed: 1, training: true, weights: undefined, batch: undefined, objective, warn };
  const found = await gradientPass(typed!, new ReferenceRuntime(), options);
  const weights = [...found].filter(([key]) => /^grad\/\w+\.(weight|bias)$/.test(key));
  return {
    loss: found.get("loss")!.data[0]!,
    gradients: new Map(weights.map(([key, { data }]) => [key, data])),
  };
}

it("differentiates what one objective minimises, with respect to the weights that it changes", async () => {
  const [all, discriminator, generator] = [
    await passOf(),
    await passOf("discriminator"),
    await passOf("generator"),
  ];
  expect(discriminator.loss + generator.loss).toBeCloseTo(all.loss, 12);
  expect([...generator.gradients.keys()]).toEqual(["grad/generator.weight", "grad/generator.bias"]);
  expect([...discriminator.gradients.keys()].map((name) => name.split(/[/.]/)[1])).toEqual([
    "judge",
    "judge",
    "norm",
    "norm",
    "score",
    "score",
  ]);
  // Both losses reach the generator, in opposite directions: its own gradient is not that of the sum.
  expect(generator.gradients.get("grad/generator.bias")).not.toEqual(
    all.gradients.get("grad/generator.bias"),
  );
});
