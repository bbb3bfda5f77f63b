/** What a document is read up to. */
export const documentLimits = {
  characters: 5_000_000,
  nodes: 10_000,
  edges: 100_000,
  /** Of brackets in brackets. */
  depth: 64,
  /** Values in one list. */
  list: 100_000,
  /** Characters of a node's name. */
  name: 200,
} as const;
