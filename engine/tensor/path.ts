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
 * The path of an optimizer's state: for a weight, `stage1/0/conv1.weight/exp_avg`; shared by all, `optimizer/exp_avg`. An
 * objective with a name has its own: `stage1/0/conv1.weight/generator/exp_avg`.
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

export function statePath(of: Path | "optimizer", state: string, objective?: string): StatePath {
  return objective === undefined ? `${of}/${state}` : `${of}/${objective}/${state}`;
}

/** The path of an objective's updates of a weight: that of the weight, or `judge.weight/generator` if it has a name. */
export function updatePath(of: Path, objective?: string): Path {
  return objective === undefined ? of : `${of}/${objective}`;
}

/** The name of a figure of an objective with a name: `generator/loss`, `generator/accuracy`. */
export function figureOf(objective: string, figure: string): string {
  return `${objective}/${figure}`;
}

/** The objective and the figure of a name such as `generator/loss`; undefined for a name of anything else. */
export function readFigure(
  name: string,
): { readonly objective: string; readonly figure: string } | undefined {
  const slash = name.indexOf("/");
  if (slash <= 0 || slash === name.length - 1 || name.includes(".") || name.includes("/", slash + 1))
    return undefined;
  return { objective: name.slice(0, slash), figure: name.slice(slash + 1) };
}

/** The path of a node and those of the blocks it is in: `a/0/b`, `a/0`, `a`. */
export function withOwners(node: NodePath): NodePath[] {
  const paths = [node];
  for (let slash = node.lastIndexOf("/"); slash > 0; slash = node.lastIndexOf("/", slash - 1))
    paths.push(node.slice(0, slash));
  return paths;
}

/** The end of the paths of states that a node carries from batch to batch. */
const carried = "/carried";

/**
 * The path of a state that a node carries to the next batch, in training or in validation: `lstm.hidden/carried`,
 * `lstm.hidden/validation/carried`.
 */
export function carriedPath(node: NodePath, state: string, pass: "training" | "validation"): StatePath {
  const path = pathOf(node, state);
  return pass === "training" ? `${path}${carried}` : `${path}/validation${carried}`;
}

/** Whether a tensor in a checkpoint is such a state. */
export function isCarriedPath(text: string): boolean {
  return text.endsWith(carried);
}

/** The end of the paths of what a network's play is kept in. */
const replayed = "/replay";

/** The path of what is kept of a port of an environment: `cartpole.state/replay`. */
export function replayPath(of: Path): StatePath {
  return `${of}${replayed}`;
}

/** Whether a tensor in a checkpoint belongs to the data that training carries along, and not to the model. */
export function isCarriedData(text: string): boolean {
  return isCarriedPath(text) || text.endsWith(replayed);
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
