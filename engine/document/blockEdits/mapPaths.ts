import { writeEnd } from "../../graph/edgeText";
import { withNodePaths } from "../../graph/sharing";
import type { DocumentData, ScopeData } from "../documentData";
import { isSharingKey } from "../../graph/sharing";
import { policyNode, policyWithPath } from "../../graph/writtenPolicy";
import type { Members } from "../editedMembers";
import { withObjectivePaths } from "../objectivePaths";
import { splitSharing } from "../readSharing";
import type { End } from "./ports";

/** Where a path is written: in a node of the document or of a block, or in an objective. */
export interface PathPlace {
  readonly block?: string | undefined;
  readonly node?: string;
  readonly objective?: string;
}

/** The paths that a path becomes; several only in an objective, where a list of them is written. */
export type PathChange = (path: string, place: PathPlace) => readonly string[];

/** The output that the one of a policy becomes; undefined if only its node's path changes. */
export type OutputChange = (output: End, place: PathPlace) => End | undefined;

/**
 * A document after every path of a node in it is changed: in what nodes say about sharing and as their policy, and in
 * objectives.
 */
export function mapPaths(data: DocumentData, change: PathChange, changeOutput?: OutputChange): DocumentData {
  const blocks = Object.entries(data.blocks).map(
    ([name, block]) => [name, { ...block, ...scopeWith(block, name, change, changeOutput) }] as const,
  );
  return {
    ...data,
    ...scopeWith(data, undefined, change, changeOutput),
    blocks: Object.fromEntries(blocks),
    training: trainingWith(data.training, change),
  };
}

function scopeWith(
  { nodes }: ScopeData,
  block: string | undefined,
  change: PathChange,
  changeOutput: OutputChange | undefined,
): Pick<ScopeData, "nodes"> {
  const entries = Object.entries(nodes).map(([id, node]) => {
    const place = { block, node: id };
    return [
      id,
      withPaths(
        node,
        (path) => change(path, place)[0] ?? path,
        changeOutput && ((output) => changeOutput(output, place)),
      ),
    ];
  });
  return { nodes: Object.fromEntries(entries) as ScopeData["nodes"] };
}

/** A node's members with other paths in what it says about sharing, and in its `policy`. */
export function withPaths(
  members: Members,
  change: (path: string) => string,
  changeOutput?: (output: End) => End | undefined,
): Members {
  const changed = withPolicy(members, change, changeOutput);
  if (!Object.keys(members).some(isSharingKey)) return changed;
  return { ...changed, ...withNodePaths(splitSharing(members).words, change) };
}

function withPolicy(
  members: Members,
  change: (path: string) => string,
  changeOutput: ((output: End) => End | undefined) | undefined,
): Members {
  const written = { type: String(members.type), params: members };
  const node = policyNode(written);
  if (node === undefined) return members;
  const port = String(members.policy).slice(node.length + 1);
  const output = changeOutput?.({ node, ...(port !== "" && { port }) });
  return { ...members, policy: output ? writeEnd(output) : policyWithPath(written, change) };
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
