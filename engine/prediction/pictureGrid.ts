import { t } from "@vscode/l10n";
import type { Picture } from "../interop/png";
import { sampleSize } from "../tensor/graphType";
import { EngineError } from "../run/EngineError";
import type { Predicted } from "./Predictor";

/** Pixels between the pictures of a grid. */
const gap = 2;
const white = 255;

/**
 * Predicted pictures side by side in a grid that is about square. Values from the output's bounds, or from the smallest to
 * the largest, are black to white. Throws an EngineError for an output that is no picture.
 */
export function pictureGrid({ output, data, read }: Predicted): Picture {
  const { picture, path, type } = output;
  if (!picture)
    throw new EngineError("not-a-picture", t("{0} is no picture, so it cannot be written as PNG.", path), {
      hint: t("Write it as .npz, .npy or .safetensors."),
    });
  const { channels, width, height } = picture;
  const values = output.reads === "binary" && read ? read.data : data;
  const size = sampleSize(type);
  const count = values.length / size;
  const across = Math.ceil(Math.sqrt(count));
  const down = Math.ceil(count / across);
  const grid = { width: across * (width + gap) - gap, height: down * (height + gap) - gap };
  const pixels = new Uint8Array(grid.width * grid.height * channels).fill(white);
  const shade = shadeOf(values, output.range);
  for (let index = 0; index < values.length; index++) {
    const [sample, place] = [Math.floor(index / size), index % size];
    const [channel, pixel] = [Math.floor(place / (width * height)), place % (width * height)];
    const x = (sample % across) * (width + gap) + (pixel % width);
    const y = Math.floor(sample / across) * (height + gap) + Math.floor(pixel / width);
    pixels[(y * grid.width + x) * channels + channel] = shade(values[index] ?? 0);
  }
  return { ...grid, channels, data: pixels };
}

function shadeOf(values: Predicted["data"], range: Predicted["output"]["range"]): (value: number) => number {
  const { low, high } = range ?? boundsOf(values);
  return (value) => Math.round(Math.min(1, Math.max(0, (value - low) / (high - low || 1))) * white);
}

function boundsOf(values: Predicted["data"]): { low: number; high: number } {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return { low, high };
}
