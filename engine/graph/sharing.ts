import { readPath, pathOf, type NodePath, type Path } from "../tensor/path";

/** What a node says about weights that are not its own alone, as written: paths relative to its level. */
export interface Sharing {
  /**
   * The node whose weights this one uses instead of its own, or, by the name of a weight, the path of the one weight
   * that takes its place.
   */
  readonly weightsOf?: NodePath | Readonly<Record<string, Path>>;
  /** The node whose weights this one's follow, instead of being trained. */
  readonly follows?: Follows;
}

/** How weights follow those of a node: after every so many steps they become a copy, or after each they move by a rate. */
export type Follows =
  | { readonly node: NodePath; readonly every: number; readonly rate?: undefined }
  | { readonly node: NodePath; readonly rate: number; readonly every?: undefined };

/** A path of a node as it is written: ids and the indices of repetitions, separated by slashes. */
export const nodePathPattern = /^[A-Za-z_][A-Za-z0-9_]*(\/[A-Za-z0-9_]+)*$/;

/** The words of `Sharing`, in the order in which they are written. */
export const sharingKeys = ["weightsOf", "follows"] as const satisfies readonly (keyof Sharing)[];
export type SharingKey = (typeof sharingKeys)[number];

export function isSharingKey(key: string): key is SharingKey {
  return (sharingKeys as readonly string[]).includes(key);
}

/** Only what a node says about sharing. */
export function sharingOf({ weightsOf, follows }: Sharing): Sharing {
  return { ...(weightsOf !== undefined && { weightsOf }), ...(follows && { follows }) };
}

/** The same with other paths of nodes: those of renamed nodes, or of nodes that moved to another level. */
export function withNodePaths(
  { weightsOf, follows }: Sharing,
  renamed: (node: NodePath) => NodePath,
): Sharing {
  return {
    ...(weightsOf !== undefined && { weightsOf: renamedIn(weightsOf, renamed) }),
    ...(follows && { follows: { ...follows, node: renamed(follows.node) } }),
  };
}

function renamedIn(
  weightsOf: NonNullable<Sharing["weightsOf"]>,
  renamed: (node: NodePath) => NodePath,
): NonNullable<Sharing["weightsOf"]> {
  if (typeof weightsOf === "string") return renamed(weightsOf);
  const entries = Object.entries(weightsOf).map(([name, path]) => {
    const { node = "", name: weight = "" } = readPath(path) ?? {};
    return [name, pathOf(renamed(node), weight)] as const;
  });
  return Object.fromEntries(entries);
}

/** For `withNodePaths`: the paths after a node of the same level is renamed, those of nodes inside it too. */
export function renamedPath(id: string, to: string): (node: NodePath) => NodePath {
  return (node) => (node === id || node.startsWith(`${id}/`) ? to + node.slice(id.length) : node);
}

/** A path of a node or a weight in what a node says about sharing. */
export interface WrittenPath {
  /** Where it is written: `weightsOf`, `weightsOf.weight`, `follows.node`. */
  readonly key: string;
  readonly text: string;
  readonly node: NodePath;
}

export function nodePathsIn({ weightsOf, follows }: Sharing): WrittenPath[] {
  const whole = (key: string, text: NodePath): WrittenPath => ({ key, text, node: text });
  const ties = typeof weightsOf === "object" ? Object.entries(weightsOf) : [];
  return [
    ...(typeof weightsOf === "string" ? [whole("weightsOf", weightsOf)] : []),
    ...ties.map(([name, path]) => {
      return { key: `weightsOf.${name}`, text: path, node: readPath(path)?.node ?? "" };
    }),
    ...(follows ? [whole("follows.node", follows.node)] : []),
  ];
}
