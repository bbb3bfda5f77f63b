/**
 * The path of a node: its id, preceded by the ids of the blocks it is in and, if a block repeats, the index of the
 * repetition: `conv1`, `stage1/conv1`, `stage1/0/conv1`. Ids are identifiers, so a path contains no dots.
 */
export type NodePath = string;

/**
 * The path of a node's port or weight: `conv1.output`, `stage1/0/conv1.weight`. Everything after the first dot is the
 * name, which may contain dots, as PyTorch's do: `attention.out_proj.weight`.
 */
export type Path = `${NodePath}.${string}`;

/**
 * The path of an optimizer's state: for a weight, `stage1/0/conv1.weight/exp_avg`; shared by all, `optimizer/exp_avg`.
 */
export type StatePath = `${Path | "optimizer"}/${string}`;

/** The parts of a path. */
export interface PathParts {
  readonly node: NodePath;
  /** The port or the weight. */
  readonly name: string;
}

export function pathOf(node: NodePath, name: string): Path {
  return `${node}.${name}`;
}

export function statePath(of: Path | "optimizer", state: string): StatePath {
  return `${of}/${state}`;
}

/** Splits a path into its parts; undefined if the text is not a path. */
export function readPath(text: string): PathParts | undefined {
  const dot = text.indexOf(".");
  if (dot <= 0 || dot === text.length - 1) return undefined;
  return { node: text.slice(0, dot), name: text.slice(dot + 1) };
}

/**
 * The weight that a tensor of optimizer state in a checkpoint belongs to; undefined for a weight itself and for other
 * texts.
 */
export function weightOfState(text: string): Path | undefined {
  const parts = readPath(text);
  const slash = parts?.name.indexOf("/") ?? -1;
  return parts && slash > 0 ? pathOf(parts.node, parts.name.slice(0, slash)) : undefined;
}
