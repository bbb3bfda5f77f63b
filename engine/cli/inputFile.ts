import { open } from "node:fs/promises";
import { extname } from "node:path";
import { t } from "@vscode/l10n";
import { decodeNpy } from "../interop/npy";
import { decodeNpz } from "../interop/npz";
import { decodePng } from "../interop/png";
import { decodeSafetensors, type SafeTensor } from "../interop/safetensors";
import { otherPictureSize } from "../prediction/errors";
import { numbersFor } from "../prediction/numbersFor";
import { pictureFor } from "../prediction/pictureFor";
import { encodeText } from "../generation/prompt";
import { resizePicture } from "../prediction/resizePicture";
import { pictureOf, type PredictionInput } from "../prediction/ports";
import { availableMemory } from "../runtime/availableMemory";
import { EngineError } from "../run/EngineError";

const numbers = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?(,[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?)*$/i;

const endings = [".npy", ".npz", ".safetensors", ".png"];

/**
 * What is given for an input on the command line: numbers separated by commas, a text of the data's classes, a
 * NumPy array, an array of an NPZ or a safetensors file, or a PNG picture. Throws an EngineError.
 *
 * @param resize Whether pictures of another size are resized.
 */
export async function inputFile(
  input: PredictionInput,
  written: string,
  resize: boolean,
): Promise<SafeTensor> {
  if (numbers.test(written)) return numbersFor(input, written.split(",").map(Number));
  if (input.classNames && !endings.includes(extname(written).toLowerCase()))
    return numbersFor(input, encodeText(written, input.classNames));
  const bytes = await readBytes(written);
  try {
    switch (extname(written).toLowerCase()) {
      case ".npy":
        return decodeNpy(bytes);
      case ".npz":
        return arrayFor(input, decodeNpz(bytes));
      case ".safetensors":
        return arrayFor(input, decodeSafetensors(bytes).tensors);
      case ".png":
        return readPicture(input, bytes, resize);
      default:
        throw new Error(t("its name must end in {0}", endings.join(", ")));
    }
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw unreadable(written, error instanceof Error ? error.message : String(error));
  }
}

/** The array with the input's path or name, or the only one. */
function arrayFor(
  { path, node, port }: PredictionInput,
  arrays: ReadonlyMap<string, SafeTensor>,
): SafeTensor {
  const [only, ...others] = arrays.values();
  const found =
    arrays.get(path) ?? arrays.get(port) ?? arrays.get(node) ?? (others.length === 0 ? only : undefined);
  if (found) return found;
  throw new Error(t("it has several arrays, and none is called {0} or {1}", path, port));
}

function readPicture(input: PredictionInput, bytes: Uint8Array, resize: boolean): SafeTensor {
  const wanted = pictureOf(input.type);
  if (!wanted) throw new Error(t("{0} does not take pictures", input.path));
  const picture = decodePng(bytes, wanted.channels);
  const isOther = picture.width !== wanted.width || picture.height !== wanted.height;
  if (isOther && !resize) throw otherPictureSize(input.path, picture, wanted, t("Resize it with --resize."));
  return pictureFor(input, isOther ? resizePicture(picture, wanted) : picture);
}

async function readBytes(path: string): Promise<Uint8Array> {
  const file = await open(path, "r").catch((error: unknown) => {
    throw unreadable(
      path,
      (error as NodeJS.ErrnoException).code === "ENOENT" ? t("the file does not exist") : String(error),
    );
  });
  try {
    const { size } = await file.stat();
    if (size > availableMemory() / 2) throw unreadable(path, t("it does not fit into memory"));
    return await file.readFile();
  } finally {
    await file.close();
  }
}

function unreadable(path: string, reason: string): EngineError {
  return new EngineError("input-unreadable", t("{0} cannot be read: {1}.", path, reason));
}
