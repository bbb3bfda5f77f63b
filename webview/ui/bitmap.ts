import type { Bitmap } from "../../engine/run/panels";

/** The bytes of a bitmap, row by row; zeros where the text is too short. */
export function bytesOf({ width, height, channels, pixels }: Bitmap): Uint8Array {
  const bytes = new Uint8Array(width * height * channels);
  const text = atob(pixels);
  for (let index = 0; index < bytes.length; index++) bytes[index] = text.charCodeAt(index) || 0;
  return bytes;
}

/** Draws a bitmap, a byte to a pixel's grey, or to each of its colours. */
export function paint(canvas: HTMLCanvasElement, bitmap: Bitmap): void {
  const { width, height, channels } = bitmap;
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context || width === 0 || height === 0) return;
  const bytes = bytesOf(bitmap);
  const image = context.createImageData(width, height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [red = 0, green = red, blue = red] = bytes.subarray(pixel * channels, (pixel + 1) * channels);
    image.data.set([red, green, blue, 255], pixel * 4);
  }
  context.putImageData(image, 0, 0);
}
