import type { LoadedDataset } from "../../data/dataset";
import { policyOf } from "../../graph/policies";
import type { TypedGraph } from "../../graph/typedGraph";
import { Experience, type ExperienceOptions, type PlayedDataset } from "./Experience";

/** The Dataset in whose environment a network plays, if there is one; it is then the only Dataset. */
export function playedIn(datasets: readonly LoadedDataset[]): PlayedDataset | undefined {
  for (const dataset of datasets) {
    const { play } = dataset.dataset;
    if (play) return { ...dataset, play };
  }
  return undefined;
}

/** The experience of a network that plays in an environment; undefined for others. */
export function experienceOf(
  typed: TypedGraph,
  datasets: readonly LoadedDataset[],
  options: ExperienceOptions,
): Experience | undefined {
  const played = playedIn(datasets);
  const node = played && typed.nodes.get(played.node);
  if (!node) return undefined;
  const policy = policyOf(typed, node);
  // `trainable` has reported it, so that no plan is made.
  if (!policy) throw new Error(`${played.node} has no policy`);
  return new Experience(typed, policy, played, options);
}
