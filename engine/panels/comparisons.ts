import { neededPart } from "../graph/neededPart";
import type { Source, TypedGraph, TypedNode } from "../graph/typedGraph";
import type { LoweredGraph } from "../compiler/lower";
import type { Predictions } from "../layers/layer";
import { sampleShape } from "../tensor/graphType";

/** A loss that compares a prediction with its target. */
export interface Comparison {
  readonly loss: TypedNode;
  readonly prediction: Source;
  readonly target: Source;
  /** The graph that computes both, and the loss. */
  readonly graph: TypedGraph;
}

/** The losses with one prediction and one target whose predictions have a form. */
export function comparisonsBy(typed: TypedGraph, form: keyof Predictions): readonly Comparison[] {
  return typed.order.flatMap((id) => {
    const loss = typed.nodes.get(id);
    if (!loss?.layer.predictions?.[form]) return [];
    const [prediction, target] = (["prediction", "target"] as const).map((role) => wiresInto(loss, role)[0]);
    return prediction && target ? [{ loss, prediction, target, graph: neededPart(typed, [id]) }] : [];
  });
}

function wiresInto({ layer, incoming }: TypedNode, role: "prediction" | "target"): readonly Source[] {
  return layer.inputs
    .filter((input) => (input.role === "target") === (role === "target"))
    .flatMap(({ name }) => incoming[name] ?? []);
}

/** The predictions of a comparison's loss in a form, in the lowered graph. */
export function predictionsOf<F extends keyof Predictions>(
  lowered: LoweredGraph,
  { loss }: Comparison,
  form: F,
): Predictions[F] {
  const node = lowered.get(loss.node.id);
  const found = node?.typed.layer.predictions?.[form]?.(node.context);
  if (!found) throw new Error(`${loss.node.id} has no predictions as ${form}`);
  return found;
}

/** Whether the target differs from sample to sample; all are the same for "real" at a GAN's discriminator. */
export function comparesWithData({ graph, target }: Comparison): boolean {
  return [...neededPart(graph, [target.node]).nodes.values()].some(({ layer }) => !layer.lower);
}

/** Whether there is one target per sample. */
export function hasOneTarget({ graph, target }: Comparison): boolean {
  const type = graph.nodes.get(target.node)?.outputs[target.port];
  return type !== undefined && sampleShape(type).every((size) => size === 1);
}
