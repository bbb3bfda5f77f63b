import type { Picture } from "../interop/png";
import type { SafeTensor } from "../interop/safetensors";
import { sampleShape } from "../tensor/graphType";
import type { PredictionInput } from "./ports";

/**
 * A picture of the right size as a sample of an input: 0 to 255 are the bounds of its values in the data, or 0 to 1 if
 * they are unknown.
 */
export function pictureFor(
  { type, range }: PredictionInput,
  { width, height, channels, data }: Picture,
): SafeTensor {
  const { low, high } = range ?? { low: 0, high: 1 };
  // Pixel by pixel in the picture, channel by channel in the model.
  const values = new Float32Array(data.length);
  for (const [index, value] of data.entries()) {
    const pixel = Math.floor(index / channels);
    values[(index % channels) * width * height + pixel] = low + ((high - low) * value) / 255;
  }
  return { shape: sampleShape(type), data: values };
}
