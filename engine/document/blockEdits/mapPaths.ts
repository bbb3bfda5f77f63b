import { withNodePaths } from "../../graph/sharing";
import type { DocumentData, ScopeData } from "../documentData";
import { isSharingKey } from "../../graph/sharing";
import type { Members } from "../editedMembers";
import { withObjectivePaths } from "../objectivePaths";
import { splitSharing } from "../readSharing";

/** Where a path is written: in a node of the document or of a block, or in an objective. */
export interface PathPlace {
  readonly block?: string | undefined;
  readonly node?: string;
  readonly objective?: string;
}

/** The paths that a path becomes; several only in an objective, where a list of them is written. */
export type PathChange = (path: string, place: PathPlace) => readonly string[];

/** A document after every path of a node in it is changed: in what nodes say about sharing, and in objectives. */
export function mapPaths(data: DocumentData, change: PathChange): DocumentData {
  const blocks = Object.entries(data.blocks).map(
    ([name, block]) => [name, { ...block, ...scopeWith(block, name, change) }] as const,
  );
  return {
    ...data,
    ...scopeWith(data, undefined, change),
    blocks: Object.fromEntries(blocks),
    training: trainingWith(data.training, change),
  };
}

function scopeWith(
  { nodes }: ScopeData,
  block: string | undefined,
  change: PathChange,
): Pick<ScopeData, "nodes"> {
  const entries = Object.entries(nodes).map(([id, node]) => [
    id,
    withPaths(node, (path) => change(path, { block, node: id })[0] ?? path),
  ]);
  return { nodes: Object.fromEntries(entries) as ScopeData["nodes"] };
}

/** A node's members with other paths in what it says about sharing. */
export function withPaths(members: Members, change: (path: string) => string): Members {
  if (!Object.keys(members).some(isSharingKey)) return members;
  return { ...members, ...withNodePaths(splitSharing(members).words, change) };
}

function trainingWith(training: Members, change: PathChange): Members {
  if (!Object.hasOwn(training, "objectives")) return training;
  const objectives = withObjectivePaths(training.objectives, (path, objective) =>
    changeNode(path, (node) => change(node, { objective })),
  );
  return { ...training, objectives };
}

/** The path of a weight, `encoder/conv.weight`, changes with its node's. */
function changeNode(path: string, change: (node: string) => readonly string[]): string[] {
  const [node = "", ...weight] = path.split(".");
  return change(node).map((each) => [each, ...weight].join("."));
}
