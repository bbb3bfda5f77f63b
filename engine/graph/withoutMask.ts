import { Multiply } from "../layers/structure/Multiply";
import { pathOf } from "../tensor/path";
import { at } from "../tensor/tensor";
import type { Source, TypedGraph } from "./typedGraph";

/**
 * What a prediction is before it is multiplied by data that a loss has as its target, so that only some of its values are
 * compared: a detector's boxes by where the true objects are. Such a mask is no part of the answer, and is not known when
 * there is only the question. Other predictions are what they are.
 */
export function withoutMask(typed: TypedGraph, prediction: Source): Source {
  const { layer, incoming } = typed.nodes.get(prediction.node) ?? {};
  const factors = Object.values(incoming ?? {}).flat();
  if (layer !== Multiply || factors.length !== 2) return prediction;
  const targets = targetsOf(typed);
  const others = factors.filter(
    ({ node, port }) => typed.nodes.get(node)?.layer.lower !== undefined || !targets.has(pathOf(node, port)),
  );
  return others.length === 1 ? at(others, 0) : prediction;
}

/** What losses have as their targets. */
function targetsOf({ nodes }: TypedGraph): ReadonlySet<string> {
  return new Set(
    [...nodes.values()]
      .filter(({ layer }) => layer.gives === "loss")
      .flatMap(({ layer, incoming }) =>
        layer.inputs.flatMap(({ name, role }) => (role === "target" ? (incoming[name] ?? []) : [])),
      )
      .map(({ node, port }) => pathOf(node, port)),
  );
}
