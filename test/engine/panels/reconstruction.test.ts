import { expect, it } from "vitest";
import { panelsOf } from "../../../engine/panels";
import { openModel } from "../../../engine/training/openModel";
import { folder, useFolder } from "../training/training";
import { bytes, contentOf, example, panelsOfRun } from "./panelsOfRun";

useFolder();

it("shows pictures above what the current weights make of them", async () => {
  const text = await example("digits-autoencoder", 600);
  const distanceAfter = async (steps: number) => {
    const { rows } = contentOf(await panelsOfRun(text, steps), "reconstruction", "pictures");
    expect(rows.map(({ role, pictures }) => [role, pictures.length])).toEqual([
      ["target", 8],
      ["prediction", 8],
    ]);
    const [truth, made] = rows.map(({ pictures }) => pictures.flatMap((picture) => [...bytes(picture)]));
    expect(Math.max(...truth!)).toBeGreaterThan(200);
    return truth!.reduce((sum, value, index) => sum + (value - made![index]!) ** 2, 0);
  };
  expect(await distanceAfter(60)).toBeLessThan(0.6 * (await distanceAfter(0)));
});

it.each([
  ["digits-unet", 1],
  ["digits-vae", 1],
  ["digits-cnn", 0],
  ["shapes-detector", 0],
  ["xor-mlp", 0],
  ["ring-gan", 0],
])("has panels of %s's pictures: %i", async (name, count) => {
  const { typed } = await openModel(await example(name), { file: folder, workspace: folder });
  expect(panelsOf(typed!).filter((panel) => panel.name === "reconstruction")).toHaveLength(count);
});
