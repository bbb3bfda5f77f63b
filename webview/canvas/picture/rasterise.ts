import type { Picture } from "./drawPicture";

/** A picture as a PNG file in base64, `scale` times larger. Its pixels must be few enough (`pngScale`). */
export async function rasterise({ svg, width, height }: Picture, scale: number): Promise<string> {
  const image = new Image();
  const loaded = new Promise((resolve, reject) => {
    image.onload = resolve;
    image.onerror = () => reject(new Error("The picture could not be read."));
  });
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await loaded;
  const canvas = document.createElement("canvas");
  canvas.width = Math.floor(width * scale);
  canvas.height = Math.floor(height * scale);
  // On the processor: a GPU may allow fewer pixels.
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("There is no canvas to paint on.");
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const url = await asDataUrl(await asBlob(canvas));
  return url.slice(url.indexOf(",") + 1);
}

function asBlob(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => {
      // Its memory is freed at once, not when it is collected.
      canvas.width = canvas.height = 0;
      if (blob) resolve(blob);
      else reject(new Error("The picture could not be painted."));
    }, "image/png"),
  );
}

function asDataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(typeof reader.result === "string" ? reader.result : "");
    reader.onerror = () => reject(reader.error ?? new Error("The picture could not be read."));
    reader.readAsDataURL(blob);
  });
}
