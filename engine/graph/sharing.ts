import { readPath, pathOf, type NodePath, type Path } from "../tensor/path";

/** What a node says about weights that are not its own alone, as written: paths relative to its level. */
export interface Sharing {
  /**
   * The node whose weights this one uses instead of its own, or, by the name of a weight, the path of the one weight
   * that takes its place.
   */
  readonly weightsOf?: NodePath | Readonly<Record<string, Path>>;
}

/** A path of a node as it is written: ids and the indices of repetitions, separated by slashes. */
export const nodePathPattern = /^[A-Za-z_][A-Za-z0-9_]*(\/[A-Za-z0-9_]+)*$/;

/** The words of `Sharing`, in the order in which they are written. */
export const sharingKeys = ["weightsOf"] as const satisfies readonly (keyof Sharing)[];
export type SharingKey = (typeof sharingKeys)[number];

export function isSharingKey(key: string): key is SharingKey {
  return (sharingKeys as readonly string[]).includes(key);
}

/** Only what a node says about sharing. */
export function sharingOf({ weightsOf }: Sharing): Sharing {
  return { ...(weightsOf !== undefined && { weightsOf }) };
}

/** The same with other paths of nodes: those of renamed nodes, or of nodes that moved to another level. */
export function withNodePaths({ weightsOf }: Sharing, renamed: (node: NodePath) => NodePath): Sharing {
  if (weightsOf === undefined) return {};
  if (typeof weightsOf === "string") return { weightsOf: renamed(weightsOf) };
  const entries = Object.entries(weightsOf).map(([name, path]) => {
    const { node = "", name: weight = "" } = readPath(path) ?? {};
    return [name, pathOf(renamed(node), weight)] as const;
  });
  return { weightsOf: Object.fromEntries(entries) };
}

/** For `withNodePaths`: the paths after a node of the same level is renamed, those of nodes inside it too. */
export function renamedPath(id: string, to: string): (node: NodePath) => NodePath {
  return (node) => (node === id || node.startsWith(`${id}/`) ? to + node.slice(id.length) : node);
}

/** A path of a node or a weight in what a node says about sharing. */
export interface WrittenPath {
  /** Where it is written: `weightsOf`, `weightsOf.weight`. */
  readonly key: string;
  readonly text: string;
  readonly node: NodePath;
}

export function nodePathsIn({ weightsOf }: Sharing): WrittenPath[] {
  if (weightsOf === undefined) return [];
  if (typeof weightsOf === "string") return [{ key: "weightsOf", text: weightsOf, node: weightsOf }];
  return Object.entries(weightsOf).map(([name, path]) => {
    return { key: `weightsOf.${name}`, text: path, node: readPath(path)?.node ?? "" };
  });
}
