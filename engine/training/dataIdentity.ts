import { t } from "@vscode/l10n";
import { dataDifferences, fingerprint } from "../data/fingerprint";
import type { DataFingerprint } from "../runFolder/dataFingerprint";
import type { NodeSamples } from "./batchFeeds";

/** What each Dataset of a run holds, by node; only ports that a wire leaves from count. */
export type DataIdentity = Readonly<Record<string, DataFingerprint>>;

export function identityOf(nodes: readonly NodeSamples[]): DataIdentity {
  return Object.fromEntries(
    nodes.map(({ node, samples, feeds }) => [node, fingerprint(samples, Object.keys(feeds))]),
  );
}

/** What differs between a run's data and the data now, for people; nothing where the run did not say what it had. */
export function changesOf(before: DataIdentity | undefined, now: DataIdentity): string[] {
  return Object.entries(now).flatMap(([node, data]) => {
    const earlier = before && Object.hasOwn(before, node) ? before[node] : undefined;
    if (!earlier) return [];
    const differences = dataDifferences(earlier, data);
    return differences.length > 0 ? [t('"{0}" ({1})', node, differences.join(", "))] : [];
  });
}
