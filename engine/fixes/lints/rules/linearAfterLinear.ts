import { t } from "@vscode/l10n";
import { Linear } from "../../../layers/core/Linear";
import { weightSettings } from "../../../layers/weightParams";
import type { TypedNode } from "../../../graph/typedGraph";
import { insertBefore } from "../edits";
import { sameAxes } from "../kinds";
import type { Lint } from "../lint";

/** Two Linear layers in a row, which are equivalent to one. */
export const linearAfterLinear: Lint = {
  code: "linear-after-linear",
  find: (network) =>
    network.nodes.flatMap((second) => {
      const wire = second.layer === Linear ? network.wireInto(second) : undefined;
      const maker = wire && network.maker(wire, sameAxes);
      if (!wire || !maker?.alone || maker.node.layer !== Linear || isFactorised(maker.node, second))
        return [];
      const first = maker.node;
      // Frozen random or learned projections have their uses.
      if ([first, second].some(({ params }) => weightSettings(params).frozen)) return [];
      // Weights that serve elsewhere too are not there for this chain alone.
      if ([first, second].some(({ shared, followed }) => shared ?? followed)) return [];
      return [
        {
          at: second,
          port: wire.port,
          edge: wire.source.edge,
          message: t(
            '{0}: it follows "{1}" with no activation in between, and two Linear layers in a row can do no more than one. Put an activation between them, such as ReLU.',
            second.node.id,
            first.node.id,
          ),
          fixes: () => insertBefore(network, wire, [{ type: "ReLU" }]),
        },
      ];
    }),
};

/**
 * Whether it narrows to fewer numbers than its input and output: a factorised matrix (as in LoRA), or an autoencoder's
 * code.
 */
function isFactorised(first: TypedNode, second: TypedNode): boolean {
  const between = Number(first.params?.outFeatures);
  const before = Number(first.inputs.input?.[0]?.shape.at(-1));
  return between < before && between < Number(second.params?.outFeatures);
}
