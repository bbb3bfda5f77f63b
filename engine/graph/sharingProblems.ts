import { t } from "@vscode/l10n";
import type { Weight } from "../layers/layer";
import { withOwners, type NodePath } from "../tensor/path";
import { bypassedWeights } from "./bypassedWeights";
import type { Graph } from "./graph";
import type { Suggest } from "./nearest";
import type { Problem, TextRange } from "./problem";
import { shorten } from "./shorten";
import { shortened } from "./shortened";
import type { TypedNode } from "./typedGraph";

/** Records what is wrong with weights that nodes take from each other; `key` is where the node says so: `weightsOf.weight`. */
export type SharingProblems = ReturnType<typeof sharingProblems>;

/** A weight by name; undefined if there is none. */
type Named = readonly [name: string, weight: Weight | undefined];

export function sharingProblems(
  graph: Graph,
  suggest: Suggest,
  problems: Problem[],
  bypassed?: ReadonlySet<NodePath>,
) {
  const record = (
    { node }: TypedNode,
    key: string,
    { code, message }: { readonly code: string; readonly message: string },
  ) => {
    const range: TextRange = node.places.sharing?.[key] ?? node.places.id;
    const param = key.split(".", 1)[0] ?? key;
    problems.push({ code, severity: "error", message, range, node: node.id, param });
  };
  return {
    unknownNode: (at: TypedNode, key: string, id: NodePath) => {
      // What could not be read or expanded, and nodes of unknown layers, are reported themselves.
      if (graph.nodes.has(id) || withOwners(id).some((owner) => graph.unread.nodes.has(owner))) return;
      if (bypassed?.has(id)) {
        record(at, key, { code: "bypassed-node", message: bypassedWeights(at.node.id, id) });
        return;
      }
      const meant = suggest(id, graph.nodes.keys());
      record(at, key, {
        code: "unknown-node",
        message:
          meant === undefined
            ? t(
                '{0}: there is no node "{1}" to take weights from. Name a node of the model.',
                at.node.id,
                shorten(id),
              )
            : t(
                '{0}: there is no node "{1}" to take weights from. Did you mean "{2}"?',
                at.node.id,
                shorten(id),
                meant,
              ),
      });
    },
    withoutWeights: (at: TypedNode, key: string, { node, layer }: TypedNode) => {
      record(at, key, {
        code: "no-weights-to-share",
        message:
          at.node === node
            ? t(
                '{0}: a {1} has no weights here, so it cannot take any from another node. Remove "{2}".',
                node.id,
                layer.type,
                key,
              )
            : t('{0}: "{1}" ({2}) has no weights. Name a node that has.', at.node.id, node.id, layer.type),
      });
    },
    otherType: (at: TypedNode, key: string, { node, layer }: TypedNode) => {
      record(at, key, {
        code: "shared-type-mismatch",
        message: key.startsWith("follows")
          ? t(
              '{0} is a {1}, but "{2}" is a {3}. Name a node of the same type.',
              at.node.id,
              at.layer.type,
              node.id,
              layer.type,
            )
          : t(
              '{0} is a {1}, but "{2}" is a {3}. Name a node of the same type, or single weights: { "weight": "{2}.weight" }.',
              at.node.id,
              at.layer.type,
              node.id,
              layer.type,
            ),
      });
    },
    otherShape: (at: TypedNode, key: string, [own, weight]: Named, [other, taken]: Named) => {
      record(at, key, {
        code: "shared-shape-mismatch",
        message:
          weight && taken
            ? t(
                "{0}: {1} is {2}, but {3} is {4}. Change the layers' sizes so that both are the same.",
                at.node.id,
                own,
                describe(weight),
                other,
                describe(taken),
              )
            : t(
                "{0}: there is {1}, but no {2}. Set the layers' parameters so that both have the same weights.",
                at.node.id,
                weight ? own : other,
                weight ? other : own,
              ),
      });
    },
    unknownWeight: (at: TypedNode, key: string, { node, weights }: TypedNode, name: string) => {
      const meant = suggest(name, Object.keys(weights));
      const list = shortened(Object.keys(weights).map((weight) => `"${weight}"`)).join(", ");
      record(at, key, {
        code: "unknown-weight",
        message:
          meant === undefined
            ? t('{0}: "{1}" has no weight "{2}". Weights: {3}.', at.node.id, node.id, shorten(name), list)
            : t(
                '{0}: "{1}" has no weight "{2}". Did you mean "{3}"?',
                at.node.id,
                node.id,
                shorten(name),
                meant,
              ),
      });
    },
    circle: (at: TypedNode, key: string, ids: readonly NodePath[]) => {
      record(at, key, {
        code: "shared-in-circle",
        message:
          ids.length === 1
            ? t(
                '{0}: these weights are to be taken from the node itself. Name another node, or remove "{1}".',
                at.node.id,
                key,
              )
            : t(
                'These nodes take their weights from each other: {0}. Remove "{1}" from one of them, which then has its own.',
                shortened([...ids, ...ids.slice(0, 1)]).join(" → "),
                key,
              ),
      });
    },
    sharesAndFollows: (at: TypedNode) => {
      record(at, "follows", {
        code: "shares-and-follows",
        message: t(
          '{0}: weights are either those of another node ("weightsOf") or follow them ("follows"). Remove one of the two.',
          at.node.id,
        ),
      });
    },
    followsFollower: (at: TypedNode, follower: NodePath, followed: NodePath) => {
      record(at, "follows.node", {
        code: "follows-follower",
        message: t(
          '{0}: the weights of "{1}" follow those of another node themselves. Follow "{2}" instead.',
          at.node.id,
          follower,
          followed,
        ),
      });
    },
    otherSetting: ({ node }: TypedNode, param: string, { node: holder }: TypedNode) => {
      problems.push({
        code: "setting-without-weights",
        severity: "warning",
        message: t(
          '{0}: "{1}" has no effect, because the weights are those of "{2}", where it has another value. Give both instances the same.',
          node.id,
          param,
          holder.id,
        ),
        range: node.places.params[param] ?? node.places.id,
        node: node.id,
        param,
      });
    },
    setting: ({ node, followed }: TypedNode, param: string) => {
      problems.push({
        code: "setting-without-weights",
        severity: "error",
        message:
          followed && node.follows
            ? t(
                '{0}: "{1}" has no effect, because these weights are not trained: they follow those of "{2}". Remove it.',
                node.id,
                param,
                node.follows.node,
              )
            : t(
                '{0}: "{1}" has no effect, because the weights are those of another node, whose settings apply. Remove it here.',
                node.id,
                param,
              ),
        range: node.places.params[param] ?? node.places.id,
        node: node.id,
        param,
      });
    },
  };
}

/** A weight's shape, and whether it is not a trained one. */
function describe({ shape, trainable }: Weight): string {
  const sizes = shape.length === 0 ? t("a single number") : shape.join("×");
  return trainable ? sizes : t("{0}, not trained", sizes);
}
