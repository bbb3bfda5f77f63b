import { layers } from "../layers";
import { Cast } from "../layers/structure/Cast";
import { OneHot } from "../layers/structure/OneHot";
import type { GraphEdit } from "../document/edit";
import { rearranging } from "../graph/rearranging";
import type { TypedGraph } from "../graph/typedGraph";
import { targetCarriers } from "./targetCarriers";

/** Layers that represent the same values in another form, without changing their meaning. */
const rewriting = new Set([...rearranging, Cast, OneHot]);

/**
 * Whether an edit leaves the targets' meaning unchanged. Nothing with weights and nothing that changes values may be
 * inserted into a wire that leads to a target: the network would learn its own targets. The node with the problem may
 * be changed anyway, since the user put it there.
 */
export function targetGuard(typed: TypedGraph, inTrouble: string): (edit: GraphEdit) => boolean {
  const carries = targetCarriers(typed);
  const leaves = (edit: GraphEdit): boolean => {
    switch (edit.kind) {
      case "all":
        return edit.edits.every(leaves);
      case "add": {
        const replaced = new Set(edit.replaces);
        const onTarget = carries.wires(replaced);
        return !onTarget || edit.nodes.every(({ type }) => isRewriting(type));
      }
      case "param": {
        const layer = typed.nodes.get(edit.node)?.layer;
        const given = layer?.inputs.length === 0;
        return edit.node === inTrouble || given || !carries.node(edit.node) || isRewriting(layer?.type ?? "");
      }
      default:
        return true;
    }
  };
  return leaves;
}

function isRewriting(type: string): boolean {
  const layer = layers.get(type);
  return layer !== undefined && rewriting.has(layer);
}
