import { t } from "@vscode/l10n";
import { unzipSync, zipSync } from "fflate";
import { decodeNpy, encodeNpy } from "./npy";
import type { SafeTensor } from "./safetensors";

/** Archives that would take more memory than this when unpacked are refused. */
const mostBytes = 2 ** 30;
const mostArrays = 10_000;
const extension = ".npy";

/**
 * Reads an untrusted archive of NumPy arrays (`numpy.savez`, also compressed), by name. The size that each array claims
 * is checked before it is unpacked, and no more is unpacked than that. Throws an Error that says what is wrong.
 */
export function decodeNpz(bytes: Uint8Array): Map<string, SafeTensor> {
  const arrays = new Map<string, SafeTensor>();
  let [total, count] = [0, 0];
  const files = unzip(bytes, (name, size) => {
    total += size;
    if (++count > mostArrays) throw new Error(t("it contains more than {0} arrays", mostArrays));
    if (total > mostBytes)
      throw new Error(t("it has more than {0} MB when unpacked", Math.floor(mostBytes / 1e6)));
    return name.endsWith(extension);
  });
  for (const [file, content] of Object.entries(files)) {
    const name = file.slice(0, -extension.length);
    try {
      arrays.set(name, decodeNpy(content));
    } catch (error) {
      throw new Error(t("{0}: {1}", name, error instanceof Error ? error.message : String(error)));
    }
  }
  return arrays;
}

function unzip(
  bytes: Uint8Array,
  wanted: (name: string, size: number) => boolean,
): Record<string, Uint8Array> {
  let refused: unknown;
  try {
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        try {
          return wanted(name, originalSize);
        } catch (error) {
          refused = error;
          throw error;
        }
      },
    });
  } catch {
    if (refused instanceof Error) throw refused;
    throw new Error(t("it is not an intact NPZ archive"));
  }
}

/** The bytes of an archive that `numpy.load` reads. */
export function encodeNpz(arrays: ReadonlyMap<string, SafeTensor>): Uint8Array {
  return zipSync(
    Object.fromEntries([...arrays].map(([name, array]) => [`${name}${extension}`, encodeNpy(array)])),
  );
}
