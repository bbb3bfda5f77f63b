import { t } from "@vscode/l10n";
import { machineMemory } from "../runtime/machineMemory";
import { DataError } from "./dataError";

/** Bytes per sample besides its values: its index in the split, and in the order of an epoch. */
const indexBytes = 8;
/** V8's limit. */
const longestArray = 2 ** 32;

/** The memory that a dataset needs, in bytes, including all copies; a sample has `numbers` float32 or int32 values. */
export function datasetBytes(samples: number, numbers: number): number {
  return samples * (4 * numbers + indexBytes);
}

/**
 * Throws a DataError for a dataset that does not fit into memory. To be called before any of its memory is allocated.
 *
 * @param available Bytes available for it; by default the machine's total memory, for a dataset that is only inspected.
 */
export function checkDatasetMemory(
  samples: number,
  numbers: number,
  param?: string,
  available = machineMemory(),
): void {
  const needed = datasetBytes(samples, numbers);
  if (needed <= available && samples * numbers <= longestArray) return;
  throw new DataError(
    "data-too-large",
    needed > available
      ? t(
          "The data need {0} MB of memory, more than the {1} MB available on this machine.",
          Math.ceil(needed / 1e6),
          Math.floor(available / 1e6),
        )
      : t("The data have {0} values; a dataset may have at most {1}.", samples * numbers, longestArray),
    { param, hint: t("Use fewer samples.") },
  );
}
