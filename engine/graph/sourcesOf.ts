import type { LinkedNode } from "./links";

/** The nodes that a node's wires come from. */
export function sourcesOf(linked: Pick<LinkedNode, "incoming"> | undefined): string[] {
  return Object.values(linked?.incoming ?? {}).flatMap((sources) => sources.map(({ node }) => node));
}
