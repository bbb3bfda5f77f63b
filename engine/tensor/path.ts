/**
 * The path of a node: its id, behind the ids of the blocks that it is in and, where one of those repeats, the number of the
 * repetition: `conv1`, `stage1/conv1`, `stage1/0/conv1`. Ids are identifiers, so a path holds no dot.
 */
export type NodePath = string;

/**
 * The path of one of a node's ports or weights: `conv1.output`, `stage1/0/conv1.weight`. What stands behind the first dot is
 * the name, which may hold dots as PyTorch's do: `attention.out_proj.weight`.
 */
export type Path = `${NodePath}.${string}`;

/** What an optimizer remembers: of a weight, `stage1/0/conv1.weight/exp_avg`, or of all together, `optimizer/exp_avg`. */
export type MemoryPath = `${Path | "optimizer"}/${string}`;

/** What a path is made of. */
export interface PathParts {
  readonly node: NodePath;
  /** The port or the weight. */
  readonly name: string;
}

export function pathOf(node: NodePath, name: string): Path {
  return `${node}.${name}`;
}

export function memoryPath(of: Path | "optimizer", memory: string): MemoryPath {
  return `${of}/${memory}`;
}

/** The parts of a path; undefined for a text that is none. */
export function readPath(text: string): PathParts | undefined {
  const dot = text.indexOf(".");
  if (dot <= 0 || dot === text.length - 1) return undefined;
  return { node: text.slice(0, dot), name: text.slice(dot + 1) };
}

/** The weight whose memory a tensor of a checkpoint is; undefined for a weight itself, and for what is no path. */
export function weightOfMemory(text: string): Path | undefined {
  const parts = readPath(text);
  const slash = parts?.name.indexOf("/") ?? -1;
  return parts && slash > 0 ? pathOf(parts.node, parts.name.slice(0, slash)) : undefined;
}
