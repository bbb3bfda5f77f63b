import { expect, it } from "vitest";
import { panelsOf } from "../../../engine/panels";
import { openModel } from "../../../engine/training/openModel";
import { folder, useFolder } from "../training/training";
import { contentOf, example, panelsOfRun } from "./panelsOfRun";

useFolder();

it("shows what is taken for hidden characters, and whether it is right", async () => {
  const { samples } = contentOf(await panelsOfRun(await example("grammar-bert", 400), 5), "text", "texts");
  expect(samples).toHaveLength(4);
  for (const rows of samples) {
    const [input, prediction, target] = rows.map(({ pieces }) => pieces.map(({ text }) => text).join(""));
    expect(rows.map(({ role }) => role)).toEqual(["input", "prediction", "target"]);
    expect([input!.length, prediction!.length, target!.length]).toEqual([32, 32, 32]);
    expect(input).toContain("_");
    expect(target).not.toContain("_");
    let place = 0;
    for (const { text, mark } of rows[1]!.pieces)
      for (const character of text) {
        expect(mark === "given").toBe(input![place] !== "_");
        expect(mark !== "wrong").toBe(character === target![place]);
        place++;
      }
  }
});

it.each([
  ["grammar-bert", 1],
  ["digits-mlp", 0],
  ["digits-unet", 0],
  ["adding-gru", 0],
])("has panels of %s's predictions in a text: %i", async (name, count) => {
  const { typed } = await openModel(await example(name), { file: folder, workspace: folder });
  expect(panelsOf(typed!).filter((panel) => panel.name === "text")).toHaveLength(count);
});
