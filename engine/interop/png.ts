import { t } from "@vscode/l10n";
import { PNG } from "pngjs";

/** A picture: `channels` bytes for each pixel, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Grey, or red, green and blue. */
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Larger pictures are refused before they are unpacked. */
const mostPixels = 2 ** 26;

/**
 * Reads an untrusted PNG as grey or RGB, transparent pixels on white. The size in its header is checked before memory is
 * taken; interlaced pictures are refused, because the library does not limit what it unpacks of them. Throws an Error
 * that says what is wrong.
 */
export function decodePng(bytes: Uint8Array, channels: 1 | 3): Picture {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33 || !signature.every((byte, index) => bytes[index] === byte))
    throw new Error(t("it does not begin like a PNG file"));
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  if (width === 0 || height === 0 || width * height > mostPixels)
    throw new Error(t("it claims {0} × {1} pixels", width, height));
  if (bytes[28] !== 0) throw new Error(t("it is interlaced; save it without interlacing"));
  const { data } = unpack(bytes);
  const pixels = new Uint8Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [red = 0, green = 0, blue = 0, alpha = 255] = data.subarray(4 * pixel, 4 * pixel + 4);
    const [r, g, b] = [red, green, blue].map((value) => 255 + ((value - 255) * alpha) / 255) as [
      number,
      number,
      number,
    ];
    // Rec. 601 luma, as Pillow's mode "L" has it.
    if (channels === 1) pixels[pixel] = Math.round(0.299 * r + 0.587 * g + 0.114 * b);
    else pixels.set([r, g, b].map(Math.round), 3 * pixel);
  }
  return { width, height, channels, data: pixels };
}

function unpack(bytes: Uint8Array): PNG {
  try {
    return PNG.sync.read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch {
    throw new Error(t("it is not an intact PNG file"));
  }
}

/** The bytes of a PNG. */
export function encodePng({ width, height, channels, data }: Picture): Uint8Array {
  const colorType = channels === 1 ? 0 : 2;
  const png = new PNG({ width, height });
  png.data = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return PNG.sync.write(png, { colorType, inputColorType: colorType, inputHasAlpha: false });
}
