import { expect, it } from "vitest";
import { mix } from "../../../../webview/canvas/picture/mix";
import { printColours } from "../../../../webview/canvas/picture/printColours";

/** Relative luminance as in WCAG, from 0 (black) to 1. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** CIE L*, from 0 (black) to 100: what is left of a colour in greyscale. */
const lightness = (colour: string) => 116 * Math.cbrt(luminance(colour)) - 16;

it("what is written in print has enough contrast on white, also in greyscale", () => {
  const { category, objectives, text, strong, quiet } = printColours;
  for (const colour of [...Object.values(category), ...objectives, text, strong, quiet])
    expect([colour, 1.05 / (luminance(colour) + 0.05) >= 4.5]).toEqual([colour, true]);
});

it("categories that often stand side by side differ in greyscale, as do objectives", () => {
  const { convolution, normalisation, activation, pooling, core, data, loss, structure } =
    printColours.category;
  const chain = [data, convolution, normalisation, activation, pooling, structure, core, loss];
  const closest = (colours: readonly string[], least: number) =>
    colours
      .slice(1)
      .filter((colour, index) => Math.abs(lightness(colour) - lightness(colours[index]!)) < least);
  expect(closest(chain, 4)).toEqual([]);
  expect(closest(printColours.objectives, 8)).toEqual([]);
});

it("colours are mixed as CSS mixes them", () => {
  expect(mix("#000000", "#ffffff", 0.5)).toBe("#808080");
  expect(mix("#102030", "#ffffff", 0)).toBe("#102030");
  expect(mix("#102030", "#ff8000", 1)).toBe("#ff8000");
});
