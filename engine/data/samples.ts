import { t } from "@vscode/l10n";
import type { DataColumn, ReadFile } from "./dataset";
import { DataError } from "./dataError";

/** All samples of a source, before they are split. */
export interface Samples {
  readonly samples: number;
  readonly columns: readonly DataColumn[];
  readonly files?: readonly ReadFile[];
}

/** No dataset takes more memory than this. */
export const maximumDatasetBytes = 4 * 2 ** 30;

/** Throws a DataError when so many float32 or int32 numbers are more than a dataset may have. Call before allocating. */
export function checkMemory(numbers: number, param?: string): void {
  if (numbers * 4 <= maximumDatasetBytes) return;
  throw new DataError(
    "data-too-large",
    t("The data would take {0} bytes of memory; at most {1} are used.", numbers * 4, maximumDatasetBytes),
    { param, hint: t("Use fewer samples.") },
  );
}
