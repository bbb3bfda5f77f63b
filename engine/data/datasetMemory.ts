import { t } from "@vscode/l10n";
import { machineMemory } from "../runtime/machineMemory";
import { DataError } from "./dataError";

/** Of one sample beside its numbers: its place in the split, and in the order of an epoch. */
const indexBytes = 8;
/** V8 makes no longer array. */
const longestArray = 2 ** 32;

/** Bytes that a dataset takes, all copies counted, with so many float32 or int32 numbers in a sample. */
export function datasetBytes(samples: number, numbers: number): number {
  return samples * (4 * numbers + indexBytes);
}

/**
 * Throws a DataError for a dataset that this machine cannot hold. Call before any of its memory is taken.
 *
 * @param available Bytes that there are for it: of the whole machine where it is only looked at.
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
          "The data need {0} MB of memory, more than the {1} MB that this machine has for them.",
          Math.ceil(needed / 1e6),
          Math.floor(available / 1e6),
        )
      : t("The data have {0} numbers; one dataset may have {1}.", samples * numbers, longestArray),
    { param, hint: t("Use fewer samples.") },
  );
}
