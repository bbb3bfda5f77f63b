import { t } from "@vscode/l10n";
import type { LoadedDataset } from "../data/dataset";
import { dataDifferences, fingerprint } from "../data/fingerprint";
import type { DataFingerprint } from "../runFolder/dataFingerprint";

/** The content of each Dataset of a run, by node; only connected ports count. */
export type DataIdentity = Readonly<Record<string, DataFingerprint>>;

/** @throws DataError if samples cannot be read. */
export async function identityOf(datasets: readonly LoadedDataset[]): Promise<DataIdentity> {
  const identity: Record<string, DataFingerprint> = {};
  // What a network does in an environment follows from the model and the seeds.
  for (const dataset of datasets)
    if (!dataset.dataset.play) identity[dataset.node] = await fingerprint(dataset);
  return identity;
}

/**
 * What has changed between a run's data and the current data, translated for display; empty if the run has no record of
 * its data.
 */
export function changesOf(before: DataIdentity | undefined, now: DataIdentity): string[] {
  return Object.entries(now).flatMap(([node, data]) => {
    const earlier = before && Object.hasOwn(before, node) ? before[node] : undefined;
    if (!earlier) return [];
    const differences = dataDifferences(earlier, data);
    return differences.length > 0 ? [t('"{0}" ({1})', node, differences.join(", "))] : [];
  });
}
