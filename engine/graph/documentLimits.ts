/** Limits beyond which a document is not read. */
export const documentLimits = {
  characters: 5_000_000,
  nodes: 10_000,
  edges: 100_000,
  /** Nesting of brackets. */
  depth: 64,
  /** Values in one list. */
  list: 100_000,
  /** Batches in a training step. */
  runs: 100_000,
  /** Characters in a node's name. */
  name: 200,
} as const;
