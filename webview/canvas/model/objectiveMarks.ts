import type { TypedGraph } from "../../../engine/graph/typedGraph";
import { updatedNodes } from "../../../engine/graph/updatedNodes";
import { withOwners, type NodePath } from "../../../engine/tensor/path";
import { writtenObjectives } from "../../inspector/objectives/writtenObjectives";
import { hueAt } from "../../ui/hueAt";

/** What an objective does with a node, or with something inside an instance. */
export interface ObjectiveMark {
  readonly objective: string;
  readonly hue: number;
  /** Whether it minimises a loss there. */
  readonly minimises: boolean;
  /** Whether it changes weights there. */
  readonly updates: boolean;
}

/** By path, of nodes and of the instances that they are in; in the objectives' order. */
export type ObjectiveMarks = ReadonlyMap<NodePath, readonly ObjectiveMark[]>;

export const noMarks: ObjectiveMarks = new Map();

/**
 * What the objective called `shown` does with the nodes; if there is none of that name, what all do. Marks that are the
 * same `before` stay the same objects, so that their nodes are not drawn again.
 */
export function objectiveMarks(
  typed: TypedGraph,
  shown?: string,
  before: ObjectiveMarks = noMarks,
): ObjectiveMarks {
  const { objectives } = typed.graph.training;
  if (objectives.length === 0) return noMarks;
  const places = new Map(writtenObjectives(typed.graph).map(({ name }, place) => [name, place]));
  const chosen = objectives.filter(({ name }) => name === shown);
  const marks = new Map<NodePath, ObjectiveMark[]>();
  for (const objective of chosen.length > 0 ? chosen : objectives) {
    const { name } = objective;
    const minimised = new Set(objective.losses.filter((loss) => typed.nodes.has(loss)).flatMap(withOwners));
    const updated = new Set(updatedNodes(typed, objective).flatMap(({ node }) => withOwners(node.id)));
    for (const path of new Set([...minimised, ...updated])) {
      const mark = {
        objective: name,
        hue: hueAt(places.get(name) ?? 0),
        minimises: minimised.has(path),
        updates: updated.has(path),
      };
      const others = marks.get(path);
      if (others) others.push(mark);
      else marks.set(path, [mark]);
    }
  }
  return new Map(
    [...marks].map(([path, now]) => {
      const old = before.get(path);
      return [path, old && JSON.stringify(old) === JSON.stringify(now) ? old : now] as const;
    }),
  );
}
